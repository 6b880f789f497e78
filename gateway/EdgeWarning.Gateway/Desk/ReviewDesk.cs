using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Warnings;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Desk;

/// <summary>A warning that went out on the fast path and waits for somebody to look at it.</summary>
/// <param name="DueAt">The next morning, when the night of the office's settings is over.</param>
public sealed record ReviewDue(string Warning, string Headline, DateTimeOffset IssuedAt, string Who, string Reason, DateTimeOffset DueAt, bool IsOverdue);

/// <summary>Looks back at warnings: one time line, the facts, and what an approver says of them.</summary>
public sealed class ReviewDesk(
    DraftStore drafts, WarningStore warnings, OrderStore orders, DeliveryDesk delivery, IOptionsMonitor<DeskSettings> settings, IOptionsMonitor<WarningSettings> office, TimeProvider clock)
{
    private const int ShortestReview = 2;

    public IReadOnlyList<TimelineEntry>? Timeline(string id, bool isWhole) =>
        warnings.Find(id) is { } warning ? WarningTimeline.Of(warning, drafts.OfWarning(id), drafts.StepsOfWarning(id), orders.OfWarning(id), isWhole, clock.GetUtcNow()) : null;

    public WarningReport? Report(string id) =>
        warnings.Find(id) is { } warning && delivery.Of(id) is { } villages ? WarningReport.Of(warning, villages, orders.OfWarning(id), drafts.StepsOfWarning(id), clock.GetUtcNow()) : null;

    /// <summary>What waits for a review, the oldest first.</summary>
    public IReadOnlyList<ReviewDue> Due()
    {
        var now = clock.GetUtcNow();
        return
        [
            .. from issued in drafts.Unreviewed(WarningReport.FastPath, WarningReport.Reviewed)
               let due = MorningAfter(issued.Step.At)
               select new ReviewDue(issued.Warning, warnings.Find(issued.Warning)?.Alert.Infos is [{ Headline: { } headline }, ..] ? headline : issued.Warning, issued.Step.At, issued.Step.Who, issued.Step.Reason, due, due < now),
        ];
    }

    /// <summary>Notes a review; of a fast path by another person than who took it.</summary>
    public async Task<DeskAnswer> Review(string id, string text, Actor by)
    {
        if (warnings.Find(id) is null)
        {
            return new DeskUnknown();
        }

        var steps = drafts.StepsOfWarning(id);
        if (WarningReport.IsReviewDue(steps) && steps.Last(step => step.Act == WarningReport.FastPath).Who == by.Who)
        {
            return new DeskRefused(Fault.Of("desk.ownReview", "who took the fast path does not review it: another approver does"));
        }

        if (text.Trim().Length < ShortestReview)
        {
            return new DeskRefused(Fault.Of("desk.emptyReview", "a review says what was found"));
        }

        await drafts.Note(id, new StepNote(by, WarningReport.Reviewed, text.Trim()));
        return new DeskDone(id);
    }

    private DateTimeOffset MorningAfter(DateTimeOffset issued)
    {
        var local = office.CurrentValue.InOffice(issued);
        var morning = local.Date.AddHours(settings.CurrentValue.NightToHour);
        var next = local.DateTime < morning ? morning : morning.AddDays(1);
        return new DateTimeOffset(next, office.CurrentValue.Zone().GetUtcOffset(next));
    }
}
