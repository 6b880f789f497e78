namespace EdgeWarning.Protocol
{
    /// <summary>
    /// What a board says of an order. Heard, not heard and cannot tell are the verdict of the first pass of tone and speech and rest on the currents that
    /// the receipt carries. (Board, Sequence, State) makes a repeat harmless.
    /// </summary>
    public sealed class Receipt
    {
        /// <summary>A current that was not measured.</summary>
        public const int NotMeasured = -1;

        /// <summary>The longest detail, in bytes of UTF-8.</summary>
        public const int MaxDetailBytes = 200;

        private const int BoardKey = 1;
        private const int SequenceKey = 2;
        private const int StateKey = 3;
        private const int ReasonKey = 4;
        private const int TimeKey = 5;
        private const int ScopeKey = 6;
        private const int QuietKey = 7;
        private const int ToneKey = 8;
        private const int SpeechKey = 9;
        private const int PriorKey = 10;
        private const int DetailKey = 11;

        private const long RequiredKeys = 1L << BoardKey | 1L << SequenceKey | 1L << StateKey | 1L << ReasonKey | 1L << TimeKey | 1L << ScopeKey
            | 1L << QuietKey | 1L << ToneKey | 1L << SpeechKey | 1L << PriorKey;

        /// <summary>The most that a current field may say, in milliamperes.</summary>
        private const int MaxMilliamperes = 100_000;

        public string Board { get; set; } = "";

        /// <summary>The sequence of the order; 0 when the order could not be read.</summary>
        public long Sequence { get; set; }

        public ReceiptState State { get; set; }

        public Reason Reason { get; set; }

        /// <summary>When the state was reached, by the board's clock.</summary>
        public long UnixMilliseconds { get; set; }

        public Scope Scope { get; set; }

        /// <summary>Amplifier supply current when powered and silent.</summary>
        public int QuietMilliamperes { get; set; } = NotMeasured;

        public int ToneMilliamperes { get; set; } = NotMeasured;

        public int SpeechMilliamperes { get; set; } = NotMeasured;

        /// <summary>The verdict, or without one the end, that the order had reached before this receipt: when it came again, and with every end that follows a verdict.</summary>
        public ReceiptState Prior { get; set; }

        /// <summary>A few words for a technician. What is longer than <see cref="MaxDetailBytes"/> is cut when it is sent: a gateway would refuse it, and the verdict with it.</summary>
        public string Detail { get; set; } = "";

        public byte[] Encode()
        {
            CborWriter writer = new CborWriter();
            writer.WriteMapHead(Detail.Length == 0 ? 10 : 11);
            writer.WritePair(BoardKey, Board);
            writer.WritePair(SequenceKey, Sequence);
            writer.WritePair(StateKey, (long)State);
            writer.WritePair(ReasonKey, (long)Reason);
            writer.WritePair(TimeKey, UnixMilliseconds);
            writer.WritePair(ScopeKey, (long)Scope);
            writer.WritePair(QuietKey, QuietMilliamperes);
            writer.WritePair(ToneKey, ToneMilliamperes);
            writer.WritePair(SpeechKey, SpeechMilliamperes);
            writer.WritePair(PriorKey, (long)Prior);
            if (Detail.Length != 0)
            {
                writer.WriteInt(DetailKey);
                writer.WriteText(Utf8.Begin(Detail, MaxDetailBytes));
            }

            return writer.ToArray();
        }

        /// <summary>Reads a receipt; on false the error says which field is wrong and how.</summary>
        public static bool TryDecode(byte[] payload, out Receipt receipt, out string error)
        {
            receipt = new Receipt();
            FieldReader fields = new FieldReader(payload);
            while (fields.Next())
            {
                receipt.Take(fields);
            }

            return fields.IsSound(RequiredKeys, out error);
        }

        private void Take(FieldReader fields)
        {
            switch (fields.Key)
            {
                case BoardKey: Board = fields.Board(); break;
                case SequenceKey: Sequence = fields.Number(0, long.MaxValue); break;
                case StateKey: State = (ReceiptState)fields.Small((int)ReceiptState.Received, (int)ReceiptState.Failed); break;
                case ReasonKey: Reason = (Reason)fields.Small((int)Reason.None, (int)Reason.NoRoom); break;
                case TimeKey: UnixMilliseconds = fields.Number(0, long.MaxValue); break;
                case ScopeKey: Scope = (Scope)fields.Small((int)Scope.Actual, (int)Scope.Test); break;
                case QuietKey: QuietMilliamperes = fields.Small(NotMeasured, MaxMilliamperes); break;
                case ToneKey: ToneMilliamperes = fields.Small(NotMeasured, MaxMilliamperes); break;
                case SpeechKey: SpeechMilliamperes = fields.Small(NotMeasured, MaxMilliamperes); break;
                case PriorKey: Prior = (ReceiptState)fields.Small((int)ReceiptState.None, (int)ReceiptState.Failed); break;
                case DetailKey: Detail = fields.Text(MaxDetailBytes); break;
                default: fields.Unknown(); break;
            }
        }
    }
}
