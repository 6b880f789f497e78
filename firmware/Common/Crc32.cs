namespace EdgeWarning.Common
{
    /// <summary>
    /// CRC-32 of IEEE 802.3 (reflected 0xEDB88320, start and end inverted). Check value: "123456789" gives CBF43926.
    /// Half a byte at a time: a table of 16 words instead of 256 suits a board's memory.
    /// </summary>
    public static class Crc32
    {
        private static readonly uint[] Nibbles = new uint[]
        {
            0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
            0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
        };

        /// <summary>The CRC of <paramref name="count"/> bytes from <paramref name="offset"/>.</summary>
        public static uint Of(byte[] buffer, int offset, int count)
        {
            return After(0, buffer, offset, count);
        }

        /// <summary>The CRC of all bytes so far, of which those before have <paramref name="crcBefore"/>; 0 = there were none.</summary>
        public static uint After(uint crcBefore, byte[] buffer, int offset, int count)
        {
            uint crc = crcBefore ^ 0xFFFFFFFF;
            for (int i = offset; i < offset + count; i++)
            {
                crc ^= buffer[i];
                crc = Nibbles[(int)(crc & 0x0F)] ^ (crc >> 4);
                crc = Nibbles[(int)(crc & 0x0F)] ^ (crc >> 4);
            }

            return crc ^ 0xFFFFFFFF;
        }
    }
}
