using System;
using System.Threading;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>The loudspeaker of a board: the gate hands it play, test and stop orders on the link's thread, one player thread sounds them.</summary>
    public sealed class LoudspeakerDevice : IOrderTaker, ISounder, IStep
    {
        // A module that has just got power may still be busy with itself, and a warning that waits for its board must not wait for an answer.
        private const int AskSpeechModuleAfterMilliseconds = 5_000;

        private readonly AutoResetEvent _interrupt = new AutoResetEvent(false);
        private readonly LoudspeakerParts _parts;
        private readonly OrderBook _book;
        private readonly NightRule _night;
        private readonly SoundPath _path;
        private readonly Performance _performance;
        private readonly Loop _loop;
        private readonly Clock _clock;
        private bool _askedSpeechModule;

        /// <summary>A loudspeaker of the parts given; nothing happens before <see cref="Start"/> and <see cref="Loop"/>.</summary>
        public LoudspeakerDevice(
            Settings settings, LoudspeakerParts parts, IFlash flash, OrderGate gate, OrderLedger ledger, ILink link, BoardStatus status, Clock clock, Log log)
        {
            ToneSynth synth = new ToneSynth();
            Clips = new ClipStore(flash, settings.FlashKilobytes, log);
            WarnSettings warn = settings.Warn;
            Clips.Needed = new string[]
            {
                warn.Clip(WarningStage.Prepare), warn.Clip(WarningStage.Evacuate), warn.Clip(WarningStage.AllClear), settings.Sound.AlarmClip,
            };
            _night = new NightRule(settings.Sound, clock);
            _parts = parts;
            _clock = clock;
            _book = new OrderBook(ledger, link, _interrupt, clock, log);
            _path = new SoundPath(parts, synth, settings, status, clock, log);
            _loop = new Loop("player", this, clock, log);
            _performance = new Performance(
                parts, _book, _path, synth, Clips, new ClipReader(flash), _night, settings, status, _interrupt, _loop, clock, log);
            status.Parts |= PartBits(parts);
            gate.Register(OrderKind.Play, this);
            gate.Register(OrderKind.Test, this);
            gate.Register(OrderKind.Stop, this);
        }

        /// <summary>The clips in this board's flash.</summary>
        public ClipStore Clips { get; }

        /// <summary>The player's loop: run it after <see cref="Start"/>, on the board's main thread or one of its own.</summary>
        public Loop Loop
        {
            get { return _loop; }
        }

        /// <summary>Falls silent, whatever sounded before the restart. Before the link starts.</summary>
        public void Start()
        {
            Clips.Restore();
            if (_parts.Amplifier != null)
            {
                _parts.Amplifier.Power(false);
            }

            if (_parts.Speech != null)
            {
                _parts.Speech.Stop();
            }
        }

        /// <inheritdoc/>
        public Reason Take(Order order, out string detail)
        {
            Reason reason = _parts.Lack(order, out detail);
            reason = reason == Reason.None ? Hindrance(order, ref detail) : reason;
            reason = reason == Reason.None ? _book.Admit(order) : reason;
            if (reason == Reason.None)
            {
                _interrupt.Set();
                _loop.Wake();
            }

            return reason;
        }

        /// <inheritdoc/>
        public bool Sound(LocalSound sound)
        {
            bool taken = _book.Sound(sound);
            _loop.Wake();
            return taken;
        }

        /// <inheritdoc/>
        public void Silence(LocalSound sound)
        {
            _book.Silence(sound);
        }

        /// <inheritdoc/>
        public long SilencedUptimeMilliseconds
        {
            get { return _book.SilencedUptimeMilliseconds; }
        }

        /// <summary>Proves a stop, or plays the next order, or rests.</summary>
        public int Step()
        {
            LiveOrder? stop = _book.NextStop();
            if (stop != null)
            {
                Prove(stop);
                return 0;
            }

            LiveOrder? next = _book.TakeNext();
            if (next == null)
            {
                return Rest();
            }

            Play(next);
            return 0;
        }

        // The speech module is asked once, so that the first warning is not the one that finds out.
        private int Rest()
        {
            int left = _path.CloseWhenIdle();
            long untilAsked = AskSpeechModuleAfterMilliseconds - _clock.UptimeMilliseconds;
            if (_askedSpeechModule || untilAsked > 0)
            {
                return _askedSpeechModule || left < untilAsked ? left : (int)untilAsked;
            }

            _askedSpeechModule = true;
            _performance.AskSpeechModule();
            return 0;
        }

        private Reason Hindrance(Order order, ref string detail)
        {
            if (order.Kind == OrderKind.Play && _night.PercentOf(order.Scope, order.Priority) == 0)
            {
                detail = "silent at night by rule";
                return Reason.Unsupported;
            }

            if (order.Clip.Length > 0 && order.Text.Length == 0 && !_parts.IsBench && !Clips.Has(order.Clip) && !Clips.IsComing(order.Clip))
            {
                detail = "no clip " + order.Clip + " on this board";
                return Reason.Unsupported;
            }

            return Reason.None;
        }

        private void Play(LiveOrder live)
        {
            try
            {
                _performance.Play(live);
            }
            catch (Exception exception)
            {
                if (!Platform.IsPowerCut(exception))
                {
                    _performance.Abandon(live, "the player failed: " + exception.GetType().Name);
                }

                throw;
            }
        }

        private void Prove(LiveOrder stop)
        {
            if (_path.ProveSilence(_interrupt, out int milliamperes))
            {
                _book.EndStop(stop, ReceiptState.Stopped, Reason.None, milliamperes, _parts.Sensor == null ? "no current sensor" : "");
            }
            else
            {
                _book.EndStop(stop, ReceiptState.Failed, Reason.StillSounding, milliamperes, "current still flows without power");
            }
        }

        private static int PartBits(LoudspeakerParts parts)
        {
            return (parts.Speaker == null ? 0 : Status.SpeakerPart)
                | (parts.Speech == null ? 0 : Status.SpeechPart)
                | (parts.Sensor == null ? 0 : Status.CurrentSensorPart)
                | (parts.Microphone == null ? 0 : Status.MicrophonePart);
        }
    }
}
