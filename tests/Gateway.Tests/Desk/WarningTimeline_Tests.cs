using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Tests.Warnings;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Desk;

/// <summary>What a warning's time line makes of its orders.</summary>
public sealed class WarningTimeline_Tests
{
    private static readonly DateTimeOffset s_now = new(2026, 7, 20, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Words_that_boards_fetch_one_after_the_other_are_one_entry_and_only_those_that_did_not_come_have_a_receipt_there()
    {
        BroadcastOrder[] orders =
        [
            Order("a", OrderKind.Play, 0, OrderState.Received, OrderState.Heard), Order("b", OrderKind.Play, 0, OrderState.Received),
            Order("a", OrderKind.FetchClip, 3, OrderState.Received, OrderState.Finished), Order("b", OrderKind.FetchClip, 7, OrderState.Received, OrderState.Failed), Order("b", OrderKind.FetchClip, 9, OrderState.Received),
        ];
        Assert.Equal(
            [("play", 2, s_now), ("fetch-clip", 2, s_now.AddSeconds(9))],
            Of(orders, false).Where(entry => entry.Kind == "order").Select(entry => (entry.What, entry.Count ?? 0, entry.Until!.Value)));
        Assert.Equal(["received 2", "heard 1", "fetch-clip: failed 1"], Of(orders, false).Where(entry => entry.Kind == "receipt").Select(entry => $"{entry.What} {entry.Count}"));
        Assert.Equal(8, Of(orders, true).Count(entry => entry.Kind == "receipt"));
    }

    private static IReadOnlyList<TimelineEntry> Of(BroadcastOrder[] orders, bool isWhole)
    {
        var warning = new StoredWarning("W-1", s_now, CapFiles.Alert("red-rainstorm"), WarningKind.Actual, true, "sounds", [], s_now.AddHours(1), WarningEnd.None, null, null, []);
        return WarningTimeline.Of(warning, null, [], orders, isWhole, s_now.AddMinutes(1));
    }

    private static BroadcastOrder Order(string board, OrderKind kind, int afterSeconds, params OrderState[] states)
    {
        var issued = s_now.AddSeconds(afterSeconds);
        var progress = states.Aggregate(OrderProgress.Committed(issued), (known, state) => known.With(new OrderStep(state, issued)));
        return new BroadcastOrder(new OrderKey(board, afterSeconds + 1), kind, "W-1", 0, Scope.Actual, Priority.Red, issued, s_now.AddHours(1), [], progress);
    }
}
