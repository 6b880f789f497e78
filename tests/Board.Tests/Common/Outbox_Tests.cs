using EdgeWarning.Common;
using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    [TestClass]
    public class Outbox_Tests
    {
        private const int Segment = 255;
        private const int Room = 8;

        [TestMethod]
        public void Gives_back_the_oldest_first_until_they_are_acknowledged()
        {
            OutboxBoard board = new OutboxBoard(1, Room);
            board.Outbox.Append(ReadingKind.Rain, 200);
            board.Outbox.Append(ReadingKind.Stage, -17);
            Reading[] both = board.Peek();
            Assert.AreEqual(2, both.Length);
            Is(1, ReadingKind.Rain, 200, both[0]);
            Is(2, ReadingKind.Stage, -17, both[1]);
            Assert.AreEqual(2, board.Outbox.Pending);
            Assert.IsTrue(board.Outbox.Acknowledge(board.Outbox.LogId, 1));
            Assert.AreEqual(1, board.Peek().Length);
            Is(2, ReadingKind.Stage, -17, board.Peek()[0]);
            Assert.IsTrue(board.Outbox.Acknowledge(board.Outbox.LogId, 2));
            Assert.AreEqual(0, board.Peek().Length);
            Assert.AreEqual(3L, board.Outbox.OldestSequence);
            Assert.AreEqual(3L, board.Outbox.NextSequence);
        }

        [TestMethod]
        public void An_acknowledgement_of_another_life_or_of_nothing_new_frees_nothing()
        {
            OutboxBoard board = new OutboxBoard(1, Room);
            board.Outbox.Append(ReadingKind.Rain, 200);
            Assert.IsFalse(board.Outbox.Acknowledge(board.Outbox.LogId ^ 1, 1));
            Assert.IsFalse(board.Outbox.Acknowledge(board.Outbox.LogId, 0));
            Assert.IsFalse(board.Outbox.Acknowledge(board.Outbox.LogId, long.MaxValue));
            Assert.AreEqual(1, board.Peek().Length);
        }

        [TestMethod]
        public void Keeps_readings_numbers_and_log_id_over_restarts()
        {
            OutboxBoard board = new OutboxBoard(1, Room);
            board.AppendRain(1, 400);
            long log = board.Outbox.LogId;
            Assert.IsTrue(board.Outbox.Acknowledge(log, 260));     // frees a segment, and is written down
            Assert.IsTrue(board.Outbox.Acknowledge(log, 360));     // frees none, and costs no write
            board.Restart();
            Assert.AreEqual(log, board.Outbox.LogId);
            Assert.AreEqual(401L, board.Outbox.NextSequence);
            OutboxBoard.AreNumbers(261, 400, board.Drain());
            board.Outbox.Append(ReadingKind.Rain, 401);
            Is(401, ReadingKind.Rain, 401, board.Peek()[0]);
        }

        [TestMethod]
        public void Every_life_has_its_own_random_log_id()
        {
            long[] ids = new long[100];
            bool large = false;
            for (int seed = 0; seed < ids.Length; seed++)
            {
                ids[seed] = new OutboxBoard(seed + 1, Room).Outbox.LogId;    // to the C library below a board's Random 0 and 1 are the same seed
                Check.IsBetween(1, 0xFFFFFFFFL, ids[seed]);
                large = large || ids[seed] > int.MaxValue;
                for (int i = 0; i < seed; i++)
                {
                    Assert.AreNotEqual(ids[i], ids[seed]);
                }
            }

            Assert.IsTrue(large, "half of the numbers are never given");
        }

        [TestMethod]
        public void Frees_flash_of_what_is_acknowledged()
        {
            OutboxBoard board = new OutboxBoard(1, Room);
            for (int i = 1; i <= 3 * Segment; i++)
            {
                board.Outbox.Append(ReadingKind.Rain, i);
                board.Outbox.Acknowledge(board.Outbox.LogId, i);
            }

            int segments = 0;
            string[] names = board.Flash.Names();
            for (int i = 0; i < names.Length; i++)
            {
                segments += names[i].StartsWith("log.") ? 1 : 0;
            }

            Check.IsBetween(0, 1, segments);     // the last segment goes with its last reading
        }

        [TestMethod]
        public void A_record_that_a_power_cut_tore_is_gone_whole_and_its_number_goes_to_the_next()
        {
            for (int seed = 0; seed < 60; seed++)
            {
                OutboxBoard board = new OutboxBoard(seed, Room);
                board.AppendRain(1, 3);
                board.Flash.CutAtWrite = 0;
                Assert.ThrowsException(typeof(PowerCutException), () => board.Outbox.Append(ReadingKind.Rain, 99));
                board.Restart();
                Assert.AreEqual(4L, board.Outbox.NextSequence, "seed " + seed.ToString());
                board.AppendRain(4, 5);
                board.Restart();
                OutboxBoard.AreNumbers(1, 5, board.Drain());
            }
        }

        [TestMethod]
        public void A_rotten_record_is_left_out_and_the_rest_goes_on()
        {
            OutboxBoard board = new OutboxBoard(1, Room);
            board.AppendRain(1, 100);
            board.Flash.Content("log.0")[16 + (49 * 16) + 9] ^= 4;       // the value of the fiftieth
            board.Restart();
            Reading[] kept = board.Drain();
            Assert.AreEqual(99, kept.Length);
            for (int i = 0; i < kept.Length; i++)
            {
                Assert.AreEqual((long)(i < 49 ? i + 1 : i + 2), kept[i].Value);
            }
        }

        [TestMethod]
        public void Numbers_that_the_gateway_already_holds_are_not_given_again()
        {
            OutboxBoard board = new OutboxBoard(1, Room);
            board.Outbox.Append(ReadingKind.Rain, 1);
            Assert.IsTrue(board.Outbox.Acknowledge(board.Outbox.LogId, 300));
            Assert.AreEqual(301L, board.Outbox.NextSequence);
            board.Outbox.Append(ReadingKind.Rain, 301);
            board.Restart();
            board.Outbox.Append(ReadingKind.Rain, 302);
            Reading[] kept = board.Drain();
            Assert.AreEqual(2, kept.Length);
            Is(301, ReadingKind.Rain, 301, kept[0]);
            Is(302, ReadingKind.Rain, 302, kept[1]);
        }

        [TestMethod]
        public void Lost_state_files_cost_nothing_while_a_segment_is_there()
        {
            OutboxBoard board = new OutboxBoard(1, Room);
            board.AppendRain(1, 250);
            long log = board.Outbox.LogId;
            board.Flash.Put("outbox.a", new byte[1]);
            board.Flash.Put("outbox.b", new byte[1]);
            board.Restart();
            Assert.AreEqual(log, board.Outbox.LogId);
            OutboxBoard.AreNumbers(1, 250, board.Drain());
        }

        private static void Is(long sequence, ReadingKind kind, long value, Reading reading)
        {
            Assert.AreEqual(sequence, reading.Sequence);
            Assert.AreEqual((int)kind, (int)reading.Kind);
            Assert.AreEqual(value, reading.Value);
        }
    }
}
