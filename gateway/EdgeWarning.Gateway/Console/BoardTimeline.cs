using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Readings;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Console;

/// <summary>One thing in a board's life.</summary>
/// <param name="At">When it happened: by the board's clock where it had one, else when the gateway learnt it.</param>
/// <param name="Kind">own (what it did by itself), fault, order, receipt, or link.</param>
/// <param name="What">own-warning, village-alarm, own-verdict, self-test ...; the kind of the order; came, silent, lost, restarted.</param>
/// <param name="Word">prepare, evacuate, all-clear; heard ...; the state of the order.</param>
/// <param name="Detail">The cause, the reason, the warning.</param>
/// <param name="Number">Of the reading or order.</param>
/// <param name="IsEstimated">Its time is the gateway's estimate: the board had no clock.</param>
public sealed record TimelineView(DateTimeOffset At, string Kind, string What, string? Word, string? Detail, long? Number, bool IsEstimated);

/// <summary>One time line of a board: what it did by itself, what it was ordered and answered, and how its link was. Everything is in it once: readings by their number, orders by sequence and state.</summary>
public sealed class BoardTimeline(BoardStates states, OrderStore orders, ReadingStore readings)
{
    /// <summary>More in one answer than a person reads; the newest ones count.</summary>
    public const int MaxEntries = 5_000;

    private static readonly ReadingKind[] s_doings =
    [
        ReadingKind.LocalWarning, ReadingKind.VillageAlarm, ReadingKind.LocalVerdict, ReadingKind.SelfTest, ReadingKind.AudibleSelfTest, ReadingKind.StageFault, ReadingKind.RainFault,
    ];

    public IReadOnlyList<TimelineView> Of(Board board, DateTimeOffset since, DateTimeOffset until) =>
    [
        .. Doings(board, since, until).Concat(Orders(board, since, until)).Concat(Links(board, since, until))
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Number).TakeLast(MaxEntries),
    ];

    private IEnumerable<TimelineView> Doings(Board board, DateTimeOffset since, DateTimeOffset until) =>
        from kind in s_doings
        from point in WithoutRepeats(kind, readings.Series(board, kind, since, until, MaxEntries))
        let said = OwnDoings.Of(kind, point.Value)
        select new TimelineView(point.At, said.IsFault ? "fault" : "own", said.What, said.Word, said.Detail, point.Sequence, point.IsEstimated);

    // A board whose power fails while it says what it warns of says it again: docs/PROTOCOL.md.
    private static IEnumerable<SeriesPoint> WithoutRepeats(ReadingKind kind, IReadOnlyList<SeriesPoint> points) =>
        kind == ReadingKind.LocalWarning ? points.Where((point, i) => i == 0 || points[i - 1].Value != point.Value) : points;

    private IEnumerable<TimelineView> Orders(Board board, DateTimeOffset since, DateTimeOffset until) =>
        from order in orders.OfBoard(board.Id, since, until)
        from step in order.Progress.Steps
        let bySelf = step.State is OrderState.Committed or OrderState.Sent or OrderState.Expired
        select new TimelineView(
            step.BoardAt ?? step.At, bySelf ? "order" : "receipt", Words.Of(order.Kind), OrderWords.Of(step.State), step.Detail ?? OrderWords.Of(step.Reason) ?? order.Warning, order.Sequence, false);

    private IEnumerable<TimelineView> Links(Board board, DateTimeOffset since, DateTimeOffset until) =>
        states.History.Of(board, since, until).Select(happened => new TimelineView(happened.At, "link", happened.Event, null, happened.Detail, null, false));
}
