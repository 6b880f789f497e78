using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Protocol
{
    /// <summary>A board reads and writes the golden bytes as the gateway does.</summary>
    [TestClass]
    public class Messages_Tests
    {
        [TestMethod]
        public void Reads_an_order_and_writes_it_back()
        {
            byte[] payload = Open(Golden.OrderPlayRed, Topics.Order(Golden.Board));
            Order order;
            string error;
            Assert.IsTrue(Order.TryDecode(payload, out order, out error), error);
            Assert.AreEqual(1_795_363_200_000, order.Sequence);
            Assert.IsTrue(order.Kind == OrderKind.Play && order.Tone == Tone.Red && order.Priority == Priority.Red && order.Scope == Scope.Actual);
            Assert.AreEqual("暴雨红色预警，请立即转移。", order.Text);
            Assert.AreEqual(3, order.Repeats);
            CollectionAssert.AreEqual(payload, order.Encode());
        }

        [TestMethod]
        public void Reads_an_order_that_carries_settings()
        {
            Order order;
            string error;
            Assert.IsTrue(Order.TryDecode(Open(Golden.OrderConfigure, Topics.Order(Golden.Board)), out order, out error), error);
            Assert.AreEqual("report.seconds = 300\nvolume.percent = 80\n", order.Settings);
            Assert.AreEqual(12L, order.Version);
        }

        [TestMethod]
        public void Reads_an_acknowledgement_and_writes_it_back()
        {
            byte[] payload = Open(Golden.Acknowledgement, Topics.Acknowledgement(Golden.Board));
            Acknowledgement acknowledgement;
            string error;
            Assert.IsTrue(Acknowledgement.TryDecode(payload, out acknowledgement, out error), error);
            Assert.AreEqual(0xDEADBEEF, acknowledgement.Log);
            Assert.AreEqual(42L, acknowledgement.UpTo);
            CollectionAssert.AreEqual(payload, acknowledgement.Encode());
        }

        /// <summary>Such as what a fault says of a Chinese value in settings: refused for its length, the receipt would take its verdict with it.</summary>
        [TestMethod]
        public void A_detail_that_is_too_long_is_cut_between_two_characters_and_the_receipt_arrives()
        {
            Receipt receipt = new Receipt();
            receipt.Board = Golden.Board;
            receipt.Sequence = 1;
            receipt.State = ReceiptState.Refused;
            receipt.Reason = Reason.BadSettings;
            receipt.Detail = "found ";
            for (int i = 0; i < 100; i++)
            {
                receipt.Detail += "值";
            }

            Receipt arrived;
            string error;
            Assert.IsTrue(Receipt.TryDecode(receipt.Encode(), out arrived, out error), error);
            Assert.AreEqual(6 + 64, arrived.Detail.Length);      // 198 bytes: 6 and 64 times 3
            Assert.IsTrue(receipt.Detail.StartsWith(arrived.Detail));
        }

        [TestMethod]
        public void Writes_receipt_readings_and_birth_as_the_gateway_expects_them()
        {
            string error;
            byte[] payload = Open(Golden.ReceiptReplayed, Topics.Receipt(Golden.Board));
            Receipt receipt;
            Assert.IsTrue(Receipt.TryDecode(payload, out receipt, out error), error);
            CollectionAssert.AreEqual(payload, receipt.Encode());

            payload = Open(Golden.Readings, Topics.Readings(Golden.Board));
            Readings readings;
            Assert.IsTrue(Readings.TryDecode(payload, out readings, out error), error);
            Assert.AreEqual(201_900L, readings.Items[0].Value);
            CollectionAssert.AreEqual(payload, readings.Encode());

            payload = Open(Golden.Birth, Topics.Birth(Golden.Board));
            Status status;
            Assert.IsTrue(Status.TryDecode(payload, out status, out error), error);
            Assert.AreEqual(-61, status.SignalDbm);
            CollectionAssert.AreEqual(payload, status.Encode());
        }

        [TestMethod]
        public void A_field_that_must_be_understood_is_refused_by_name_and_a_later_one_is_stepped_over()
        {
            string error;
            Assert.IsFalse(WithExtra(63, out error));
            Assert.Contains("field 63", error);
            Assert.IsTrue(WithExtra(200, out error), error);
        }

        [TestMethod]
        public void No_damage_to_a_message_makes_its_reader_throw()
        {
            byte[] payload = Open(Golden.OrderPlayRed, Topics.Order(Golden.Board));
            for (int at = 0; at < payload.Length; at++)
            {
                for (int bit = 0; bit < 8; bit += 3)
                {
                    payload[at] ^= (byte)(1 << bit);
                    Order order;
                    string error;
                    bool sound = Order.TryDecode(payload, out order, out error);
                    Assert.AreEqual(sound, error.Length == 0);
                    payload[at] ^= (byte)(1 << bit);
                }
            }
        }

        [TestMethod]
        public void A_drill_dressed_as_real_is_seen()
        {
            Assert.IsTrue(IsMismatch(Scope.Drill, Tone.Red));
            Assert.IsTrue(IsMismatch(Scope.Drill, Tone.None));
            Assert.IsFalse(IsMismatch(Scope.Drill, Tone.Drill));
            Assert.IsTrue(IsMismatch(Scope.Actual, Tone.Drill));
            Assert.IsFalse(IsMismatch(Scope.Actual, Tone.Red));
            Assert.IsTrue(IsMismatch(Scope.Test, Tone.Red));
            Assert.IsFalse(IsMismatch(Scope.Test, Tone.Test));
        }

        private static bool IsMismatch(Scope scope, Tone tone)
        {
            Order order = new Order();
            order.Kind = OrderKind.Play;
            order.Scope = scope;
            order.Tone = tone;
            return order.IsDrillMismatch;
        }

        private static bool WithExtra(int key, out string error)
        {
            Acknowledgement acknowledgement = new Acknowledgement();
            acknowledgement.Board = "b";
            acknowledgement.Log = 1;
            byte[] body = acknowledgement.Encode();
            byte[] more = new byte[body.Length + 3];
            System.Array.Copy(body, more, body.Length);
            more[0] = 0xA5;     // a map of five pairs
            more[body.Length] = 0x18;
            more[body.Length + 1] = (byte)key;
            more[body.Length + 2] = 0xF5;
            return Acknowledgement.TryDecode(more, out acknowledgement, out error);
        }

        private static byte[] Open(string hex, string topic)
        {
            byte[] payload;
            Assert.IsTrue(Envelope.Open(Golden.Key(), Golden.Board, topic, Check.Hex(hex), out payload) == Reason.None);
            return payload;
        }
    }
}
