using EdgeWarning.Common;
using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    /// <summary>What a full outbox gives up, and what it never gives up.</summary>
    [TestClass]
    public class OutboxThinning_Tests
    {
        private const int Segment = 255;
        private const int Crest = 5_000;
        private const int Measurements = 2_000;     // of two readings each: four times a room of four segments

        [TestMethod]
        public void A_full_room_is_thinned_and_total_crest_faults_and_both_ends_stay_true()
        {
            OutboxBoard board = new OutboxBoard(1, Outbox.FewestSegments);
            int faults = Measure(board.Outbox);
            long made = board.Outbox.NextSequence - 1;
            board.Restart();
            long thinned = board.Outbox.Thinned;
            Reading[] kept = board.Drain();
            Assert.AreEqual(0L, board.Outbox.Dropped);
            Assert.AreEqual(made - thinned, (long)kept.Length);
            Check.IsBetween(Segment, Outbox.FewestSegments * Segment, kept.Length);
            Assert.AreEqual(1L, kept[0].Sequence);
            Assert.AreEqual(made, kept[kept.Length - 1].Sequence);
            Assert.AreEqual((long)Measurements, Largest(kept, ReadingKind.Rain));
            Assert.AreEqual((long)Crest, Largest(kept, ReadingKind.Stage));
            Assert.AreEqual(faults, Count(kept, ReadingKind.StageFault));
        }

        [TestMethod]
        public void Rain_of_a_counter_that_had_to_begin_again_stays_true()
        {
            OutboxBoard board = new OutboxBoard(1, Outbox.FewestSegments);
            long counter = 0;
            for (int i = 1; i <= 2 * Measurements; i++)
            {
                bool beginsAgain = i == 101 || i == 204 || i == 333 || i == 436 || i == 537;
                counter = beginsAgain ? 1 : counter + 1;
                board.Outbox.Append(ReadingKind.Rain, counter);
            }

            Assert.IsTrue(board.Outbox.Thinned > 0);
            Reading[] kept = board.Drain();
            long rain = 0;
            long before = 0;
            for (int i = 0; i < kept.Length; i++)
            {
                rain += kept[i].Value < before ? kept[i].Value : kept[i].Value - before;
                before = kept[i].Value;
            }

            Assert.AreEqual(2L * Measurements, rain);
        }

        [TestMethod]
        public void The_newest_tenth_of_the_room_is_whole()
        {
            OutboxBoard board = new OutboxBoard(1, Outbox.FewestSegments);
            Measure(board.Outbox);
            long made = board.Outbox.NextSequence - 1;
            Reading[] kept = board.Drain();
            int whole = Outbox.FewestSegments * Segment / 10;
            for (int i = 1; i <= whole; i++)
            {
                Assert.AreEqual(made - whole + i, kept[kept.Length - 1 - whole + i].Sequence);
            }
        }

        [TestMethod]
        public void A_room_full_of_what_may_not_be_thinned_gives_up_the_oldest_and_says_so()
        {
            OutboxBoard board = new OutboxBoard(1, 5);
            for (int i = 0; i < (5 * Segment) + 1; i++)
            {
                board.Outbox.Append(ReadingKind.LocalWarning, 200);
            }

            Assert.AreEqual((long)Segment, board.Outbox.Dropped);
            Assert.AreEqual(0L, board.Outbox.Thinned);
            board.Restart();
            Reading[] kept = board.Drain();
            Assert.AreEqual((4 * Segment) + 1, kept.Length);
            Assert.AreEqual((long)Segment + 1, kept[0].Sequence);
        }

        [TestMethod]
        public void Its_room_follows_the_size_of_the_file_system()
        {
            Assert.AreEqual(24, Outbox.SegmentsFor(256 * 1024));
            Assert.AreEqual(64, Outbox.SegmentsFor(2048 * 1024));
            Assert.AreEqual(64, Outbox.SegmentsFor(3072 * 1024));
        }

        // A stage that crests early and a rain counter, with a fault now and then; returns how many faults.
        private static int Measure(Outbox outbox)
        {
            int faults = 0;
            for (int i = 1; i <= Measurements; i++)
            {
                outbox.Append(ReadingKind.Stage, i == 333 ? Crest : i * 7 % 1_000);
                outbox.Append(ReadingKind.Rain, i);
                if (i % 100 == 0)
                {
                    outbox.Append(ReadingKind.StageFault, (long)ProbeFault.Silent);
                    faults++;
                }
            }

            return faults;
        }

        private static long Largest(Reading[] readings, ReadingKind kind)
        {
            long largest = long.MinValue;
            for (int i = 0; i < readings.Length; i++)
            {
                largest = readings[i].Kind == kind && readings[i].Value > largest ? readings[i].Value : largest;
            }

            return largest;
        }

        private static int Count(Reading[] readings, ReadingKind kind)
        {
            int count = 0;
            for (int i = 0; i < readings.Length; i++)
            {
                count += readings[i].Kind == kind ? 1 : 0;
            }

            return count;
        }
    }
}
