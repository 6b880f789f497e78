using System.Globalization;
using EdgeWarning.Common;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Firmware.Tests.Simulator;
using EdgeWarning.Protocol;
using EdgeWarning.RainGauge;
using EdgeWarning.WaterLevel;

namespace EdgeWarning.Firmware.Tests.Watch;

/// <summary>Recorded floods through gauge, probe and watch in virtual time, against oracles that read the same files and know nothing of the firmware.</summary>
[Collection(Busy.Name)]
public class RealFloods_Tests
{
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const int MarkMillimetres = 1_676;      // 5.5 ft, the minor flood stage of the National Weather Service

    /// <summary>The creek crosses its minor flood mark upward three times: as many alarms as dead band and hold time say, and never one more.</summary>
    [Theory]
    [InlineData(0, 0, 3)]
    [InlineData(0, 30, 3)]
    [InlineData(0, 180, 2)]         // it was below for 3 h and less before the third crossing, for 6 h before the second
    [InlineData(0, 720, 1)]
    [InlineData(50, 30, 2)]         // the dip before the third crossing is 3 mm deep
    [InlineData(200, 30, 1)]        // deeper than the creek fell between them
    [InlineData(200, 720, 1)]
    public void Boulder_Creek_gives_as_many_alarms_as_dead_band_and_hold_time_say(int bandMillimetres, int holdMinutes, int alarms)
    {
        var stage = Creek();
        Assert.Equal(3, Enumerable.Range(1, stage.Length - 1).Count(hour => stage[hour - 1] < 5.5 && stage[hour] >= 5.5));
        var expected = Crossings(minute => At(stage, minute), bandMillimetres, holdMinutes, (stage.Length - 1) * 60);
        Assert.Equal(alarms, expected.Count(one => one.Raised));

        var village = new Watched(
            "warn.after.silent.seconds = 0", $"warn.prepare.stage.millimetres = {MarkMillimetres}", $"warn.stage.deadband.millimetres = {bandMillimetres}", $"warn.hold.minutes = {holdMinutes}");
        var random = new Random(7);
        // A real echo scatters by some millimetres; a series without any would be a dead probe.
        var gauge = new Probe(village, () => (int)Math.Round(At(stage, village.Clock.UptimeMilliseconds / (double)Minute)) + random.Next(-1, 2));
        gauge.Run((stage.Length - 1) * Hour);
        Assert.Equal(expected.Select(one => one.Raised), village.Told.Select(one => one.Stage == WarningStage.Prepare));
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.InRange(village.Told[i].At / (double)Minute, expected[i].Minute - 3, expected[i].Minute + 3);
        }

        Assert.True(village.Voice.All.Count <= alarms * 21, $"{village.Voice.All.Count} soundings");
    }

    /// <summary>Every tip of the storm, or of five and a half years where the whole record is at hand: each alarm begins at its very tip.</summary>
    [Theory]
    [InlineData("golden/hydro/be1-2013-08-22.csv", 1)]
    [InlineData("shared:hydro/usgs_cooperator_BE1_tips_0.01in.csv", 5)]
    public void Rain_of_BE1_warns_at_the_tip_that_an_oracle_names(string file, int leastAlarms)
    {
        string path = file.StartsWith("shared:", StringComparison.Ordinal) ? Repository.Shared(file["shared:".Length..]) : Path.Combine(AppContext.BaseDirectory, file);
        (int Window, long Length, double Prepare, double Evacuate)[] thresholds = [(0, 10 * Minute, 12, 20), (1, Hour, 30, 50), (2, 3 * Hour, 45, 80), (3, 6 * Hour, 55, 95), (4, 24 * Hour, 70, 120)];
        var tips = TipsOf(path);
        var expected = RainAlarms(tips, thresholds);
        Assert.True(expected.Count(one => one.Stage > WarningStage.AllClear) >= leastAlarms, $"{expected.Count} changes");

        var village = new Watched(
            ["warn.after.silent.seconds = 0", "warn.hold.minutes = 60",
            .. thresholds.Select(one => $"warn.prepare.rain.{WarnSettings.NameOf(one.Window)}.millimetres = {one.Prepare}"),
            .. thresholds.Select(one => $"warn.evacuate.rain.{WarnSettings.NameOf(one.Window)}.millimetres = {one.Evacuate}")]);
        var gauge = new RainGaugeDevice(
            TestSettings.Of("village-station", "rain.tip.micrometres = 254"), village.Clock, village.Flash, village.Log, village.Link, new BoardStatus(), closed: false)
        { Watch = village.Watch };
        foreach (long tip in tips)
        {
            long dry = tip - village.Clock.UptimeMilliseconds;
            village.Run(Math.Min(dry, 26 * Hour));
            village.Clock.Advance(tip - village.Clock.UptimeMilliseconds);      // nothing happens after a dry day
            gauge.OnSwitch(true);
            gauge.Step();
            gauge.OnSwitch(false);
            village.Step();
        }

        village.Run(26 * Hour);
        Assert.Equal(expected.Select(one => one.Stage), village.Told.Select(one => one.Stage));
        for (int i = 0; i < expected.Count; i++)
        {
            bool rises = expected[i].Stage > (i == 0 ? WarningStage.AllClear : expected[i - 1].Stage);
            Assert.InRange(village.Told[i].At, expected[i].At, expected[i].At + (rises ? 0 : Minute));
        }
    }

    // ---- the oracles ----

    private static List<(double Minute, bool Raised)> Crossings(Func<double, double> millimetres, int band, int hold, int minutes)
    {
        var changes = new List<(double, bool)>();
        bool on = false;
        double below = -1;
        for (int minute = 0; minute <= minutes; minute++)
        {
            double now = millimetres(minute);
            if (!on && now >= MarkMillimetres)
            {
                on = true;
                changes.Add((minute, true));
            }

            below = now >= MarkMillimetres - band ? -1 : below < 0 ? minute : below;
            if (on && below >= 0 && minute - below >= hold)
            {
                on = false;
                changes.Add((minute, false));
            }
        }

        return changes;
    }

    private static List<(long At, WarningStage Stage)> RainAlarms(long[] tips, (int Window, long Length, double Prepare, double Evacuate)[] thresholds)
    {
        const long HoldMilliseconds = 60 * Minute;
        const long Grid = 10_000;
        var changes = new List<(long, WarningStage)>();
        bool[] on = [false, false];
        long[] below = [-1, -1];
        int newest = -1;
        var told = WarningStage.AllClear;
        for (long now = tips[0]; now <= tips[^1] + (26 * Hour);)
        {
            while (newest + 1 < tips.Length && tips[newest + 1] <= now)
            {
                newest++;
            }

            for (int stage = 0; stage < 2; stage++)
            {
                bool reached = Array.Exists(thresholds, one => Sum(one.Length) >= (stage == 0 ? one.Prepare : one.Evacuate));
                bool held = Array.Exists(thresholds, one => Sum(one.Length) >= 0.8 * (stage == 0 ? one.Prepare : one.Evacuate));
                on[stage] |= reached;
                below[stage] = held ? -1 : below[stage] < 0 ? now : below[stage];
                on[stage] &= held || now - below[stage] < HoldMilliseconds;
            }

            var level = on[1] ? WarningStage.Evacuate : on[0] ? WarningStage.Prepare : WarningStage.AllClear;
            if (level != told)
            {
                changes.Add((now, level));
                told = level;
            }

            // The next moment at which anything can change: a tip, or a step of the grid while rain is remembered.
            long next = newest + 1 < tips.Length ? tips[newest + 1] : long.MaxValue;
            bool remembered = newest >= 0 && now - tips[newest] < 26 * Hour;
            now = remembered ? Math.Min(next, now + Grid) : next == long.MaxValue ? now + Grid : next;

            double Sum(long length)
            {
                int count = 0;
                for (int i = newest; i >= 0 && now - tips[i] < length; i--)
                {
                    count++;
                }

                return count * 0.254;
            }
        }

        return changes;
    }

    // ---- the records ----

    private static double[] Creek() =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden/hydro/boulder-creek-2013-09.csv")).Skip(1).Select(line => double.Parse(line.Split(',')[3], CultureInfo.InvariantCulture))];

    private static double At(double[] feet, double minute)
    {
        int hour = Math.Min((int)(minute / 60), feet.Length - 2);
        return 304.8 * (feet[hour] + ((feet[hour + 1] - feet[hour]) * ((minute / 60) - hour)));
    }

    /// <summary>A minute's tips fall evenly in it.</summary>
    private static long[] TipsOf(string path)
    {
        var rows = File.ReadLines(path).Skip(1).Select(line => line.Split(',')).Where(cells => cells.Length > 5).ToArray();
        var start = Date(rows[0]);
        return [.. rows.SelectMany(row =>
        {
            int count = (int)Math.Round(double.Parse(row[5], CultureInfo.InvariantCulture) / 0.01);
            long minute = (long)(Date(row) - start).TotalMilliseconds + Hour;
            return Enumerable.Range(0, count).Select(tip => minute + (tip * Minute / count));
        })];

        static DateTime Date(string[] row) =>
            new DateTime(int.Parse(row[1], CultureInfo.InvariantCulture), int.Parse(row[2], CultureInfo.InvariantCulture), int.Parse(row[3], CultureInfo.InvariantCulture)).AddMinutes(int.Parse(row[4], CultureInfo.InvariantCulture));
    }

    /// <summary>The level gauge and the watch, each called when it is due.</summary>
    private sealed class Probe : ILevelProbe
    {
        private readonly Watched _village;
        private readonly Func<int> _stage;
        private readonly WaterLevelDevice _device;

        public Probe(Watched village, Func<int> stage)
        {
            _village = village;
            _stage = stage;
            _device = new WaterLevelDevice(TestSettings.Of("village-station"), village.Clock, village.Log, village.Link, new BoardStatus(), this) { Watch = village.Watch };
        }

        public ProbeFault Read(out int stageMillimetres)
        {
            stageMillimetres = _stage();
            return ProbeFault.None;
        }

        public void Run(long milliseconds)
        {
            while (_village.Clock.UptimeMilliseconds < milliseconds)
            {
                int wait = _device.Step();
                _village.Step();
                _village.Run(Math.Max(1, wait));
            }
        }
    }
}
