using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>What the board remembers of one order, also across power loss.</summary>
    public sealed class OrderEntry
    {
        /// <summary>0 = this place is free.</summary>
        public long Sequence;

        /// <summary>None when the order itself never came: a later one named it as replaced or stopped.</summary>
        public OrderKind Kind;

        /// <summary>Actual, drill or test.</summary>
        public Scope Scope;

        /// <summary>How far it has come.</summary>
        public ReceiptState State;

        /// <summary>Why it is there.</summary>
        public Reason Reason;

        /// <summary>Heard, not heard or cannot tell once its first pass was judged; None before.</summary>
        public ReceiptState Verdict;

        /// <summary>Current of the powered, silent amplifier, mA, or <see cref="Receipt.NotMeasured"/>.</summary>
        public int QuietMilliamperes;

        /// <summary>Mean current during the tone, mA, or <see cref="Receipt.NotMeasured"/>.</summary>
        public int ToneMilliamperes;

        /// <summary>Mean current during the speech, mA, or <see cref="Receipt.NotMeasured"/>.</summary>
        public int SpeechMilliamperes;

        /// <summary>True when nothing more will happen to the order.</summary>
        public bool HasEnded
        {
            get { return State == ReceiptState.Finished || State == ReceiptState.Stopped || State == ReceiptState.Failed || State == ReceiptState.Refused; }
        }

        /// <summary>In this life of the board: it waits or is being done, and must not be forgotten. Not kept in flash.</summary>
        public bool IsLive;

        /// <summary>True when it may have made a sound and has not ended.</summary>
        public bool HasBegun
        {
            get { return State != ReceiptState.Received && !HasEnded; }
        }

        /// <summary>Fills the place with a new order.</summary>
        public void Begin(long sequence, OrderKind kind, Scope scope)
        {
            Sequence = sequence;
            Kind = kind;
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
    }
}
