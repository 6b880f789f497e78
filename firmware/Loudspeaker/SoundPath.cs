using System;
using System.Threading;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// The way from the board to the horn as electricity: clocks, then power, then some time to settle; off in the reverse order, and not before
    /// a while of silence, so that a relay does not chatter between two orders.
    /// </summary>
    public sealed class SoundPath
    {
        /// <summary>Silence after which the amplifier loses its power. [M]</summary>
        public const int HoldMilliseconds = 3_000;

        /// <summary>
        /// Chunks of silence after a sound: as many as the I2S driver buffers (4096 bytes), because its DMA may repeat what it last had.
        /// </summary>
        private const int FlushChunks = 2;

        private const int SilenceWithinMilliseconds = 400;
        private const int LookAgainMilliseconds = 20;
        private const int QuietLooks = 15;
        private const int SteadyMilliamperes = 5;

        private readonly LoudspeakerParts _parts;
        private readonly ToneSynth _synth;
        private readonly BoardStatus _status;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly int _settleMilliseconds;
        private readonly int _heardMilliamperes;
        private long _poweredUptime;
        private long _lastSoundUptime;
        private int _quietMilliamperes;

        /// <summary>A path through <paramref name="parts"/>, without power.</summary>
        public SoundPath(LoudspeakerParts parts, ToneSynth synth, Settings settings, BoardStatus status, Clock clock, Log log)
        {
            _parts = parts;
            _synth = synth;
            _status = status;
            _clock = clock;
            _log = log;
            _settleMilliseconds = settings.AmplifierSettleMilliseconds;
            _heardMilliamperes = settings.AmplifierHeardMilliamperes;
        }

        /// <summary>The amplifier has power, as far as the board can command.</summary>
        public bool IsPowered { get; private set; }

        /// <summary>How long until the amplifier has settled; it is given power when it has none.</summary>
        public int Open()
        {
            if (!IsPowered)
            {
                BeginSpeaker();
                if (_parts.Amplifier != null)
                {
                    _parts.Amplifier.Power(true);
                }

                IsPowered = true;
                _status.IsSounding = true;
                _poweredUptime = _clock.UptimeMilliseconds;
            }

            _lastSoundUptime = _clock.UptimeMilliseconds;
            long left = _parts.Amplifier == null ? 0 : _poweredUptime + _settleMilliseconds - _clock.UptimeMilliseconds;
            return left > 0 ? (int)left : 0;
        }

        /// <summary>The sensor's reading now; <see cref="Receipt.NotMeasured"/> without a sensor.</summary>
        public int ReadMilliamperes()
        {
            return _parts.Sensor == null ? Receipt.NotMeasured : _parts.Sensor.ReadMilliamperes();
        }

        /// <summary>
        /// Measures the powered, silent amplifier, and waits while the current still falls: after power-on, or after the sound of an order that was
        /// broken off a moment ago.
        /// </summary>
        public int MeasureQuiet()
        {
            if (_parts.Sensor == null)
            {
                return Receipt.NotMeasured;
            }

            int milliamperes = _parts.Sensor.ReadMilliamperes();
            for (int i = 0; i < QuietLooks; i++)
            {
                _clock.Sleep(LookAgainMilliseconds);
                int before = milliamperes;
                milliamperes = _parts.Sensor.ReadMilliamperes();
                if (before - milliamperes <= SteadyMilliamperes)
                {
                    break;
                }
            }

            _quietMilliamperes = milliamperes;
            return milliamperes;
        }

        /// <summary>Hands the speaker silence until no sound is left in its buffers.</summary>
        public void Flush()
        {
            for (int i = 0; _parts.Speaker != null && i < FlushChunks; i++)
            {
                _parts.Speaker.Write(_synth.Silence);
            }
        }

        /// <summary>A sound has ended: the hold begins anew.</summary>
        public void Rest()
        {
            _lastSoundUptime = _clock.UptimeMilliseconds;
        }

        /// <summary>
        /// Looks whether the horn is silent: the current is back at quiet. If it does not come back, the amplifier loses its power and is looked at
        /// once more. True also without a sensor, when nothing can be seen.
        /// </summary>
        public bool ProveSilence(AutoResetEvent interrupt, out int milliamperes)
        {
            if (IsQuietWithin(SilenceWithinMilliseconds, interrupt, out milliamperes))
            {
                return true;
            }

            _log.Write("current still " + milliamperes.ToString() + " mA after a stop: taking the amplifier's power away");
            Close();
            return IsQuietWithin(SilenceWithinMilliseconds, interrupt, out milliamperes);
        }

        /// <summary>Takes the power away when the path has been silent for long enough; returns in how many milliseconds to ask again.</summary>
        public int CloseWhenIdle()
        {
            if (!IsPowered)
            {
                return int.MaxValue;
            }

            long left = _lastSoundUptime + HoldMilliseconds - _clock.UptimeMilliseconds;
            if (left > 0)
            {
                return (int)left;
            }

            Close();
            return int.MaxValue;
        }

        /// <summary>Takes the power away now.</summary>
        public void Close()
        {
            if (_parts.Amplifier != null)
            {
                _parts.Amplifier.Power(false);
            }

            if (_parts.Speaker != null && IsPowered)
            {
                _parts.Speaker.End();
            }

            IsPowered = false;
            _status.IsSounding = false;
        }

        // A converter that does not start takes the tone away, and must not take the words with it.
        private void BeginSpeaker()
        {
            try
            {
                if (_parts.Speaker != null)
                {
                    _parts.Speaker.Begin();
                    Flush();
                }
            }
            catch (Exception exception) when (!Platform.IsPowerCut(exception))
            {
                _log.Write("the speaker does not start: no tone", exception);
            }
        }

        private bool IsQuietWithin(int milliseconds, AutoResetEvent interrupt, out int milliamperes)
        {
            long deadline = _clock.UptimeMilliseconds + milliseconds;
            while (true)
            {
                milliamperes = ReadMilliamperes();
                if (milliamperes <= _quietMilliamperes + _heardMilliamperes / 2)
                {
                    return true;
                }

                if (_clock.UptimeMilliseconds >= deadline)
                {
                    return false;
                }

                _clock.Wait(interrupt, LookAgainMilliseconds);
            }
        }
    }
}
