using EdgeWarning.Common;
using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    /// <summary>What a board remembers of its orders, also over a restart.</summary>
    [TestClass]
    public class OrderLedger_Tests
    {
        [TestMethod]
        public void A_replayed_order_is_refused_with_how_it_ended_also_after_a_restart()
        {
            GateBoard board = new GateBoard();
            byte[] message = board.Seal(GateBoard.Play(1));
            board.Send(message);
            board.Finish(1);
            board.Send(message);
            board.Link.Ends(3, 1, ReceiptState.Refused, Reason.Replayed);
            Assert.AreEqual((int)ReceiptState.Finished, (int)board.Link.Last.Prior);
            Assert.AreEqual(1, board.Taken);
            board.Start(true);
            board.Send(message);
            board.Link.Ends(1, 1, ReceiptState.Refused, Reason.Replayed);
            Assert.AreEqual((int)ReceiptState.Finished, (int)board.Link.Last.Prior);
            Assert.AreEqual(0, board.Taken);
        }

        [TestMethod]
        public void An_order_sent_again_while_it_is_alive_is_answered_and_not_taken_twice()
        {
            GateBoard board = new GateBoard();
            byte[] message = board.Seal(GateBoard.Play(1));
            board.Send(message);
            board.Send(message);
            board.Link.Ends(2, 1, ReceiptState.Received, Reason.None);
            Assert.AreEqual(1, board.Taken);
        }

        [TestMethod]
        public void An_order_that_was_received_and_not_begun_is_taken_again_after_a_restart()
        {
            GateBoard board = new GateBoard();
            byte[] message = board.Seal(GateBoard.Play(1));
            board.Send(message);
            board.Start(true);
            Assert.AreEqual(0, board.Link.Count);
            board.Send(message);
            board.Link.Ends(1, 1, ReceiptState.Received, Reason.None);
            Assert.AreEqual(1, board.Taken);
        }

        [TestMethod]
        public void An_order_that_power_broke_off_is_reported_and_never_done_again()
        {
            GateBoard board = new GateBoard();
            byte[] message = board.Seal(GateBoard.Play(1));
            board.Send(message);
            board.Ledger.Memory.Find(1)!.State = ReceiptState.Playing;
            board.Ledger.Save();
            board.Start(true);
            board.Link.Ends(1, 1, ReceiptState.Failed, Reason.PowerLost);
            board.Send(message);
            board.Link.Ends(2, 1, ReceiptState.Refused, Reason.Replayed);
            Assert.AreEqual(0, board.Taken);
        }

        [TestMethod]
        public void A_refused_order_stays_refused_by_a_board_that_has_lost_the_time()
        {
            GateBoard board = new GateBoard();
            byte[] late = board.Seal(GateBoard.Play(1));
            board.Clock.Advance(600_000);
            board.Send(late);
            board.Link.Ends(1, 1, ReceiptState.Refused, Reason.Expired);
            board.Start(false);
            board.Send(late);
            board.Link.Ends(1, 1, ReceiptState.Refused, Reason.Expired);
            Assert.AreEqual(0, board.Taken);
        }

        [TestMethod]
        public void Busy_is_no_refusal_for_ever()
        {
            GateBoard board = new GateBoard();
            byte[] message = board.Seal(GateBoard.Play(1));
            board.Answer = Reason.Busy;
            board.Send(message);
            board.Link.Ends(1, 1, ReceiptState.Refused, Reason.Busy);
            board.Answer = Reason.None;
            board.Send(message);
            board.Link.Ends(2, 1, ReceiptState.Received, Reason.None);
        }

        [TestMethod]
        public void The_bound_of_the_date_that_an_order_gives_outlives_a_power_cut()
        {
            GateBoard board = new GateBoard();
            board.Start(false);
            board.Send(GateBoard.Play(10));
            board.Finish(10);
            board.Start(false);
            Order withheld = GateBoard.Play(11);
            withheld.IssuedUnixMilliseconds = GateBoard.Noon - 7_200_000;
            withheld.ExpiresUnixMilliseconds = GateBoard.Noon - 1;
            board.Send(withheld);
            board.Link.Ends(1, 11, ReceiptState.Refused, Reason.Expired);
        }

        [TestMethod]
        public void Orders_may_arrive_in_any_order_within_the_window_and_none_below_its_floor()
        {
            GateBoard board = new GateBoard();
            for (int i = 0; i < OrderLedger.UsualOrders; i++)
            {
                board.Send(GateBoard.Play(200 - i));
                board.Finish(200 - i);
            }

            Assert.AreEqual(OrderLedger.UsualOrders, board.Taken);
            board.Send(GateBoard.Play(300));
            board.Finish(300);
            Assert.AreEqual(OrderLedger.UsualOrders + 1, board.Taken);
            board.Start(true);
            board.Send(GateBoard.Play(200 - OrderLedger.UsualOrders));
            board.Link.Ends(1, 200 - OrderLedger.UsualOrders, ReceiptState.Refused, Reason.Replayed);
            board.Send(GateBoard.Play(201));     // new, and above the floor
            board.Link.Ends(2, 201, ReceiptState.Received, Reason.None);
        }

        [TestMethod]
        public void Damaged_memory_starts_empty_and_takes_orders()
        {
            GateBoard board = new GateBoard();
            board.Send(GateBoard.Play(1));
            board.Flash.Put("orders.a", new byte[] { 1, 2, 3 });
            board.Flash.Put("orders.b", new byte[] { 1, 2, 3 });
            board.Start(true);
            board.Send(GateBoard.Play(2));
            board.Link.Ends(1, 2, ReceiptState.Received, Reason.None);
        }
    }
}
