using EdgeWarning.Common;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    [TestClass]
    public class Bytes_Tests
    {
        [TestMethod]
        public void Numbers_lie_little_end_first()
        {
            byte[] buffer = new byte[10];
            Bytes.PutInt64(buffer, 1, 0x0102030405060708);
            CollectionAssert.AreEqual(new byte[] { 0, 8, 7, 6, 5, 4, 3, 2, 1, 0 }, buffer);
        }

        [TestMethod]
        public void Numbers_come_back()
        {
            foreach (long value in new long[] { 0, -1, long.MinValue, long.MaxValue, 0x0102030405060708 })
            {
                byte[] buffer = new byte[12];
                Bytes.PutInt64(buffer, 2, value);
                Assert.AreEqual(value, Bytes.GetInt64(buffer, 2));
                Bytes.PutUInt32(buffer, 1, (uint)(value & 0xFFFFFFFF));
                Assert.AreEqual((uint)(value & 0xFFFFFFFF), Bytes.GetUInt32(buffer, 1));
                Bytes.PutUInt16(buffer, 1, (int)(value & 0xFFFF));
                Assert.AreEqual((int)(value & 0xFFFF), Bytes.GetUInt16(buffer, 1));
            }
        }
    }
}
