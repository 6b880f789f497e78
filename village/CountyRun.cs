using System.Diagnostics;
using System.Security.Cryptography;
using EdgeWarning.Village.County;
using EdgeWarning.Village.Watching;

namespace EdgeWarning.Village;

/// <summary>One run from start to exit code: start the county, play the warning, watch, compare, report, stop.</summary>
internal sealed class CountyRun(Options options, Screen screen)
{
    private const int CouldNotRun = 3;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);

    /// <summary>How long boards may take to hand over what they measured, after the last verdict.</summary>
    private static readonly TimeSpan s_drainPatience = TimeSpan.FromSeconds(60);

    public async Task<int> Go(CancellationToken stopping)
    {
        string data = options.Data ?? Sources.In($"run/{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}");
        // A report names the WAV files: they stay with it.
        bool keep = options.Keep || options.Data is not null || options.Report is not null;
        try
        {
            return await Go(data, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            screen.Settle();
            return 0;
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException or InvalidDataException or IOException or HttpRequestException)
        {
            screen.Settle();
            keep = true;
            screen.Say($"could not run: {failure.Message}");
            return CouldNotRun;
        }
        finally
        {
            if (keep)
            {
                screen.Say($"kept: {data}");
            }
            else if (Directory.Exists(data))
            {
                Directory.Delete(data, recursive: true);
            }
        }
    }

    private static Dictionary<string, string> Along(IReadOnlyDictionary<string, string> usual, IReadOnlyList<string> asked)
    {
        var settings = new Dictionary<string, string>(usual, StringComparer.Ordinal);
        foreach (string setting in asked)
        {
            int at = setting.IndexOf('=');
            settings[setting[..at].Trim()] = setting[(at + 1)..].Trim();
        }

        return settings;
    }

    private async Task<int> Go(string data, CancellationToken stopping)
    {
        string source = options.Warning ?? Sources.In("village/warnings/red-rainstorm.xml");
        PlayedWarning? warning = PlayedWarning.Read(source, DateTimeOffset.UtcNow, out string refusal);
        if (warning is null)
        {
            screen.Say($"{source} is refused: {refusal}");
            return CouldNotRun;
        }
        IReadOnlyList<PlacedBoard> boards = Placement.InNanzhao(options.Boards);
        if (options.PlaceInWarning)
        {
            if (!warning.Draws)
            {
                screen.Say($"{source} draws no polygon and no circle that boards could be put into");
                return CouldNotRun;
            }
            boards = warning.Place(boards);
        }
        var setup = new CountySetup(data, boards)
        {
            Rain = options.Rain ?? Sources.In("village/county/storm-zhengzhou-shape.csv"),
            Level = options.Level ?? Sources.In("village/county/storm-zhengzhou-shape-stage.csv"),
            Speed = options.Speed,
            ToneMilliseconds = options.ToneMilliseconds,
            Repeats = options.Repeats,
        };
        setup = setup with { BoardSettings = Along(setup.BoardSettings, options.Settings) };
        await using LiveCounty county = await LiveCounty.Start(setup, line => screen.Move(line), stopping);
        screen.Settle();
        screen.Say($"{boards.Count} boards online · gateway ready in {county.GatewayReady.TotalMilliseconds:F0} ms · console: {county.Console}");
        if (!options.Once)
        {
            string password = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);
            await county.AddPerson("officer", password, stopping);
            await county.ImportDivisions(Sources.In("village/county/divisions.csv"), stopping);
            screen.Say($"sign in there as: officer · password: {password}");
        }
        return await Play(county, warning, stopping);
    }

    private async Task<int> Play(LiveCounty county, PlayedWarning played, CancellationToken stopping)
    {
        foreach (string board in HornsToUnplug(county, played))
        {
            await county.Simulator.Horn(board, connected: false, stopping);
            screen.Say($"unplugged the horn of {board}");
        }
        await county.Simulator.StartWeather(stopping);
        // Times are moved again: the county took a while to start.
        PlayedWarning warning = PlayedWarning.Read(played.Source, DateTimeOffset.UtcNow, out _)!;
        screen.Say($"playing {warning.Title} ({warning.Source}); its times are moved to now, durations kept");
        (Intake? intake, string? refused) = await county.Gateway.Publish(warning.Xml, stopping);
        if (intake is null)
        {
            screen.Say($"the gateway refused it: {refused}");
            return CouldNotRun;
        }
        screen.Say($"{intake.Id}: {intake.Note}");
        var watch = Stopwatch.StartNew();
        WarningSeen seen = await Watch(county, intake, warning, watch, stopping);
        Report report = await Compare(county, intake, warning, seen, watch, stopping);
        Print(county, report);
        if (options.Report is { } path)
        {
            report.Save(path);
        }
        screen.Say(report.Exit.Why);
        if (options.Once)
        {
            return report.Exit.Code;
        }
        await county.Simulator.StartWeather(stopping);
        screen.Say($"the county goes on: {county.Console} · Ctrl-C ends it");
        await Task.Delay(Timeout.Infinite, stopping);
        return 0;
    }

    private IEnumerable<string> HornsToUnplug(LiveCounty county, PlayedWarning warning) => options.HornOff.Select(name =>
    {
        PlacedBoard[] horns = [.. county.Boards.Where(board => Outcome.HasHorn(board.Kind))];
        PlacedBoard? board = name == "any" ? horns.FirstOrDefault(warning.Covers) : Array.Find(horns, board => board.Id == name);
        return board?.Id ?? throw new InvalidOperationException($"--horn-off {name}: no such loudspeaker; there are {string.Join(", ", horns.Take(5).Select(horn => horn.Id))} ...");
    });

    /// <summary>Until every ordered board has a verdict, or the limit is reached.</summary>
    private async Task<WarningSeen> Watch(LiveCounty county, Intake intake, PlayedWarning warning, Stopwatch watch, CancellationToken stopping)
    {
        int horns = county.Boards.Count(board => Outcome.HasHorn(board.Kind) && warning.Covers(board));
        while (true)
        {
            WarningSeen seen = await county.Gateway.Warning(intake.Id, stopping);
            OrderSeen[] plays = [.. seen.Boards];
            screen.Move(Progress([.. plays.Where(order => Outcome.HasHorn(order.Kind))]), $"{watch.Elapsed.TotalSeconds,4:F0} s · ");
            bool isComplete = !intake.Sounds || (plays.Count(order => Outcome.HasHorn(order.Kind)) >= horns && plays.All(Outcome.IsFinal));
            if (isComplete || watch.Elapsed > options.Limit)
            {
                screen.Settle();
                return seen;
            }
            await Task.Delay(s_look, stopping);
        }
    }

    private static string Progress(OrderSeen[] plays)
    {
        int Reached(params string[] states) => plays.Count(order => order.States.Any(step => states.Contains(step.State)));
        return $"ordered {plays.Length} · received {Reached("received")} · playing {Reached("playing")} · heard {Reached("heard")}"
            + $" · not heard {Reached("not-heard", "cannot-tell", "failed", "refused")}";
    }

    private async Task<Report> Compare(LiveCounty county, Intake intake, PlayedWarning warning, WarningSeen seen, Stopwatch watch, CancellationToken stopping)
    {
        bool limitReached = watch.Elapsed > options.Limit;
        IReadOnlyList<BoardTruth> truths = await county.Simulator.Boards(stopping);
        ILookup<string, OrderSeen> plays = seen.Boards.ToLookup(order => order.Board);
        ReportedBoard[] rows = [.. county.Boards.Select(board => Outcome.Row(
            board,
            plays[board.Id].FirstOrDefault(),
            warning.WhySilent is null && Outcome.HasHorn(board.Kind) && warning.Covers(board),
            seen.Warning.ReceivedAt,
            truths.FirstOrDefault(truth => truth.Id == board.Id)?.Wav))];
        string[] sounded = [.. rows.Where(row => row.Wav is not null && !Wav.Read(row.Wav).IsSilent).Select(row => row.Id)];
        screen.Move("waiting until every reading is stored");
        ReportedReadings readings = await ReadingsLedger.Settle(county, s_drainPatience, stopping);
        screen.Settle();
        return new Report(
            new ReportedWarning(intake.Id, warning.Source),
            rows,
            Outcome.Latencies(rows),
            readings,
            Math.Round(county.GatewayReady.TotalMilliseconds),
            Math.Round(county.GatewayPeakMegabytes, 1),
            Math.Round(county.SimulatorPeakMegabytes, 1),
            Outcome.Judge(rows, sounded, warning.WhySilent, limitReached ? options.Limit : null));
    }

    private void Print(LiveCounty county, Report report)
    {
        screen.Say("");
        screen.Say($"{"board",-24}{"village",-18}{"state",-14}{"playing ms",11}{"heard ms",11}");
        ILookup<string, PlacedBoard> places = county.Boards.ToLookup(board => board.Id);
        foreach (ReportedBoard board in report.Boards.Where(board => Outcome.HasHorn(board.Kind)))
        {
            string state = !board.Targeted ? "not targeted" : board.States.Count == 0 ? "no order" : board.States[^1].State;
            screen.Say($"{board.Id,-24}{places[board.Id].First().VillageName,-18}{state,-14}{Time(board, "playing"),11}{Time(board, "heard"),11}");
        }
        screen.Say("");
        foreach ((string milestone, Latency latency) in report.Latency.Where(one => one.Value.Max is not null))
        {
            screen.Say($"intake to {milestone,-10} p50 {latency.P50,8:F0} ms   p95 {latency.P95,8:F0} ms   max {latency.Max,8:F0} ms");
        }
        ReportedReadings readings = report.Readings;
        screen.Say($"readings: {readings.Sent} made, {readings.Committed} stored, {readings.Lost} lost, {readings.Duplicated} duplicated; rain {readings.RainMmFallen:F3} mm fallen, {readings.RainMmCommitted:F3} mm stored");
        screen.Say($"gateway: ready in {report.GatewayReadyMs:F0} ms, at most {report.GatewayPeakMb:F1} MB; simulator: at most {report.SimulatorPeakMb:F1} MB");
    }

    private static string Time(ReportedBoard board, string state) =>
        board.States.FirstOrDefault(one => one.State == state) is { } reached ? $"{reached.Ms:F0}" : "";
}
