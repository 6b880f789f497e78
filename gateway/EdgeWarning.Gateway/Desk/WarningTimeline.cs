using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Desk;

/// <summary>One thing in a warning's life.</summary>
/// <param name="Kind">cause, message, step (what a person did), reached, order, receipt, or end.</param>
/// <param name="What">reading, alert, report; actual, update ...; the step's act; play, stop or fetch-clip; the order's state, of other orders than plays with their kind before it (stop: stopped); superseded, cancelled, silenced, expired.</param>
/// <param name="Who">Person, sender, board.</param>
/// <param name="Text">Reason, note, cause in words, the message that ended it.</param>
/// <param name="Village">Division code, when it was done for one village.</param>
/// <param name="Count">Boards, when one entry stands for many.</param>
/// <param name="Until">When the last of them came so far.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Kind, string What, string? Who = null, string? Text = null, string? Village = null, int? Count = null, DateTimeOffset? Until = null);

/// <summary>One time line of a warning: cause, decisions, orders, receipts, what was done for villages, and its end. Pure: everything is given.</summary>
public static class WarningTimeline
{
    /// <param name="draft">What it was written as; null when it came from elsewhere.</param>
    /// <param name="isWhole">Every receipt of every board; else what the same state of all boards came to.</param>
    public static IReadOnlyList<TimelineEntry> Of(StoredWarning warning, Draft? draft, IReadOnlyList<LifeStep> steps, IReadOnlyList<BroadcastOrder> orders, bool isWhole, DateTimeOffset now) =>
        [.. Cause(warning, draft).Concat(Message(warning)).Concat(steps.Select(Of)).Concat(Orders(orders)).Concat(isWhole ? Receipts(orders) : Counted(orders)).Concat(End(warning, now)).OrderBy(entry => entry.At)];

    private static IEnumerable<TimelineEntry> Cause(StoredWarning warning, Draft? draft)
    {
        if (draft?.Body.Cause is { } cause)
        {
            yield return new TimelineEntry(cause.At ?? draft.MadeAt, "cause", cause.Kind, cause.Board ?? cause.Who, cause.InWords);
        }
        else if (draft is null)
        {
            yield return new TimelineEntry(Earlier(warning.Alert.Sent, warning.ReceivedAt), "cause", DraftCause.OfAlert, warning.Alert.Sender, warning.Alert.Identifier);
        }
    }

    private static IEnumerable<TimelineEntry> Message(StoredWarning warning)
    {
        yield return new TimelineEntry(warning.ReceivedAt, "message", WarningEndpoints.KindName(warning.Kind), warning.Alert.Sender, warning.Note);
    }

    private static TimelineEntry Of(LifeStep step) => new(step.At, step.Act == "reached" ? "reached" : "step", step.Act, step.Who, step.Reason, step.Village);

    // Words are fetched as they are made, text by text: one entry says so, not hundreds.
    private static IEnumerable<TimelineEntry> Orders(IReadOnlyList<BroadcastOrder> orders) =>
        orders.GroupBy(order => (order.Kind, At: IsFetch(order) ? default : order.Issued)).Select(made => new TimelineEntry(
            made.Min(order => order.Issued), "order", Words.Of(made.Key.Kind), Count: made.Select(order => order.Board).Distinct(StringComparer.Ordinal).Count(), Until: made.Max(order => order.Issued)));

    private static IEnumerable<TimelineEntry> Receipts(IReadOnlyList<BroadcastOrder> orders) =>
        from order in orders
        from step in order.Progress.Steps
        where IsReceipt(step)
        select new TimelineEntry(step.At, "receipt", WhatOf(order, step), order.Board, step.Detail ?? OrderWords.Of(step.Reason));

    // That a board has fetched its words is no news beside what it did with them; that it could not is.
    private static IEnumerable<TimelineEntry> Counted(IReadOnlyList<BroadcastOrder> orders) =>
        from order in orders
        from step in order.Progress.Steps
        where IsReceipt(step) && (!IsFetch(order) || step.State is OrderState.Failed or OrderState.Refused or OrderState.Expired)
        group step by (What: WhatOf(order, step), step.Reason) into same
        select new TimelineEntry(same.Min(step => step.At), "receipt", same.Key.What, Text: OrderWords.Of(same.Key.Reason), Count: same.Count(), Until: same.Max(step => step.At));

    private static IEnumerable<TimelineEntry> End(StoredWarning warning, DateTimeOffset now) => LiveWarnings.StateOf(warning, now) switch
    {
        WarningState.Superseded => [new TimelineEntry(warning.EndedAt ?? now, "end", "superseded", Text: warning.EndedBy)],
        WarningState.Cancelled => [new TimelineEntry(warning.EndedAt ?? now, "end", "cancelled", Text: warning.EndedBy)],
        WarningState.Silenced => [new TimelineEntry(warning.EndedAt ?? now, "end", "silenced")],
        WarningState.Expired => [new TimelineEntry(warning.Expires ?? now, "end", "expired")],
        _ => [],
    };

    private static bool IsReceipt(OrderStep step) => step.State is not (OrderState.Committed or OrderState.Sent);

    private static bool IsFetch(BroadcastOrder order) => order.Kind == OrderKind.FetchClip;

    private static string WhatOf(BroadcastOrder order, OrderStep step) => order.Kind == OrderKind.Play ? OrderWords.Of(step.State) : $"{Words.Of(order.Kind)}: {OrderWords.Of(step.State)}";

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
