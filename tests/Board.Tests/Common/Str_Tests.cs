using EdgeWarning.Common;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    [TestClass]
    public class Str_Tests
    {
        [TestMethod]
        public void Reads_whole_numbers()
        {
            Reads("0", 0);
            Reads("-5", -5);
            Reads("999999999999999999", 999_999_999_999_999_999);
        }

        [TestMethod]
        public void Refuses_what_is_no_plain_whole_number()
        {
            foreach (string text in new string[] { "", "-", "+1", " 1", "1.0", "1e3", "٣", "9999999999999999999" })
            {
                long value;
                Assert.IsFalse(Str.TryParseLong(text, out value), text);
            }
        }

        [TestMethod]
        public void Reads_hex_of_either_case_and_exact_length()
        {
            byte[] bytes = new byte[2];
            Assert.IsTrue(Str.TryParseHex("fE09", bytes));
            CollectionAssert.AreEqual(new byte[] { 0xFE, 0x09 }, bytes);
            Assert.IsFalse(Str.TryParseHex("fE0", bytes));
            Assert.IsFalse(Str.TryParseHex("fE0g", bytes));
            Assert.IsFalse(Str.TryParseHex("fE0900", bytes));
        }

        private static void Reads(string text, long expected)
        {
            long value;
            Assert.IsTrue(Str.TryParseLong(text, out value), text);
            Assert.AreEqual(expected, value);
        }
    }
}
