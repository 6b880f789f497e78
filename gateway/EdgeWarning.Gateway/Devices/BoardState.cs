using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Devices;

public enum BoardCondition
{
    /// <summary>It has never said an authentic word.</summary>
    NeverSeen = 0,

    Online = 1,

    /// <summary>Its heartbeats fail to come.</summary>
    Silent = 2,

    /// <summary>The broker said that its connection broke; a hint, ended by its next word.</summary>
    Lost = 3,
}

/// <summary>What a board last said of itself and when. A snapshot: it does not change.</summary>
/// <param name="Since">When the condition began.</param>
/// <param name="BornAt">Its last birth.</param>
/// <param name="HeardAt">Its last authentic word of any kind.</param>
/// <param name="Status">From its last birth or heartbeat; read only.</param>
public sealed record BoardState(BoardCondition Condition, DateTimeOffset Since, DateTimeOffset? BornAt, DateTimeOffset? HeardAt, Status? Status)
{
    private const int StartsKept = 16;

    /// <summary>Its latest starts that nobody ordered, as far as this run of the gateway has seen them.</summary>
    public IReadOnlyList<DateTimeOffset> UnorderedStarts { get; private init; } = [];

    /// <summary>A birth: a start, unless only the link was made anew.</summary>
    internal BoardState Started(Status status, DateTimeOffset at) =>
        Status is null || Status.Restarts == status.Restarts || !BoardTrouble.IsUnordered(status.RestartReason) ? this
        : this with { UnorderedStarts = [.. UnorderedStarts.TakeLast(StartsKept - 1), at] };

    /// <summary>A board spoke: whatever it was, it is online.</summary>
    internal BoardState Heard(DateTimeOffset at) => this with
    {
        Condition = BoardCondition.Online,
        Since = Condition == BoardCondition.Online ? Since : at,
        HeardAt = HeardAt > at ? HeardAt : at,
    };

    internal BoardState Becomes(BoardCondition condition, DateTimeOffset at) =>
        Condition == condition ? this : this with { Condition = condition, Since = at };
}
