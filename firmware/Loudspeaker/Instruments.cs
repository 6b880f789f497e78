using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>The board's ears: reads whichever of current sensor and microphone there is, and writes down what they show.</summary>
    public sealed class Instruments
    {
        private const int QuietLooks = 5;
        private const int LookMilliseconds = 20;

        private readonly LoudspeakerParts _parts;
        private readonly SoundPath _path;
        private readonly Clock _clock;

        /// <summary>The instruments among these parts.</summary>
        public Instruments(LoudspeakerParts parts, SoundPath path, Clock clock)
        {
            _parts = parts;
            _path = path;
            _clock = clock;
        }

        /// <summary>What they showed.</summary>
        public Evidence Evidence { get; } = new Evidence();

        /// <summary>There is at least one.</summary>
        public bool Any
        {
            get { return _parts.Sensor != null || _parts.Microphone != null; }
        }

        /// <summary>The powered, silent horn in its village.</summary>
        public void MeasureQuiet()
        {
            int milliamperes = _path.MeasureQuiet();
            if (milliamperes != Receipt.NotMeasured)
            {
                Evidence.Current.Quiet(milliamperes);
            }

            if (_parts.Microphone == null)
            {
                return;
            }

            int sum = 0;
            for (int i = 0; i < QuietLooks; i++)
            {
                sum += _parts.Microphone.ReadMillivolts();
                _clock.Sleep(LookMilliseconds);
            }

            Evidence.Microphone.Quiet(sum / QuietLooks);
        }

        /// <summary>A tone stands.</summary>
        public void MeasureTone()
        {
            if (_parts.Sensor != null)
            {
                Evidence.Current.Tone(_parts.Sensor.ReadMilliamperes());
            }

            if (_parts.Microphone != null)
            {
                Evidence.Microphone.Tone(_parts.Microphone.ReadMillivolts());
            }
        }

        /// <summary>Between two strokes of a tone, when its sound has died away.</summary>
        public void MeasureGap()
        {
            if (_parts.Microphone != null)
            {
                Evidence.Microphone.Gap(_parts.Microphone.ReadMillivolts());
            }
        }

        /// <summary>Words sound.</summary>
        public void MeasureSpeech()
        {
            if (_parts.Sensor != null)
            {
                Evidence.Current.Speech(_parts.Sensor.ReadMilliamperes());
            }

            if (_parts.Microphone != null)
            {
                Evidence.Microphone.Speech(_parts.Microphone.ReadMillivolts());
            }
        }
    }
}
