using System;
using EdgeWarning.RainGauge;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Sensors
{
    /// <summary>Closure times and bounce are those of the TE525 data sheet: 135 ms closed, 0.75 ms of bounce.</summary>
    [TestClass]
    public class TipCounter_Tests
    {
        [TestMethod]
        public void A_closure_with_bounces_at_both_ends_is_one_tip()
        {
            TipCounter counter = new TipCounter(30, false, 0);
            bool[] closed = new bool[] { false, true, false, true, false, true, false };
            int[] at = new int[] { 1_000, 1_001, 1_135, 1_136, 1_136, 1_136, 1_137 };
            Assert.IsTrue(counter.OnEdge(true, 1_000));
            for (int i = 0; i < at.Length; i++)
            {
                Assert.IsFalse(counter.OnEdge(closed[i], at[i]), "counted at " + at[i].ToString());
            }

            Assert.IsTrue(counter.OnEdge(true, 2_500));
        }

        [TestMethod]
        public void Fast_tips_are_all_counted()
        {
            TipCounter counter = new TipCounter(50, false, 0);
            int tips = 0;
            for (int tip = 0; tip < 100; tip++)
            {
                tips += counter.OnEdge(true, 1_000 + (tip * 750)) ? 1 : 0;      // 8 mm/min in tips of 0.1 mm
                tips += counter.OnEdge(false, 1_135 + (tip * 750)) ? 1 : 0;
            }

            Assert.AreEqual(100, tips);
        }

        [TestMethod]
        public void The_first_closure_after_the_start_is_a_tip()
        {
            Assert.IsTrue(new TipCounter(50, false, 0).OnEdge(true, 3));
        }

        [TestMethod]
        public void A_switch_that_was_closed_at_the_start_counts_from_its_next_closure()
        {
            TipCounter counter = new TipCounter(50, true, 0);
            Assert.IsFalse(counter.OnEdge(false, 100));
            Assert.IsTrue(counter.OnEdge(true, 900));
        }

        [TestMethod]
        public void A_bounce_whose_halves_are_handled_late_is_not_a_second_tip()
        {
            TipCounter counter = new TipCounter(30, false, 0);
            Assert.IsTrue(counter.OnEdge(true, 1_000));
            Assert.IsFalse(counter.OnEdge(false, 1_000));
            Assert.IsFalse(counter.OnEdge(true, 1_100));      // the event thread was held up for 100 ms
        }

        [TestMethod]
        public void Two_closures_far_apart_are_two_tips_even_when_the_opening_was_missed()
        {
            TipCounter counter = new TipCounter(30, false, 0);
            Assert.IsTrue(counter.OnEdge(true, 1_000));
            Assert.IsFalse(counter.OnEdge(true, 1_100));
            Assert.IsTrue(counter.OnEdge(true, 2_600));
        }

        [TestMethod]
        public void A_switch_that_stays_closed_is_stuck_until_it_opens()
        {
            TipCounter counter = new TipCounter(30, false, 0);
            Assert.AreEqual(-1L, (long)counter.MillisecondsUntilStuck(500));
            counter.OnEdge(true, 1_000);
            Assert.IsFalse(counter.IsStuck(11_000));
            Assert.AreEqual(1L, (long)counter.MillisecondsUntilStuck(11_000));
            Assert.IsTrue(counter.IsStuck(11_001));
            counter.OnEdge(false, 20_000);
            Assert.IsFalse(counter.IsStuck(40_000));
        }

        /// <summary>Random storms of real tips with random bounces, stamped up to 10 ms late: every tip once, whatever the bounces do.</summary>
        [TestMethod]
        public void Counts_every_tip_once_in_random_storms()
        {
            for (int seed = 0; seed < 100; seed++)
            {
                Storm storm = new Storm(seed);
                for (int tip = 0; tip < 50; tip++)
                {
                    storm.Tip();
                }

                Assert.AreEqual(50, storm.Counted, "seed " + seed.ToString());
            }
        }

        private sealed class Storm
        {
            private readonly Random _random;
            private readonly TipCounter _counter;
            private long _microseconds = 1_000_000;
            private long _stamped;

            internal Storm(int seed)
            {
                _random = new Random(seed);
                _counter = new TipCounter(20 + _random.Next(31), false, 0);
            }

            internal int Counted { get; private set; }

            internal void Tip()
            {
                _microseconds += (300 + _random.Next(4_700)) * 1_000;
                Edge(true);
                _microseconds += (60 + _random.Next(75)) * 1_000;
                Edge(false);
            }

            private void Edge(bool closed)
            {
                Handle(closed);
                for (int bounce = _random.Next(8); bounce > 0; bounce--)
                {
                    _microseconds += _random.Next(100);
                    Handle(!closed);
                    _microseconds += _random.Next(100);
                    Handle(closed);
                }
            }

            private void Handle(bool closed)
            {
                long late = (_microseconds / 1_000) + _random.Next(10);
                _stamped = late > _stamped ? late : _stamped;
                Counted += _counter.OnEdge(closed, _stamped) ? 1 : 0;
            }
        }
    }
}
