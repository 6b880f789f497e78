using System.Globalization;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>
/// A setting that the county may choose for a board, for forms. The board itself judges, and it knows more names than these; names and limits are those of its
/// settings file (a test compares them).
/// </summary>
/// <param name="Group">Where a form shows it: prepare, evacuate, rules, night, tests, alarm, sound, reports.</param>
/// <param name="Form">whole, time (hh:mm), flag (0 or 1), text.</param>
/// <param name="Usual">What the board does without it; empty when nothing.</param>
/// <param name="Needs">Part of a board that gives it a meaning: rain, stage, sound; empty for all.</param>
public sealed record KnownSetting(string Name, string Group, string Form, int? Least, int? Most, string Usual, string Needs)
{
    private static readonly string[] s_windows = ["10min", "1h", "3h", "6h", "24h"];

    public static IReadOnlyList<KnownSetting> All { get; } =
    [
        .. Stage("prepare"),
        .. Stage("evacuate"),
        Whole("warn.after.silent.seconds", "rules", 0, 86_400, 300, "sound"),
        Whole("warn.rise.minutes", "rules", 1, 60, 10, "stage"),
        Whole("warn.deadband.percent", "rules", 0, 90, 20, "sound"),
        Whole("warn.stage.deadband.millimetres", "rules", 0, 20_000, 200, "stage"),
        Whole("warn.hold.minutes", "rules", 0, 1_440, 30, "sound"),
        Whole("warn.lost.rise.millimetres", "rules", 0, 20_000, 100, "stage"),
        Whole("warn.flat.minutes", "rules", 0, 1_440, 20, "stage"),
        Whole("warn.repeat.seconds", "rules", 30, 3_600, 120, "sound"),
        Whole("warn.repeat.most", "rules", 1, 1_000, 20, "sound"),
        Text("warn.clear.text", "rules", "", "sound"),
        Time("night.from", "night", "22:00"),
        Time("night.to", "night", "06:00"),
        Whole("night.volume.percent", "night", 0, 100, 50, "sound"),
        Whole("volume.percent", "sound", 0, 100, 100, "sound"),
        Whole("amplifier.heard.milliamperes", "sound", 1, 20_000, 200, "sound"),
        Time("selftest.at", "tests", "11:00"),
        Time("selftest.audible.at", "tests", "10:00"),
        Whole("selftest.audible.day", "tests", 0, 28, 15, "sound"),
        Flag("button", "alarm", "1"),
        Whole("alarm.minutes", "alarm", 1, 60, 5, "sound"),
        Text("alarm.text", "alarm", "", "sound"),
        Whole("report.seconds", "reports", 1, 86_400, 300, ""),
        Whole("heartbeat.seconds", "reports", 5, 86_400, 60, ""),
    ];

    /// <summary>False when a kind of board has no part that the setting is for. What nobody knows here fits every board: it judges itself.</summary>
    public static bool Fits(string name, string kind) => All.FirstOrDefault(known => known.Name == name) is not { } setting
        || ((setting.Needs.Length == 0 || PartsOf(kind).Contains(setting.Needs)) && (kind == BoardKinds.VillageStation || !name.StartsWith("warn.", StringComparison.Ordinal)));

    /// <summary>What is wrong with a value; null when nothing, or when nobody knows here.</summary>
    public static Fault? FaultOf(string name, string value) => All.FirstOrDefault(known => known.Name == name) switch
    {
        { Form: "whole" or "flag", Least: { } least, Most: { } most } => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? null : Fault.Of("configuration.range", $"{name}: a whole number from {least} to {most}, not {value}"),
        { Form: "time" } => TimeOnly.TryParseExact(value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : Fault.Of("configuration.time", $"{name}: a time like 06:30, not {value}"),
        _ => null,
    };

    private static string[] PartsOf(string kind) => kind switch
    {
        BoardKinds.Loudspeaker => ["sound"],
        BoardKinds.RainGauge => ["rain"],
        BoardKinds.WaterLevel => ["stage"],
        BoardKinds.VillageStation => ["sound", "rain", "stage"],
        _ => [],
    };

    private static IEnumerable<KnownSetting> Stage(string stage) =>
    [
        .. s_windows.Select(window => Whole($"warn.{stage}.rain.{window}.millimetres", stage, 0, 2_000, 0, "rain")),
        new($"warn.{stage}.stage.millimetres", stage, "whole", -100_000, 100_000, "", "stage"),
        Whole($"warn.{stage}.rise.millimetres", stage, 0, 20_000, 0, "stage"),
        Text($"warn.{stage}.text", stage, "", "sound"),
    ];

    private static KnownSetting Whole(string name, string group, int least, int most, int usual, string needs) =>
        new(name, group, "whole", least, most, usual.ToString(CultureInfo.InvariantCulture), needs);

    private static KnownSetting Time(string name, string group, string usual) => new(name, group, "time", null, null, usual, "sound");

    private static KnownSetting Flag(string name, string group, string usual) => new(name, group, "flag", 0, 1, usual, "sound");

    private static KnownSetting Text(string name, string group, string usual, string needs) => new(name, group, "text", null, null, usual, needs);
}
