using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Protocol;
using EdgeWarning.Watch;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Watch
{
    [TestClass]
    public class Danger_Tests
    {
        private const long Minute = 60_000;

        [TestMethod]
        public void Begins_at_the_threshold_and_ends_below_the_dead_band_after_the_hold_time()
        {
            RainWindows rain = new RainWindows();
            Danger danger = new Danger(Settings("warn.prepare.rain.10min.millimetres = 10\nwarn.deadband.percent = 20\nwarn.hold.minutes = 5"), rain, new StageTrend());
            rain.Add(9_999, 0);
            danger.Judge(0);
            Same(WarningStage.AllClear, danger);
            rain.Add(1, Minute);
            danger.Judge(Minute);
            Same(WarningStage.Prepare, danger);
            Assert.AreEqual((int)WarningCause.Rain10Minutes, (int)danger.Cause);
            Judge(danger, rain, 10 * Minute);       // the first 9.999 mm leave here
            Judge(danger, rain, (15 * Minute) - 1);
            Same(WarningStage.Prepare, danger);
            Judge(danger, rain, 15 * Minute);
            Same(WarningStage.AllClear, danger);
        }

        [TestMethod]
        public void More_rain_in_the_hold_time_begins_it_anew()
        {
            RainWindows rain = new RainWindows();
            Danger danger = new Danger(Settings("warn.prepare.rain.10min.millimetres = 10\nwarn.deadband.percent = 20\nwarn.hold.minutes = 5"), rain, new StageTrend());
            rain.Add(10_000, 0);
            danger.Judge(0);
            Judge(danger, rain, 12 * Minute);
            rain.Add(8_000, 13 * Minute);           // in the dead band: no new danger, and no end
            Judge(danger, rain, 13 * Minute);
            Judge(danger, rain, 18 * Minute);
            Same(WarningStage.Prepare, danger);
            Judge(danger, rain, 23 * Minute);
            Judge(danger, rain, 28 * Minute);
            Same(WarningStage.AllClear, danger);
        }

        [TestMethod]
        public void Goes_back_from_leave_now_to_prepare_before_the_all_clear()
        {
            RainWindows rain = new RainWindows();
            Danger danger = new Danger(
                Settings("warn.prepare.rain.1h.millimetres = 10\nwarn.evacuate.rain.10min.millimetres = 20\nwarn.hold.minutes = 0"), rain, new StageTrend());
            rain.Add(20_000, 0);
            danger.Judge(0);
            Same(WarningStage.Evacuate, danger);
            Judge(danger, rain, 10 * Minute);
            Same(WarningStage.Prepare, danger);
            Judge(danger, rain, 60 * Minute);
            Same(WarningStage.AllClear, danger);
        }

        [TestMethod]
        public void Old_rain_of_unknown_age_begins_nothing_and_ends_nothing()
        {
            RainWindows rain = new RainWindows();
            rain.Recall(50_000, 0);
            Danger danger = new Danger(Settings("warn.prepare.rain.24h.millimetres = 10\nwarn.hold.minutes = 0"), rain, new StageTrend());
            danger.OldRainCounts = false;
            danger.Judge(0);
            Same(WarningStage.AllClear, danger);
            danger.Restore(WarningStage.Prepare, WarningCause.Rain24Hours);
            danger.Judge(Minute);
            Same(WarningStage.Prepare, danger);
        }

        [TestMethod]
        public void A_probe_lost_in_a_rise_is_one_stage_above_what_the_water_had_reached()
        {
            StageTrend trend = new StageTrend();
            Danger danger = new Danger(Settings("warn.prepare.stage.millimetres = 2000\nwarn.lost.rise.millimetres = 100"), new RainWindows(), trend);
            for (int minute = 0; minute <= 10; minute++)
            {
                trend.Add(1_000 + (minute * 20), minute * Minute);
                danger.Judge(minute * Minute);
            }

            danger.StageFails(true, 11 * Minute);
            danger.Judge(11 * Minute);
            Same(WarningStage.AllClear, danger);
            danger.Judge((11 * Minute) + Danger.LossMilliseconds);
            Same(WarningStage.Prepare, danger);
            Assert.AreEqual((int)WarningCause.SensorLost, (int)danger.Cause);
        }

        private static void Judge(Danger danger, RainWindows rain, long now)
        {
            rain.MoveTo(now);
            danger.Judge(now);
        }

        private static void Same(WarningStage expected, Danger danger)
        {
            Assert.AreEqual((int)expected, (int)danger.Stage);
        }

        private static WarnSettings Settings(string text)
        {
            SettingLines lines = new SettingLines();
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            lines.Read("test", bytes, bytes.Length);
            WarnSettings settings = new WarnSettings(lines);
            Assert.AreEqual("", lines.Fault);
            return settings;
        }
    }
}
