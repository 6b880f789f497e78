namespace EdgeWarning.Common
{
    /// <summary>What strings lack on a board: strict numbers and hex. Nothing here throws on bad text.</summary>
    public static class Str
    {
        /// <summary>
        /// Reads a whole number written as digits, with a leading minus at most: no plus, space, point or separator.
        /// Refuses more than 18 digits, so nothing overflows.
        /// </summary>
        public static bool TryParseLong(string text, out long value)
        {
            value = 0;
            int start = text.Length > 0 && text[0] == '-' ? 1 : 0;
            int digits = text.Length - start;
            if (digits < 1 || digits > 18)
            {
                return false;
            }

            long sum = 0;
            for (int i = start; i < text.Length; i++)
            {
                if (!IsDigit(text[i]))
                {
                    return false;
                }

                sum = (sum * 10) + (text[i] - '0');
            }

            value = start == 1 ? -sum : sum;
            return true;
        }

        /// <summary>Reads hex digits of either case into bytes: exactly two digits for each byte of <paramref name="into"/>.</summary>
        public static bool TryParseHex(string text, byte[] into)
        {
            if (text.Length != into.Length * 2)
            {
                return false;
            }

            for (int i = 0; i < into.Length; i++)
            {
                int high = HexValue(text[i * 2]);
                int low = HexValue(text[(i * 2) + 1]);
                if (high < 0 || low < 0)
                {
                    return false;
                }

                into[i] = (byte)((high << 4) | low);
            }

            return true;
        }

        /// <summary>True for 0 to 9 only.</summary>
        public static bool IsDigit(char c)
        {
            return c >= '0' && c <= '9';
        }

        /// <summary>True when a text ends with these very characters.</summary>
        public static bool EndsWith(string text, string end)
        {
            return text.Length >= end.Length && text.Substring(text.Length - end.Length) == end;
        }

        private static int HexValue(char c)
        {
            if (IsDigit(c))
            {
                return c - '0';
            }

            if (c >= 'a' && c <= 'f')
            {
                return c - 'a' + 10;
            }

            return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        }
    }
}
