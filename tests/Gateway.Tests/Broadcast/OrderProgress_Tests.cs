using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeWarning.Gateway.Tests.Broadcast;

public sealed class OrderProgress_Tests
{
    private static readonly DateTimeOffset s_start = new(2026, 7, 20, 16, 0, 0, TimeSpan.Zero);

    // What a board can live through with one order, each as the receipts it sends, in order.
    private static readonly ReceiptState[][] s_lives =
    [
        [ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished],
        [ReceiptState.Received, ReceiptState.Playing, ReceiptState.NotHeard, ReceiptState.Finished],
        [ReceiptState.Received, ReceiptState.Playing, ReceiptState.CannotTell, ReceiptState.Finished],
        [ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Stopped],
        [ReceiptState.Received, ReceiptState.Playing, ReceiptState.Stopped],
        [ReceiptState.Received, ReceiptState.Stopped],
        [ReceiptState.Received, ReceiptState.Playing, ReceiptState.Failed],
        [ReceiptState.Refused],
    ];

    [Fact]
    public void Whatever_order_receipts_come_in_and_however_often_the_outcome_is_the_same()
    {
        var deliveries =
            from life in Gen.Elements(s_lives)
            from repeats in Gen.ArrayOf(Gen.Elements(life))
            from sent in Gen.Elements(true, false)
            from shuffled in Gen.Shuffle(life.Concat(repeats).ToArray())
            select (life, shuffled, sent);
        Prop.ForAll(deliveries.ToArbitrary(), delivery =>
        {
            var inOrder = Play(delivery.life, delivery.sent);
            var reordered = Play(delivery.shuffled, delivery.sent);
            Assert.Equal(inOrder.State, reordered.State);
            Assert.Equal(inOrder.Verdict, reordered.Verdict);
            Assert.Equal(inOrder.HasEnded, reordered.HasEnded);
            Assert.Equal(inOrder.Steps.Select(step => step.State), reordered.Steps.Select(step => step.State));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_state_never_goes_backwards_whatever_arrives()
    {
        var anything = Gen.ArrayOf(
            from state in Gen.Elements(Enum.GetValues<ReceiptState>())
            from prior in Gen.Elements(Enum.GetValues<ReceiptState>())
            from reason in Gen.Elements(Enum.GetValues<Reason>())
            select new Receipt { State = state, Prior = prior, Reason = reason });
        Prop.ForAll(anything.ToArbitrary(), receipts =>
        {
            var progress = OrderProgress.Committed(s_start);
            foreach (var receipt in receipts)
            {
                var next = progress.With(receipt, s_start);
                Assert.True(OrderProgress.RankOf(next.State) >= OrderProgress.RankOf(progress.State), $"{progress.State} -> {next.State} by {receipt.State}");
                Assert.True(progress.Verdict is null || next.Verdict == progress.Verdict, $"verdict {progress.Verdict} -> {next.Verdict}");
                Assert.True(!progress.HasEnded || next.HasEnded || progress.State is OrderState.Refused or OrderState.Expired, $"{progress.State} had ended, {next.State} has not");
                Assert.Same(next, next.With(receipt, s_start));
                progress = next;
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_board_that_is_busy_again_adds_nothing()
    {
        var busy = Sent().With(new Receipt { State = ReceiptState.Refused, Reason = Reason.Busy }, s_start);
        Assert.Equal(OrderState.Refused, busy.State);
        Assert.Same(busy, busy.With(new Receipt { State = ReceiptState.Refused, Reason = Reason.Busy }, s_start.AddSeconds(1)));
    }

    [Fact]
    public void A_late_playing_does_not_overwrite_heard_but_is_still_noted()
    {
        var progress = Play([ReceiptState.Received, ReceiptState.Heard, ReceiptState.Playing], sent: true);
        Assert.Equal(OrderState.Heard, progress.State);
        Assert.Equal([OrderState.Committed, OrderState.Sent, OrderState.Received, OrderState.Playing, OrderState.Heard], progress.Steps.Select(step => step.State));
    }

    [Theory]
    [InlineData(ReceiptState.Heard, OrderState.Heard)]
    [InlineData(ReceiptState.NotHeard, OrderState.NotHeard)]
    [InlineData(ReceiptState.Finished, OrderState.Finished)]
    [InlineData(ReceiptState.Failed, OrderState.Failed)]
    public void Refused_as_replayed_counts_as_what_the_order_reached_before(ReceiptState prior, OrderState expected)
    {
        var progress = Sent().With(new Receipt { State = ReceiptState.Refused, Reason = Reason.Replayed, Prior = prior }, s_start);
        Assert.Equal(expected, progress.State);
        Assert.Equal(Reason.None, progress.Reason);
        Assert.False(progress.IsOutstanding);
    }

    [Fact]
    public void A_refusal_of_an_order_that_the_board_has_taken_before_is_no_downgrade()
    {
        var playing = Play([ReceiptState.Received, ReceiptState.Playing], sent: true);
        Assert.Same(playing, playing.With(new Receipt { State = ReceiptState.Refused, Reason = Reason.Replayed }, s_start));
    }

    [Fact]
    public void A_busy_board_is_asked_again_and_a_refusal_for_good_is_not()
    {
        var busy = Sent().With(new Receipt { State = ReceiptState.Refused, Reason = Reason.Busy }, s_start);
        Assert.True(busy.IsOutstanding);
        var accepted = busy.With(new Receipt { State = ReceiptState.Received }, s_start);
        Assert.Equal(OrderState.Received, accepted.State);
        var refused = busy.With(new Receipt { State = ReceiptState.Refused, Reason = Reason.Unsupported }, s_start);
        Assert.Equal(Reason.Unsupported, refused.Reason);
        Assert.False(refused.IsOutstanding);
    }

    [Fact]
    public void Giving_up_at_expiry_does_not_close_the_ear_to_a_verdict_that_comes_late()
    {
        var expired = Sent().With(new OrderStep(OrderState.Expired, s_start));
        Assert.Equal(OrderState.Expired, expired.State);
        Assert.False(expired.IsOutstanding);
        var heard = expired.With(new Receipt { State = ReceiptState.Heard }, s_start);
        Assert.Equal(OrderState.Heard, heard.State);
    }

    [Fact]
    public void The_measurement_of_the_verdict_has_the_last_word()
    {
        var progress = Sent()
            .With(new Receipt { State = ReceiptState.Playing, QuietMilliamperes = 40 }, s_start)
            .With(new Receipt { State = ReceiptState.Heard, QuietMilliamperes = 42, ToneMilliamperes = 600, SpeechMilliamperes = 310 }, s_start)
            .With(new Receipt { State = ReceiptState.Finished, QuietMilliamperes = 41, ToneMilliamperes = 1 }, s_start);
        Assert.Equal(new Measurement(42, 600, 310), progress.Measured);
    }

    private static OrderProgress Sent() => OrderProgress.Committed(s_start).With(new OrderStep(OrderState.Sent, s_start));

    private static OrderProgress Play(ReceiptState[] receipts, bool sent) =>
        receipts.Aggregate(sent ? Sent() : OrderProgress.Committed(s_start), (progress, state) => progress.With(new Receipt { State = state }, s_start));
}
