using EdgeWarning.Common;
using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>The button and the calendar, over the real device in virtual time.</summary>
public sealed class LocalHands_Tests
{
    private const int Long = 3_500;
    private static readonly long s_noon = new DateTimeOffset(2027, 1, 20, 12, 0, 0, TimeSpan.FromHours(8)).ToUnixTimeMilliseconds();

    [Fact]
    public void A_long_press_sounds_the_village_at_once_and_tells_the_gateway()
    {
        var pole = new Pole("alarm.minutes = 1\n");
        pole.Press(1_000, Long);
        pole.Run(30_000);
        Assert.Contains(Announcements.VillageAlarm("zh-CN"), pole.Desk.Horn.Heard);
        Assert.Equal([(ReadingKind.VillageAlarm, 1L), (ReadingKind.LocalVerdict, 4L)], pole.Desk.Link.Readings);
    }

    [Fact]
    public void It_sounds_round_after_round_and_ends_by_itself()
    {
        var pole = new Pole("alarm.minutes = 2\n");
        pole.Press(1_000, Long);
        pole.Run(300_000);
        Assert.True(pole.Desk.Horn.Heard.Count >= 6, $"{pole.Desk.Horn.Heard.Count} rounds");
        Assert.InRange(pole.Desk.Horn.LastSound, 4_000 + 119_000, 4_000 + 122_000);
        Assert.Equal([(long)VillageAlarm.Begun, (long)VillageAlarm.EndedByTime], pole.Alarms);
        Assert.Single(pole.Desk.Link.Readings, reading => reading.Kind == ReadingKind.LocalVerdict);
    }

    [Fact]
    public void A_second_long_press_ends_it()
    {
        var pole = new Pole();
        pole.Press(1_000, Long);
        pole.Press(20_000, Long);
        pole.Run(60_000);
        Assert.Equal([(long)VillageAlarm.Begun, (long)VillageAlarm.EndedHere], pole.Alarms);
        Assert.InRange(pole.Desk.Horn.LastSound, 22_900, 23_500);
    }

    [Fact]
    public void The_gateways_stop_ends_it_and_is_proved()
    {
        var pole = new Pole();
        pole.Press(1_000, Long);
        pole.Desk.After(20_000, () => pole.Desk.Send(pole.Desk.Stop(1)));
        pole.Run(60_000);
        Assert.Equal([(long)VillageAlarm.Begun, (long)VillageAlarm.EndedByOrder], pole.Alarms);
        Assert.Equal(ReceiptState.Stopped, pole.Desk.Said(1).Last().State);
        Assert.InRange(pole.Desk.Horn.LastSound, 19_900, 20_500);
    }

    [Fact]
    public void The_countys_red_warning_breaks_into_it_and_afterwards_it_goes_on()
    {
        var pole = new Pole();
        pole.Press(1_000, Long);
        pole.Desk.After(15_000, () => pole.Desk.Send(pole.Desk.Play(1)));
        pole.Run(60_000);
        int warning = pole.Desk.Horn.Heard.IndexOf(Desk.TextOf(1));
        Assert.True(warning > 0);
        Assert.Contains(Announcements.VillageAlarm("zh-CN"), pole.Desk.Horn.Heard.Skip(warning));
        Assert.Equal([(long)VillageAlarm.Begun], pole.Alarms);
    }

    [Fact]
    public void A_power_cut_ends_it_and_the_gateway_learns_that()
    {
        var pole = new Pole();
        pole.Press(1_000, Long);
        pole.Run(20_000);
        Pole next = pole.AfterPowerCut();
        next.Run(30_000);
        Assert.Equal([(long)VillageAlarm.EndedByTime], next.Alarms);
        Assert.Equal(pole.Desk.Horn.Heard.Count, next.Desk.Horn.Heard.Count);
        Assert.Empty(next.AfterPowerCut().Alarms);
    }

    [Fact]
    public void A_short_press_tests_the_sound_and_says_the_result()
    {
        var pole = new Pole();
        pole.Press(1_000, 300);
        pole.Run(30_000);
        Assert.Equal([Announcements.SelfTest("zh-CN"), Announcements.SelfTestResult("zh-CN", true, false, true)], pole.Desk.Horn.Heard);
        Assert.Contains((ReadingKind.AudibleSelfTest, 4L), pole.Desk.Link.Readings);
        Assert.Equal(ReceiptState.Heard, pole.Desk.Status.SelfTest);
        Assert.InRange(pole.Desk.Status.SelfTestUnixMilliseconds, s_noon, s_noon + 30_000);
    }

    [Fact]
    public void A_dead_amplifier_is_told_to_the_gateway()
    {
        var pole = new Pole(horn: new Horn { Alive = false });
        pole.Press(1_000, 300);
        pole.Run(30_000);
        Assert.Contains((ReadingKind.AudibleSelfTest, 5L), pole.Desk.Link.Readings);
        Assert.Equal(ReceiptState.NotHeard, pole.Desk.Status.SelfTest);
    }

    [Theory]
    [InlineData(true, 4L)]
    [InlineData(false, 5L)]
    public void The_daily_test_is_near_silent_and_finds_an_unplugged_horn(bool connected, long verdict)
    {
        var pole = new Pole("selftest.at = 12:01\nselftest.spread.minutes = 1\nselftest.audible.day = 28\n", new Horn { HornConnected = connected });
        pole.Run(180_000);
        Assert.Empty(pole.Desk.Link.Readings);    // a new board begins tomorrow
        pole.Run(24 * 3_600_000);
        Assert.Equal([(ReadingKind.SelfTest, verdict)], pole.Desk.Link.Readings);
        Assert.Empty(pole.Desk.Horn.Heard);
    }

    [Fact]
    public void A_warning_silences_a_test_at_once_and_the_test_is_made_later()
    {
        var pole = new Pole("selftest.at = 12:01\nselftest.spread.minutes = 1\n");
        pole.Run(24 * 3_600_000);
        pole.Desk.Sounder.Sound(LocalSound_Tests.Own("水。", repeats: 60));
        pole.Run(180_000);
        Assert.DoesNotContain(pole.Desk.Link.Readings, reading => reading.Kind is ReadingKind.SelfTest or ReadingKind.AudibleSelfTest);
        pole.Run(1_500_000);
        Assert.Contains((ReadingKind.SelfTest, 4L), pole.Desk.Link.Readings);
    }

    [Fact]
    public void A_programme_breaks_off_a_test()
    {
        var pole = new Pole();
        pole.Press(1_000, 300);
        pole.Desk.After(3_500, () => pole.Desk.Send(pole.Desk.Play(1, Priority.Programme)));
        pole.Run(20_000);
        Assert.Contains(Desk.TextOf(1), pole.Desk.Horn.Heard);
        Assert.DoesNotContain(pole.Desk.Link.Readings, reading => reading.Kind == ReadingKind.AudibleSelfTest);
    }

    [Fact]
    public void A_test_order_without_tone_and_text_is_near_silent_and_proves_the_horn()
    {
        var desk = new Desk();
        Order order = desk.Play(1, Priority.None);
        (order.Kind, order.Scope, order.Tone, order.ToneMilliseconds, order.Text) = (OrderKind.Test, Scope.Test, Tone.None, 0, "");
        desk.Send(order);
        desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], desk.States(1));
        Assert.Equal(ReceiptState.Heard, desk.Status.SelfTest);
    }

    [Fact]
    public void A_near_silent_test_finds_a_speech_module_that_does_not_answer()
    {
        var desk = new Desk();
        desk.Horn.Speech.Fault = SpeechState.Silent;
        Order order = desk.Play(1, Priority.None);
        (order.Kind, order.Scope, order.Tone, order.ToneMilliseconds, order.Text) = (OrderKind.Test, Scope.Test, Tone.None, 0, "");
        desk.Send(order);
        desk.Settle();
        Receipt verdict = desk.Link.Receipts.Single(receipt => receipt.State == ReceiptState.NotHeard);
        Assert.Equal((Reason.SpeechFault, "the speech module does not answer"), (verdict.Reason, verdict.Detail));
    }

    /// <summary>A desk with a button; the hands are stepped every 25 ms of virtual time.</summary>
    private sealed class Pole : IButton
    {
        private const int StepMilliseconds = 25;

        private readonly LocalHands _hands;
        private readonly string _settings;
        private long _until;

        public Pole(string settings = "", Horn? horn = null)
            : this(new Desk(horn: horn, settings: settings, startUnixMilliseconds: s_noon), settings)
        {
        }

        private Pole(Desk desk, string settings)
        {
            Desk = desk;
            _settings = settings;
            var log = new Log(desk.Clock, 64);
            var whistle = new Whistle(desk.Settings.Sound, desk.Sounder, desk.Flash, desk.Link, desk.Clock, log);
            var tests = new SelfTests(desk.Settings, desk.Sounder, desk.Flash, desk.Link, desk.Clock, log);
            _hands = new LocalHands(whistle, tests, desk.Clock, log) { Button = this };
            _hands.Restore();
        }

        public Desk Desk { get; }

        public bool IsPressed { get; private set; }

        public List<long> Alarms => [.. Desk.Link.Readings.Where(reading => reading.Kind == ReadingKind.VillageAlarm).Select(reading => reading.Value)];

        public void Press(int atMilliseconds, int milliseconds)
        {
            Desk.After(atMilliseconds, () => IsPressed = true);
            Desk.After(atMilliseconds + milliseconds, () => IsPressed = false);
        }

        public void Run(int milliseconds)
        {
            _until = Desk.Clock.UptimeMilliseconds + milliseconds;
            Step();
            while (Desk.Clock.UptimeMilliseconds < _until)
            {
                Desk.StepOnce();
                Desk.Clock.Sleep(10);
            }
        }

        public Pole AfterPowerCut() => new(Desk.AfterPowerCut(), _settings);

        private void Step()
        {
            _hands.Step();
            if (Desk.Clock.UptimeMilliseconds < _until)
            {
                Desk.After(StepMilliseconds, Step);
            }
        }
    }
}
