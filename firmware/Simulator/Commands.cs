using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeWarning.Simulator.County;
using EdgeWarning.Simulator.Weather;

namespace EdgeWarning.Simulator;

/// <summary>The simulator's command line.</summary>
internal static class Commands
{
    private static readonly Option<FileInfo?> Plan = new("--plan") { Description = "boards to run: a JSON file as the village writes it" };
    private static readonly Option<DirectoryInfo?> Cards = new("--cards") { Description = "boards to run, instead of a plan: every card in this folder, as `gateway board add` writes them" };
    private static readonly Option<DirectoryInfo> Out = new("--out")
    {
        Description = "folder for each board's flash and recording (DIR/<board>/flash, DIR/<board>/heard.wav)",
        Required = true,
    };

    private static readonly Option<DirectoryInfo?> Settings = new("--settings")
    {
        Description = "folder of <board>/settings.txt, as `gateway board import` writes it; otherwise the plan says",
    };

    private static readonly Option<int?> ControlPort = new("--control-port") { Description = "HTTP on 127.0.0.1 for hands on the boards; 0 takes a free port" };
    private static readonly Option<FileInfo?> Rain = new("--rain") { Description = "series of rain: CSV of ours or of the public records that the README names" };
    private static readonly Option<FileInfo?> Level = new("--level") { Description = "series of stage" };
    private static readonly Option<double> Speed = new("--speed") { Description = "seconds of the series in a second", DefaultValueFactory = _ => 1 };
    private static readonly Option<double> From = new("--from") { Description = "hours of the series to leave out at its beginning" };
    private static readonly Option<double> To = new("--to") { Description = "hour of the series to stop at", DefaultValueFactory = _ => 1e6 };
    private static readonly Option<double> DryJump = new("--dry-jump") { Description = "jump over time without rain longer than so many hours; 0 plays it all" };
    private static readonly Option<int> TipSpacing = new("--tip-spacing")
    {
        Description = "milliseconds from one tip to the next at the least: reed 135 ms, debounce of the board's settings",
        DefaultValueFactory = _ => SimulatedBoard.UsualTipSpacingMilliseconds,
    };

    private static readonly Option<bool> Wait = new("--wait") { Description = "hold the weather until it is told to start" };

    public static RootCommand Root()
    {
        var root = new RootCommand("Runs the boards of a county on this machine: the real firmware on simulated hardware, weather from a file, a WAV of what each village hears.")
        {
            Plan, Cards, Out, Settings, ControlPort, Rain, Level, Speed, From, To, DryJump, TipSpacing, Wait, CountyCommand(),
        };
        root.SetAction((parsed, stopping) => Guarded(() => Runner.Run(Options(parsed), stopping)));
        return root;
    }

    private static RunOptions Options(ParseResult parsed)
    {
        long from = Hours(parsed.GetValue(From));
        long to = Hours(parsed.GetValue(To));
        RainSeries? rain = parsed.GetValue(Rain) is { } rainFile ? SeriesFile.ReadRain(rainFile.FullName).Between(from, to) : null;
        StageSeries? stage = parsed.GetValue(Level) is { } stageFile ? SeriesFile.ReadStage(stageFile.FullName).Between(from, to) : null;
        SimulatorPlan plan = PlanOf(parsed);
        return new RunOptions(
            parsed.GetValue(Settings) is { } folder ? plan with { Settings = folder.FullName } : plan,
            parsed.GetRequiredValue(Out).FullName,
            parsed.GetValue(ControlPort),
            new StormOptions(rain, stage, parsed.GetValue(Speed), Hours(parsed.GetValue(DryJump))),
            parsed.GetValue(TipSpacing),
            parsed.GetValue(Wait));
    }

    private static SimulatorPlan PlanOf(ParseResult parsed) => (parsed.GetValue(Plan), parsed.GetValue(Cards)) switch
    {
        ({ } file, null) => SimulatorPlan.Read(file.FullName),
        (null, { } folder) => SimulatorPlan.OfCards(folder.FullName),
        _ => throw new InvalidDataException("which boards? Give either --plan FILE or --cards FOLDER"),
    };

    private static Command CountyCommand()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "where the two files go" };
        var storm = new Command("storm", "Writes the synthetic design storm and its river.") { folder };
        storm.SetAction(parsed => CountyFiles.WriteStorm(parsed.GetRequiredValue(folder).FullName));

        var divisions = new Argument<FileInfo>("divisions") { Description = "code,level,name,parent" };
        var outline = new Argument<FileInfo>("outline") { Description = "GeoJSON of the county" };
        var positions = new Argument<FileInfo>("positions") { Description = "CSV to write" };
        var place = new Command("positions", "Draws illustrative positions for the villages of a county.") { divisions, outline, positions };
        place.SetAction(parsed => CountyFiles.WritePositions(
            parsed.GetRequiredValue(divisions).FullName, parsed.GetRequiredValue(outline).FullName, parsed.GetRequiredValue(positions).FullName));

        var count = new Argument<int>("boards") { Description = "how many" };
        var file = new Argument<FileInfo>("plan") { Description = "JSON to write" };
        var county = new Argument<DirectoryInfo>("county") { Description = "folder with divisions.csv and positions.csv" };
        var plan = new Command("plan", "Writes a plan for so many boards of a county.") { count, county, file };
        plan.SetAction(parsed => CountyFiles.WritePlan(
            parsed.GetRequiredValue(county).FullName, parsed.GetRequiredValue(count), parsed.GetRequiredValue(file).FullName));
        return new Command("county", "Makes the files of a county.") { storm, place, plan };
    }

    /// <summary>What is wrong with a file or an option is said in a line; everything else is a bug and keeps its stack.</summary>
    private static async Task<int> Guarded(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or ArgumentException or InvalidOperationException or Speech.SpeechException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    private static long Hours(double hours) => (long)(Math.Clamp(hours, 0, 1e7) * 3_600_000);
}
