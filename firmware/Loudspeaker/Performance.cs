using System.Threading;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// Plays one order from its first chunk to its last word: announce a drill, tone, speech, verdict, repeats, end of the drill. Whatever interrupts it
    /// is obeyed within a chunk, and the silence is proved. Made once, used for every order.
    /// </summary>
    public sealed class Performance
    {
        /// <summary>Between two passes. [M]</summary>
        public const int PauseMilliseconds = 2_000;

        /// <summary>How often current is measured, and an interruption looked for, while the module speaks.</summary>
        public const int SpeechSampleMilliseconds = 80;

        private const int LongestWaitMilliseconds = 250;

        // So long after a drill that was broken off, a real warning still says that it is real. [M]
        private const int DrillRememberedMilliseconds = 10 * 60 * 1000;

        private readonly LoudspeakerParts _parts;
        private readonly OrderBook _book;
        private readonly SoundPath _path;
        private readonly ToneSynth _synth;
        private readonly Evidence _evidence = new Evidence();
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly AutoResetEvent _interrupt;
        private readonly Loop _loop;
        private readonly int _heardMilliamperes;
        private readonly int _boardVolumePercent;
        private LiveOrder _live = null!;
        private bool _judged;
        private Reason _fault;
        private long _drillBrokenUptime = -DrillRememberedMilliseconds;

        /// <summary>A performer over <paramref name="parts"/>; <paramref name="interrupt"/> wakes it when an order comes, <paramref name="loop"/> is told that it moves.</summary>
        public Performance(
            LoudspeakerParts parts, OrderBook book, SoundPath path, ToneSynth synth, Settings settings, AutoResetEvent interrupt, Loop loop, Clock clock, Log log)
        {
            _parts = parts;
            _book = book;
            _path = path;
            _synth = synth;
            _interrupt = interrupt;
            _loop = loop;
            _clock = clock;
            _log = log;
            _heardMilliamperes = settings.AmplifierHeardMilliamperes;
            _boardVolumePercent = settings.VolumePercent;
        }

        private int VolumePercent
        {
            get { return _live.Order.VolumePercent * _boardVolumePercent / 100; }
        }

        private bool HasTone
        {
            get { return _parts.Speaker != null && _live.Order.Tone != Tone.None && _live.Order.ToneMilliseconds > 0; }
        }

        private bool HasSpeech
        {
            get { return _parts.Speech != null && (_live.Order.Text.Length > 0 || _live.Order.Scope == Scope.Drill); }
        }

        /// <summary>Plays the order to its end, whichever that is, and has the book say it.</summary>
        public void Play(LiveOrder live)
        {
            _live = live;
            _judged = false;
            _fault = Reason.None;
            Reason stopped = Wait(_path.Open());
            if (stopped == Reason.None)
            {
                Prepare();
                stopped = _book.BeginPlaying(live);
            }

            if (stopped == Reason.None)
            {
                stopped = live.Order.Scope == Scope.Drill ? PlayDrill() : PlayPasses();
            }

            _path.Rest();
            if (stopped == Reason.None)
            {
                _book.EndPlaying(live, ReceiptState.Finished, _fault, "");
            }
            else
            {
                EndInterrupted(stopped);
            }

            if (stopped != Reason.None && live.Order.Scope == Scope.Drill)
            {
                _drillBrokenUptime = _clock.UptimeMilliseconds;
            }
            else if (live.Order.Scope == Scope.Actual)
            {
                _drillBrokenUptime = -DrillRememberedMilliseconds;
            }
        }

        /// <summary>Falls silent after an exception, which may have left the module speaking.</summary>
        public void Abandon(LiveOrder live, string why)
        {
            _path.Close();
            _book.EndPlaying(live, ReceiptState.Failed, Reason.None, why);
        }

        private void Prepare()
        {
            _evidence.Begin(HasTone, HasSpeech);
            int quiet = _path.MeasureQuiet();
            if (quiet != Receipt.NotMeasured)
            {
                _evidence.Quiet(quiet);
            }

            _synth.Tune(Tones.MillihertzOf(_live.Order.Tone), VolumePercent);
        }

        private Reason PlayDrill()
        {
            Reason stopped = Say(Announcements.DrillBegins(_live.Order.Language));
            if (stopped == Reason.None && _fault != Reason.None)
            {
                return Reason.SpeechFault;    // a drill that nobody announced does not sound
            }

            if (stopped == Reason.None)
            {
                stopped = PlayPasses();
            }

            return stopped == Reason.None ? Say(Announcements.DrillEnds(_live.Order.Language)) : stopped;
        }

        private Reason PlayPasses()
        {
            for (int pass = 1; pass <= _live.Order.Repeats; pass++)
            {
                Reason stopped = pass == 1 ? Reason.None : Wait(PauseMilliseconds);
                stopped = stopped == Reason.None ? PlayTone() : stopped;
                stopped = stopped == Reason.None ? SayText(pass) : stopped;
                if (stopped != Reason.None)
                {
                    return stopped;
                }

                if (!_judged)
                {
                    Judge();
                }
            }

            return Reason.None;
        }

        private void Judge()
        {
            _judged = true;
            ReceiptState verdict = _evidence.Judge(_heardMilliamperes, out Reason reason);
            _fault = reason;
            string detail = _parts.Sensor == null ? "no current sensor" : "";
            _book.Judge(_live, verdict, reason, _evidence, detail);
        }

        private Reason PlayTone()
        {
            Order order = _live.Order;
            if (_parts.Speaker == null)
            {
                return PretendTone();
            }

            int total = HasTone ? Cadence.Chunks(order.ToneMilliseconds) : 0;
            for (int i = 0; i < total; i++)
            {
                Reason stopped = Interruption();
                if (stopped != Reason.None)
                {
                    return stopped;
                }

                TonePhase phase = Cadence.At(order.Tone, i, total);
                _parts.Speaker.Write(_synth.Chunk(phase));
                if (phase == TonePhase.Steady || phase == TonePhase.Release)
                {
                    MeasureTone();    // what sounds now is the chunk before, a part of the same stroke
                }
            }

            if (total > 0)
            {
                _path.Flush();
            }

            return Reason.None;
        }

        private Reason PretendTone()
        {
            Order order = _live.Order;
            if (!_parts.IsBench || order.Tone == Tone.None)
            {
                return Reason.None;
            }

            _log.Write("would sound tone " + ((int)order.Tone).ToString() + " for " + order.ToneMilliseconds.ToString() + " ms");
            return Wait(order.ToneMilliseconds);
        }

        private void MeasureTone()
        {
            if (!_judged && _parts.Sensor != null)
            {
                _evidence.Tone(_parts.Sensor.ReadMilliamperes());
            }
        }

        private Reason SayText(int pass)
        {
            string text = _live.Order.Text;
            if (text.Length == 0)
            {
                return Reason.None;
            }

            bool afterDrill = _clock.UptimeMilliseconds - _drillBrokenUptime < DrillRememberedMilliseconds;
            if (pass == 1 && afterDrill && _live.Order.Scope == Scope.Actual)
            {
                text = Announcements.DrillBroken(_live.Order.Language) + text;
            }

            return Say(text);
        }

        // Returns an interruption; a fault of the module is kept as evidence.
        private Reason Say(string text)
        {
            ISpeechModule? speech = _parts.Speech;
            if (speech == null)
            {
                _log.Write((_parts.IsBench ? "would say: " : "has no module to say: ") + text);
                return Reason.None;
            }

            SpeechState state = speech.Say(text, VolumePercent);
            while (state == SpeechState.Sending || state == SpeechState.Speaking)
            {
                Reason stopped = Interruption();
                if (stopped != Reason.None)
                {
                    return stopped;
                }

                state = speech.Wait(SpeechSampleMilliseconds);
                if (state == SpeechState.Speaking && !_judged && _parts.Sensor != null)
                {
                    _evidence.Speech(_parts.Sensor.ReadMilliamperes());
                }
            }

            if (state != SpeechState.Idle)
            {
                _fault = Reason.SpeechFault;
                _evidence.SpeechFailed(state);
                _log.Write("the speech module failed (state " + ((int)state).ToString() + ")");
            }

            return Reason.None;
        }

        private void EndInterrupted(Reason why)
        {
            if (_parts.Speech != null)
            {
                _parts.Speech.Stop();
            }

            if (_path.IsPowered)
            {
                _path.Flush();
            }

            bool silent = _path.ProveSilence(_interrupt, out int milliamperes);
            if (!silent)
            {
                _book.EndPlaying(_live, ReceiptState.Failed, Reason.StillSounding, milliamperes.ToString() + " mA still flow");
            }
            else if (why == Reason.ExpiredWhilePlaying && _live.Entry.State == ReceiptState.Received)
            {
                _book.EndPlaying(_live, ReceiptState.Failed, Reason.Expired, "it had not begun");
            }
            else if (why == Reason.SpeechFault)
            {
                _book.EndPlaying(_live, ReceiptState.Failed, why, "a drill that cannot be announced does not sound");
            }
            else
            {
                _book.EndPlaying(_live, ReceiptState.Stopped, why, "");
            }
        }

        // Asked with every chunk and every look at the module, so it also says that the performance moves.
        private Reason Interruption()
        {
            _loop.Progress();
            return _book.Interruption(_live);
        }

        private Reason Wait(int milliseconds)
        {
            long deadline = _clock.UptimeMilliseconds + milliseconds;
            while (true)
            {
                Reason stopped = Interruption();
                long left = deadline - _clock.UptimeMilliseconds;
                if (stopped != Reason.None || left <= 0)
                {
                    return stopped;
                }

                _clock.Wait(_interrupt, left < LongestWaitMilliseconds ? (int)left : LongestWaitMilliseconds);
            }
        }
    }
}
