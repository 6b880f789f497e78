using System.Threading;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// Plays one order from its first chunk to its last word: announce a drill, tone, clip or speech, verdict, repeats, end of the drill. Whatever interrupts it
    /// is obeyed within a chunk, and the silence is proved. Made once, used for every order.
    ///
    /// A clip is played in place of the text; the text is spoken when the clip is not here. One that is still on its way is waited for with the tone going on: the
    /// village is awake at once and hears the words as soon as they are here. A board without a speech module waits for every clip.
    ///
    /// A test without tone, text and clip is near-silent: a hum that the horn cannot radiate and its coil draws current for, and a question to the speech module.
    /// </summary>
    public sealed class Performance
    {
        /// <summary>Between two passes. [M]</summary>
        public const int PauseMilliseconds = 2_000;

        /// <summary>How long the tone goes on for a clip that is on its way: half a minute of sound over a poor mobile link, twice. [M]</summary>
        public const int LongestClipWaitMilliseconds = 120_000;

        /// <summary>
        /// Between two tones while a clip is on its way. Writing to I2S stops every other thread of the runtime for most of the time that a tone sounds, so it is in the
        /// pauses that a clip is fetched. [M]
        /// </summary>
        public const int ClipPauseMilliseconds = 5_000;

        /// <summary>How often current is measured, and an interruption looked for, while the module speaks.</summary>
        public const int SpeechSampleMilliseconds = 80;

        /// <summary>Of the near-silent test: far below what a horn radiates (200 Hz and up), while its coil takes the power. Two periods a chunk.</summary>
        public const int HumMillihertz = 62_500;

        /// <summary>A fifth of the voltage: a twenty-fifth of the power, about 0.8 W of 20. [M]</summary>
        public const int HumVolumePercent = 20;

        private const int HumChunks = 32;         // 1 s
        private const int ClipChunksPerLook = 3;
        private const int GapChunks = 5;          // 2 in the DMA queue, and the sound dies away
        private const int LongestWaitMilliseconds = 250;

        // So long after a drill that was broken off, a real warning still says that it is real. [M]
        private const int DrillRememberedMilliseconds = 10 * 60 * 1000;

        private readonly LoudspeakerParts _parts;
        private readonly OrderBook _book;
        private readonly SoundPath _path;
        private readonly ToneSynth _synth;
        private readonly Instruments _instruments;
        private readonly Evidence _evidence;
        private readonly ClipStore _clips;
        private readonly ClipReader _reader;
        private readonly NightRule _night;
        private readonly BoardStatus _status;
        private readonly WavFile _clip = new WavFile();
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly AutoResetEvent _interrupt;
        private readonly Loop _loop;
        private readonly Settings _settings;
        private LiveOrder _live = null!;
        private bool _judged;
        private bool _hasClip;
        private bool _awaitsClip;
        private long _clipDeadlineUptime;
        private string _note = "";
        private Reason _fault;
        private long _drillBrokenUptime = -DrillRememberedMilliseconds;

        /// <summary>A performer over <paramref name="parts"/>; <paramref name="interrupt"/> wakes it when an order comes, <paramref name="loop"/> is told that it moves.</summary>
        public Performance(
            LoudspeakerParts parts,
            OrderBook book,
            SoundPath path,
            ToneSynth synth,
            ClipStore clips,
            ClipReader reader,
            NightRule night,
            Settings settings,
            BoardStatus status,
            AutoResetEvent interrupt,
            Loop loop,
            Clock clock,
            Log log)
        {
            _instruments = new Instruments(parts, path, clock);
            _evidence = _instruments.Evidence;
            _clips = clips;
            _reader = reader;
            _night = night;
            _settings = settings;
            _status = status;
            _parts = parts;
            _book = book;
            _path = path;
            _synth = synth;
            _interrupt = interrupt;
            _loop = loop;
            _clock = clock;
            _log = log;
        }

        private int VolumePercent
        {
            get
            {
                int night = _live.Local != null ? 100 : _night.PercentOf(_live.Order.Scope, _live.Order.Priority);
                return _live.Order.VolumePercent * _settings.VolumePercent / 100 * night / 100;
            }
        }

        // What the office goes by: a module that fails is no part of this board until it answers again, and a clip speaks in its place. Without a speaker nothing else could.
        private bool Speaks
        {
            get
            {
                return (_status.Parts & Status.SpeechPart) != 0;
            }

            set
            {
                if (_parts.Speech != null && _parts.Speaker != null && value != Speaks)
                {
                    _status.Parts ^= Status.SpeechPart | Status.SilentSpeechPart;
                    _log.Write(value ? "the speech module answers" : "the speech module fails: clips speak in its place");
                }
            }
        }

        private bool HasTone
        {
            get { return _parts.Speaker != null && _live.Order.Tone != Tone.None && _live.Order.ToneMilliseconds > 0; }
        }

        private bool HasWords
        {
            get
            {
                bool spoken = _parts.Speech != null && (_live.Order.Text.Length > 0 || _live.Order.Scope == Scope.Drill);
                return spoken || (_live.Order.Clip.Length > 0 && !_parts.IsBench);
            }
        }

        private bool IsHum
        {
            get
            {
                Order order = _live.Order;
                return order.Kind == OrderKind.Test && _parts.Speaker != null && !HasTone && order.Text.Length == 0 && order.Clip.Length == 0;
            }
        }

        /// <summary>Plays the order to its end, whichever that is, and has the book say it.</summary>
        public void Play(LiveOrder live)
        {
            _live = live;
            _judged = false;
            _fault = Reason.None;
            _note = "";
            _awaitsClip = false;
            _clipDeadlineUptime = 0;
            _hasClip = OpenClip();
            try
            {
                PlayOpened(live);
            }
            finally
            {
                if (_hasClip)
                {
                    _clips.Close();
                }
            }
        }

        /// <summary>Falls silent after an exception, which may have left the module speaking.</summary>
        public void Abandon(LiveOrder live, string why)
        {
            _path.Close();
            _book.EndPlaying(live, ReceiptState.Failed, Reason.None, why);
        }

        /// <summary>Asks the speech module, without a sound, whether it is there: false when it is and does not answer.</summary>
        public bool AskSpeechModule()
        {
            bool fails = _parts.Speech != null && !_parts.Speech.Answers();
            Speaks = !fails;
            return !fails;
        }

        private void PlayOpened(LiveOrder live)
        {
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

        private bool OpenClip()
        {
            return _live.Order.Clip.Length > 0 && _parts.Speaker != null && _clips.Open(_live.Order.Clip, _clip);
        }

        private void Prepare()
        {
            _evidence.Begin(HasTone || IsHum, HasWords);
            _instruments.MeasureQuiet();
            _synth.Tune(IsHum ? HumMillihertz : Tones.MillihertzOf(_live.Order.Tone), IsHum ? HumVolumePercent : VolumePercent);
        }

        private Reason PlayDrill()
        {
            // A clip of a drill begins and ends with its announcement. Without a clip also a module that failed is tried.
            bool byClip = !_parts.IsBench && !Speaks && (_parts.Speech == null || _live.Order.Clip.Length > 0);
            Reason stopped = byClip ? AwaitClip(false) : Say(Announcements.DrillBegins(_live.Order.Language));
            if (stopped == Reason.None && (_fault != Reason.None || (byClip && !_hasClip)))
            {
                return Reason.SpeechFault;    // a drill that nobody announced does not sound
            }

            if (stopped == Reason.None && byClip)
            {
                stopped = PlayClip();
            }

            if (stopped == Reason.None)
            {
                stopped = PlayPasses();
            }

            return stopped == Reason.None && !byClip ? Say(Announcements.DrillEnds(_live.Order.Language)) : stopped;
        }

        private Reason PlayPasses()
        {
            for (int pass = 1; pass <= _live.Order.Repeats; pass++)
            {
                Reason stopped = pass == 1 ? Reason.None : Wait(PauseMilliseconds);
                stopped = stopped == Reason.None ? IsHum ? PlayHum() : PlayTone() : stopped;
                stopped = stopped == Reason.None ? AwaitClip(true) : stopped;
                stopped = stopped == Reason.None ? PlayWords(pass) : stopped;
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
            bool hum = IsHum;
            int milliamperes = hum ? _settings.Sound.SelfTestMilliamperes : _settings.AmplifierHeardMilliamperes;
            ReceiptState verdict = _evidence.Judge(milliamperes, hum ? 0 : _settings.Sound.MicrophoneHeardMillivolts, out Reason reason);
            if (hum && _fault != Reason.None && reason == Reason.None)
            {
                verdict = ReceiptState.NotHeard;
                reason = _fault;
            }

            _fault = reason;
            Speaks = Speaks && (reason != Reason.SpeechFault || _hasClip);    // taken and not heard: its output is cut
            string detail = _parts.Sensor == null && _parts.Microphone == null ? "no current sensor" : _evidence.Detail;
            if (_live.Order.Kind == OrderKind.Test)
            {
                _status.SelfTest = verdict;
                _status.SelfTestUnixMilliseconds = _clock.UnixMilliseconds;
            }

            _book.Judge(_live, verdict, reason, _evidence, detail.Length > 0 && _note.Length > 0 ? detail + "; " + _note : detail + _note);
        }

        // Until the clip is here, the wait is over or nobody brings it any more. What a board sounds by itself does not wait.
        private Reason AwaitClip(bool withTone)
        {
            string name = _live.Order.Clip;
            if (_hasClip || name.Length == 0 || _parts.IsBench)
            {
                return Reason.None;
            }

            Reason stopped = Reason.None;
            _clipDeadlineUptime = _clipDeadlineUptime == 0 ? _clock.UptimeMilliseconds + LongestClipWaitMilliseconds : _clipDeadlineUptime;
            _awaitsClip = _parts.Speaker != null && _live.Local == null;
            while (_awaitsClip && stopped == Reason.None && !ClipHasCome() && _clock.UptimeMilliseconds < _clipDeadlineUptime && (!Speaks || _clips.IsComing(name)))
            {
                stopped = Wait(ClipPauseMilliseconds);
                stopped = stopped == Reason.None && withTone && !_hasClip ? PlayTone() : stopped;
            }

            _awaitsClip = false;
            _note = _hasClip ? "" : "clip " + name + (_parts.Speech == null ? " has not come" : " is not here: its text is spoken");
            return stopped;
        }

        private bool ClipHasCome()
        {
            _hasClip = _hasClip || (_awaitsClip && OpenClip());
            return _awaitsClip && _hasClip;
        }

        private Reason PlayTone()
        {
            Order order = _live.Order;
            if (_parts.Speaker == null)
            {
                return PretendTone();
            }

            int total = HasTone ? Cadence.Chunks(order.ToneMilliseconds) : 0;
            int silent = 0;
            for (int i = 0; i < total; i++)
            {
                Reason stopped = Interruption();
                if (stopped != Reason.None)
                {
                    return stopped;
                }

                TonePhase phase = Cadence.At(order.Tone, i, total);
                if (phase == TonePhase.Silence && ClipHasCome())
                {
                    break;
                }

                _parts.Speaker.Write(_synth.Chunk(phase));
                silent = phase == TonePhase.Silence ? silent + 1 : 0;
                if (phase == TonePhase.Steady || phase == TonePhase.Release)
                {
                    MeasureTone();    // what sounds now is the chunk before, a part of the same stroke
                }
                else if (silent > GapChunks && !_judged)
                {
                    _instruments.MeasureGap();
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

        // The near-silent test.
        private Reason PlayHum()
        {
            for (int i = 0; i < HumChunks; i++)
            {
                Reason stopped = Interruption();
                if (stopped != Reason.None)
                {
                    return stopped;
                }

                TonePhase phase = i == 0 ? TonePhase.Attack : i == HumChunks - 1 ? TonePhase.Release : TonePhase.Steady;
                _parts.Speaker!.Write(_synth.Chunk(phase));
                if (i > 1)
                {
                    MeasureTone();
                }
            }

            _path.Flush();
            if (!AskSpeechModule())
            {
                _fault = Reason.SpeechFault;
                _note = "the speech module does not answer";
            }

            return Reason.None;
        }

        private void MeasureTone()
        {
            if (!_judged)
            {
                _instruments.MeasureTone();
            }
        }

        private Reason PlayWords(int pass)
        {
            bool afterDrill = _clock.UptimeMilliseconds - _drillBrokenUptime < DrillRememberedMilliseconds;
            bool real = pass == 1 && afterDrill && _live.Order.Scope == Scope.Actual && (_live.Order.Text.Length > 0 || _hasClip);
            string before = real ? Announcements.DrillBroken(_live.Order.Language) : "";
            if (!_hasClip)
            {
                string text = before + _live.Order.Text;
                return text.Length == 0 ? Reason.None : Say(text);
            }

            Reason stopped = before.Length > 0 && Speaks ? Say(before) : Reason.None;
            return stopped == Reason.None ? PlayClip() : stopped;
        }

        private Reason PlayClip()
        {
            _reader.Begin(_clip, VolumePercent);
            for (int i = 0; _reader.Next(); i++)
            {
                Reason stopped = Interruption();
                if (stopped != Reason.None)
                {
                    return stopped;
                }

                _parts.Speaker!.Write(_reader.Chunk);
                if (!_judged && i > 1 && i % ClipChunksPerLook == 0)
                {
                    _instruments.MeasureSpeech();
                }
            }

            _path.Flush();
            return Reason.None;
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
                if (state == SpeechState.Speaking && !_judged)
                {
                    _instruments.MeasureSpeech();
                }
            }

            Speaks = state == SpeechState.Idle;
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
                if (stopped != Reason.None || left <= 0 || ClipHasCome())
                {
                    return stopped;
                }

                _clock.Wait(_interrupt, left < LongestWaitMilliseconds ? (int)left : LongestWaitMilliseconds);
            }
        }
    }
}
