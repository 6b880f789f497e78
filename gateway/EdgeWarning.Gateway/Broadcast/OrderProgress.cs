using System.Collections.Immutable;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>How far an order has come, as the gateway knows it. The numbers are stored: never reuse one.</summary>
public enum OrderState
{
    /// <summary>In the store, not yet handed to the link.</summary>
    Committed = 1,

    /// <summary>Handed to the link at least once; nobody has answered.</summary>
    Sent = 2,

    /// <summary>The board said no.</summary>
    Refused = 3,
    Received = 4,
    Playing = 5,

    /// <summary>Its time passed before a verdict came: the gateway gave up.</summary>
    Expired = 6,
    Heard = 7,
    NotHeard = 8,
    CannotTell = 9,
    Finished = 10,
    Stopped = 11,
    Failed = 12,
}

/// <summary>One thing that is known about an order, and since when the gateway knows it.</summary>
/// <param name="At">When the gateway learnt it.</param>
/// <param name="BoardAt">When it happened by the board's own clock; null for what the gateway did itself and for boards without a clock.</param>
public sealed record OrderStep(OrderState State, DateTimeOffset At, DateTimeOffset? BoardAt = null, Reason Reason = Reason.None, string? Detail = null);

/// <summary>What the amplifier's current sensor saw, in milliamperes; null where the board did not measure.</summary>
public sealed record Measurement(int? QuietMilliamperes, int? ToneMilliamperes, int? SpeechMilliamperes)
{
    public static readonly Measurement None = new(null, null, null);

    /// <summary>Fills what is not known yet. The receipt that carries the verdict is the measurement itself and has the last word.</summary>
    public Measurement With(Receipt receipt)
    {
        var seen = new Measurement(Of(receipt.QuietMilliamperes), Of(receipt.ToneMilliamperes), Of(receipt.SpeechMilliamperes));
        return receipt.State is ReceiptState.Heard or ReceiptState.NotHeard or ReceiptState.CannotTell ? seen.Else(this) : Else(seen);
    }

    private Measurement Else(Measurement other) => new(
        QuietMilliamperes ?? other.QuietMilliamperes, ToneMilliamperes ?? other.ToneMilliamperes, SpeechMilliamperes ?? other.SpeechMilliamperes);

    private static int? Of(int milliamperes) => milliamperes == Receipt.NotMeasured ? null : milliamperes;
}

/// <summary>
/// All that is known about one order. Knowledge only grows: every state is noted once, in whatever order receipts come, and the state
/// shown is the furthest of them. So a repeated, late or reordered receipt can never take an order back.
/// </summary>
public sealed record OrderProgress(ImmutableArray<OrderStep> Steps, Measurement Measured)
{
    public static OrderProgress Committed(DateTimeOffset at) => new([new OrderStep(OrderState.Committed, at)], Measurement.None);

    /// <summary>The furthest state known.</summary>
    public OrderState State => Steps[^1].State;

    /// <summary>Why the furthest state is what it is, when the board gave a reason.</summary>
    public Reason Reason => Steps[^1].Reason;

    /// <summary>What the board measured: heard, not heard or cannot tell; null while it has not said.</summary>
    public OrderState? Verdict => FirstAt(OrderRank.Verdict)?.State;

    /// <summary>True when the board will do nothing more about this order. A board that was only busy is asked again.</summary>
    public bool HasEnded => IsEnd(State, Reason);

    /// <inheritdoc cref="HasEnded"/>
    public static bool IsEnd(OrderState state, Reason reason) => state is OrderState.Finished or OrderState.Stopped or OrderState.Failed or OrderState.Expired
        || (state == OrderState.Refused && reason != Reason.Busy);

    /// <summary>True while sending the order again may bring something: no verdict and no end is known.</summary>
    public bool IsOutstanding => !HasEnded && Verdict is null;

    /// <summary>
    /// True when the order ended without a verdict and nobody wanted it to: the board lost its power, a more urgent warning took its place, or its clock was ahead, so that
    /// it took the order for expired. The board never plays the same order twice, so a village that still has to be told needs a new one.
    /// </summary>
    public bool WasLost => Verdict is null
        && (State, Reason) is (OrderState.Failed, Reason.PowerLost or Reason.None) or (OrderState.Stopped, Reason.PreEmpted) or (OrderState.Refused, Reason.Expired);

    /// <summary>True when the board itself has ever said that it holds the order.</summary>
    public bool WasAccepted => Steps.Any(step => step.State is not (OrderState.Committed or OrderState.Sent or OrderState.Refused or OrderState.Expired));

    /// <summary>Notes a state unless it is known, or another of the same rank is (a board measures once and ends once): the first word stands.</summary>
    public OrderProgress With(OrderStep step)
    {
        var rank = RankOf(step.State);
        if (rank is not OrderRank.Refusal && FirstAt(rank) is not null)
        {
            return this;
        }

        if (rank is OrderRank.Refusal && (WasAccepted || (FirstAt(rank) is { } earlier && (earlier.Reason != Reason.Busy || step.Reason == Reason.Busy))))
        {
            return this;
        }

        // An acceptance makes an earlier "busy" a thing of the past, and so does a refusal for good.
        var kept = Steps.Where(known => !(known.State == OrderState.Refused && rank is not (OrderRank.Committed or OrderRank.Sent or OrderRank.GaveUp)));
        return this with { Steps = [.. kept.Append(step).OrderBy(known => RankOf(known.State))] };
    }

    /// <summary>What a receipt of the board adds. Returns this very object when it adds nothing.</summary>
    public OrderProgress With(Receipt receipt, DateTimeOffset at)
    {
        // An order that ended long ago and comes again is refused as replayed: what it reached then is what counts. An end carries its verdict along.
        var next = receipt.Prior == ReceiptState.None ? this : With(receipt, receipt.Prior, Reason.None, at);
        next = receipt.State == ReceiptState.Refused && receipt.Prior != ReceiptState.None ? next : next.With(receipt, receipt.State, receipt.Reason, at);
        var measured = Measured.With(receipt);
        return measured == Measured ? next : next with { Measured = measured };
    }

    private OrderProgress With(Receipt receipt, ReceiptState state, Reason reason, DateTimeOffset at) =>
        StateOf(state) is { } known ? With(new OrderStep(known, at, BoardTime(receipt), reason, Detail(receipt))) : this;

    private OrderStep? FirstAt(OrderRank rank) => Steps.FirstOrDefault(step => RankOf(step.State) == rank);

    private static DateTimeOffset? BoardTime(Receipt receipt) =>
        receipt.UnixMilliseconds > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(receipt.UnixMilliseconds) : null;

    private static string? Detail(Receipt receipt) => string.IsNullOrEmpty(receipt.Detail) ? null : receipt.Detail;

    /// <summary>Where a state stands in an order's life.</summary>
    public static OrderRank RankOf(OrderState state) => state switch
    {
        OrderState.Committed => OrderRank.Committed,
        OrderState.Sent => OrderRank.Sent,
        OrderState.Refused => OrderRank.Refusal,
        OrderState.Received => OrderRank.Received,
        OrderState.Playing => OrderRank.Playing,
        OrderState.Expired => OrderRank.GaveUp,
        OrderState.Heard or OrderState.NotHeard or OrderState.CannotTell => OrderRank.Verdict,
        _ => OrderRank.End,
    };

    private static OrderState? StateOf(ReceiptState state) => state switch
    {
        ReceiptState.Received => OrderState.Received,
        ReceiptState.Refused => OrderState.Refused,
        ReceiptState.Playing => OrderState.Playing,
        ReceiptState.Heard => OrderState.Heard,
        ReceiptState.NotHeard => OrderState.NotHeard,
        ReceiptState.CannotTell => OrderState.CannotTell,
        ReceiptState.Finished => OrderState.Finished,
        ReceiptState.Stopped => OrderState.Stopped,
        ReceiptState.Failed => OrderState.Failed,
        _ => null,
    };
}

/// <summary>The stages of an order's life, in their order. States of one rank exclude each other.</summary>
public enum OrderRank
{
    Committed,
    Sent,
    Refusal,
    Received,
    Playing,
    GaveUp,
    Verdict,
    End,
}
