using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests
{
    /// <summary>What the test framework's Assert lacks.</summary>
    public static class Check
    {
        /// <summary>Fails unless the number lies between the two, both included.</summary>
        public static void IsBetween(long least, long most, long actual, string where = "")
        {
            Assert.IsTrue(actual >= least && actual <= most, where + ": " + actual.ToString() + " is not within " + least.ToString() + " to " + most.ToString());
        }

        /// <summary>The first bytes of an array.</summary>
        public static byte[] Head(byte[] bytes, int count)
        {
            byte[] head = new byte[count];
            System.Array.Copy(bytes, head, count);
            return head;
        }

        /// <summary>Bytes from hexadecimal digits.</summary>
        public static byte[] Hex(string digits)
        {
            byte[] bytes = new byte[digits.Length / 2];
            Assert.IsTrue(EdgeWarning.Common.Str.TryParseHex(digits, bytes), digits);
            return bytes;
        }
    }
}
