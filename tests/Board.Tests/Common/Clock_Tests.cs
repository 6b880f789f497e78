using System;
using EdgeWarning.Common;
using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    /// <summary>What single messages do to a clock. Everything at once: ClockStorm_Tests of Firmware.Tests.</summary>
    [TestClass]
    public class Clock_Tests
    {
        private const long Noon = 1_790_000_000_000;
        private const long Day = 86_400_000;

        [TestMethod]
        public void Does_not_know_the_date_until_it_is_told()
        {
            HandClock clock = new HandClock();
            Assert.AreEqual(0L, clock.UnixMilliseconds);
            Assert.IsTrue(clock.Quality == ClockQuality.None);
            clock.LearnFromGateway(5);      // 1970: a gateway that does not know either
            clock.LearnFromAnswer(5, 0);
            clock.AskPlatform();
            Assert.IsTrue(clock.Quality == ClockQuality.None);
            Assert.AreEqual(Clock.NotKnown, clock.ErrorMilliseconds);
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
            Assert.AreEqual(Clock.NotKnown, clock.ErrorMilliseconds);       // it may have been on its way for long
        }

        [TestMethod]
        public void An_answer_tells_the_time_to_half_of_the_way_there_and_back()
        {
            HandClock clock = new HandClock();
            clock.Advance(10_080);
            clock.LearnFromAnswer(Noon, 10_000);
            Assert.AreEqual(Noon + 40, clock.UnixMilliseconds);
            Assert.AreEqual(40L, clock.ErrorMilliseconds);
            clock.Advance(Day);
            Assert.AreEqual(40L + 8_640L, clock.ErrorMilliseconds);         // a day at 100 ppm
            Assert.AreEqual(86_400L, clock.AgeSeconds);
        }

        [TestMethod]
        public void A_slow_answer_does_not_spoil_what_a_quick_one_told()
        {
            HandClock clock = new HandClock();
            Answer(clock, Noon, 20);
            clock.Advance(60_000);
            Answer(clock, Noon + 60_020, 30_000);
            Check.IsBetween(10, 19, clock.ErrorMilliseconds);
            Check.IsBetween(Noon + 90_001, Noon + 90_039, clock.UnixMilliseconds);
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

        /// <summary>Who holds the broker may record an hour of genuine messages and play it back at its own pace a day later.</summary>
        [TestMethod]
        public void An_hour_of_yesterdays_messages_played_back_at_their_pace_changes_nothing()
        {
            HandClock clock = new HandClock();
            long[] asked = new long[60];
            for (int i = 0; i < asked.Length; i++)
            {
                asked[i] = clock.UptimeMilliseconds;
                Answer(clock, Noon + asked[i], 50);
                clock.Advance(60_000);
            }

            clock.Advance(Day);
            for (int i = 0; i < asked.Length; i++)
            {
                clock.LearnFromAnswer(Noon + asked[i], asked[i]);
                clock.LearnFromGateway(Noon + asked[i]);
                clock.Advance(60_050);
            }

            Assert.AreEqual(0, clock.Steps);
            Check.IsBetween(-clock.ErrorMilliseconds, clock.ErrorMilliseconds, clock.UnixMilliseconds - (Noon + clock.UptimeMilliseconds));
        }

        [TestMethod]
        public void A_crystal_that_runs_fast_is_held_by_the_answers()
        {
            RunWrong(1_000_040);
        }

        [TestMethod]
        public void A_crystal_that_runs_slow_is_held_by_the_answers()
        {
            RunWrong(999_960);
        }

        [TestMethod]
        public void Follows_a_gateway_that_put_its_own_clock_right_with_its_next_answer()
        {
            PutRight(-Day);     // a Pi without a battery that had started a day ahead
            PutRight(Day);
            PutRight(-5_000);
        }

        [TestMethod]
        public void An_answer_from_before_the_gateways_clock_was_put_right_does_not_bring_the_error_back()
        {
            HandClock clock = new HandClock();
            Answer(clock, Noon + Day, 40);
            clock.Advance(600_000);
            Answer(clock, Noon + 600_040, 40);
            long right = clock.UnixMilliseconds;
            clock.LearnFromAnswer(Noon + Day, 0);
            clock.LearnFromGateway(Noon + Day);
            Assert.AreEqual(right, clock.UnixMilliseconds);
            Assert.AreEqual(1, clock.Steps);
        }

        [TestMethod]
        public void Takes_the_platforms_time_while_it_knows_nothing_better()
        {
            HandClock clock = new HandClock();
            clock.PlatformOffset = Noon;
            clock.AskPlatform();
            Assert.IsTrue(clock.Quality == ClockQuality.Sntp);
            Assert.AreEqual(Noon, clock.UnixMilliseconds);
            clock.Advance(3_600_000);
            clock.PlatformOffset = Noon - 60;      // SNTP has corrected it
            clock.AskPlatform();
            Assert.AreEqual(0L, clock.AgeSeconds);
            clock.Advance(1_000);
            Assert.AreEqual(Noon + 3_600_940, clock.UnixMilliseconds);
            Assert.AreEqual(0, clock.Steps);
        }

        [TestMethod]
        public void The_gateways_answer_overrules_a_time_server_that_counts_within_its_bounds_from_then_on()
        {
            HandClock clock = new HandClock();
            clock.PlatformOffset = Noon + 3_600_000;       // somebody's router, an hour ahead
            clock.AskPlatform();
            clock.Advance(1_000);
            Answer(clock, Noon, 40);
            Assert.IsTrue(clock.Quality == ClockQuality.Gateway);
            Assert.AreEqual(1, clock.Steps);
            Check.IsBetween(Noon, Noon + 40, clock.UnixMilliseconds);
            clock.Advance(Day);
            clock.PlatformOffset += 3_600_000;
            clock.AskPlatform();
            Check.IsBetween(Noon + Day, Noon + Day + 40 + 8_640, clock.UnixMilliseconds);
        }

        [TestMethod]
        public void Sets_the_platforms_clock_so_that_it_runs_on_over_a_restart()
        {
            HandClock clock = new HandClock();
            Answer(clock, Noon, 40);
            Assert.AreEqual(clock.UnixMilliseconds, clock.PlatformOffset + clock.UptimeMilliseconds);
        }

        private static void Answer(HandClock clock, long stamp, int roundTripMilliseconds)
        {
            long asked = clock.UptimeMilliseconds;
            clock.Advance(roundTripMilliseconds);
            clock.LearnFromAnswer(stamp, asked);
        }

        // A minute of truth is so many millionths of a minute of the crystal.
        private static void RunWrong(long millionths)
        {
            HandClock clock = new HandClock();
            for (long truth = 60_000; truth < 3 * Day; truth += 60_000)
            {
                long uptime = truth * millionths / 1_000_000;
                clock.Advance(uptime - clock.UptimeMilliseconds - 15);
                long asked = clock.UptimeMilliseconds;
                clock.Advance(15 + 15);
                clock.LearnFromAnswer(Noon + truth, asked);
                Check.IsBetween(-40, 40, clock.UnixMilliseconds - (Noon + truth + 15));
            }

            Assert.AreEqual(0, clock.Steps);
        }

        private static void PutRight(long change)
        {
            HandClock clock = new HandClock();
            Answer(clock, Noon, 40);
            clock.Advance(60_000);
            Answer(clock, Noon + 60_040 + change, 40);
            Check.IsBetween(Noon + 60_040 + change, Noon + 60_080 + change, clock.UnixMilliseconds);
            Assert.AreEqual(1, clock.Steps);
        }
    }
}
