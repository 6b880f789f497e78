using System.Text;

namespace EdgeWarning.Protocol
{
    /// <summary>A page of the log that a board keeps in memory: the answer to an order to send it. Pages are numbered from 0.</summary>
    public sealed class LogPage
    {
        /// <summary>The longest text of a page, in bytes of UTF-8.</summary>
        public const int MaxTextBytes = 3000;

        private const int BoardKey = 1;
        private const int SequenceKey = 2;
        private const int PageKey = 3;
        private const int LastKey = 4;
        private const int TextKey = 5;
        private const int MostPages = 1_000;
        private const int HeadBytes = 72;       // all but the text, with a board id of 48

        private const long RequiredKeys = 1L << BoardKey | 1L << SequenceKey | 1L << PageKey | 1L << LastKey | 1L << TextKey;

        public string Board { get; set; } = "";

        /// <summary>The sequence of the order that asked.</summary>
        public long Sequence { get; set; }

        public int Page { get; set; }

        /// <summary>No page follows.</summary>
        public bool IsLast { get; set; }

        /// <summary>Whole lines, oldest first, each ended by a line feed.</summary>
        public string Text
        {
            get { return Encoding.UTF8.GetString(Utf8Text, 0, Utf8Text.Length); }
            set { Utf8Text = Encoding.UTF8.GetBytes(value); }
        }

        /// <summary>The same as bytes of UTF-8, as a board keeps its log.</summary>
        public byte[] Utf8Text { get; set; } = new byte[0];

        /// <summary>The page as CBOR; throws ArgumentException when it is too long for the link.</summary>
        public byte[] Encode()
        {
            CborWriter writer = new CborWriter(HeadBytes + Utf8Text.Length);
            writer.WriteMapHead(5);
            writer.WritePair(BoardKey, Board);
            writer.WritePair(SequenceKey, Sequence);
            writer.WritePair(PageKey, Page);
            writer.WritePair(LastKey, IsLast ? 1 : 0);
            writer.WriteInt(TextKey);
            writer.WriteText(Utf8Text);
            return writer.ToArray();
        }

        /// <summary>Reads a page; on false the error says which field is wrong and how.</summary>
        public static bool TryDecode(byte[] payload, out LogPage page, out string error)
        {
            page = new LogPage();
            FieldReader fields = new FieldReader(payload);
            while (fields.Next())
            {
                switch (fields.Key)
                {
                    case BoardKey: page.Board = fields.Board(); break;
                    case SequenceKey: page.Sequence = fields.Number(1, long.MaxValue); break;
                    case PageKey: page.Page = fields.Small(0, MostPages); break;
                    case LastKey: page.IsLast = fields.Small(0, 1) == 1; break;
                    case TextKey: page.Text = fields.Text(MaxTextBytes); break;
                    default: fields.Unknown(); break;
                }
            }

            return fields.IsSound(RequiredKeys, out error);
        }
    }
}
