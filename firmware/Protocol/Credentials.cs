using System.Security.Cryptography;
using System.Text;

namespace EdgeWarning.Protocol
{
    /// <summary>What follows from a board's key, so that a board carries one secret only.</summary>
    public static class Credentials
    {
        /// <summary>Bytes of a board's key: the output length of SHA-256, as RFC 2104 advises.</summary>
        public const int KeyBytes = 32;

        private const string MqttPurpose = "EdgeWarning MQTT 1";
        private const string FetchPurpose = "EdgeWarning fetch 1 ";

        /// <summary>The board's MQTT password, 64 lower-case hex digits; its user name is the board id.</summary>
        public static string MqttPassword(byte[] key)
        {
            return Hex(Mac(key, Encoding.UTF8.GetBytes(MqttPurpose)));
        }

        /// <summary>
        /// What a board shows to fetch a file, 64 lower-case hex digits: the header "Authorization: Board &lt;board id&gt;:&lt;digits&gt;" of an HTTP GET of
        /// <paramref name="path"/>. It opens this path to this board only.
        /// </summary>
        public static string FetchToken(byte[] key, string path)
        {
            return Hex(Mac(key, Encoding.UTF8.GetBytes(FetchPurpose + path)));
        }

        // Not an instance of it: on a board its Dispose empties the array that was given as the key, which is the only copy that the board has.
        internal static byte[] Mac(byte[] key, byte[] data)
        {
            return HMACSHA256.HashData(key, data);
        }

        private static string Hex(byte[] mac)
        {
            char[] digits = new char[mac.Length * 2];
            for (int i = 0; i < mac.Length; i++)
            {
                digits[2 * i] = HexDigit(mac[i] >> 4);
                digits[(2 * i) + 1] = HexDigit(mac[i] & 0xF);
            }

            return new string(digits);
        }

        private static char HexDigit(int value)
        {
            return (char)(value < 10 ? '0' + value : 'a' + value - 10);
        }
    }
}
