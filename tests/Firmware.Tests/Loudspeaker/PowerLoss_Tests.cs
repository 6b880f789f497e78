using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>Power fails at every flash write and in every chunk: nothing sounds twice, and the gateway learns what happened.</summary>
public sealed class PowerLoss_Tests
{
    [Fact]
    public void An_order_broken_off_while_it_sounds_is_reported_and_never_sounds_again()
    {
        var desk = new Desk();
        byte[] message = Desk.Seal(desk.Play(1));
        desk.Send(message);
        CutAtChunk(desk, 5);
        Assert.Throws<PowerCutException>(desk.Settle);

        Desk next = desk.AfterPowerCut();
        Assert.Equal((ReceiptState.Failed, Reason.PowerLost), Assert.Single(next.Said(1)));
        int chunks = next.Horn.Chunks;
        next.Send(message);
        next.Settle();
        Assert.Equal((ReceiptState.Refused, Reason.Replayed), next.Said(1).Last());
        Assert.Equal(ReceiptState.Failed, next.Last(1).Prior);
        Assert.Equal(chunks, next.Horn.Chunks);

        next.Send(next.Play(2));
        next.Settle();
        Assert.Contains(ReceiptState.Heard, next.States(2));
    }

    [Fact]
    public void A_verdict_reached_before_the_cut_is_not_lost()
    {
        var desk = new Desk();
        Order order = desk.Play(1);
        order.Repeats = 2;
        desk.Send(order);
        CutAtChunk(desk, 20);    // in the second pass: one of 960 ms has 16 chunks of sound
        Assert.Throws<PowerCutException>(desk.Settle);
        Desk next = desk.AfterPowerCut();
        Assert.Equal((ReceiptState.Failed, Reason.PowerLost), Assert.Single(next.Said(1)));
        Assert.Equal(ReceiptState.Heard, next.Last(1).Prior);
        Assert.Equal(Horn.ToneMilliamperes, next.Last(1).ToneMilliamperes);
    }

    [Fact]
    public void An_order_received_and_not_begun_is_taken_again()
    {
        var desk = new Desk();
        byte[] waiting = Desk.Seal(desk.Play(2));
        desk.Send(desk.Play(1));
        desk.Send(waiting);
        CutAtChunk(desk, 5);
        Assert.Throws<PowerCutException>(desk.Settle);
        Desk next = desk.AfterPowerCut();
        Assert.Empty(next.Said(2));
        next.Send(waiting);
        next.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], next.States(2));
    }

    [Fact]
    public void Wherever_power_fails_an_order_that_is_sent_until_its_end_sounds_at_most_once()
    {
        // The desk's own story, without a cut, says how many places there are.
        var whole = new Desk();
        int chunks = Story(whole, cutAtWrite: -1, cutAtChunk: -1);
        int writes = whole.Flash.Writes;
        Assert.InRange(writes, 12, 40);
        Assert.InRange(chunks, 30, 200);
        for (int write = 1; write <= writes; write++)
        {
            Story(new Desk(), write, -1);
        }

        for (int chunk = 0; chunk < chunks; chunk++)
        {
            Story(new Desk(), -1, chunk);
        }
    }

    [Fact]
    public void A_worn_out_flash_does_not_silence_a_warning()
    {
        var desk = new Desk();
        desk.Flash.Broken = true;
        byte[] message = Desk.Seal(desk.Play(1));
        desk.Send(message);
        desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], desk.States(1));
        desk.Send(message);
        Assert.Equal((ReceiptState.Refused, Reason.Replayed), desk.Said(1).Last());
    }

    [Fact]
    public void Damaged_memory_starts_empty_and_plays_on()
    {
        var desk = new Desk();
        desk.Send(desk.Play(1));
        desk.Settle();
        foreach (string name in desk.Flash.Names())
        {
            desk.Flash.Write(name, 0, [1, 2, 3], 0, 3);
        }

        Desk next = desk.AfterPowerCut();
        next.Send(next.Play(2));
        next.Settle();
        Assert.Contains(ReceiptState.Heard, next.States(2));
    }

    /// <summary>
    /// A yellow warning, broken off by a red one, which is stopped while it speaks; then a blue one. Power is cut once; the gateway repeats all until
    /// each has its end.
    /// </summary>
    private static int Story(Desk desk, int cutAtWrite, int cutAtChunk)
    {
        byte[] yellow = Desk.Seal(desk.Play(1, Priority.Yellow));
        byte[] red = Desk.Seal(desk.Play(2, Priority.Red));
        byte[] stop = Desk.Seal(desk.Stop(3, of: 2));
        byte[] blue = Desk.Seal(desk.Play(4, Priority.Blue));
        int writes = 0;
        int chunks = 0;
        desk.Flash.Writing = () =>
        {
            if (++writes == cutAtWrite)
            {
                throw new PowerCutException();
            }
        };
        desk.Horn.Sounding = _ =>
        {
            if (chunks++ == cutAtChunk)
            {
                throw new PowerCutException();
            }
        };
        bool cut = false;
        for (int repeat = 0; repeat < 4; repeat++)
        {
            try
            {
                Desk now = desk;
                now.Send(yellow);
                now.After(1_300, () => now.Send(red));
                now.After(3_000, () => now.Send(stop));
                now.After(3_100, () => now.Send(blue));
                now.Settle();
            }
            catch (PowerCutException)
            {
                cut = true;
                desk.Flash.Writing = () => { };
                desk = desk.AfterPowerCut();
            }
        }

        string where = $"after a cut at write {cutAtWrite}, chunk {cutAtChunk}";
        Assert.Equal(cutAtWrite > 0 || cutAtChunk >= 0, cut);
        for (long sequence = 1; sequence <= 4; sequence++)
        {
            Assert.True(desk.Horn.Heard.Count(text => text == Desk.TextOf(sequence)) <= 1, $"order {sequence} spoke twice {where}");
            Assert.True(desk.Horn.Begun(sequence) <= 1, $"order {sequence} sounded twice {where}");
            Assert.True(
                desk.Last(sequence) is { State: ReceiptState.Finished or ReceiptState.Stopped or ReceiptState.Failed } or { Reason: Reason.Replayed },
                $"order {sequence} has no end {where}");
        }

        return chunks;
    }

    private static void CutAtChunk(Desk desk, int number)
    {
        int chunk = 0;
        desk.Horn.Sounding = _ =>
        {
            if (chunk++ == number)
            {
                throw new PowerCutException();
            }
        };
    }
}
