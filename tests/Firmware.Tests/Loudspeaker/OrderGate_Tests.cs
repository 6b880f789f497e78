using EdgeWarning.Common;
using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>What a loudspeaker behind the gate makes of orders: what sounds, and what is refused and makes no sound. The gate itself: Board.Tests.</summary>
public sealed class OrderGate_Tests
{
    private readonly Desk _desk = new();

    [Fact]
    public void An_order_of_the_own_gateway_sounds()
    {
        _desk.Send(_desk.Play(1));
        _desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], _desk.States(1));
        Assert.True(_desk.Horn.Chunks > 0);
        Assert.Equal([Desk.TextOf(1)], _desk.Horn.Heard);
    }

    [Fact]
    public void An_order_with_neither_tone_nor_text_is_refused_as_malformed()
    {
        Order order = _desk.Play(1);
        order.Tone = Tone.None;
        order.Text = "";
        _desk.Send(order);
        AssertRefused(1, Reason.Malformed);
    }

    [Theory]
    [InlineData(OrderKind.Configure)]
    [InlineData(OrderKind.FetchClip)]
    [InlineData(OrderKind.Update)]
    [InlineData(OrderKind.Restart)]
    public void What_this_board_cannot_do_is_refused_as_unsupported(OrderKind kind)
    {
        Order order = _desk.Play(1);
        order.Kind = kind;
        _desk.Send(order);
        AssertRefused(1, Reason.Unsupported);
    }

    [Fact]
    public void A_replayed_order_is_refused_with_its_verdict_and_sounds_once()
    {
        byte[] message = Desk.Seal(_desk.Play(1));
        _desk.Send(message);
        _desk.Settle();
        int chunks = _desk.Horn.Chunks;
        _desk.Send(message);
        _desk.Settle();
        Assert.Equal((ReceiptState.Refused, Reason.Replayed), _desk.Said(1).Last());
        Assert.Equal(ReceiptState.Heard, _desk.Last(1).Prior);
        Assert.Equal(chunks, _desk.Horn.Chunks);
        Assert.Single(_desk.Horn.Heard);
    }

    [Fact]
    public void An_order_sent_again_while_it_plays_is_answered_with_its_latest_receipt()
    {
        byte[] message = Desk.Seal(_desk.Play(1));
        _desk.Send(message);
        _desk.Send(message);
        _desk.Horn.Sounding = chunk =>
        {
            if (chunk == 5)
            {
                _desk.Send(message);
            }
        };
        _desk.Settle();
        Assert.Equal(
            [ReceiptState.Received, ReceiptState.Received, ReceiptState.Playing, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished],
            _desk.States(1));
        Assert.Single(_desk.Horn.Heard);
    }

    /// <summary>Also what the right key sealed may be garbage: each changed bit and each cut of an order's bytes, sealed anew.</summary>
    [Fact]
    public void No_payload_under_a_right_seal_can_hurt_the_board()
    {
        string topic = Topics.Order(Desk.Board);
        byte[] payload = _desk.Play(1).Encode();
        for (int bit = 0; bit < payload.Length * 8; bit++)
        {
            byte[] changed = (byte[])payload.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            _desk.Send(Envelope.Seal(Desk.Key, Desk.Board, topic, changed));
        }

        for (int length = 0; length < payload.Length; length++)
        {
            _desk.Send(Envelope.Seal(Desk.Key, Desk.Board, topic, payload[..length]));
        }

        _desk.Settle();
        _desk.Send(_desk.Play(long.MaxValue));
        _desk.Settle();
        Assert.Contains(ReceiptState.Heard, _desk.States(long.MaxValue));
    }

    [Fact]
    public void A_board_that_does_not_know_the_date_obeys_a_fresh_order_and_learns_a_bound_from_it()
    {
        var desk = new Desk(clockSet: false);
        desk.Send(desk.Play(10));
        desk.Settle();
        Assert.Contains(ReceiptState.Heard, desk.States(10));

        // Sealed by the right gateway, withheld by somebody until the first order had passed: its time is over by that order's own issue time.
        Order withheld = desk.Play(9);
        withheld.IssuedUnixMilliseconds = Desk.Start - 7_200_000;
        withheld.ExpiresUnixMilliseconds = Desk.Start - 3_600_000;
        desk.Send(withheld);
        desk.Settle();
        Assert.Equal((ReceiptState.Refused, Reason.Expired), Assert.Single(desk.Said(9)));
    }

    [Fact]
    public void A_wrong_date_far_ahead_does_not_outlive_the_right_one()
    {
        var desk = new Desk(clockSet: false);
        Order ahead = desk.Play(1);
        ahead.IssuedUnixMilliseconds += 10L * 365 * 86_400_000;
        ahead.ExpiresUnixMilliseconds = ahead.IssuedUnixMilliseconds + 600_000;
        desk.Send(ahead);
        desk.Settle();
        desk.Clock.JumpTo(desk.Now);
        desk.Send(desk.Play(2));
        desk.Settle();
        Assert.Contains(ReceiptState.Heard, desk.States(2));
    }

    private void AssertRefused(long sequence, Reason reason)
    {
        _desk.Settle();
        Assert.Equal((ReceiptState.Refused, reason), Assert.Single(_desk.Said(sequence)));
        Assert.Equal(1, _desk.Status.Refusals);
        Assert.Equal(0, _desk.Horn.Chunks);
        Assert.Empty(_desk.Horn.Heard);
        Assert.False(_desk.Horn.Powered);
    }
}
