using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Warnings;

namespace EdgeWarning.Gateway.Desk;

/// <param name="Seconds">From the warning's intake to its verdict.</param>
public sealed record SlowVillage(string Code, string Name, double Seconds);

/// <summary>How fast a warning was heard, in seconds from its intake; null where nobody heard it.</summary>
/// <param name="Half">Until half of the villages that heard it had.</param>
/// <param name="Slowest">The last villages that heard it, the slowest first.</param>
public sealed record ReportTimes(double? First, double? Half, double? Last, IReadOnlyList<SlowVillage> Slowest);

/// <param name="Who">An approver.</param>
public sealed record ReportReview(DateTimeOffset At, string Who, string Text);

/// <summary>复盘: the facts that a review after a warning looks at, and what was said of them.</summary>
/// <param name="NotHeard">Villages in which no loudspeaker was heard, and why.</param>
/// <param name="ReviewDue">It went out on the fast path and nobody has looked at it since.</param>
/// <param name="Reviews">Signed by those who wrote them; facts, so each stays.</param>
public sealed record WarningReport(
    string Id, DateTimeOffset ReceivedAt, DateTimeOffset? EndedAt, string? EndedBy, DeliveryCounts Counts, ReportTimes Times, IReadOnlyList<VillageDelivery> NotHeard, bool ReviewDue, IReadOnlyList<ReportReview> Reviews)
{
    public const string FastPath = "issued on the fast path";

    /// <summary>The step of a review.</summary>
    public const string Reviewed = "reviewed";

    /// <summary>So many slow villages are named.</summary>
    private const int Named = 5;

    public static WarningReport Of(StoredWarning warning, IReadOnlyList<VillageDelivery> villages, IReadOnlyList<BroadcastOrder> orders, IReadOnlyList<LifeStep> steps, DateTimeOffset now) => new(
        warning.Id,
        warning.ReceivedAt,
        warning.EndedAt ?? (warning.Expires <= now ? warning.Expires : null),
        warning.EndedBy,
        Delivery.Count(villages),
        TimesOf(warning.ReceivedAt, villages, orders),
        [.. villages.Where(village => village.State != DeliveryState.Heard && !Delivery.IsUnderway(village.State))],
        IsReviewDue(steps),
        [.. steps.Where(step => step.Act == Reviewed).Select(step => new ReportReview(step.At, step.Who, step.Reason))]);

    /// <summary>True when it went out on the fast path and nobody has reviewed it since.</summary>
    public static bool IsReviewDue(IReadOnlyList<LifeStep> steps) => steps.LastOrDefault(step => step.Act is FastPath or Reviewed)?.Act == FastPath;

    private static ReportTimes TimesOf(DateTimeOffset received, IReadOnlyList<VillageDelivery> villages, IReadOnlyList<BroadcastOrder> orders)
    {
        var heardAt = orders.Where(order => order.IsPlay)
            .SelectMany(order => order.Progress.Steps.Where(step => step.State == OrderState.Heard).Select(step => (order.Board, step.At)))
            .GroupBy(heard => heard.Board, StringComparer.Ordinal).ToDictionary(board => board.Key, board => board.Min(heard => heard.At), StringComparer.Ordinal);
        var seconds = villages
            .Select(village => (Village: village, At: village.Boards.Where(board => heardAt.ContainsKey(board.Board)).Select(board => (DateTimeOffset?)heardAt[board.Board]).Min()))
            .Where(village => village.At is not null)
            .Select(village => new SlowVillage(village.Village.Code, village.Village.Name, Math.Round((village.At!.Value - received).TotalSeconds, 1)))
            .OrderBy(village => village.Seconds).ToList();
        return seconds.Count == 0
            ? new ReportTimes(null, null, null, [])
            : new ReportTimes(seconds[0].Seconds, seconds[(seconds.Count - 1) / 2].Seconds, seconds[^1].Seconds, [.. seconds.AsEnumerable().Reverse().Take(Named)]);
    }
}
