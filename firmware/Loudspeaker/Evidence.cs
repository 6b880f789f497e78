using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// What the current sensor showed in one pass of an order, and the verdict that follows. Heard is never assumed: every part that was to
    /// sound must have drawn more than the amplifier draws in silence.
    /// </summary>
    public sealed class Evidence
    {
        /// <summary>
        /// A powered amplifier of the 10 to 30 W class with its converter and speech module draws 40 mA and more in silence. Below this it has no
        /// supply (relay asleep, fuse) or is dead. [M]
        /// </summary>
        public const int PoweredMilliamperes = 30;

        /// <summary>
        /// Readings in a window of speech, about half a second. Speech pauses between its syllables, so the loudest reading of
        /// each window counts and their mean is judged: pauses do not hide it, and one disturbance does not pass for it.
        /// </summary>
        public const int SpeechWindow = 6;

        private bool _sensed;
        private int _quiet;
        private bool _toneAsked;
        private bool _speechAsked;
        private SpeechState _speechFault;
        private long _toneSum;
        private int _toneCount;
        private long _speechSum;
        private int _speechWindows;
        private int _inWindow;
        private int _loudest;

        /// <summary>Current of the powered, silent amplifier, mA; <see cref="Receipt.NotMeasured"/> without a sensor.</summary>
        public int QuietMilliamperes
        {
            get { return _sensed ? _quiet : Receipt.NotMeasured; }
        }

        /// <summary>Mean current while the tone stood, mA, or <see cref="Receipt.NotMeasured"/>.</summary>
        public int ToneMilliamperes
        {
            get { return _toneCount == 0 ? Receipt.NotMeasured : (int)(_toneSum / _toneCount); }
        }

        /// <summary>Mean of the loudest currents of each <see cref="SpeechWindow"/>, mA, or <see cref="Receipt.NotMeasured"/>.</summary>
        public int SpeechMilliamperes
        {
            get
            {
                if (_speechWindows > 0)
                {
                    return (int)(_speechSum / _speechWindows);
                }

                return _inWindow == 0 ? Receipt.NotMeasured : _loudest;
            }
        }

        /// <summary>Forgets all and says what is going to sound.</summary>
        public void Begin(bool tone, bool speech)
        {
            _sensed = false;
            _quiet = 0;
            _toneAsked = tone;
            _speechAsked = speech;
            _speechFault = SpeechState.Idle;
            _toneSum = 0;
            _toneCount = 0;
            _speechSum = 0;
            _speechWindows = 0;
            _inWindow = 0;
            _loudest = 0;
        }

        /// <summary>The amplifier is powered and silent.</summary>
        public void Quiet(int milliamperes)
        {
            _sensed = true;
            _quiet = milliamperes;
        }

        /// <summary>A tone stands.</summary>
        public void Tone(int milliamperes)
        {
            _toneSum += milliamperes;
            _toneCount++;
        }

        /// <summary>The module speaks.</summary>
        public void Speech(int milliamperes)
        {
            _loudest = milliamperes > _loudest ? milliamperes : _loudest;
            _inWindow++;
            if (_inWindow == SpeechWindow)
            {
                _speechSum += _loudest;
                _speechWindows++;
                _inWindow = 0;
                _loudest = 0;
            }
        }

        /// <summary>The speech module did not do its part.</summary>
        public void SpeechFailed(SpeechState fault)
        {
            _speechFault = fault;
        }

        /// <summary>The verdict over the pass: heard, not heard or cannot tell, and why.</summary>
        /// <param name="heardMilliamperes">How far above quiet the current must rise (settings: amplifier.heard.milliamperes).</param>
        /// <param name="reason">A fault that was found. A village that heard a tone and no words has not been told what to do: not heard, speech fault.</param>
        public ReceiptState Judge(int heardMilliamperes, out Reason reason)
        {
            bool speechFailed = _speechAsked && _speechFault != SpeechState.Idle;
            reason = speechFailed ? Reason.SpeechFault : Reason.None;
            if (!_sensed)
            {
                return ReceiptState.CannotTell;
            }

            if (_quiet < PoweredMilliamperes)
            {
                reason = Reason.AmplifierFault;
                return ReceiptState.NotHeard;
            }

            if (!_toneAsked && !_speechAsked)
            {
                return ReceiptState.CannotTell;    // a silent test: the amplifier has power, and nothing was to be heard
            }

            bool toneHeard = ToneMilliamperes - _quiet >= heardMilliamperes;    // not measured is below quiet
            bool speechHeard = SpeechMilliamperes - _quiet >= heardMilliamperes && !speechFailed;
            if (_speechAsked && toneHeard && !speechHeard)
            {
                reason = Reason.SpeechFault;    // the horn works, so the words were lost before it
            }

            return (toneHeard || !_toneAsked) && (speechHeard || !_speechAsked) ? ReceiptState.Heard : ReceiptState.NotHeard;
        }
    }
}
