using System;
using EdgeWarning.Common;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    [TestClass]
    public class Backoff_Tests
    {
        [TestMethod]
        public void Doubles_from_the_shortest_to_the_longest_and_stays_there()
        {
            for (int seed = 0; seed < 50; seed++)
            {
                Backoff backoff = new Backoff(500, 30_000, new Random(seed));
                foreach (int ceiling in new int[] { 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000 })
                {
                    Check.IsBetween(ceiling / 2, ceiling, backoff.NextMilliseconds());
                }
            }
        }

        [TestMethod]
        public void Begins_again_after_a_success()
        {
            Backoff backoff = new Backoff(500, 30_000, new Random(1));
            for (int i = 0; i < 10; i++)
            {
                backoff.NextMilliseconds();
            }

            backoff.Reset();
            Check.IsBetween(250, 500, backoff.NextMilliseconds());
        }

        /// <summary>A thousand boards whose broker came back: no quarter of the window gets much more than its share.</summary>
        [TestMethod]
        public void Spreads_many_boards_over_the_window()
        {
            int[] quarters = new int[4];
            for (int seed = 0; seed < 1_000; seed++)
            {
                int wait = new Backoff(8_000, 30_000, new Random(seed)).NextMilliseconds();
                int quarter = (wait - 4_000) / 1_000;
                quarters[quarter > 3 ? 3 : quarter]++;
            }

            foreach (int count in quarters)
            {
                Check.IsBetween(150, 350, count);
            }
        }
    }
}
