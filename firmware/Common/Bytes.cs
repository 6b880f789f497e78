namespace EdgeWarning.Common
{
    /// <summary>Whole numbers in byte arrays, little end first, without allocating (BitConverter.GetBytes makes an array per number).</summary>
    public static class Bytes
    {
        /// <summary>Writes 16 bits at <paramref name="offset"/>.</summary>
        public static void PutUInt16(byte[] buffer, int offset, int value)
        {
            buffer[offset] = (byte)(value & 0xFF);
            buffer[offset + 1] = (byte)((value >> 8) & 0xFF);
        }

        /// <summary>Reads 16 bits from <paramref name="offset"/>.</summary>
        public static int GetUInt16(byte[] buffer, int offset)
        {
            return buffer[offset] | (buffer[offset + 1] << 8);
        }

        /// <summary>Writes 32 bits at <paramref name="offset"/>.</summary>
        public static void PutUInt32(byte[] buffer, int offset, uint value)
        {
            buffer[offset] = (byte)(value & 0xFF);
            buffer[offset + 1] = (byte)((value >> 8) & 0xFF);
            buffer[offset + 2] = (byte)((value >> 16) & 0xFF);
            buffer[offset + 3] = (byte)((value >> 24) & 0xFF);
        }

        /// <summary>Reads 32 bits from <paramref name="offset"/>.</summary>
        public static uint GetUInt32(byte[] buffer, int offset)
        {
            return buffer[offset]
                | ((uint)buffer[offset + 1] << 8)
                | ((uint)buffer[offset + 2] << 16)
                | ((uint)buffer[offset + 3] << 24);
        }

        /// <summary>Writes 64 bits at <paramref name="offset"/>.</summary>
        public static void PutInt64(byte[] buffer, int offset, long value)
        {
            PutUInt32(buffer, offset, (uint)(value & 0xFFFFFFFF));
            PutUInt32(buffer, offset + 4, (uint)((value >> 32) & 0xFFFFFFFF));
        }

        /// <summary>Reads 64 bits from <paramref name="offset"/>.</summary>
        public static long GetInt64(byte[] buffer, int offset)
        {
            return (long)GetUInt32(buffer, offset) | ((long)GetUInt32(buffer, offset + 4) << 32);
        }
    }
}
