using System.Text;
using EdgeWarning.Common;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    [TestClass]
    public class Crc32_Tests
    {
        /// <summary>The check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRC algorithms.</summary>
        [TestMethod]
        public void Gives_the_check_value_of_the_catalogue()
        {
            byte[] text = Encoding.UTF8.GetBytes("..123456789..");
            Assert.AreEqual(0xCBF43926u, Crc32.Of(text, 2, 9));
        }

        [TestMethod]
        public void Of_nothing_is_zero()
        {
            Assert.AreEqual(0u, Crc32.Of(new byte[0], 0, 0));
        }
    }
}
