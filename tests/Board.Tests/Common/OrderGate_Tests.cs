using EdgeWarning.Common;
using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    /// <summary>What gets past the gate, and that whatever does not is refused with its own reason.</summary>
    [TestClass]
    public class OrderGate_Tests
    {
        [TestMethod]
        public void An_order_of_the_own_gateway_is_taken()
        {
            GateBoard board = new GateBoard();
            Is(Reason.None, board.Send(GateBoard.Play(1)));
            board.Link.Ends(1, 1, ReceiptState.Received, Reason.None);
            Assert.AreEqual(1, board.Taken);
            Assert.AreEqual(0, board.Status.Refusals);
        }

        [TestMethod]
        public void A_forged_order_is_refused()
        {
            GateBoard board = new GateBoard();
            IsRefused(board, Envelope.Seal(new byte[32], GateBoard.Board, Topics.Order(GateBoard.Board), GateBoard.Play(1).Encode()), 0, Reason.Forged);
        }

        [TestMethod]
        public void An_order_to_another_board_is_refused()
        {
            GateBoard board = new GateBoard();
            IsRefused(board, Envelope.Seal(board.Key, "school", Topics.Order("school"), GateBoard.Play(1).Encode()), 0, Reason.Foreign);
        }

        [TestMethod]
        public void An_order_sealed_for_this_board_but_written_for_another_is_refused()
        {
            Order order = GateBoard.Play(1);
            order.Board = "school";
            IsRefused(order, Reason.Foreign);
        }

        [TestMethod]
        public void A_sealed_message_that_is_no_order_is_refused_as_malformed()
        {
            GateBoard board = new GateBoard();
            IsRefused(board, Envelope.Seal(board.Key, GateBoard.Board, Topics.Order(GateBoard.Board), new byte[] { 0xA1, 0x01, 0x02 }), 0, Reason.Malformed);
            Assert.IsTrue(board.Link.Last.Detail.Length > 0);
        }

        [TestMethod]
        public void An_expired_order_is_refused()
        {
            Order order = GateBoard.Play(1);
            order.ExpiresUnixMilliseconds = GateBoard.Noon;
            IsRefused(order, Reason.Expired);
        }

        [TestMethod]
        public void A_drill_dressed_as_real_and_the_reverse_are_refused()
        {
            IsRefused(Dressed(Scope.Actual, Tone.Drill), Reason.DrillMismatch);
            IsRefused(Dressed(Scope.Actual, Tone.Test), Reason.DrillMismatch);
            IsRefused(Dressed(Scope.Drill, Tone.Red), Reason.DrillMismatch);
            IsRefused(Dressed(Scope.Drill, Tone.None), Reason.DrillMismatch);
            IsRefused(Dressed(Scope.Test, Tone.Red), Reason.DrillMismatch);
        }

        [TestMethod]
        public void What_nobody_on_this_board_obeys_is_refused_as_unsupported()
        {
            foreach (OrderKind kind in new OrderKind[] { OrderKind.Stop, OrderKind.Restart, OrderKind.SendLog })
            {
                Order order = GateBoard.Play(1);
                order.Kind = kind;
                IsRefused(order, Reason.Unsupported);
            }
        }

        [TestMethod]
        public void Every_single_flipped_bit_of_an_order_is_refused()
        {
            GateBoard board = new GateBoard();
            byte[] message = board.Seal(GateBoard.Play(1));
            for (int bit = 0; bit < message.Length * 8; bit++)
            {
                message[bit / 8] ^= (byte)(1 << (bit % 8));
                Reason reason = board.Send(message);
                message[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.IsTrue(reason == Reason.Malformed || reason == Reason.Foreign || reason == Reason.Forged, "bit " + bit.ToString());
            }

            Assert.AreEqual(message.Length * 8, board.Status.Refusals);
            Assert.AreEqual(0, board.Taken);
        }

        [TestMethod]
        public void A_flood_of_forged_orders_is_counted_whole_and_told_once_a_second()
        {
            GateBoard board = new GateBoard();
            byte[] forged = Envelope.Seal(new byte[32], GateBoard.Board, Topics.Order(GateBoard.Board), GateBoard.Play(1).Encode());
            for (int i = 0; i < 50; i++)
            {
                Is(Reason.Forged, board.Send(forged));
            }

            Assert.AreEqual(1, board.Link.Count);
            board.Clock.Advance(OrderGate.MillisecondsBetweenStrangers);
            Is(Reason.Forged, board.Send(forged));
            Assert.AreEqual(2, board.Link.Count);
            Assert.Contains("49 more", board.Link.Last.Detail);
            Assert.AreEqual(51, board.Status.Refusals);
        }

        /// <summary>To it a board's own warning yields, and to nothing else.</summary>
        [TestMethod]
        public void Only_a_real_warning_that_was_taken_is_the_countys_voice_and_only_for_its_own_priority_and_less()
        {
            GateBoard board = new GateBoard();
            board.Send(Dressed(Scope.Drill, Tone.Drill));
            Order refused = GateBoard.Play(2);
            refused.ExpiresUnixMilliseconds = GateBoard.Noon;
            board.Send(refused);
            Assert.AreEqual(1, board.Taken);
            Assert.AreEqual(-1L, board.Gate.LastPlayUptimeMilliseconds(Priority.Blue));

            board.Clock.Advance(5_000);
            Order orange = GateBoard.Play(3);
            orange.Priority = Priority.Orange;
            orange.Tone = Tone.Orange;
            Is(Reason.None, board.Send(orange));
            Assert.AreEqual(board.Clock.UptimeMilliseconds, board.Gate.LastPlayUptimeMilliseconds(Priority.Yellow));
            Assert.AreEqual(board.Clock.UptimeMilliseconds, board.Gate.LastPlayUptimeMilliseconds(Priority.Orange));
            Assert.AreEqual(-1L, board.Gate.LastPlayUptimeMilliseconds(Priority.Red));
        }

        private static Order Dressed(Scope scope, Tone tone)
        {
            Order order = GateBoard.Play(1);
            order.Scope = scope;
            order.Tone = tone;
            return order;
        }

        private static void IsRefused(Order order, Reason reason)
        {
            GateBoard board = new GateBoard();
            IsRefused(board, board.Seal(order), order.Sequence, reason);
        }

        private static void IsRefused(GateBoard board, byte[] message, long sequence, Reason reason)
        {
            Is(reason, board.Send(message));
            board.Link.Ends(1, sequence, ReceiptState.Refused, reason);
            Assert.AreEqual(1, board.Status.Refusals);
            Assert.AreEqual(0, board.Taken);
        }

        private static void Is(Reason expected, Reason actual)
        {
            Assert.AreEqual((int)expected, (int)actual);
        }
    }
}
