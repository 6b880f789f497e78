using EdgeWarning.Common;
using EdgeWarning.Protocol;
using EdgeWarning.Watch;

namespace EdgeWarning.Firmware.Tests.Watch;

public class VillageWatch_Tests
{
    private const long Minute = 60_000;
    private static readonly string[] Rain = ["warn.after.silent.seconds = 0", "warn.prepare.rain.1h.millimetres = 30", "warn.evacuate.rain.1h.millimetres = 60"];
    private static readonly string[] River =
    [
        "warn.after.silent.seconds = 0", "warn.prepare.stage.millimetres = 1500", "warn.evacuate.stage.millimetres = 2500",
        "warn.prepare.rise.millimetres = 500", "warn.evacuate.rise.millimetres = 1000",
    ];

    [Fact]
    public void Warns_at_the_tip_that_reaches_the_threshold_and_sounds_at_once()
    {
        var village = new Watched(Rain);
        village.Rain(29.8);
        village.Run(5 * Minute);
        Assert.Empty(village.Told);
        village.Rain(0.2);
        Assert.Equal([(5 * Minute, WarningStage.Prepare, WarningCause.Rain1Hour)], village.Told);
        var (_, sound) = village.Voice.All.Single();
        Assert.Equal((Tone.Orange, Priority.Orange, "zh-CN"), (sound.Tone, sound.Priority, sound.Language));
        Assert.StartsWith("准备转移", sound.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Escalates_at_once_and_repeats_up_to_the_limit()
    {
        var village = new Watched([.. Rain, "warn.repeat.seconds = 60", "warn.repeat.most = 3", "warn.language = en"]);
        village.Rain(30);
        village.Run(10_000);
        village.Rain(30);       // while the first sound is still on
        Assert.Equal([Tone.Orange, Tone.Red], village.Voice.All.Select(one => one.Sound.Tone));
        Assert.True(village.Voice.All[0].Sound.HasEnded);
        Assert.StartsWith("Leave now!", village.Voice.All[1].Sound.Text, StringComparison.Ordinal);
        village.Run(30 * Minute);
        Assert.Equal([10_000L, 70_000, 130_000], village.Voice.All.Skip(1).Select(one => one.At));
        Assert.Equal([true, false, false], village.Voice.All.Skip(1).Select(one => one.Sound.ReportsVerdict));
    }

    [Fact]
    public void Waits_while_the_gateway_speaks_and_warns_when_it_has_been_silent_for_long_enough()
    {
        var village = new Watched([.. Rain[1..], "warn.after.silent.seconds = 300"]);
        village.Clock.Advance(10 * Minute);
        village.Gateway.LastWordUptimeMilliseconds = 9 * Minute;
        village.Rain(40);
        village.Run(3 * Minute);
        Assert.Empty(village.Told);
        village.Run(5 * Minute);
        Assert.Equal([(14 * Minute, WarningStage.Prepare, WarningCause.Rain1Hour)], village.Told);
        village.Gateway.LastWordUptimeMilliseconds = village.Clock.UptimeMilliseconds;     // it is back: the warning goes on, and grows
        village.Rain(30);
        Assert.Equal(WarningStage.Evacuate, village.Watch.Told);
        Assert.True(village.Voice.All.Count >= 3);
    }

    [Fact]
    public void A_stop_of_the_gateway_ends_it_until_the_danger_grows()
    {
        var village = new Watched(Rain);
        village.Rain(30);
        village.Run(Minute);
        village.Voice.StopAll(village.Clock.UptimeMilliseconds);
        village.Run(30 * Minute);
        Assert.Single(village.Voice.All);
        village.Rain(40);
        Assert.Equal(Tone.Red, village.Voice.All[^1].Sound.Tone);
    }

    [Theory]
    [InlineData(Priority.Orange, 1)]
    [InlineData(Priority.Red, 1)]
    [InlineData(Priority.Yellow, 11)]
    public void A_warning_of_the_county_takes_over_when_it_is_as_loud(Priority priority, int sounds)
    {
        var village = new Watched([.. Rain, "warn.repeat.seconds = 120"]);
        village.Rain(30);
        village.Run(Minute);
        village.Gateway.Plays(priority, village.Clock.UptimeMilliseconds);
        village.Run(20 * Minute);
        Assert.Equal(sounds, village.Voice.All.Count);
        village.Run(120 * Minute);
        Assert.Equal(WarningStage.AllClear, village.Told[^1].Stage);
        bool spoke = village.Voice.All.Exists(one => one.Sound.Tone == Tone.Chime);
        Assert.Equal(priority == Priority.Yellow, spoke);      // the all-clear belongs to who warned last
    }

    [Fact]
    public void The_all_clear_comes_below_the_dead_band_after_the_hold_time_and_is_spoken_once()
    {
        var village = new Watched([.. Rain, "warn.deadband.percent = 20", "warn.hold.minutes = 30", "warn.clear.text = 解除"]);
        village.Rain(10);
        village.Run(10 * Minute);
        village.Rain(20);
        village.Run(59 * Minute);
        // After an hour the 10 mm have left: 20 mm < 24 mm, the hold time runs from minute 60.
        village.Run(20 * Minute + 59_000);
        Assert.Equal(WarningStage.Prepare, village.Watch.Told);
        village.Run(Minute);
        Assert.Equal([(10 * Minute, WarningStage.Prepare, WarningCause.Rain1Hour), (90 * Minute, WarningStage.AllClear, WarningCause.None)], village.Told);
        Assert.Equal((Tone.Chime, "解除"), (village.Voice.All[^1].Sound.Tone, village.Voice.All[^1].Sound.Text));
        village.Run(600 * Minute);
        Assert.Single(village.Voice.All, one => one.Sound.Tone == Tone.Chime);
    }

    [Fact]
    public void Becoming_less_is_reported_and_not_sounded()
    {
        var village = new Watched([.. River, "warn.hold.minutes = 30", "warn.repeat.most = 1"]);
        Water(village, 3000, 40);
        Assert.Equal(WarningStage.Evacuate, village.Watch.Told);
        Water(village, 1800, 40);
        Assert.Equal((WarningStage.Prepare, WarningCause.Stage), (village.Told[^1].Stage, village.Told[^1].Cause));
        Assert.Single(village.Voice.All);
    }

    [Fact]
    public void A_village_that_was_told_to_leave_hears_the_all_clear_also_when_the_danger_ended_in_two_steps()
    {
        var village = new Watched([.. River, "warn.hold.minutes = 30", "warn.repeat.most = 1"]);
        Water(village, 3000, 40);
        Water(village, 1800, 40);
        Water(village, 1000, 40);
        Assert.Equal([WarningStage.Evacuate, WarningStage.Prepare, WarningStage.AllClear], village.Told.Select(one => one.Stage));
        Assert.Equal([Tone.Red, Tone.Chime], village.Voice.All.Select(one => one.Sound.Tone));
    }

    [Fact]
    public void A_warning_that_became_less_belongs_to_the_county_once_that_speaks()
    {
        var village = new Watched([.. River, "warn.hold.minutes = 30", "warn.repeat.most = 1"]);
        Water(village, 3000, 40);
        Water(village, 1800, 40);
        village.Gateway.Plays(Priority.Orange, village.Clock.UptimeMilliseconds);
        Water(village, 1000, 40);
        Assert.Equal(WarningStage.AllClear, village.Told[^1].Stage);
        Assert.Single(village.Voice.All);
    }

    [Fact]
    public void A_danger_that_grows_again_after_it_became_less_sounds_again()
    {
        var village = new Watched([.. River[1..], "warn.after.silent.seconds = 300", "warn.hold.minutes = 30", "warn.repeat.most = 1"]);
        Water(village, 3000, 40);
        Water(village, 1800, 40);
        village.Gateway.LastWordUptimeMilliseconds = village.Clock.UptimeMilliseconds;     // back, and it has not ended the warning
        Water(village, 3000, 4);
        Assert.Equal([Tone.Red, Tone.Red], village.Voice.All.Select(one => one.Sound.Tone));
    }

    [Fact]
    public void One_wrong_echo_warns_nobody_and_a_sustained_one_does()
    {
        var village = new Watched(River);
        Water(village, 1000, 30);
        village.Watch.OnStage(4000);
        village.Step();
        village.Run(10_000);
        Water(village, 1000, 30);
        Assert.Empty(village.Told);
        Water(village, 4000, 1);
        Assert.Equal(WarningStage.Evacuate, village.Watch.Told);
    }

    /// <summary>A real flood has been recorded at 0.0026 m/s: 1.5 m in ten minutes.</summary>
    [Fact]
    public void A_flood_that_rises_a_metre_and_a_half_in_ten_minutes_is_no_spike()
    {
        var village = new Watched(River);
        Water(village, 300, 30);
        long start = village.Clock.UptimeMilliseconds;
        for (int minute = 1; minute <= 10; minute++)
        {
            Water(village, 300 + (150 * minute), 1);
        }

        Assert.Equal([(WarningStage.Prepare, WarningCause.Rise), (WarningStage.Evacuate, WarningCause.Rise)], village.Told.Select(one => (one.Stage, one.Cause)));
        Assert.InRange(village.Told[0].At - start, 0, 5 * Minute);     // 500 mm after 3 min 20 s
        Assert.InRange(village.Told[1].At - start, 0, 8 * Minute);     // 1000 mm after 6 min 40 s
    }

    [Theory]
    [InlineData(0, WarningStage.AllClear)]              // steady water: a fault is news, no alarm
    [InlineData(20, WarningStage.Prepare)]              // 200 mm in ten minutes
    [InlineData(60, WarningStage.Evacuate)]             // it had reached the first stage by rising
    public void A_probe_lost_during_a_rise_is_an_alarm(int millimetresAMinute, WarningStage expected)
    {
        var village = new Watched(River);
        for (int minute = 0; minute <= 10; minute++)
        {
            Water(village, 300 + (millimetresAMinute * minute), 1);
        }

        for (int i = 0; i < 5; i++)
        {
            village.Watch.OnStageFault(ProbeFault.Silent);
            village.Run(Minute);
        }

        Assert.Equal(expected, village.Watch.Told);
        Assert.Equal(expected > WarningStage.AllClear, village.Told.Any(one => one.Cause == WarningCause.SensorLost));
    }

    [Fact]
    public void A_probe_that_goes_flat_during_a_rise_is_an_alarm_and_measuring_again_ends_it()
    {
        var village = new Watched([.. River, "warn.flat.minutes = 20", "warn.hold.minutes = 10"]);
        for (int minute = 0; minute <= 15; minute++)
        {
            Water(village, 300 + (20 * minute), 1);
        }

        long stuck = village.Clock.UptimeMilliseconds;
        for (int minute = 0; minute < 25; minute++)
        {
            village.Watch.OnStage(620);
            village.Run(Minute);
        }

        Assert.Equal((WarningStage.Prepare, WarningCause.SensorLost), (village.Told[0].Stage, village.Told[0].Cause));
        Assert.InRange(village.Told[0].At - stuck, 19 * Minute, 21 * Minute);
        Water(village, 640, 12);
        Assert.Equal(WarningStage.AllClear, village.Watch.Told);
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(16, 1)]
    public void A_reed_that_sticks_in_heavy_rain_is_an_alarm(int millimetres, int warnings)
    {
        var village = new Watched(Rain);
        village.Rain(millimetres);
        village.Watch.OnRainFault(ProbeFault.Stuck);
        village.Run(5 * Minute);
        Assert.Equal(warnings, village.Told.Count);
        Assert.All(village.Told, one => Assert.Equal((WarningStage.Prepare, WarningCause.SensorLost), (one.Stage, one.Cause)));
    }

    [Fact]
    public void A_probe_that_nobody_mends_does_not_hide_the_next_danger()
    {
        var village = new Watched([.. River, "warn.prepare.rain.1h.millimetres = 30", "warn.hold.minutes = 30"]);
        Water(village, 300, 5);
        Water(village, 420, 2);
        for (int minute = 0; minute < 9 * 60; minute++)
        {
            village.Watch.OnStageFault(ProbeFault.Silent);
            village.Run(Minute);
        }

        Assert.Equal([WarningStage.Prepare, WarningStage.AllClear], village.Told.Select(one => one.Stage));
        village.Rain(31);
        Assert.Equal(WarningCause.Rain1Hour, village.Told[^1].Cause);
    }

    [Fact]
    public void A_restart_goes_on_with_the_warning_and_neither_reports_it_again_nor_begins_its_count_anew()
    {
        string[] settings = [.. Rain, "warn.repeat.seconds = 60", "warn.repeat.most = 5"];
        var village = new Watched(settings);
        village.Rain(35);
        village.Run(2 * Minute - 1);
        Assert.Equal(2, village.Voice.All.Count);
        var later = new Watched(village.Flash, 35_000, settings);
        later.Run(60 * Minute);
        Assert.Equal(3, later.Voice.All.Count);
        Assert.DoesNotContain(later.Told, one => one.Stage > WarningStage.AllClear);
    }

    [Fact]
    public void After_a_restart_no_all_clear_is_said_of_water_that_nobody_has_seen()
    {
        string[] settings = [.. River, "warn.hold.minutes = 30"];
        var village = new Watched(settings);
        Water(village, 3000, 10);
        var later = new Watched(village.Flash, 0, settings);
        for (int minute = 0; minute < 5 * 60; minute++)
        {
            later.Watch.OnStageFault(ProbeFault.Silent);    // the flood has taken the probe
            later.Run(Minute);
        }

        Assert.Equal(WarningStage.Evacuate, later.Watch.Told);
        Water(later, 1000, 40);
        Assert.Equal(WarningStage.AllClear, later.Watch.Told);
    }

    [Fact]
    public void After_a_restart_a_probe_that_stays_away_ends_the_danger_after_six_hours_and_the_hold_time()
    {
        string[] settings = [.. River, "warn.hold.minutes = 30"];
        var village = new Watched(settings);
        Water(village, 3000, 10);
        var later = new Watched(village.Flash, 0, settings);
        later.Run(Danger.LongestLossMilliseconds + (29 * Minute));
        Assert.Equal(WarningStage.Evacuate, later.Watch.Told);
        later.Run(2 * Minute);
        Assert.Equal(WarningStage.AllClear, later.Watch.Told);
    }

    [Fact]
    public void A_board_that_measures_nothing_says_no_all_clear_and_goes_on_warning()
    {
        string[] settings = [.. Rain, "warn.hold.minutes = 5", "warn.repeat.seconds = 120"];
        var village = new Watched(settings);
        village.Rain(35);
        var blind = new Watched(village.Flash, 35_000, settings);
        blind.Watch.IsBlind = true;
        blind.Run(90 * Minute);
        Assert.Equal(WarningStage.Prepare, blind.Watch.Told);
        Assert.All(blind.Voice.All, one => Assert.Equal(Tone.Orange, one.Sound.Tone));
        Assert.True(blind.Voice.All.Count > 5, $"{blind.Voice.All.Count} soundings");
    }

    [Fact]
    public void Rain_from_before_a_power_cut_counts_together_with_rain_after_it()
    {
        var village = new Watched(Rain);
        for (int tip = 0; tip < 29; tip++)
        {
            village.Rain(1);
            village.Run(Minute);
        }

        var later = new Watched(village.Flash, 29_000, Rain);
        later.Run(Minute);
        Assert.Empty(later.Told);
        later.Rain(1);
        Assert.Equal([(WarningStage.Prepare, WarningCause.Rain1Hour)], later.Told.Select(one => (one.Stage, one.Cause)));
    }

    [Fact]
    public void Watching_allocates_nothing()
    {
        var village = new Watched([.. Rain, .. River[1..]]);
        Watch(village, 50);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Watch(village, 2_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(village.Told);
    }

    [Fact]
    public void Flash_that_refuses_everything_silences_nothing()
    {
        var village = new Watched(Rain);
        village.Flash.Room = 0;
        village.Rain(30);
        village.Run(10 * Minute);
        Assert.True(village.Voice.All.Count > 3);
        Assert.Single(village.Log.Kept(), line => line.Contains("cannot write down", StringComparison.Ordinal));
    }

    [Fact]
    public void A_voice_that_has_no_place_is_asked_again()
    {
        var village = new Watched(Rain);
        village.Voice.IsBroken = true;
        village.Rain(30);
        village.Run(20_000);
        village.Voice.IsBroken = false;
        village.Run(10_000);
        Assert.Single(village.Voice.All);
    }

    // Steady water in dry weather: what a station does for months.
    private static void Watch(Watched village, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            village.Watch.OnStage(1_000 + (round % 3));
            village.Clock.Advance(30_000);
            village.Watch.Step();
        }
    }

    // One measurement a minute.
    private static void Water(Watched village, int millimetres, int minutes)
    {
        for (int minute = 0; minute < minutes; minute++)
        {
            long next = village.Clock.UptimeMilliseconds + Minute;
            village.Stage(millimetres + (minute % 3) - 1);
            village.Run(next - village.Clock.UptimeMilliseconds);
        }
    }
}
