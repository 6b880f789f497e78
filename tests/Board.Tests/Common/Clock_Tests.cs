using System;
using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    [TestClass]
    public class Clock_Tests
    {
        private const long Noon = 1_790_000_000_000;

        [TestMethod]
        public void Does_not_know_the_date_until_it_is_told()
        {
            HandClock clock = new HandClock();
            Assert.AreEqual(0L, clock.UnixMilliseconds);
            Assert.IsTrue(clock.Quality == ClockQuality.None);
            clock.LearnFromGateway(5);      // 1970: a gateway that does not know either
            Assert.IsTrue(clock.Quality == ClockQuality.None);
        }

        [TestMethod]
        public void Goes_on_by_itself_from_what_the_gateway_said()
        {
            HandClock clock = new HandClock();
            clock.Advance(10_000);
            clock.LearnFromGateway(Noon);
            clock.Advance(1_234);
            Assert.AreEqual(Noon + 1_234, clock.UnixMilliseconds);
            Assert.IsTrue(clock.Quality == ClockQuality.Gateway);
        }

        [TestMethod]
        public void A_replayed_message_changes_nothing()
        {
            HandClock clock = new HandClock();
            clock.LearnFromGateway(Noon);
            clock.Advance(3_600_000);
            clock.LearnFromGateway(Noon + 3_600_000);
            for (int i = 0; i < 1000; i++)
            {
                clock.Advance(1_000);
                clock.LearnFromGateway(Noon);
            }

            Assert.AreEqual(Noon + 4_600_000, clock.UnixMilliseconds);
        }

        [TestMethod]
        public void A_delayed_message_does_not_pull_the_clock_back_to_its_stamp()
        {
            HandClock clock = new HandClock();
            clock.LearnFromGateway(Noon);
            clock.Advance(60_000);
            clock.LearnFromGateway(Noon + 30_000);  // half a minute on its way
            Check.IsBetween(Noon + 59_900, Noon + 60_000, clock.UnixMilliseconds);
        }

        [TestMethod]
        public void A_crystal_that_runs_fast_is_held_back_slowly()
        {
            HandClock clock = new HandClock();
            clock.LearnFromGateway(Noon);
            long truth = Noon;
            for (int hour = 0; hour < 48; hour++)
            {
                clock.Advance(3_600_000 + 144);     // 40 parts in a million fast
                truth += 3_600_000;
                clock.LearnFromGateway(truth);
            }

            Check.IsBetween(-200, 200, clock.UnixMilliseconds - truth);
        }

        [TestMethod]
        public void Follows_a_gateway_that_found_its_own_clock_wrong()
        {
            HandClock clock = new HandClock();
            clock.LearnFromGateway(Noon + 86_400_000);      // a Pi that started a day ahead
            for (int minute = 0; minute < 6; minute++)
            {
                clock.Advance(60_000);
                clock.LearnFromGateway(Noon + (minute * 60_000));
            }

            Assert.AreEqual(Noon + 300_000, clock.UnixMilliseconds);
        }

        [TestMethod]
        public void Takes_the_platforms_time_when_it_is_plausible()
        {
            HandClock clock = new HandClock();
            clock.PlatformUnixMilliseconds = 12_000;
            clock.AskPlatform();
            Assert.IsTrue(clock.Quality == ClockQuality.None);
            clock.PlatformUnixMilliseconds = Noon;
            clock.AskPlatform();
            Assert.IsTrue(clock.Quality == ClockQuality.Sntp);
            Assert.AreEqual(Noon, clock.UnixMilliseconds);
        }

        /// <summary>Genuine messages, delayed and repeated in any order: the clock never goes back and is never ahead of the truth.</summary>
        [TestMethod]
        public void Never_goes_back_whatever_is_delayed_or_repeated()
        {
            for (int seed = 0; seed < 100; seed++)
            {
                Random random = new Random(seed);
                HandClock clock = new HandClock();
                long[] sent = new long[200];
                long truth = Noon;
                long last = 0;
                for (int i = 0; i < sent.Length; i++)
                {
                    int passed = random.Next(30_000);
                    clock.Advance(passed);
                    truth += passed;
                    sent[i] = truth;
                    // A message just sent, or one recorded earlier. An attacker may repeat one message, or all in a random order.
                    clock.LearnFromGateway(random.Next(2) == 0 ? truth : sent[random.Next(i + 1)]);
                    long now = clock.UnixMilliseconds;
                    Check.IsBetween(last, truth, now, "seed " + seed.ToString() + " step " + i.ToString());
                    last = now;
                }
            }
        }
    }
}
