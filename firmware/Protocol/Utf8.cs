using System;
using System.Text;

namespace EdgeWarning.Protocol
{
    /// <summary>Judges UTF-8 (RFC 3629) before it is decoded: a board's own decoder stops at a zero byte and forgives the rest.</summary>
    internal static class Utf8
    {
        /// <summary>True for well-formed UTF-8 without overlong forms, surrogates or U+0000.</summary>
        internal static bool IsSound(byte[] data, int offset, int count)
        {
            int at = offset;
            int end = offset + count;
            while (at < end)
            {
                int first = data[at];
                int more = first < 0x80 ? 0 : first >= 0xC2 && first <= 0xDF ? 1 : (first & 0xF0) == 0xE0 ? 2 : first >= 0xF0 && first <= 0xF4 ? 3 : -1;
                if (first == 0 || more < 0 || more > end - at - 1)
                {
                    return false;
                }

                for (int i = 1; i <= more; i++)
                {
                    if ((data[at + i] & 0xC0) != 0x80)
                    {
                        return false;
                    }
                }

                if (more > 0 && !SecondFits(first, data[at + 1]))
                {
                    return false;
                }

                at += 1 + more;
            }

            return true;
        }

        /// <summary>As much of a text as whole characters fit into so many bytes.</summary>
        internal static byte[] Begin(string text, int mostBytes)
        {
            byte[] whole = Encoding.UTF8.GetBytes(text);
            if (whole.Length <= mostBytes)
            {
                return whole;
            }

            int count = mostBytes;
            while (count > 0 && (whole[count] & 0xC0) == 0x80)      // 10xxxxxx goes on with a character
            {
                count--;
            }

            byte[] begin = new byte[count];
            Array.Copy(whole, begin, count);
            return begin;
        }

        // RFC 3629, section 4: the second byte's range depends on some first bytes (overlong forms, surrogates, beyond U+10FFFF).
        private static bool SecondFits(int first, int second)
        {
            switch (first)
            {
                case 0xE0: return second >= 0xA0;
                case 0xED: return second <= 0x9F;
                case 0xF0: return second >= 0x90;
                case 0xF4: return second <= 0x8F;
                default: return true;
            }
        }
    }
}
