using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// What the board remembers of one order, also across power loss: one place in the table of <see cref="OrderMemory"/>, in the very bytes that go to flash.
    /// A field of an object takes 12 bytes of a board's heap, so objects with these fields would take seven times as much.
    /// </summary>
    public sealed class OrderEntry
    {
        /// <summary>Bytes of an entry: sequence (8), kind, scope, state, reason, verdict, three currents of 2; little end first.</summary>
        internal const int Length = 8 + 5 + 3 * 2;

        private const int KindAt = 8;
        private const int ScopeAt = 9;
        private const int StateAt = 10;
        private const int ReasonAt = 11;
        private const int VerdictAt = 12;
        private const int QuietAt = 13;
        private const int ToneAt = 15;
        private const int SpeechAt = 17;

        private readonly byte[] _image;
        private readonly int _at;

        /// <summary>An entry of no table, for what needs not survive a power cut.</summary>
        public OrderEntry()
            : this(new byte[Length], 0)
        {
        }

        internal OrderEntry(byte[] image, int at)
        {
            _image = image;
            _at = at;
        }

        /// <summary>0 = this place is free.</summary>
        public long Sequence
        {
            get { return Bytes.GetInt64(_image, _at); }
        }

        /// <summary>None when the order itself never came: a later one named it as replaced or stopped.</summary>
        public OrderKind Kind
        {
            get { return (OrderKind)_image[_at + KindAt]; }
        }

        /// <summary>Actual, drill or test.</summary>
        public Scope Scope
        {
            get { return (Scope)_image[_at + ScopeAt]; }
            set { _image[_at + ScopeAt] = (byte)value; }
        }

        /// <summary>How far it has come.</summary>
        public ReceiptState State
        {
            get { return (ReceiptState)_image[_at + StateAt]; }
            set { _image[_at + StateAt] = (byte)value; }
        }

        /// <summary>Why it is there.</summary>
        public Reason Reason
        {
            get { return (Reason)_image[_at + ReasonAt]; }
            set { _image[_at + ReasonAt] = (byte)value; }
        }

        /// <summary>Heard, not heard or cannot tell once its first pass was judged; None before.</summary>
        public ReceiptState Verdict
        {
            get { return (ReceiptState)_image[_at + VerdictAt]; }
            set { _image[_at + VerdictAt] = (byte)value; }
        }

        /// <summary>Current of the powered, silent amplifier, mA, or <see cref="Receipt.NotMeasured"/>.</summary>
        public int QuietMilliamperes
        {
            get { return Milliamperes(QuietAt); }
            set { SetMilliamperes(QuietAt, value); }
        }

        /// <summary>Mean current during the tone, mA, or <see cref="Receipt.NotMeasured"/>.</summary>
        public int ToneMilliamperes
        {
            get { return Milliamperes(ToneAt); }
            set { SetMilliamperes(ToneAt, value); }
        }

        /// <summary>Mean current during the speech, mA, or <see cref="Receipt.NotMeasured"/>.</summary>
        public int SpeechMilliamperes
        {
            get { return Milliamperes(SpeechAt); }
            set { SetMilliamperes(SpeechAt, value); }
        }

        /// <summary>True when nothing more will happen to the order.</summary>
        public bool HasEnded
        {
            get { return State == ReceiptState.Finished || State == ReceiptState.Stopped || State == ReceiptState.Failed || State == ReceiptState.Refused; }
        }

        /// <summary>In this life of the board: it waits or is being done, and must not be forgotten. Not kept in flash.</summary>
        public bool IsLive { get; set; }

        /// <summary>True when it may have made a sound and has not ended.</summary>
        public bool HasBegun
        {
            get { return State != ReceiptState.Received && !HasEnded; }
        }

        /// <summary>Fills the place with a new order.</summary>
        public void Begin(long sequence, OrderKind kind, Scope scope)
        {
            Bytes.PutInt64(_image, _at, sequence);
            _image[_at + KindAt] = (byte)kind;
            Scope = scope;
            State = ReceiptState.Received;
            IsLive = false;
            Reason = Reason.None;
            Verdict = ReceiptState.None;
            QuietMilliamperes = Receipt.NotMeasured;
            ToneMilliamperes = Receipt.NotMeasured;
            SpeechMilliamperes = Receipt.NotMeasured;
        }

        /// <summary>Nothing more will happen to it in this life of the board or the next.</summary>
        public void End(ReceiptState state, Reason reason)
        {
            State = state;
            Reason = reason;
            IsLive = false;
        }

        private int Milliamperes(int field)
        {
            return (short)Bytes.GetUInt16(_image, _at + field);
        }

        private void SetMilliamperes(int field, int milliamperes)
        {
            Bytes.PutUInt16(_image, _at + field, milliamperes > short.MaxValue ? short.MaxValue : milliamperes);
        }
    }
}
