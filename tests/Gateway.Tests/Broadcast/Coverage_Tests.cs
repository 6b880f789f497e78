using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Broadcast;

public sealed class Coverage_Tests
{
    private static readonly DateTimeOffset s_now = new(2026, 7, 20, 16, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(OrderState.Finished, OrderState.Heard, CoverageKind.Heard)]
    [InlineData(OrderState.Stopped, OrderState.Heard, CoverageKind.Heard)]
    [InlineData(OrderState.Failed, OrderState.NotHeard, CoverageKind.NotHeard)]
    [InlineData(OrderState.Finished, OrderState.CannotTell, CoverageKind.CannotTell)]
    [InlineData(OrderState.Failed, null, CoverageKind.NotHeard)]
    [InlineData(OrderState.Refused, null, CoverageKind.NotHeard)]
    [InlineData(OrderState.Stopped, null, CoverageKind.CannotTell)]
    [InlineData(OrderState.Expired, null, CoverageKind.Silent)]
    [InlineData(OrderState.Playing, null, CoverageKind.Waiting)]
    [InlineData(OrderState.Received, null, CoverageKind.Waiting)]
    public void The_measurement_counts_first_and_then_the_state(OrderState state, OrderState? verdict, CoverageKind expected) =>
        Assert.Equal(expected, Coverage.KindOf(state, verdict, s_now.AddMinutes(-5), s_now));

    [Theory]
    [InlineData(9, CoverageKind.Waiting)]
    [InlineData(11, CoverageKind.Silent)]
    public void A_board_that_does_not_answer_is_silent_after_ten_seconds(int seconds, CoverageKind expected)
    {
        Assert.Equal(expected, Coverage.KindOf(OrderState.Sent, null, s_now.AddSeconds(-seconds), s_now));
        Assert.Equal(expected, Coverage.KindOf(OrderState.Committed, null, s_now.AddSeconds(-seconds), s_now));
    }

    [Fact]
    public void Boards_are_counted_not_orders()
    {
        var coverage = Coverage.Of([Play("a", 1, OrderState.Failed, null), Play("a", 2, OrderState.Finished, OrderState.Heard), Play("b", 1, OrderState.Received, null)], s_now);
        Assert.Equal(new Coverage(Targeted: 2, Heard: 1, NotHeard: 0, CannotTell: 0, Silent: 0, Waiting: 1), coverage);
    }

    private static OrderSummary Play(string board, long sequence, OrderState state, OrderState? verdict) => new(new OrderKey(board, sequence), "w1", state, Reason.None, verdict, s_now);
}
