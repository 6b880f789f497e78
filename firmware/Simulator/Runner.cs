using System.Diagnostics;
using EdgeWarning.Simulator.Control;
using EdgeWarning.Simulator.Weather;
using Speech;

namespace EdgeWarning.Simulator;

internal sealed record RunOptions(
    SimulatorPlan Plan, string Out, int? ControlPort, StormOptions Weather, int TipSpacingMilliseconds, bool HoldWeather);

/// <summary>Runs a county until it is told to stop, and says what happens.</summary>
internal static class Runner
{
    /// <summary>A few tips wait whenever two are due at the same moment.</summary>
    private const int BehindIsWorthSaying = 50;

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(30);

    public static async Task<int> Run(RunOptions options, CancellationToken stopping)
    {
        await SpeechIsInstalled(options);
        var clock = Stopwatch.StartNew();
        using var boardLog = new BoardLog(options.Out);
        using var county = new SimulatedCounty(options.Plan, options.Out, options.Weather, Say, tipSpacingMilliseconds: options.TipSpacingMilliseconds);
        await using ControlServer? control = options.ControlPort is { } port ? await ControlServer.Start(county, port) : null;
        county.Start();
        Say($"{(county.Boards.Count == 1 ? "1 board has" : $"{county.Boards.Count} boards have")} power after {clock.ElapsedMilliseconds} ms: "
            + string.Join(", ", county.Boards.GroupBy(board => board.Plan.Kind).Select(kind => $"{kind.Count()} {kind.Key}")));
        if (control is not null)
        {
            Say($"control: {control.Address}");
        }

        SayWeather(options);
        if (!options.HoldWeather)
        {
            county.Storm.Start();
        }

        using var quit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var listening = new Thread(() => Listen(county, quit)) { IsBackground = true, Name = "standard input" };
        listening.Start();
        await Watch(county, quit.Token);
        Say("stopping");
        return 0;
    }

    /// <summary>A module that cannot speak is found at the start and not in the first warning.</summary>
    private static async Task SpeechIsInstalled(RunOptions options)
    {
        if (options.Plan.Boards.Any(board => board.Sounds))
        {
            using var speech = new SpeechSynthesizer();
            await speech.Say("试音", "zh-CN", Parts.ChipVoice.SampleRateHertz);
        }
    }

    private static async Task Watch(SimulatedCounty county, CancellationToken stopping)
    {
        var sinceProgress = Stopwatch.StartNew();
        bool over = !county.Storm.Started;
        bool saidBehind = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(1_000, stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            WeatherView weather = WeatherView.Of(county);
            if (weather.Behind > BehindIsWorthSaying && !saidBehind)
            {
                saidBehind = true;
                Say($"the reeds fall behind: {weather.Behind} tips wait (the speed is high for this rain; none is lost)");
            }

            if (weather.Finished && !over && weather.EndSeconds > 0)
            {
                Say($"the weather is over: {weather.TipsFallen} tips fell");
            }
            else if (weather.Started && !weather.Finished && sinceProgress.Elapsed > ProgressEvery)
            {
                sinceProgress.Restart();
                Say($"weather at {weather.SeriesSeconds / 3600:F1} h of {weather.EndSeconds / 3600:F1} h, {weather.TipsFallen} tips fallen, {weather.Behind} wait");
            }

            over = weather.Finished || !weather.Started;
        }
    }

    private static void Listen(SimulatedCounty county, CancellationTokenSource quit)
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (line.Trim() == "quit")
            {
                quit.Cancel();
                return;
            }

            try
            {
                Say(TypedCommands.Obey(county, line));
            }
            catch (Exception fault) when (fault is InvalidOperationException or IOException or ObjectDisposedException)
            {
                Say($"could not do \"{line}\": {fault.Message}");
            }
        }
    }

    private static void SayWeather(RunOptions options)
    {
        if (options.Weather.Rain is { } rain)
        {
            Say($"rain: {Path.GetFileName(rain.Source)}, {rain.TotalNanometres / 1e6:F1} mm in {rain.EndMilliseconds / 3_600_000.0:F1} h, at {options.Weather.Speed} times");
        }

        if (options.Weather.Stage is { } stage)
        {
            Say($"river: {Path.GetFileName(stage.Source)}, {stage.Points.Min(point => point.Millimetres):F0} to {stage.Points.Max(point => point.Millimetres):F0} mm");
        }
    }

    private static void Say(string line)
    {
        if (line.Length > 0)
        {
            Console.WriteLine(line);
        }
    }
}
