using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>How far a wish has come. The numbers are stored: never reuse one.</summary>
public enum WishState
{
    /// <summary>It waits until another board has kept the same (<see cref="Upkeep.Rollout"/>).</summary>
    Held = 0,

    /// <summary>To be ordered.</summary>
    Wanted = 1,

    /// <summary>An order is on its way, or the board is trying it.</summary>
    Ordered = 2,

    /// <summary>The board has it and has proved it.</summary>
    Done = 3,

    /// <summary>The board refused it: nothing has changed there.</summary>
    Refused = 4,

    /// <summary>The board tried it, could not work with it, and has gone back.</summary>
    RolledBack = 5,

    /// <summary>The board could not get or keep it.</summary>
    Failed = 6,

    /// <summary>It was never ordered: the office gave the change up.</summary>
    GivenUp = 7,
}

/// <summary>Something that one board should have.</summary>
/// <param name="Subject">What it is about: a newer wish of the same subject replaces this one.</param>
/// <param name="Version">Of the settings or the application; 0 where there is none.</param>
/// <param name="Settings">The county's settings; empty for a file.</param>
/// <param name="Path">Of the file; empty for settings.</param>
/// <param name="Sequence">Of its order; 0 before.</param>
/// <param name="Detail">The board's own words when it said no.</param>
public sealed record Wish(
    string Board,
    string Subject,
    OrderKind Kind,
    long Version,
    string Settings,
    string Path,
    WishState State,
    long Sequence,
    Reason Reason,
    string Detail,
    DateTimeOffset Set,
    DateTimeOffset? Ended)
{
    public const string SettingsSubject = "settings";
    public const string ApplicationSubject = "application";

    /// <summary>A change that waits for its turn: <see cref="Settings"/> holds a <see cref="SettingsChange"/>, laid over the board's settings then.</summary>
    public const string ComingSettingsSubject = "settings to come";

    /// <summary>Of the change of many boards that it belongs to; 0: of this board alone.</summary>
    public long Rollout { get; init; }

    public static string ClipSubject(string name) => $"clip {name}";

    /// <summary>The board has said its last word about it.</summary>
    public bool HasEnded => State is WishState.Done or WishState.Refused or WishState.RolledBack or WishState.Failed or WishState.GivenUp;

    /// <summary>What the end of the order means for the wish; null while it has none, or when its time passed: then it is ordered anew.</summary>
    public static WishState? EndOf(OrderState state, Reason reason) => state switch
    {
        OrderState.Finished => WishState.Done,
        OrderState.Refused when reason != Reason.Busy => WishState.Refused,
        OrderState.Failed => reason == Reason.RolledBack ? WishState.RolledBack : WishState.Failed,
        OrderState.Stopped => WishState.Failed,
        _ => null,
    };

    /// <summary>For logs, commands and pages.</summary>
    public static string WordOf(WishState state) => state switch
    {
        WishState.Held => "held",
        WishState.Wanted => "wanted",
        WishState.Ordered => "ordered",
        WishState.Done => "done",
        WishState.Refused => "refused",
        WishState.RolledBack => "rolled-back",
        WishState.GivenUp => "given-up",
        _ => "failed",
    };
}
