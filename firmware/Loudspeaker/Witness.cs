using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// What one instrument showed in one pass: the amplifier's current, or the microphone's envelope, each in its own unit. Heard is never assumed: every part
    /// that was to sound must have raised it above what it showed in silence.
    /// </summary>
    public sealed class Witness
    {
        /// <summary>
        /// Readings in a window of speech, about half a second. Speech pauses between its syllables, so the loudest reading of
        /// each window counts and their mean is judged: pauses do not hide it, and one disturbance does not pass for it.
        /// </summary>
        public const int SpeechWindow = 6;

        private bool _sensed;
        private int _quiet;
        private long _toneSum;
        private int _toneCount;
        private long _gapSum;
        private int _gapCount;
        private long _speechSum;
        private int _speechWindows;
        private int _inWindow;
        private int _loudest;

        /// <summary>In silence before the first sound; <see cref="Receipt.NotMeasured"/> without an instrument.</summary>
        public int QuietLevel
        {
            get { return _sensed ? _quiet : Receipt.NotMeasured; }
        }

        /// <summary>Mean while the tone stood, or <see cref="Receipt.NotMeasured"/>.</summary>
        public int ToneLevel
        {
            get { return _toneCount == 0 ? Receipt.NotMeasured : (int)(_toneSum / _toneCount); }
        }

        /// <summary>Mean of the loudest readings of each <see cref="SpeechWindow"/>, or <see cref="Receipt.NotMeasured"/>.</summary>
        public int SpeechLevel
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

        /// <summary>Forgets all.</summary>
        public void Begin()
        {
            _sensed = false;
            _quiet = 0;
            _toneSum = 0;
            _toneCount = 0;
            _gapSum = 0;
            _gapCount = 0;
            _speechSum = 0;
            _speechWindows = 0;
            _inWindow = 0;
            _loudest = 0;
        }

        /// <summary>The amplifier is powered and silent.</summary>
        public void Quiet(int level)
        {
            _sensed = true;
            _quiet = level;
        }

        /// <summary>A tone stands.</summary>
        public void Tone(int level)
        {
            _toneSum += level;
            _toneCount++;
        }

        /// <summary>Between two strokes of a tone: what is loud now is not the horn.</summary>
        public void Gap(int level)
        {
            _gapSum += level;
            _gapCount++;
        }

        /// <summary>Words sound.</summary>
        public void Speech(int level)
        {
            _loudest = level > _loudest ? level : _loudest;
            _inWindow++;
            if (_inWindow == SpeechWindow)
            {
                _speechSum += _loudest;
                _speechWindows++;
                _inWindow = 0;
                _loudest = 0;
            }
        }

        /// <summary>The tone rose so far above silence, before it and between its strokes.</summary>
        public bool HeardTone(int rise)
        {
            int gap = _gapCount == 0 ? _quiet : (int)(_gapSum / _gapCount);
            return ToneLevel - (gap > _quiet ? gap : _quiet) >= rise;    // not measured is below quiet
        }

        /// <summary>The words rose so far above silence.</summary>
        public bool HeardSpeech(int rise)
        {
            return SpeechLevel - _quiet >= rise;
        }
    }
}
