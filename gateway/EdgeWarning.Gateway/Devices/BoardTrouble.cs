using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Devices;

/// <summary>What is wrong with a board that links all the same, from what it says of itself. Words that a program may rely on.</summary>
public static class BoardTrouble
{
    /// <summary>After a boot loop it measures nothing.</summary>
    public const string SafeMode = "safe-mode";

    /// <summary>It starts again and again without being told to.</summary>
    public const string RestartsOften = "restarts-often";

    /// <summary>A part that its kind should have could not be opened.</summary>
    public const string PartMissing = "part-missing";

    /// <summary>Its clock may be wrong by more than a warning may wait.</summary>
    public const string ClockWrong = "clock-wrong";

    /// <summary>Its speech module does not speak: until it answers again the board gets the words as sound.</summary>
    public const string SpeechSilent = "speech-silent";

    /// <summary>So many starts that nobody ordered within <see cref="StartsWithin"/>. [M] A storm may cut the power twice.</summary>
    public const int Starts = 3;

    public static readonly TimeSpan StartsWithin = TimeSpan.FromHours(24);

    private const long WrongMilliseconds = 60_000;

    private static readonly HashSet<string> s_ordered = new(StringComparer.Ordinal) { "restart", "new settings", "settings rolled back", "update", "leaves safe mode" };

    /// <summary>False for a start that an order or a change from the office brought about.</summary>
    public static bool IsUnordered(string restartReason) => !s_ordered.Contains(restartReason);

    /// <summary>It has a speech module and says that it does not speak.</summary>
    public static bool IsMute(Status? status) => status is not null && (status.Parts & Status.SilentSpeechPart) != 0;

    public static IReadOnlyList<string> Of(string kind, Status? status, IReadOnlyList<DateTimeOffset> unorderedStarts, DateTimeOffset now)
    {
        if (status is null)
        {
            return [];
        }

        List<string> troubles = [];
        if (status.SafeMode)
        {
            troubles.Add(SafeMode);
        }
        else if ((status.Parts & PartsOf(kind)) != PartsOf(kind))
        {
            troubles.Add(PartMissing);
        }

        if (unorderedStarts.Count(start => now - start < StartsWithin) >= Starts)
        {
            troubles.Add(RestartsOften);
        }

        if (IsMute(status))
        {
            troubles.Add(SpeechSilent);
        }

        if (status.ClockErrorMilliseconds > WrongMilliseconds)
        {
            troubles.Add(ClockWrong);
        }

        return troubles;
    }

    /// <summary>Without these a board is not what its kind says. Speech module, current sensor, microphone and button may be missing by choice.</summary>
    private static int PartsOf(string kind) => kind switch
    {
        BoardKinds.Loudspeaker => Status.SpeakerPart,
        BoardKinds.RainGauge => Status.RainPart,
        BoardKinds.WaterLevel => Status.StagePart,
        BoardKinds.VillageStation => Status.SpeakerPart | Status.RainPart | Status.StagePart,
        _ => 0,
    };
}
