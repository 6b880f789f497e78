using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>The words for states and reasons in the API and on the console: the same as the board link's.</summary>
public static class OrderWords
{
    public static string Of(OrderState state) => state switch
    {
        OrderState.Committed => "committed",
        OrderState.Sent => "sent",
        OrderState.Refused => "refused",
        OrderState.Received => "received",
        OrderState.Playing => "playing",
        OrderState.Expired => "expired",
        OrderState.Heard => "heard",
        OrderState.NotHeard => "not-heard",
        OrderState.CannotTell => "cannot-tell",
        OrderState.Finished => "finished",
        OrderState.Stopped => "stopped",
        OrderState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "no such state"),
    };

    public static string? Of(OrderState? state) => state is { } known ? Of(known) : null;

    /// <summary>Null when there is no reason to give.</summary>
    public static string? Of(Reason reason) => reason == Reason.None ? null : Words.Of(reason);

    public static string Of(CoverageKind kind) => kind switch
    {
        CoverageKind.Heard => "heard",
        CoverageKind.NotHeard => "notHeard",
        CoverageKind.CannotTell => "cannotTell",
        CoverageKind.Silent => "silent",
        _ => "waiting",
    };
}
