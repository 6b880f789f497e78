using System;
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
        private const int HeadBytes = 8;            // of a message before its key id: tag, array, protected header, map, label
        private const int StructureHeadBytes = 10;  // of what the tag is made of before the additional data: array, "MAC0", protected header

        /// <summary>Seals a payload; throws ArgumentException when the result is longer than 4096 bytes.</summary>
        public static byte[] Seal(byte[] key, string board, string topic, byte[] payload)
        {
            byte[] tag = Tag(key, topic, payload, 0, payload.Length);
            byte[] keyId = Encoding.UTF8.GetBytes(board);
            CborWriter writer = new CborWriter(HeadBytes + CborWriter.StringBytes(keyId.Length) + CborWriter.StringBytes(payload.Length) + CborWriter.StringBytes(TagBytes));
            writer.WriteTag(Mac0Tag);
            writer.WriteArrayHead(4);
            writer.WriteBytes(ProtectedBytes());
            writer.WriteMapHead(1);
            writer.WriteInt(KeyIdLabel);
            writer.WriteBytes(keyId);
            writer.WriteBytes(payload);
            writer.WriteBytes(tag);
            return writer.ToArray();
        }

        /// <summary>
        /// Opens a sealed message of this board. <see cref="Reason.Malformed"/> when it is no sound COSE_Mac0 of this form, <see cref="Reason.Foreign"/> when
        /// it names another board, <see cref="Reason.Forged"/> when the tag does not fit key, topic and payload.
        /// </summary>
        public static Reason Open(byte[] key, string board, string topic, byte[] message, out byte[] payload)
        {
            Reason reason = Open(key, board, topic, message, out int start, out int count);
            payload = new byte[reason == Reason.None ? count : 0];
            Array.Copy(message, start, payload, 0, payload.Length);
            return reason;
        }

        /// <summary>The same without a copy: where in the message the payload lies. A small heap has no room for both.</summary>
        public static Reason Open(byte[] key, string board, string topic, byte[] message, out int start, out int count)
        {
            int tagAt;
            CborReader? reader = TryEnter(message);
            start = 0;
            count = 0;
            if (reader == null || !reader.TryReadBytes(out int keyIdAt, out int keyIdBytes) || keyIdBytes == 0 || !Utf8.IsSound(message, keyIdAt, keyIdBytes)
                || !reader.TryReadBytes(out start, out count) || !reader.TryReadBytes(out tagAt, out int tagBytes) || tagBytes != TagBytes)
            {
                return Reason.Malformed;
            }

            if (!IsText(message, keyIdAt, keyIdBytes, board))
            {
                return Reason.Foreign;
            }

            return SameBytes(message, tagAt, Tag(key, topic, message, start, count)) ? Reason.None : Reason.Forged;
        }

        // A reader before the key id; null when the message is no sound COSE_Mac0 of this form up to there.
        private static CborReader? TryEnter(byte[] message)
        {
            const int Mac0Head = 0xC0 | Mac0Tag;
            if (message.Length < 2 || message.Length > CborReader.MaxBytes || message[0] != Mac0Head
                || CborReader.Check(message, 1, message.Length - 1) != null)
            {
                return null;
            }

            CborReader reader = new CborReader(message, 1, message.Length - 1);
            byte[] header = ProtectedBytes();
            bool entered = reader.TryReadArrayHead(out int count) && count == 4
                && reader.TryReadBytes(out int at, out count) && count == header.Length && SameBytes(message, at, header)
                && reader.TryReadMapHead(out count) && count == 1
                && reader.TryReadInt(out long label) && label == KeyIdLabel;
            return entered ? reader : null;
        }

        // MAC_structure of RFC 9052, 6.3: [ "MAC0", protected header, external additional data, payload ]. A board's HMAC takes a whole array only.
        private static byte[] Tag(byte[] key, string topic, byte[] message, int start, int count)
        {
            byte[] additional = Encoding.UTF8.GetBytes(topic);
            CborWriter writer = new CborWriter(StructureHeadBytes + CborWriter.StringBytes(additional.Length) + CborWriter.StringBytes(count));
            writer.WriteArrayHead(4);
            writer.WriteText("MAC0");
            writer.WriteBytes(ProtectedBytes());
            writer.WriteBytes(additional);
            writer.WriteBytes(message, start, count);
            return Credentials.Mac(key, writer.ToArray());
        }

        private static byte[] ProtectedBytes()
        {
            return new byte[] { (byte)(ProtectedHeader >> 16), (byte)((ProtectedHeader >> 8) & 0xFF), (byte)(ProtectedHeader & 0xFF) };
        }

        private static bool IsText(byte[] message, int at, int count, string text)
        {
            bool same = count == text.Length;
            for (int i = 0; same && i < count; i++)
            {
                same = message[at + i] == text[i];      // a board's id is ASCII
            }

            return same;
        }

        // Looks at every byte whatever it finds, so that the time taken tells nothing about a right prefix.
        private static bool SameBytes(byte[] message, int at, byte[] expected)
        {
            int difference = 0;
            for (int i = 0; i < expected.Length; i++)
            {
                difference |= message[at + i] ^ expected[i];
            }

            return difference == 0;
        }
    }
}
