using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Protocol
{
    [TestClass]
    public class Envelope_Tests
    {
        [TestMethod]
        public void Opens_what_the_gateway_sealed_and_seals_the_same_bytes()
        {
            byte[] message = Check.Hex(Golden.OrderPlayRed);
            byte[] payload;
            Assert.IsTrue(Open(message, out payload) == Reason.None);
            CollectionAssert.AreEqual(message, Envelope.Seal(Golden.Key(), Golden.Board, Topics.Order(Golden.Board), payload));
        }

        [TestMethod]
        public void The_key_outlives_its_use()
        {
            byte[] key = Golden.Key();
            byte[] first = Envelope.Seal(key, Golden.Board, Topics.Order(Golden.Board), new byte[3]);
            CollectionAssert.AreEqual(Golden.Key(), key);
            CollectionAssert.AreEqual(first, Envelope.Seal(key, Golden.Board, Topics.Order(Golden.Board), new byte[3]));
        }

        [TestMethod]
        public void Any_flipped_bit_is_refused()
        {
            byte[] message = Check.Hex(Golden.Acknowledgement);
            for (int bit = 0; bit < message.Length * 8; bit += 3)
            {
                message[bit / 8] ^= (byte)(1 << (bit % 8));
                byte[] payload;
                Assert.IsFalse(Open(message, out payload) == Reason.None, "bit " + bit.ToString());
                message[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        [TestMethod]
        public void Counts_on_its_own_topic_board_and_key_only()
        {
            byte[] message = Check.Hex(Golden.OrderPlayRed);
            byte[] payload;
            Assert.IsTrue(Envelope.Open(Golden.Key(), Golden.Board, Topics.Acknowledgement(Golden.Board), message, out payload) == Reason.Forged);
            Assert.IsTrue(Envelope.Open(Golden.Key(), "another-board", Topics.Order("another-board"), message, out payload) == Reason.Foreign);
            Assert.IsTrue(Envelope.Open(new byte[32], Golden.Board, Topics.Order(Golden.Board), message, out payload) == Reason.Forged);
        }

        [TestMethod]
        public void Any_truncation_is_refused()
        {
            byte[] message = Check.Hex(Golden.Acknowledgement);
            for (int length = 0; length < message.Length; length++)
            {
                byte[] payload;
                Assert.IsTrue(Open(Check.Head(message, length), out payload) == Reason.Malformed, length.ToString());
            }
        }

        [TestMethod]
        public void A_file_has_the_same_seal_in_whatever_pieces_it_comes()
        {
            byte[] file = new byte[10_000];
            for (int i = 0; i < file.Length; i++)
            {
                file[i] = (byte)((i * 7) & 0xFF);
            }

            FileSeal pieces = new FileSeal(Golden.Key(), file.Length);
            for (int at = 0; at < file.Length; at += 1_000)
            {
                pieces.Add(file, at, 1_000);
            }

            byte[] seal = pieces.Finish();
            CollectionAssert.AreEqual(FileSeal.Of(Golden.Key(), file), seal);
            file[5_000] ^= 1;
            Assert.IsFalse(FileSeal.AreEqual(seal, FileSeal.Of(Golden.Key(), file)));
        }

        private static Reason Open(byte[] message, out byte[] payload)
        {
            return Envelope.Open(Golden.Key(), Golden.Board, Topics.Order(Golden.Board), message, out payload);
        }
    }
}
