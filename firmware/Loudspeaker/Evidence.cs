using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// What the instruments showed in one pass of an order, and the verdict that follows: the current that the amplifier draws, and what a microphone hears,
    /// whichever there are. When both are there both must agree; when they do not, nobody can tell, and the detail says who said what.
    /// </summary>
    public sealed class Evidence
    {
        /// <summary>
        /// A powered amplifier of the 10 to 30 W class with its converter and speech module draws 40 mA and more in silence. Below this it has no
        /// supply (relay asleep, fuse) or is dead. [M]
        /// </summary>
        public const int PoweredMilliamperes = 30;

        /// <summary>A village so loud before the first sound that a microphone cannot tell a horn from it: it then says nothing. [M]</summary>
        public const int LoudVillageMillivolts = 1_500;

        private bool _toneAsked;
        private bool _speechAsked;
        private SpeechState _speechFault;

        /// <summary>The amplifier's supply current, mA.</summary>
        public Witness Current { get; } = new Witness();

        /// <summary>The microphone's envelope, mV.</summary>
        public Witness Microphone { get; } = new Witness();

        /// <summary>For a technician: what an instrument could not say, or said alone.</summary>
        public string Detail { get; private set; } = "";

        /// <summary>Forgets all and says what is going to sound.</summary>
        public void Begin(bool tone, bool speech)
        {
            Current.Begin();
            Microphone.Begin();
            Detail = "";
            _toneAsked = tone;
            _speechAsked = speech;
            _speechFault = SpeechState.Idle;
        }

        /// <summary>The speech module did not do its part.</summary>
        public void SpeechFailed(SpeechState fault)
        {
            _speechFault = fault;
        }

        /// <summary>The verdict over the pass: heard, not heard or cannot tell, and why.</summary>
        /// <param name="riseMilliamperes">How far above quiet the current must rise.</param>
        /// <param name="riseMillivolts">How far above quiet the microphone must rise; 0 = it cannot hear what sounds (a near-silent test).</param>
        /// <param name="reason">A fault that was found. A village that heard a tone and no words has not been told what to do: not heard, speech fault.</param>
        public ReceiptState Judge(int riseMilliamperes, int riseMillivolts, out Reason reason)
        {
            bool speechFailed = _speechAsked && _speechFault != SpeechState.Idle;
            reason = speechFailed ? Reason.SpeechFault : Reason.None;
            bool current = Current.QuietLevel != Receipt.NotMeasured;
            bool microphone = Microphone.QuietLevel != Receipt.NotMeasured && riseMillivolts > 0;
            if (current && Current.QuietLevel < PoweredMilliamperes)
            {
                reason = Reason.AmplifierFault;
                return ReceiptState.NotHeard;
            }

            if (microphone && Microphone.QuietLevel >= LoudVillageMillivolts)
            {
                Detail = "too loud around for the microphone (" + Microphone.QuietLevel.ToString() + " mV)";
                microphone = false;
            }

            if ((!current && !microphone) || (!_toneAsked && !_speechAsked))
            {
                return ReceiptState.CannotTell;
            }

            ReceiptState byCurrent = current ? JudgeBy(Current, riseMilliamperes, speechFailed, ref reason) : ReceiptState.None;
            ReceiptState byMicrophone = microphone ? JudgeBy(Microphone, riseMillivolts, speechFailed, ref reason) : ReceiptState.None;
            if (byCurrent == ReceiptState.None || byMicrophone == ReceiptState.None)
            {
                return byCurrent == ReceiptState.None ? byMicrophone : byCurrent;
            }

            if (byCurrent == byMicrophone)
            {
                return byCurrent;
            }

            Detail = byCurrent == ReceiptState.Heard ? "current flowed, the microphone heard nothing" : "the microphone heard it, no current flowed";
            return ReceiptState.CannotTell;
        }

        private ReceiptState JudgeBy(Witness witness, int rise, bool speechFailed, ref Reason reason)
        {
            bool toneHeard = _toneAsked && witness.HeardTone(rise);
            bool speechHeard = _speechAsked && witness.HeardSpeech(rise) && !speechFailed;
            if (_speechAsked && toneHeard && !speechHeard)
            {
                reason = Reason.SpeechFault;    // the horn works, so the words were lost before it
            }

            return (toneHeard || !_toneAsked) && (speechHeard || !_speechAsked) ? ReceiptState.Heard : ReceiptState.NotHeard;
        }
    }
}
