using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>A CAP message as the gateway has written it down.</summary>
/// <param name="Id">What people call it: W-20261122-001.</param>
/// <param name="Sounds">Whether it was for loudspeakers when it came; whether it still is, <see cref="LiveWarnings.StateOf"/> says.</param>
/// <param name="Note">What the gateway did with it and why, in words.</param>
/// <param name="Warnings">What is odd about it.</param>
/// <param name="Expires">When its last info block expires; null for a message without any.</param>
/// <param name="EndedBy">Id of the message that superseded or cancelled it.</param>
/// <param name="Replaces">Ids of all warnings that it took the place of, however far back.</param>
public sealed record StoredWarning(
    string Id,
    DateTimeOffset ReceivedAt,
    CapAlert Alert,
    WarningKind Kind,
    bool Sounds,
    string Note,
    IReadOnlyList<CapFinding> Warnings,
    DateTimeOffset? Expires,
    WarningEnd Ended,
    string? EndedBy,
    DateTimeOffset? EndedAt,
    IReadOnlyList<string> Replaces);

/// <summary>What a message is to this gateway. The numbers stand in the store.</summary>
public enum WarningKind
{
    /// <summary>A real warning: sounds.</summary>
    Actual = 1,

    /// <summary>An exercise: sounds, announced as a drill.</summary>
    Drill = 2,

    Test = 3,
    System = 4,
    Draft = 5,

    /// <summary>Stops what it references.</summary>
    Cancel = 6,

    /// <summary>References nothing known.</summary>
    CancelOfUnknown = 7,

    /// <summary>Takes the place of what it references.</summary>
    Update = 8,

    /// <summary>References nothing known: sounds as new.</summary>
    UpdateOfUnknown = 9,

    /// <summary>Over before it came.</summary>
    Expired = 10,

    Acknowledgement = 11,
    Error = 12,

    /// <summary>Scope Private: not for everybody's ears.</summary>
    NotPublic = 13,

    /// <summary>For loudspeakers, but with nothing to say.</summary>
    Empty = 14,

    /// <summary>A later Update or Cancel of it came before it did.</summary>
    Overtaken = 15,
}

/// <summary>How a warning ended before its time.</summary>
public enum WarningEnd
{
    None = 0,
    Superseded = 1,
    Cancelled = 2,

    /// <summary>A stop of everything silenced it here; its issuer has not said that it is over.</summary>
    Silenced = 3,
}
