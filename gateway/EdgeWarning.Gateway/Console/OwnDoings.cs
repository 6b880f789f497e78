using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Console;

/// <summary>What a board's reading of its own doings says, in words.</summary>
/// <param name="What">The name of the reading.</param>
/// <param name="Word">prepare, evacuate, all-clear; begun, ended-here ...; heard, not-heard, cannot-tell; the fault.</param>
/// <param name="Detail">What made it warn.</param>
public sealed record OwnDoing(string What, string Word, string? Detail, bool IsFault);

/// <summary>Words for the readings that are no measurements.</summary>
public static class OwnDoings
{
    public static OwnDoing Of(ReadingKind kind, long value) => kind switch
    {
        ReadingKind.LocalWarning => OfWarning(value),
        ReadingKind.VillageAlarm => new OwnDoing(Protocol.Readings.NameOf(kind), Word(value, "begun", "ended-here", "ended-by-order", "ended-by-time"), null, false),
        ReadingKind.StageFault or ReadingKind.RainFault =>
            new OwnDoing(Protocol.Readings.NameOf(kind), value == 0 ? "none" : Word(value, "silent", "garbled", "out-of-range", "cable-cut", "short-circuit", "stuck"), null, true),
        _ => new OwnDoing(Protocol.Readings.NameOf(kind), value switch { 4 => "heard", 5 => "not-heard", 6 => "cannot-tell", _ => $"unknown ({value})" }, null, false),
    };

    /// <summary>"prepare", "evacuate" or "all-clear".</summary>
    public static string Of(WarningStage stage) => stage switch { WarningStage.Prepare => "prepare", WarningStage.Evacuate => "evacuate", _ => "all-clear" };

    /// <summary>"rain-1h", "stage", "rise", "sensor-lost"; null for none.</summary>
    public static string? Of(WarningCause cause) => cause switch
    {
        WarningCause.Rain10Minutes => "rain-10min",
        WarningCause.Rain1Hour => "rain-1h",
        WarningCause.Rain3Hours => "rain-3h",
        WarningCause.Rain6Hours => "rain-6h",
        WarningCause.Rain24Hours => "rain-24h",
        WarningCause.Stage => "stage",
        WarningCause.Rise => "rise",
        WarningCause.SensorLost => "sensor-lost",
        _ => null,
    };

    private static OwnDoing OfWarning(long value) => LocalWarning.TryParse(value, out WarningStage stage, out WarningCause cause)
        ? new OwnDoing(Protocol.Readings.NameOf(ReadingKind.LocalWarning), Of(stage), Of(cause), false)
        : new OwnDoing(Protocol.Readings.NameOf(ReadingKind.LocalWarning), $"unknown ({value})", null, false);

    private static string Word(long value, params string[] words) => value >= 1 && value <= words.Length ? words[value - 1] : $"unknown ({value})";
}
