using System.CommandLine;

namespace EdgeWarning.Village;

/// <summary>What was asked for on the command line.</summary>
public sealed record Options
{
    public int Boards { get; init; } = 24;

    /// <summary>The CAP file to play; null plays the project's own red rainstorm warning.</summary>
    public string? Warning { get; init; }

    public bool PlaceInWarning { get; init; }

    public string? Rain { get; init; }

    public string? Level { get; init; }

    public double Speed { get; init; } = 60;

    public bool Once { get; init; }

    /// <summary>How long --once waits for receipts.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(180);

    public string? Report { get; init; }

    /// <summary>Null: a folder of its own under run/, removed at the end unless <see cref="Keep"/> or <see cref="Report"/>.</summary>
    public string? Data { get; init; }

    public bool Keep { get; init; }

    public IReadOnlyList<string> HornOff { get; init; } = [];

    /// <summary>How long the tone lasts before the text; null leaves it to the gateway.</summary>
    public int? ToneMilliseconds { get; init; }

    public int? Repeats { get; init; }

    /// <summary>Settings of every board, as name=value.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}

/// <summary>The command line of village.sh.</summary>
internal static class CommandLine
{
    private const string Examples = """
        Examples:
          ./village.sh                                              a county of 24 boards, one red warning, a storm; Ctrl-C ends
          ./village.sh --once --report r.json                       ends with the last receipt; exit code 0 only if every loudspeaker of the area was heard
          ./village.sh --boards 200 --once                          a county of 200 boards
          ./village.sh --warning alert.xml --place-in-warning       any CAP alert of the world: half of the boards inside its area, half outside
          ./village.sh --rain tips.csv --level stage.csv --speed 600  real series, 10 minutes in a second
          ./village.sh --once --horn-off any                        a loudspeaker whose horn is unplugged is named, and the exit code is 1
          ./village.sh --once --setting speech.module=none          boards without speech modules: the gateway makes their words

        Exit codes: 0 all heard and nothing else sounded, or nothing was to sound · 1 not so, and the last line says why · 2 wrong command line · 3 could not run.
        """;

    private static readonly Option<int> s_boards = new("--boards") { Description = "how many boards the county has", HelpName = "N", DefaultValueFactory = _ => 24 };
    private static readonly Option<FileInfo?> s_warning = new("--warning") { Description = "CAP 1.2 file to play; its times move to now, durations stay", HelpName = "FILE" };
    private static readonly Option<bool> s_place = new("--place-in-warning") { Description = "put half of the boards inside the warning's own area and half outside" };
    private static readonly Option<FileInfo?> s_rain = new("--rain") { Description = "CSV of rain (its first lines tell the form: docs in village/README.md)", HelpName = "FILE" };
    private static readonly Option<FileInfo?> s_level = new("--level") { Description = "CSV of water level", HelpName = "FILE" };
    private static readonly Option<double> s_speed = new("--speed") { Description = "seconds of weather in one second", HelpName = "N", DefaultValueFactory = _ => 60 };
    private static readonly Option<bool> s_once = new("--once") { Description = "end when every targeted board has a verdict or the limit is reached" };
    private static readonly Option<int> s_limit = new("--limit") { Description = "seconds that --once waits at most", HelpName = "SECONDS", DefaultValueFactory = _ => 180 };
    private static readonly Option<FileInfo?> s_report = new("--report") { Description = "write what happened as JSON; the WAV files that it names are kept", HelpName = "FILE" };
    private static readonly Option<DirectoryInfo?> s_data = new("--data") { Description = "folder for everything the county writes; kept [default: a new one in run/]", HelpName = "DIR" };
    private static readonly Option<bool> s_keep = new("--keep") { Description = "keep the county's folder at the end" };
    private static readonly Option<string[]> s_hornOff = new("--horn-off") { Description = "unplug the horn of this board before the warning (\"any\": of the first targeted one); may be repeated", HelpName = "BOARD" };
    private static readonly Option<int?> s_tone = new("--tone-ms") { Description = "length of the tone before the text, in milliseconds", HelpName = "N" };
    private static readonly Option<int?> s_repeats = new("--repeats") { Description = "how often tone and text are played", HelpName = "N" };

    private static readonly Option<string[]> s_settings = new("--setting") { Description = "a setting of every board (firmware/Common/README.md); may be repeated", HelpName = "NAME=VALUE" };

    public static RootCommand Root(Func<Options, CancellationToken, Task<int>> run)
    {
        var root = new RootCommand("Runs a whole county on this machine: a gateway, its broker, simulated boards with the real firmware, weather, and one warning." + "\n\n" + Examples)
        {
            s_boards, s_warning, s_place, s_rain, s_level, s_speed, s_once, s_limit, s_report, s_data, s_keep, s_hornOff, s_tone, s_repeats, s_settings,
        };
        s_boards.Validators.Add(result => Within(result, 1, 2_000));
        s_settings.Validators.Add(result => Require(result, result.Tokens.All(token => token.Value.IndexOf('=') > 0), "--setting takes NAME=VALUE"));
        s_speed.Validators.Add(result => Within(result, 0.001, 1e6));
        s_limit.Validators.Add(result => Within(result, 1, 86_400));
        foreach (Option<FileInfo?> file in (Option<FileInfo?>[])[s_warning, s_rain, s_level])
        {
            file.Validators.Add(result => Require(result, result.GetValueOrDefault<FileInfo?>() is null or { Exists: true }, $"{file.Name}: no such file"));
        }
        root.SetAction((parsed, stopping) => run(
            new Options
            {
                Boards = parsed.GetValue(s_boards),
                Warning = parsed.GetValue(s_warning)?.FullName,
                PlaceInWarning = parsed.GetValue(s_place),
                Rain = parsed.GetValue(s_rain)?.FullName,
                Level = parsed.GetValue(s_level)?.FullName,
                Speed = parsed.GetValue(s_speed),
                Once = parsed.GetValue(s_once),
                Limit = TimeSpan.FromSeconds(parsed.GetValue(s_limit)),
                Report = parsed.GetValue(s_report)?.FullName,
                Data = parsed.GetValue(s_data)?.FullName,
                Keep = parsed.GetValue(s_keep),
                HornOff = parsed.GetValue(s_hornOff) ?? [],
                ToneMilliseconds = parsed.GetValue(s_tone),
                Repeats = parsed.GetValue(s_repeats),
                Settings = parsed.GetValue(s_settings) ?? [],
            },
            stopping));
        return root;
    }

    /// <summary>What is no number at all is told by the parser.</summary>
    private static void Within(System.CommandLine.Parsing.OptionResult result, double least, double most)
    {
        if (result.Tokens is [var token] && double.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out double value) && (value < least || value > most))
        {
            result.AddError($"{result.Option.Name} takes {least} to {most}, not {token.Value}");
        }
    }

    private static void Require(System.CommandLine.Parsing.OptionResult result, bool fulfilled, string otherwise)
    {
        if (!fulfilled)
        {
            result.AddError(otherwise);
        }
    }
}
