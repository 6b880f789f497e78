using EdgeWarning.Common;
using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>What a board says by itself, among the orders of its gateway.</summary>
public sealed class LocalSound_Tests
{
    [Fact]
    public void The_village_hears_it_and_the_gateway_gets_the_verdict_as_a_reading()
    {
        var desk = new Desk();
        LocalSound sound = Own("立即转移。");
        Assert.True(desk.Sounder.Sound(sound));
        desk.Settle();
        Assert.Equal(ReceiptState.Finished, sound.State);
        Assert.Equal(ReceiptState.Heard, sound.Verdict);
        Assert.Equal(["立即转移。"], desk.Horn.Heard);
        Assert.Equal([(ReadingKind.LocalVerdict, 4L)], desk.Link.Readings);
        Assert.Empty(desk.Link.Receipts);
    }

    [Theory]
    [InlineData(Priority.Programme, true)]
    [InlineData(Priority.Orange, true)]
    [InlineData(Priority.Red, false)]
    public void It_ranks_right_below_the_countys_order_of_its_colour(Priority order, bool silenced)
    {
        var desk = new Desk();
        LocalSound sound = Own("立即转移。");
        desk.Send(desk.Play(1, order));
        desk.After(1_500, () => desk.Sounder.Sound(sound));
        desk.Settle();
        Assert.Equal(silenced ? (ReceiptState.Stopped, Reason.PreEmpted) : (ReceiptState.Finished, Reason.None), desk.Said(1).Last());
        Assert.Equal(ReceiptState.Finished, sound.State);
    }

    [Theory]
    [InlineData(Priority.Red, true)]
    [InlineData(Priority.Orange, false)]
    public void Only_the_countys_order_of_its_colour_or_above_silences_it(Priority order, bool silenced)
    {
        var desk = new Desk();
        LocalSound sound = Own("立即转移。");
        desk.Sounder.Sound(sound);
        desk.After(1_500, () => desk.Send(desk.Play(1, order)));
        desk.Settle();
        Assert.Equal(silenced ? Reason.PreEmpted : Reason.None, sound.Reason);
        Assert.Equal(ReceiptState.Finished, desk.Said(1).Last().State);
    }

    [Fact]
    public void A_stop_of_everything_ends_what_sounds_and_what_waits_and_is_proved()
    {
        var desk = new Desk();
        LocalSound first = Own("一。", repeats: 50);
        LocalSound second = Own("二。");
        desk.Sounder.Sound(first);
        desk.Sounder.Sound(second);
        desk.After(1_500, () => desk.Send(desk.Stop(1)));
        desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.StoppedByOrder), (first.State, first.Reason));
        Assert.Equal((ReceiptState.Stopped, Reason.StoppedByOrder), (second.State, second.Reason));
        Assert.Equal(ReceiptState.Stopped, desk.Said(1).Last().State);
        Assert.True(desk.Sounder.SilencedUptimeMilliseconds >= 1_500);
        Assert.InRange(desk.Horn.LastSound, 1_450, 1_700);
    }

    [Fact]
    public void A_stop_that_was_issued_long_before_it_began_and_came_late_does_not_end_it()
    {
        var desk = new Desk();
        Order stop = desk.Stop(1);
        desk.Clock.Sleep(300_000);
        LocalSound sound = Own("立即转移。");
        desk.Sounder.Sound(sound);
        desk.After(1_500, () => desk.Send(stop));
        desk.Settle();
        Assert.Equal(ReceiptState.Finished, sound.State);
    }

    [Fact]
    public void A_drills_stop_does_not_touch_it()
    {
        var desk = new Desk();
        LocalSound sound = Own("立即转移。");
        desk.Sounder.Sound(sound);
        Order stop = desk.Stop(1);
        stop.Scope = Scope.Drill;
        desk.After(1_500, () => desk.Send(stop));
        desk.Settle();
        Assert.Equal(ReceiptState.Finished, sound.State);
    }

    [Fact]
    public void Whoever_made_it_can_end_it()
    {
        var desk = new Desk();
        LocalSound playing = Own("一。", repeats: 50);
        LocalSound waiting = Own("二。");
        desk.Sounder.Sound(playing);
        desk.Sounder.Sound(waiting);
        desk.After(1_200, () => desk.Sounder.Silence(waiting));
        desk.After(1_500, () => desk.Sounder.Silence(playing));
        desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.Superseded), (playing.State, playing.Reason));
        Assert.Equal((ReceiptState.Stopped, Reason.Superseded), (waiting.State, waiting.Reason));
        Assert.InRange(desk.Horn.LastSound, 1_450, 1_700);
        Assert.Equal(-1, desk.Sounder.SilencedUptimeMilliseconds);
    }

    [Fact]
    public void When_no_place_is_free_it_is_refused_and_says_so()
    {
        var desk = new Desk();
        LocalSound[] sounds = [.. Enumerable.Range(1, 1 + OrderBook.WaitingPlaces).Select(_ => Own("满。"))];
        Assert.Equal([true, true, true, true, false], sounds.Select(desk.Sounder.Sound));
        Assert.Equal(ReceiptState.Refused, sounds[^1].State);
        Assert.True(sounds[^1].HasEnded);
    }

    [Fact]
    public void It_does_not_disturb_the_orders_memory()
    {
        var desk = new Desk();
        desk.Sounder.Sound(Own("一。"));
        desk.Send(desk.Play(7, Priority.Yellow));
        desk.Settle();
        Desk next = desk.AfterPowerCut();
        next.Settle();
        next.Send(next.Play(7, Priority.Yellow));
        Assert.Equal(Reason.Replayed, next.Said(7).Last().Reason);
    }

    [Fact]
    public void A_broken_programme_does_not_come_back_when_the_warning_ends()
    {
        var desk = new Desk();
        desk.Send(desk.Play(1, Priority.Programme));
        desk.After(1_500, () => desk.Send(desk.Play(2, Priority.Blue)));
        desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.PreEmpted), desk.Said(1).Last());
        Assert.Equal(1, desk.Horn.Begun(1));
        Assert.Equal(ReceiptState.Finished, desk.Said(2).Last().State);
    }

    internal static LocalSound Own(string text, Priority priority = Priority.Red, int repeats = 1) => new("own warning", priority)
    {
        Tone = Tone.Red,
        ToneMilliseconds = 960,
        Text = text,
        Repeats = repeats,
    };
}
