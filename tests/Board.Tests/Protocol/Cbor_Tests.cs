using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Protocol
{
    [TestClass]
    public class Cbor_Tests
    {
        [TestMethod]
        public void Takes_the_examples_of_RFC_8949_that_lie_inside_our_subset_and_refuses_the_others()
        {
            foreach (string hex in Golden.AcceptedCbor())
            {
                byte[] item = Check.Hex(hex);
                Assert.IsNull(CborReader.Check(item, 0, item.Length), hex);
            }

            foreach (string hex in Golden.RefusedCbor())
            {
                byte[] item = Check.Hex(hex);
                Assert.IsNotNull(CborReader.Check(item, 0, item.Length), hex);
            }
        }

        [TestMethod]
        public void Integers_come_back_in_their_shortest_form()
        {
            IsWritten(0, 1);
            IsWritten(23, 1);
            IsWritten(24, 2);
            IsWritten(255, 2);
            IsWritten(256, 3);
            IsWritten(65_536, 5);
            IsWritten(4_294_967_296, 9);
            IsWritten(long.MaxValue, 9);
            IsWritten(-1, 1);
            IsWritten(-25, 2);
            IsWritten(long.MinValue, 9);
        }

        [TestMethod]
        public void Doubles_come_back_in_their_shortest_form()
        {
            IsNumber(0.0, 3);
            IsNumber(1.5, 3);
            IsNumber(65_504.0, 3);
            IsNumber(100_000.0, 5);
            IsNumber(1.1, 9);
            IsNumber(-4.1, 9);
            IsNumber(0.2019, 9);
            IsNumber(double.MaxValue, 9);
        }

        [TestMethod]
        public void Text_comes_back_whatever_its_script()
        {
            foreach (string text in new string[] { "", "a", "暴雨红色预警，请立即转移。", "é\n\"\\" })
            {
                CborWriter writer = new CborWriter();
                writer.WriteText(text);
                byte[] bytes = writer.ToArray();
                Assert.IsNull(CborReader.Check(bytes, 0, bytes.Length));
                string read;
                Assert.IsTrue(new CborReader(bytes, 0, bytes.Length).TryReadText(out read));
                Assert.AreEqual(text, read);
            }
        }

        private static void IsWritten(long value, int length)
        {
            CborWriter writer = new CborWriter();
            writer.WriteInt(value);
            byte[] bytes = writer.ToArray();
            Assert.AreEqual(length, bytes.Length, value.ToString());
            Assert.IsNull(CborReader.Check(bytes, 0, bytes.Length));
            long read;
            Assert.IsTrue(new CborReader(bytes, 0, bytes.Length).TryReadInt(out read));
            Assert.AreEqual(value, read);
        }

        private static void IsNumber(double value, int length)
        {
            CborWriter writer = new CborWriter();
            writer.WriteDouble(value);
            byte[] bytes = writer.ToArray();
            Assert.AreEqual(length, bytes.Length);
            Assert.IsNull(CborReader.Check(bytes, 0, bytes.Length));
            double read;
            Assert.IsTrue(new CborReader(bytes, 0, bytes.Length).TryReadNumber(out read));
            Assert.IsTrue(System.BitConverter.DoubleToInt64Bits(value) == System.BitConverter.DoubleToInt64Bits(read));
        }
    }
}
