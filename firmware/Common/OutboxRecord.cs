using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// One reading in a segment of the outbox, 16 bytes, little end first: its sequence as distance from the segment's first (3), kind, with the top bit for
    /// a time without date (1), seconds since 1970 or since the start (4), value (6, signed), the lower half of the CRC-32 of these (2).
    /// </summary>
    internal static class OutboxRecord
    {
        /// <summary>Bytes of a record.</summary>
        public const int Length = 16;

        /// <summary>The farthest that a record may be from the first sequence of its segment.</summary>
        public const uint MaximumDistance = 0xFFFFFF;

        /// <summary>The largest value: 140 trillion. Rain of as many micrometres would be 140,000 km.</summary>
        public const long MaximumValue = (1L << 47) - 1;

        /// <summary>Not a reading: the last record of a segment that replaces others. Its value is the number of records before it.</summary>
        public const ReadingKind End = (ReadingKind)0x7F;

        private const int Undated = 0x80;
        private const int CheckAt = 14;

        public static void Put(byte[] buffer, int at, uint distance, ReadingKind kind, bool dated, long seconds, long value)
        {
            Bytes.PutUInt32(buffer, at, distance);
            buffer[at + 3] = (byte)((int)kind | (dated ? 0 : Undated));
            Bytes.PutUInt32(buffer, at + 4, (uint)seconds);
            Bytes.PutUInt32(buffer, at + 8, (uint)(value & 0xFFFFFFFF));
            Bytes.PutUInt16(buffer, at + 12, (int)((value >> 32) & 0xFFFF));
            Seal(buffer, at);
        }

        /// <summary>Gives a record another distance.</summary>
        public static void Move(byte[] buffer, int at, uint distance)
        {
            Bytes.PutUInt16(buffer, at, (int)(distance & 0xFFFF));
            buffer[at + 2] = (byte)(distance >> 16);
            Seal(buffer, at);
        }

        public static bool IsSound(byte[] buffer, int at)
        {
            return Bytes.GetUInt16(buffer, at + CheckAt) == Check(buffer, at);
        }

        public static uint Distance(byte[] buffer, int at)
        {
            return Bytes.GetUInt32(buffer, at) & MaximumDistance;
        }

        public static ReadingKind Kind(byte[] buffer, int at)
        {
            return (ReadingKind)(buffer[at + 3] & ~Undated);
        }

        public static bool IsDated(byte[] buffer, int at)
        {
            return (buffer[at + 3] & Undated) == 0;
        }

        public static long Seconds(byte[] buffer, int at)
        {
            return Bytes.GetUInt32(buffer, at + 4);
        }

        public static long Value(byte[] buffer, int at)
        {
            long high = (short)Bytes.GetUInt16(buffer, at + 12);
            return (high << 32) | Bytes.GetUInt32(buffer, at + 8);
        }

        private static void Seal(byte[] buffer, int at)
        {
            Bytes.PutUInt16(buffer, at + CheckAt, Check(buffer, at));
        }

        private static int Check(byte[] buffer, int at)
        {
            return (int)(Crc32.Of(buffer, at, CheckAt) & 0xFFFF);
        }
    }
}
