using System.Text;

namespace EdgeWarning.Protocol
{
    /// <summary>
    /// The seal on everything that crosses the link but the will: COSE_Mac0 (RFC 9052, 6.2) with HMAC 256/256 (RFC 9053, algorithm 5) under the board's key.
    /// The topic is the external additional data, so a sealed message counts on its own board's own topic and nowhere else.
    /// </summary>
    public static class Envelope
    {
        /// <summary>The protected header {1: 5}: algorithm HMAC 256/256. There is no other, so none can be talked down.</summary>
        private const long ProtectedHeader = 0xA10105;

        private const int Mac0Tag = 17;
        private const int KeyIdLabel = 4;
        private const int TagBytes = 32;

        /// <summary>Seals a payload; throws ArgumentException when the result is longer than 4096 bytes.</summary>
        public static byte[] Seal(byte[] key, string board, string topic, byte[] payload)
        {
            CborWriter writer = new CborWriter();
            writer.WriteTag(Mac0Tag);
            writer.WriteArrayHead(4);
            writer.WriteBytes(ProtectedBytes());
            writer.WriteMapHead(1);
            writer.WriteInt(KeyIdLabel);
            writer.WriteBytes(Encoding.UTF8.GetBytes(board));
            writer.WriteBytes(payload);
            writer.WriteBytes(Tag(key, topic, payload));
            return writer.ToArray();
        }

        /// <summary>
        /// Opens a sealed message of this board. <see cref="Reason.Malformed"/> when it is no sound COSE_Mac0 of this form, <see cref="Reason.Foreign"/> when
        /// it names another board, <see cref="Reason.Forged"/> when the tag does not fit key, topic and payload.
        /// </summary>
        public static Reason Open(byte[] key, string board, string topic, byte[] message, out byte[] payload)
        {
            payload = new byte[0];
            string keyId;
            byte[] body;
            byte[] tag;
            if (!TryTakeApart(message, out keyId, out body, out tag))
            {
                return Reason.Malformed;
            }

            if (keyId != board)
            {
                return Reason.Foreign;
            }

            if (!SameBytes(tag, Tag(key, topic, body)))
            {
                return Reason.Forged;
            }

            payload = body;
            return Reason.None;
        }

        private static bool TryTakeApart(byte[] message, out string keyId, out byte[] body, out byte[] tag)
        {
            keyId = "";
            body = new byte[0];
            tag = body;
            const int Mac0Head = 0xC0 | Mac0Tag;
            if (message.Length < 2 || message.Length > CborReader.MaxBytes || message[0] != Mac0Head
                || CborReader.Check(message, 1, message.Length - 1) != null)
            {
                return false;
            }

            CborReader reader = new CborReader(message, 1, message.Length - 1);
            int count;
            byte[] header;
            long label;
            byte[] id;
            if (!reader.TryReadArrayHead(out count) || count != 4
                || !reader.TryReadBytes(out header) || !SameBytes(header, ProtectedBytes())
                || !reader.TryReadMapHead(out count) || count != 1
                || !reader.TryReadInt(out label) || label != KeyIdLabel || !reader.TryReadBytes(out id)
                || !reader.TryReadBytes(out body) || !reader.TryReadBytes(out tag) || tag.Length != TagBytes
                || id.Length == 0 || !Utf8.IsSound(id, 0, id.Length))
            {
                return false;
            }

            keyId = Encoding.UTF8.GetString(id, 0, id.Length);
            return true;
        }

        // MAC_structure of RFC 9052, 6.3: [ "MAC0", protected header, external additional data, payload ].
        private static byte[] Tag(byte[] key, string topic, byte[] payload)
        {
            CborWriter writer = new CborWriter();
            writer.WriteArrayHead(4);
            writer.WriteText("MAC0");
            writer.WriteBytes(ProtectedBytes());
            writer.WriteBytes(Encoding.UTF8.GetBytes(topic));
            writer.WriteBytes(payload);
            return Credentials.Mac(key, writer.ToArray());
        }

        private static byte[] ProtectedBytes()
        {
            return new byte[] { (byte)(ProtectedHeader >> 16), (byte)((ProtectedHeader >> 8) & 0xFF), (byte)(ProtectedHeader & 0xFF) };
        }

        // Looks at every byte whatever it finds, so that the time taken tells nothing about a right prefix.
        private static bool SameBytes(byte[] a, byte[] b)
        {
            if (a.Length != b.Length)
            {
                return false;
            }

            int difference = 0;
            for (int i = 0; i < a.Length; i++)
            {
                difference |= a[i] ^ b[i];
            }

            return difference == 0;
        }
    }
}
