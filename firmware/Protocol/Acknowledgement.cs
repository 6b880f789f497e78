namespace EdgeWarning.Protocol
{
    /// <summary>
    /// The gateway's word that readings are committed: a board frees them only then. Also the answer to every birth and heartbeat, which gives a board without a clock
    /// the time.
    /// </summary>
    public sealed class Acknowledgement
    {
        private const int BoardKey = 1;
        private const int LogKey = 2;
        private const int UpToKey = 3;
        private const int TimeKey = 4;
        private const int AnsweredStartKey = 64;
        private const int AnsweredUptimeKey = 65;

        private const long RequiredKeys = 1L << BoardKey | 1L << LogKey | 1L << UpToKey | 1L << TimeKey;

        public string Board { get; set; } = "";

        /// <summary>Which life of the board's outbox is meant.</summary>
        public long Log { get; set; }

        /// <summary>Every reading of that log up to this sequence is committed; 0 = none.</summary>
        public long UpTo { get; set; }

        /// <summary>The gateway's time.</summary>
        public long UnixMilliseconds { get; set; }

        /// <summary>Of the birth or heartbeat that this answers: how often the board had started; 0 when it answers none.</summary>
        public long AnsweredStart { get; set; }

        /// <summary>Of the birth or heartbeat that this answers: its uptime. With the start it names one moment of the board's life, so no old answer passes for a new one.</summary>
        public long AnsweredUptimeMilliseconds { get; set; }

        public byte[] Encode()
        {
            CborWriter writer = new CborWriter();
            writer.WriteMapHead(AnsweredStart == 0 ? 4 : 6);
            writer.WritePair(BoardKey, Board);
            writer.WritePair(LogKey, Log);
            writer.WritePair(UpToKey, UpTo);
            writer.WritePair(TimeKey, UnixMilliseconds);
            if (AnsweredStart != 0)
            {
                writer.WritePair(AnsweredStartKey, AnsweredStart);
                writer.WritePair(AnsweredUptimeKey, AnsweredUptimeMilliseconds);
            }

            return writer.ToArray();
        }

        /// <summary>Reads an acknowledgement; on false the error says which field is wrong and how.</summary>
        public static bool TryDecode(byte[] payload, out Acknowledgement acknowledgement, out string error)
        {
            return TryDecode(payload, 0, payload.Length, out acknowledgement, out error);
        }

        /// <summary>The same where it lies within a sealed message.</summary>
        public static bool TryDecode(byte[] message, int start, int count, out Acknowledgement acknowledgement, out string error)
        {
            acknowledgement = new Acknowledgement();
            FieldReader fields = new FieldReader(message, start, count);
            while (fields.Next())
            {
                switch (fields.Key)
                {
                    case BoardKey: acknowledgement.Board = fields.Board(); break;
                    case LogKey: acknowledgement.Log = fields.Number(0, 0xFFFFFFFFL); break;
                    case UpToKey: acknowledgement.UpTo = fields.Number(0, long.MaxValue); break;
                    case TimeKey: acknowledgement.UnixMilliseconds = fields.Number(0, long.MaxValue); break;
                    case AnsweredStartKey: acknowledgement.AnsweredStart = fields.Number(1, long.MaxValue); break;
                    case AnsweredUptimeKey: acknowledgement.AnsweredUptimeMilliseconds = fields.Number(0, long.MaxValue); break;
                    default: fields.Unknown(); break;
                }
            }

            return fields.IsSound(RequiredKeys, out error);
        }
    }
}
