using EdgeWarning.Watch;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Watch
{
    [TestClass]
    public class StageTrend_Tests
    {
        private const int Minute = 60_000;

        [TestMethod]
        public void One_measurement_is_no_stage_yet()
        {
            StageTrend trend = new StageTrend();
            trend.Add(1_000, 0);
            Assert.IsFalse(trend.IsKnown);
            Assert.IsTrue(trend.IsDoubtful);
            trend.Add(1_002, 10_000);
            Assert.IsTrue(trend.IsKnown);
            Assert.AreEqual(1_000, trend.Millimetres);
        }

        [TestMethod]
        public void A_wrong_echo_up_or_down_changes_neither_stage_nor_rise()
        {
            int[] wrong = new int[] { 4_000, -2_000 };
            foreach (int echo in wrong)
            {
                StageTrend trend = new StageTrend();
                trend.Add(1_000, 0);
                trend.Add(1_001, Minute);
                trend.Add(echo, 2 * Minute);
                Assert.IsTrue(trend.IsDoubtful);
                trend.Add(1_001, (2 * Minute) + 10_000);
                trend.Add(1_000, 3 * Minute);
                Assert.IsTrue(trend.Millimetres >= 1_000 && trend.Millimetres <= 1_001);
                Assert.IsTrue(trend.RiseMillimetres(10 * Minute) <= 1);
            }
        }

        [TestMethod]
        public void A_change_that_is_seen_twice_counts()
        {
            StageTrend trend = new StageTrend();
            trend.Add(1_000, 0);
            trend.Add(1_000, Minute);
            trend.Add(1_600, 2 * Minute);
            trend.Add(1_610, (2 * Minute) + 10_000);
            Assert.AreEqual(1_600, trend.Millimetres);
            Assert.AreEqual(600, trend.RiseMillimetres(10 * Minute));
        }

        [TestMethod]
        public void A_rise_is_measured_from_the_lowest_stage_of_its_time()
        {
            StageTrend trend = new StageTrend();
            for (int minute = 0; minute <= 30; minute++)
            {
                trend.Add(1_000 + (minute * 10), minute * Minute);
            }

            // The middle one of three is one measurement behind: 1290 now, 1190 ten minutes before.
            Assert.AreEqual(1_290, trend.Millimetres);
            Assert.AreEqual(100, trend.RiseMillimetres(10 * Minute));
        }

        [TestMethod]
        public void After_a_gap_the_stage_is_unknown_until_two_measurements_agree_on_it()
        {
            StageTrend trend = new StageTrend();
            trend.Add(1_000, 0);
            trend.Add(1_000, Minute);
            trend.Add(3_000, Minute + StageTrend.GapMilliseconds + 1);
            Assert.IsFalse(trend.IsKnown);
            Assert.IsTrue(trend.HasBeenKnown);
        }

        [TestMethod]
        public void Flat_is_the_same_to_the_millimetre_for_long_and_often()
        {
            StageTrend trend = new StageTrend();
            for (int minute = 0; minute < 20; minute++)
            {
                trend.Add(1_000, minute * Minute);
                Assert.AreEqual(minute >= 15, trend.IsFlat(15 * Minute));
            }

            trend.Add(1_001, 20 * Minute);
            Assert.IsFalse(trend.IsFlat(15 * Minute));
        }
    }
}
