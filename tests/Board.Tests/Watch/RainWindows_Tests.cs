using EdgeWarning.Watch;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Watch
{
    [TestClass]
    public class RainWindows_Tests
    {
        [TestMethod]
        public void A_tip_counts_until_one_window_later_to_the_millisecond()
        {
            RainWindows windows = new RainWindows();
            windows.Add(200, 1_000);
            for (int window = 0; window < RainWindows.Count; window++)
            {
                windows.MoveTo(1_000 + RainWindows.LengthOf(window) - 1);
                Assert.AreEqual(200L, windows.Micrometres(window));
                windows.MoveTo(1_000 + RainWindows.LengthOf(window));
                Assert.AreEqual(0L, windows.Micrometres(window));
            }
        }

        /// <summary>Also when the uptime passes what 32 bits of milliseconds hold (24.8 and 49.7 days).</summary>
        [TestMethod]
        public void Windows_slide_across_every_wrap()
        {
            long[] starts = new long[] { (long)int.MaxValue - 1_800_000, (long)uint.MaxValue - 1_800_000 };
            foreach (long start in starts)
            {
                RainWindows windows = new RainWindows();
                windows.MoveTo(start);
                for (int minute = 0; minute < 120; minute++)
                {
                    windows.Add(200, start + (minute * 60_000L));
                    Assert.AreEqual(200L * (minute < 10 ? minute + 1 : 10), windows.Micrometres(0));
                    Assert.AreEqual(200L * (minute < 60 ? minute + 1 : 60), windows.Micrometres(1));
                }

                Assert.AreEqual(24_000L, windows.Micrometres(4));
            }
        }

        [TestMethod]
        public void More_tips_than_fit_are_joined_and_none_is_lost()
        {
            RainWindows windows = new RainWindows();
            for (int tip = 0; tip < 3 * RainWindows.Capacity; tip++)
            {
                windows.Add(200, tip * 10_000L);
            }

            Assert.AreEqual(200L * 3 * RainWindows.Capacity, windows.Micrometres(4));
            Assert.AreEqual(60 * 200L, windows.Micrometres(0));
        }

        [TestMethod]
        public void Recalled_rain_grows_older_when_the_outage_becomes_known()
        {
            RainWindows windows = new RainWindows();
            windows.Recall(10_000, 0);
            windows.Add(200, 60_000);
            Assert.AreEqual(10_200L, windows.Micrometres(0));
            windows.GrowOlder(2 * 3_600_000L);
            Assert.AreEqual(200L, windows.Micrometres(0));
            Assert.AreEqual(10_200L, windows.Micrometres(2));
        }
    }
}
