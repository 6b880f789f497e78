using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    /// <summary>When readings were taken of which the board did not know the date.</summary>
    [TestClass]
    public class OutboxTimes_Tests
    {
        private const int Room = 8;
        private const long Noon = 1_790_000_000_000;

        [TestMethod]
        public void A_reading_taken_before_the_date_was_known_gets_its_time_afterwards()
        {
            OutboxBoard board = new OutboxBoard(1, Room);
            Take(board, 100_000);
            board.Clock.Advance(30_000);
            AreTimes(new long[] { -30 }, board);
            board.Clock.LearnFromGateway(Noon);
            AreTimes(new long[] { (Noon / 1000) - 30 }, board);
        }

        [TestMethod]
        public void A_reading_without_date_has_its_true_time_after_a_power_cut_when_its_own_start_had_learnt_the_time()
        {
            OutboxBoard board = new OutboxBoard(1, Room);
            Take(board, 100_000);
            board.Clock.Advance(30_000);
            board.Clock.LearnFromGateway(Noon);
            board.Outbox.Append(ReadingKind.Rain, 2);
            board.Restart();
            board.Clock.Advance(5_000);
            AreTimes(new long[] { (Noon / 1000) - 30, Noon / 1000 }, board);
        }

        [TestMethod]
        public void Readings_without_date_of_starts_that_never_learnt_it_lie_before_the_next_start_and_apart_as_they_were_taken()
        {
            OutboxBoard board = new OutboxBoard(1, Room);
            Take(board, 100_000);
            Take(board, 400_000);
            board.Restart();
            Take(board, 60_000);
            board.Restart();
            board.Clock.Advance(40_000);
            AreTimes(new long[] { -500, -100, -40 }, board);
            board.Clock.LearnFromGateway(Noon);
            board.Outbox.Append(ReadingKind.Rain, 4);
            AreTimes(new long[] { -500, -100, -40, Noon / 1000 }, board);     // relative: the gateway marks them as estimated
        }

        [TestMethod]
        public void A_hundred_starts_without_a_date_cost_no_reading_and_their_times_never_run_backwards()
        {
            OutboxBoard board = new OutboxBoard(1, Room);
            for (int i = 0; i < 100; i++)
            {
                Take(board, 60_000);
                Take(board, 60_000);
                board.Restart();
            }

            board.Clock.Advance(10_000);
            Reading[] kept = board.Drain();
            Assert.AreEqual(200, kept.Length);
            long before = long.MinValue;
            for (int i = 0; i < kept.Length; i++)
            {
                Check.IsBetween(before, -10, kept[i].UnixSeconds, "reading " + i.ToString());
                before = kept[i].UnixSeconds;
            }
        }

        private static void Take(OutboxBoard board, int afterMilliseconds)
        {
            board.Clock.Advance(afterMilliseconds);
            board.Outbox.Append(ReadingKind.Rain, 1);
        }

        private static void AreTimes(long[] seconds, OutboxBoard board)
        {
            Reading[] readings = board.Peek();
            Assert.AreEqual(seconds.Length, readings.Length);
            for (int i = 0; i < seconds.Length; i++)
            {
                Assert.AreEqual(seconds[i], readings[i].UnixSeconds);
            }
        }
    }
}
