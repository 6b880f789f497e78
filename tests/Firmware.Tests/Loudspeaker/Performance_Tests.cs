using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>What a village hears of one order or of several, and what the receipts say of it.</summary>
public sealed class Performance_Tests
{
    private readonly Desk _desk = new();

    private Horn Horn => _desk.Horn;

    [Fact]
    public void A_supervisor_never_takes_twenty_minutes_of_sound_for_a_board_that_hangs()
    {
        var latest = long.MinValue;
        var looks = 0;
        _desk.Horn.Sounding = _ =>
        {
            looks++;
            latest = Math.Max(latest, _desk.Clock.UptimeMilliseconds - _desk.Loop.DeadlineUptime);
        };
        var order = _desk.Play(1);
        order.ToneMilliseconds = 60_000;
        order.Repeats = 20;
        order.ExpiresUnixMilliseconds += 3_600_000;
        _desk.Send(order);
        _desk.Settle();
        Assert.True(looks > 10_000, $"only {looks} chunks sounded");
        Assert.True(_desk.Clock.UptimeMilliseconds > 20 * 60_000);
        Assert.True(latest < 0, $"{latest} ms beyond its promise");
    }

    [Fact]
    public void The_receipt_of_a_heard_order_carries_the_currents()
    {
        _desk.Send(_desk.Play(1));
        _desk.Settle();
        Receipt heard = _desk.Link.Receipts.Single(receipt => receipt.State == ReceiptState.Heard);
        Assert.Equal(Horn.QuietMilliamperes, heard.QuietMilliamperes);
        Assert.Equal(Horn.ToneMilliamperes, heard.ToneMilliamperes);
        Assert.Equal(Horn.SpeechMilliamperes, heard.SpeechMilliamperes);
        Assert.Equal(ReceiptState.Heard, _desk.Last(1).Prior);
    }

    [Fact]
    public void An_unplugged_horn_is_reported_as_playing_and_not_heard()
    {
        Horn.HornConnected = false;
        _desk.Send(_desk.Play(1));
        _desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.NotHeard, ReceiptState.Finished], _desk.States(1));
        Assert.Equal(Reason.None, _desk.Link.Receipts.Single(receipt => receipt.State == ReceiptState.NotHeard).Reason);
    }

    [Fact]
    public void A_dead_amplifier_is_reported_as_not_heard_for_its_fault()
    {
        Horn.Alive = false;
        PlayAndExpect(ReceiptState.NotHeard, Reason.AmplifierFault);
    }

    [Fact]
    public void A_sleeping_relay_is_reported_as_not_heard_for_the_amplifier()
    {
        Horn.RelayWorking = false;
        PlayAndExpect(ReceiptState.NotHeard, Reason.AmplifierFault);
    }

    [Fact]
    public void Without_a_sensor_nobody_can_tell()
    {
        Horn.Parts.Sensor = null;
        PlayAndExpect(ReceiptState.CannotTell, Reason.None);
        Assert.Equal(Receipt.NotMeasured, _desk.Last(1).QuietMilliamperes);
    }

    [Theory]
    [InlineData(SpeechState.Silent)]
    [InlineData(SpeechState.Busy)]
    [InlineData(SpeechState.BadFrame)]
    public void A_speech_module_that_fails_leaves_a_tone_without_words_which_is_not_heard(SpeechState fault)
    {
        Horn.Speech.Fault = fault;
        PlayAndExpect(ReceiptState.NotHeard, Reason.SpeechFault);
        Assert.Equal((ReceiptState.Finished, Reason.SpeechFault), _desk.Said(1).Last());
        Assert.True(Horn.Chunks > 0);
    }

    [Fact]
    public void A_speech_module_that_fails_without_a_tone_is_not_heard()
    {
        Horn.Speech.Fault = SpeechState.Silent;
        Order order = _desk.Play(1);
        order.Tone = Tone.None;
        order.ToneMilliseconds = 0;
        _desk.Send(order);
        _desk.Settle();
        Assert.Contains((ReceiptState.NotHeard, Reason.SpeechFault), _desk.Said(1));
    }

    [Fact]
    public void A_speaker_that_does_not_start_does_not_take_the_words_with_it()
    {
        var horn = new Horn();
        horn.Parts.Speaker = new DeadSpeaker();
        var desk = new Desk(horn: horn);
        desk.Send(desk.Play(1));
        desk.Settle();
        Assert.Equal([Desk.TextOf(1)], horn.Heard);
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.NotHeard, ReceiptState.Finished], desk.States(1));
    }

    [Fact]
    public void A_bench_obeys_in_its_log_and_cannot_tell()
    {
        var horn = new Horn();
        horn.Parts.IsBench = true;
        horn.Parts.Speaker = null;
        horn.Parts.Speech = null;
        horn.Parts.Sensor = null;
        horn.Parts.Amplifier = null;
        var desk = new Desk(horn: horn);
        desk.Send(desk.Play(1));
        desk.Send(desk.Drill(2));
        desk.Settle();
        ReceiptState[] life = [ReceiptState.Received, ReceiptState.Playing, ReceiptState.CannotTell, ReceiptState.Finished];
        Assert.Equal(life, desk.States(1));
        Assert.Equal(life, desk.States(2));
        Assert.Equal(0, desk.Status.Parts);
    }

    [Fact]
    public void The_status_names_the_parts() =>
        Assert.Equal(Status.SpeakerPart | Status.SpeechPart | Status.CurrentSensorPart, _desk.Status.Parts);

    [Fact]
    public void Repeats_are_played_with_a_pause_and_judged_once()
    {
        Order order = _desk.Play(1);
        order.Repeats = 3;
        _desk.Send(order);
        _desk.Settle();
        Assert.Equal([Desk.TextOf(1), Desk.TextOf(1), Desk.TextOf(1)], Horn.Heard);
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], _desk.States(1));
        long playing = _desk.Link.Receipts.Single(receipt => receipt.State == ReceiptState.Playing).UnixMilliseconds;
        long finished = _desk.Last(1).UnixMilliseconds;
        Assert.InRange(finished - playing, (2 * Performance.PauseMilliseconds) + (3 * 960), 30_000);
    }

    [Fact]
    public void The_volume_is_the_orders_share_of_the_boards()
    {
        var desk = new Desk(settings: "volume.percent = 50\n");
        Order order = desk.Play(1);
        order.VolumePercent = 80;
        desk.Send(order);
        desk.Settle();
        Assert.Equal(40, desk.Horn.Speech.LastVolumePercent);
    }

    [Fact]
    public void The_amplifier_gets_its_power_before_the_sound_and_loses_it_after_a_hold()
    {
        long firstSound = -1;
        Horn.Sounding = chunk => firstSound = chunk == 0 ? _desk.Clock.UptimeMilliseconds : firstSound;
        _desk.Send(_desk.Play(1));
        _desk.Settle();
        Assert.InRange(firstSound, 1_000, 1_200);    // as the desk sets amplifier.settle.milliseconds
        Assert.InRange(_desk.Clock.UptimeMilliseconds - Horn.LastSound, SoundPath.HoldMilliseconds, SoundPath.HoldMilliseconds + 1_200);
        Assert.False(Horn.Powered);
    }

    [Theory]
    [InlineData("zh-CN", "现在进行演练，这不是真实的预警。", "演练结束。")]
    [InlineData("en-GB", "This is a drill. This is not a real warning.", "The drill is over.")]
    public void A_drill_is_announced_before_and_after(string language, string before, string after)
    {
        Order drill = _desk.Drill(1);
        drill.Language = language;
        drill.Repeats = 2;
        int chunksBeforeAnnouncement = -1;
        Horn.Sounding = _ => chunksBeforeAnnouncement = chunksBeforeAnnouncement < 0 ? Horn.Heard.Count : chunksBeforeAnnouncement;
        _desk.Send(drill);
        _desk.Settle();
        Assert.Equal([before, Desk.TextOf(1), Desk.TextOf(1), after], Horn.Heard);
        Assert.Equal(1, chunksBeforeAnnouncement);
        Assert.Equal(Scope.Drill, _desk.Last(1).Scope);
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], _desk.States(1));
    }

    [Fact]
    public void A_drill_that_cannot_be_announced_does_not_sound()
    {
        Horn.Speech.Fault = SpeechState.Silent;
        _desk.Send(_desk.Drill(1));
        _desk.Settle();
        Assert.Equal((ReceiptState.Failed, Reason.SpeechFault), _desk.Said(1).Last());
        Assert.Equal(0, Horn.Chunks);
    }

    [Fact]
    public void A_board_with_a_speaker_and_no_speech_module_refuses_a_drill_and_plays_the_tone_of_a_warning()
    {
        Horn.Parts.Speech = null;
        _desk.Send(_desk.Drill(1));
        _desk.Send(_desk.Play(2));
        _desk.Settle();
        Assert.Equal((ReceiptState.Refused, Reason.Unsupported), Assert.Single(_desk.Said(1)));
        Assert.Contains((ReceiptState.Heard, Reason.None), _desk.Said(2));
    }

    [Fact]
    public void A_real_warning_that_breaks_into_a_drill_says_that_it_is_real()
    {
        _desk.Send(_desk.Drill(1));
        OnChunk(3, () => _desk.Send(_desk.Play(2, Priority.Blue)));
        _desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.PreEmpted), _desk.Said(1).Last());
        Assert.Equal(Announcements.DrillBroken("zh-CN") + Desk.TextOf(2), Horn.Heard[^1]);
        _desk.Send(_desk.Play(3));
        _desk.Settle();
        Assert.Equal(Desk.TextOf(3), Horn.Heard[^1]);
    }

    [Fact]
    public void A_drill_stopped_long_ago_is_not_spoken_of()
    {
        _desk.Send(_desk.Drill(1));
        _desk.After(1_500, () => _desk.Send(_desk.Stop(2, of: 1)));
        _desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.StoppedByOrder), _desk.Said(1).Last());
        _desk.Clock.Sleep(600_000);
        _desk.Send(_desk.Play(3));
        _desk.Settle();
        Assert.Equal(Desk.TextOf(3), Horn.Heard[^1]);
    }

    [Fact]
    public void A_higher_priority_silences_a_lower_one()
    {
        _desk.Send(_desk.Play(1, Priority.Yellow));
        OnChunk(3, () => _desk.Send(_desk.Play(2, Priority.Red)));
        _desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.PreEmpted), _desk.Said(1).Last());
        Assert.Equal([Desk.TextOf(2)], Horn.Heard);
        Assert.Contains(ReceiptState.Heard, _desk.States(2));
    }

    [Theory]
    [InlineData(Priority.Red)]
    [InlineData(Priority.Blue)]
    [InlineData(Priority.Programme)]
    public void An_equal_or_lower_priority_waits(Priority second)
    {
        _desk.Send(_desk.Play(1, Priority.Red));
        OnChunk(3, () => _desk.Send(_desk.Play(2, second)));
        _desk.Settle();
        Assert.Equal([Desk.TextOf(1), Desk.TextOf(2)], Horn.Heard);
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], _desk.States(2));
    }

    [Fact]
    public void Those_that_wait_go_by_priority_and_then_by_arrival()
    {
        _desk.Send(_desk.Play(1, Priority.Red));
        OnChunk(3, () =>
        {
            _desk.Send(_desk.Play(5, Priority.Blue));
            _desk.Send(_desk.Play(2, Priority.Orange));
            _desk.Send(_desk.Play(4, Priority.Blue));
            _desk.Send(_desk.Play(3, Priority.Yellow));
        });
        _desk.Settle();
        Assert.Equal(new long[] { 1, 2, 3, 5, 4 }.Select(Desk.TextOf), Horn.Heard);
    }

    [Fact]
    public void A_full_queue_refuses_the_least_urgent_as_busy_and_takes_it_when_it_is_sent_again()
    {
        for (long sequence = 1; sequence <= OrderBook.WaitingPlaces; sequence++)
        {
            _desk.Send(_desk.Play(sequence, Priority.Red));
        }

        Order late = _desk.Play(9, Priority.Yellow);
        _desk.Send(late);
        Assert.Equal((ReceiptState.Refused, Reason.Busy), Assert.Single(_desk.Said(9)));
        _desk.Settle();
        _desk.Send(late);
        _desk.Settle();
        Assert.Contains(ReceiptState.Heard, _desk.States(9));
    }

    [Fact]
    public void A_full_queue_makes_room_for_a_more_urgent_order()
    {
        for (long sequence = 1; sequence <= OrderBook.WaitingPlaces; sequence++)
        {
            _desk.Send(_desk.Play(sequence, Priority.Yellow));
        }

        _desk.Send(_desk.Play(9, Priority.Red));
        _desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.PreEmpted), _desk.Said(4).Last());
        Assert.Equal(new long[] { 9, 1, 2, 3 }.Select(Desk.TextOf), Horn.Heard);
    }

    [Fact]
    public void An_update_replaces_the_order_that_plays()
    {
        _desk.Send(_desk.Play(1, Priority.Red));
        OnChunk(3, () => _desk.Send(Update(2, of: 1, Priority.Orange)));
        _desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.Superseded), _desk.Said(1).Last());
        Assert.Equal([Desk.TextOf(2)], Horn.Heard);
    }

    [Fact]
    public void An_update_replaces_the_order_that_waits()
    {
        _desk.Send(_desk.Play(1, Priority.Red));
        _desk.Send(_desk.Play(2, Priority.Yellow));
        _desk.Send(Update(3, of: 2, Priority.Yellow));
        _desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.Superseded), _desk.Said(2).Last());
        Assert.Equal([Desk.TextOf(1), Desk.TextOf(3)], Horn.Heard);
    }

    [Fact]
    public void An_order_that_comes_after_its_own_update_does_not_sound()
    {
        Order old = _desk.Play(1);
        _desk.Send(Update(2, of: 1, Priority.Red));
        _desk.Settle();
        _desk.Send(old);
        _desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.Superseded), Assert.Single(_desk.Said(1)));
        Assert.Equal([Desk.TextOf(2)], Horn.Heard);
    }

    [Fact]
    public void A_stop_silences_within_a_tenth_of_a_second_and_is_proved()
    {
        Order order = _desk.Play(1);
        order.ToneMilliseconds = 20_000;
        _desk.Send(order);
        long stoppedAt = 0;
        OnChunk(10, () =>
        {
            stoppedAt = _desk.Clock.UptimeMilliseconds;
            _desk.Send(_desk.Stop(2, of: 1));
        });
        _desk.Settle();
        Assert.InRange(Horn.LastSound - stoppedAt, 0, 100);
        Assert.Equal((ReceiptState.Stopped, Reason.StoppedByOrder), _desk.Said(1).Last());
        Assert.Equal([ReceiptState.Received, ReceiptState.Stopped], _desk.States(2));
        Assert.Equal(Horn.QuietMilliamperes, _desk.Last(2).QuietMilliamperes);
    }

    [Fact]
    public void A_stop_silences_the_speech()
    {
        _desk.Send(_desk.Play(1));
        _desk.After(2_500, () => _desk.Send(_desk.Stop(2)));    // 1 s to settle, 1 s of tone, then 1.2 s of speech
        _desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.StoppedByOrder), _desk.Said(1).Last());
        Assert.Equal(ReceiptState.Stopped, _desk.Last(2).State);
        Assert.DoesNotContain(ReceiptState.Heard, _desk.States(1));
    }

    [Fact]
    public void A_stop_of_everything_also_ends_what_waits_and_what_is_still_on_its_way()
    {
        Order late = _desk.Play(3);
        _desk.Send(_desk.Play(1));
        _desk.Send(_desk.Play(2));
        OnChunk(3, () => _desk.Send(_desk.Stop(4)));
        _desk.Settle();
        _desk.Send(late);
        _desk.Settle();
        Assert.All(new long[] { 1, 2, 3 }, sequence => Assert.Equal((ReceiptState.Stopped, Reason.StoppedByOrder), _desk.Said(sequence).Last()));
        Assert.Empty(Horn.Heard);
        _desk.Send(_desk.Play(5));
        _desk.Settle();
        Assert.Equal([Desk.TextOf(5)], Horn.Heard);
    }

    [Fact]
    public void A_stop_of_an_order_that_waits_leaves_the_one_that_plays()
    {
        _desk.Send(_desk.Play(1));
        _desk.Send(_desk.Play(2));
        OnChunk(3, () => _desk.Send(_desk.Stop(3, of: 2)));
        _desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.StoppedByOrder), _desk.Said(2).Last());
        Assert.Equal([ReceiptState.Received, ReceiptState.Stopped], _desk.States(3));
        Assert.Equal([Desk.TextOf(1)], Horn.Heard);
        Assert.Contains(ReceiptState.Heard, _desk.States(1));
    }

    [Fact]
    public void A_stop_of_nothing_is_proved_by_a_silent_horn()
    {
        _desk.Send(_desk.Stop(1));
        _desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Stopped], _desk.States(1));
        Assert.Equal(0, _desk.Last(1).QuietMilliamperes);
    }

    [Fact]
    public void A_speech_module_that_does_not_stop_loses_its_power()
    {
        Horn.SpeechNeverStops = true;
        _desk.Send(_desk.Play(1));
        _desk.After(2_500, () => _desk.Send(_desk.Stop(2)));
        _desk.Settle();
        Assert.Equal(ReceiptState.Stopped, _desk.Last(2).State);
        Assert.False(Horn.Powered);
    }

    [Fact]
    public void What_still_sounds_after_a_stop_is_said_and_not_hidden()
    {
        Horn.SpeechNeverStops = true;
        Horn.RelayWelded = true;
        _desk.Send(_desk.Play(1));
        _desk.After(2_500, () => _desk.Send(_desk.Stop(2)));
        _desk.Settle();
        Assert.Equal((ReceiptState.Failed, Reason.StillSounding), _desk.Said(1).Last());
        Assert.Equal((ReceiptState.Failed, Reason.StillSounding), _desk.Said(2).Last());
    }

    [Fact]
    public void A_drill_can_neither_stop_nor_replace_a_real_warning()
    {
        _desk.Send(_desk.Play(1));
        OnChunk(3, () =>
        {
            Order drill = _desk.Drill(2);
            drill.Of = 1;
            _desk.Send(drill);
            Order stop = _desk.Stop(3, of: 1);
            stop.Scope = Scope.Drill;
            _desk.Send(stop);
            Order all = _desk.Stop(4);
            all.Scope = Scope.Drill;
            _desk.Send(all);
        });
        _desk.Settle();
        Assert.Equal((ReceiptState.Refused, Reason.DrillMismatch), _desk.Said(2).Last());
        Assert.Equal((ReceiptState.Refused, Reason.DrillMismatch), _desk.Said(3).Last());
        Assert.Equal(ReceiptState.Stopped, _desk.Last(4).State);
        Assert.Equal(ReceiptState.Finished, _desk.Last(1).State);
        Assert.Equal([Desk.TextOf(1)], Horn.Heard);
    }

    [Fact]
    public void An_order_that_expires_while_it_waits_never_sounds()
    {
        Order first = _desk.Play(1);
        first.ToneMilliseconds = 20_000;
        Order second = _desk.Play(2);
        second.ExpiresUnixMilliseconds = _desk.Now + 5_000;
        _desk.Send(first);
        _desk.Send(second);
        _desk.Settle();
        Assert.Equal((ReceiptState.Failed, Reason.Expired), _desk.Said(2).Last());
        Assert.Equal([Desk.TextOf(1)], Horn.Heard);
        Assert.InRange(_desk.Last(2).UnixMilliseconds, second.ExpiresUnixMilliseconds, second.ExpiresUnixMilliseconds + 100);
    }

    [Fact]
    public void An_order_that_expires_while_the_amplifier_settles_never_sounds()
    {
        Order order = _desk.Play(1);
        order.ExpiresUnixMilliseconds = _desk.Now + 500;
        _desk.Send(order);
        _desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Failed], _desk.States(1));
        Assert.Equal(Reason.Expired, _desk.Last(1).Reason);
        Assert.Equal(0, Horn.Chunks);
    }

    [Fact]
    public void An_order_that_expires_while_it_plays_falls_silent()
    {
        Order order = _desk.Play(1);
        order.ToneMilliseconds = 20_000;
        order.ExpiresUnixMilliseconds = _desk.Now + 5_300;    // 1 s to settle, then 0.3 s into the second group of the tone
        _desk.Send(order);
        _desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.ExpiredWhilePlaying), _desk.Said(1).Last());
        Assert.InRange(Horn.LastSound, 5_200, 5_400);
    }

    [Fact]
    public void A_clock_that_jumps_back_does_not_let_an_order_sound_late()
    {
        Order order = _desk.Play(1);
        order.ToneMilliseconds = 20_000;
        order.ExpiresUnixMilliseconds = _desk.Now + 5_300;    // 1 s to settle, then 0.3 s into the second group of the tone
        _desk.Send(order);
        _desk.After(2_000, () => _desk.Clock.JumpTo(Desk.Start - 3_600_000));
        _desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.ExpiredWhilePlaying), _desk.Said(1).Last());
        Assert.InRange(Horn.LastSound, 5_200, 5_400);
    }

    private void PlayAndExpect(ReceiptState verdict, Reason reason)
    {
        _desk.Send(_desk.Play(1));
        _desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, verdict, ReceiptState.Finished], _desk.States(1));
        Assert.Contains((verdict, reason), _desk.Said(1));
    }

    private Order Update(long sequence, long of, Priority priority)
    {
        Order order = _desk.Play(sequence, priority);
        order.Of = of;
        return order;
    }

    private void OnChunk(int number, Action action)
    {
        bool done = false;
        Horn.Sounding = chunk =>
        {
            if (chunk == number && !done)
            {
                done = true;
                action();
            }
        };
    }

    /// <summary>As <see cref="EdgeWarning.Drivers.I2sSpeaker"/> is when its bus cannot be had: it takes what comes and sounds nothing.</summary>
    private sealed class DeadSpeaker : ISpeaker
    {
        public void Begin() => throw new InvalidOperationException("no bus");

        public void Write(byte[] chunk)
        {
        }

        public void End()
        {
        }
    }
}
