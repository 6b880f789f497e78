using System;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Watch
{
    /// <summary>
    /// A board that warns its village by itself. It hears of every tip and every stage, and when they reach the village's thresholds while the gateway has been silent for long enough, it
    /// sounds and speaks: at once, again and again, up to the limit. What it did is reported as readings, which wait in the outbox for the gateway.
    ///
    /// The county comes first. A warning that has begun goes on when the gateway comes back, until the gateway ends it: by stopping everything, or with a warning of its own of the same
    /// colour or above. From then on the board only reports, unless the danger grows and the gateway has fallen silent again. Becoming worse sounds at once, becoming less is reported and not sounded;
    /// the all-clear is spoken once, unless the gateway had taken over.
    /// </summary>
    public sealed class VillageWatch : IStep, ISensorWatch
    {
        /// <summary>How long the tone sounds before the words. Source: GB 50116, 8 to 20 s of tone in turn with 10 to 30 s of speech.</summary>
        public const int ToneMilliseconds = 8_000;

        private const int ClearToneMilliseconds = 3_000;
        private const int LookMilliseconds = 30_000;
        private const int RetryMilliseconds = 5_000;

        private readonly object _gate = new object();
        private readonly WarnSettings _settings;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly ILink _link;
        private readonly ISounder _sounder;
        private readonly IGatewayContact _contact;
        private readonly ICountyVoice _county;
        private readonly RainWindows _windows = new RainWindows();
        private readonly StageTrend _trend = new StageTrend();
        private readonly Danger _danger;
        private readonly RainHistory _history;
        private readonly WatchMemory _memory;
        private readonly Loop _loop;
        private long _counterMicrometres;
        private bool _hasRained;        // since the start

        // Only of the loop's thread.
        private LocalSound? _sound;
        private long _toldUptime;
        private long _nextSounding;
        private bool _flashFails;

        /// <summary>A watch that goes on where it was before the restart. <paramref name="counterMicrometres"/>: the rain gauge's counter at this start.</summary>
        public VillageWatch(
            WarnSettings settings, IFlash flash, Clock clock, Log log, ILink link, ISounder sounder, IGatewayContact contact, ICountyVoice county, long counterMicrometres)
        {
            _settings = settings;
            _clock = clock;
            _log = log;
            _link = link;
            _sounder = sounder;
            _contact = contact;
            _county = county;
            _counterMicrometres = counterMicrometres;
            _danger = new Danger(settings, _windows, _trend);
            _history = new RainHistory(flash, clock, _windows, counterMicrometres);
            _memory = new WatchMemory(flash);
            _danger.Restore(_memory.Stage, _memory.Cause);
            _toldUptime = clock.UptimeMilliseconds;
            _nextSounding = _toldUptime;
            _loop = new Loop("watch", this, clock, log);
            if (_memory.Stage > WarningStage.AllClear)
            {
                log.Write("watch: goes on with " + Say(_memory.Stage, _memory.Cause));
            }
        }

        /// <summary>The watch's loop, for the board to run.</summary>
        public Loop Loop
        {
            get { return _loop; }
        }

        /// <summary>Nothing is measured in this life of the board (safe mode): what the village has been told holds. Set before the loop starts.</summary>
        public bool IsBlind
        {
            get { return _danger.IsBlind; }
            set { _danger.IsBlind = value; }
        }

        /// <summary>What the village has been told.</summary>
        public WarningStage Told
        {
            get { return _memory.Stage; }
        }

        /// <inheritdoc/>
        public void OnRain(int micrometres)
        {
            lock (_gate)
            {
                _windows.Add(micrometres, _clock.UptimeMilliseconds);
                _counterMicrometres += micrometres;
                _hasRained = true;
            }

            _loop.Wake();
        }

        /// <inheritdoc/>
        public void OnRainFault(ProbeFault fault)
        {
            lock (_gate)
            {
                _danger.RainFails(fault != ProbeFault.None, _clock.UptimeMilliseconds);
            }
        }

        /// <inheritdoc/>
        public bool OnStage(int millimetres)
        {
            bool doubtful;
            lock (_gate)
            {
                long now = _clock.UptimeMilliseconds;
                _danger.StageFails(false, now);
                _trend.Add(millimetres, now);
                doubtful = _trend.IsDoubtful;
            }

            _loop.Wake();
            return doubtful;
        }

        /// <inheritdoc/>
        public void OnStageFault(ProbeFault fault)
        {
            lock (_gate)
            {
                _danger.StageFails(true, _clock.UptimeMilliseconds);
            }

            _loop.Wake();
        }

        /// <inheritdoc/>
        public int Step()
        {
            Report();
            long now = _clock.UptimeMilliseconds;
            WarningStage stage;
            WarningCause cause;
            lock (_gate)
            {
                _windows.MoveTo(now);
                _danger.OldRainCounts = _history.AgeIsKnown || _hasRained;
                _danger.Judge(now);
                stage = _danger.Stage;
                cause = _danger.Cause;
            }

            HeedTheCounty();
            bool mayWarn = MillisecondsUntilSilent(now) <= 0 || (_memory.Stage > WarningStage.AllClear && !_memory.IsOver);
            if (stage > _memory.Stage && mayWarn)
            {
                Raise(stage, cause, now);
            }
            else if (stage < _memory.Stage)
            {
                Lower(stage, cause);
            }

            SoundWhenDue(now);
            KeepRain();
            return Wait(now, stage);
        }

        private static string Say(WarningStage stage, WarningCause cause)
        {
            string why = cause == WarningCause.Stage ? "stage"
                : cause == WarningCause.Rise ? "rise of the stage"
                : cause == WarningCause.SensorLost ? "a sensor lost"
                : "rain of " + WarnSettings.NameOf((int)cause - (int)WarningCause.Rain10Minutes);
            return stage == WarningStage.AllClear ? "all-clear" : (stage == WarningStage.Evacuate ? "leave now (" : "prepare to leave (") + why + ")";
        }

        // ---- who speaks ----

        // When everything was stopped, or the county speaks as loudly itself, the board is silent and goes on watching.
        private void HeedTheCounty()
        {
            if (_memory.Stage == WarningStage.AllClear || _memory.IsOver)
            {
                return;
            }

            bool stopped = _sounder.SilencedUptimeMilliseconds > _toldUptime;
            if (stopped || _county.LastPlayUptimeMilliseconds(PriorityOf(_memory.Stage)) > _toldUptime)
            {
                _log.Write(stopped ? "watch: the gateway stopped the board's own warning" : "watch: the county warns itself, the board's own warning yields");
                _memory.IsOver = true;
                EndSound();
                Save();
            }
        }

        private long MillisecondsUntilSilent(long now)
        {
            return _settings.SilentMilliseconds == 0 ? 0 : _contact.LastWordUptimeMilliseconds + _settings.SilentMilliseconds - now;
        }

        // ---- what the village is told ----

        private void Raise(WarningStage stage, WarningCause cause, long now)
        {
            Change(stage, cause, false);
            _toldUptime = now;
            _nextSounding = now;
        }

        private void Lower(WarningStage stage, WarningCause cause)
        {
            bool speaks = stage == WarningStage.AllClear && !_memory.IsOver;
            Change(stage, cause, _memory.IsOver);
            EndSound();
            if (speaks)
            {
                LocalSound clear = SoundOf(stage, cause);
                clear.ReportsVerdict = false;
                _sounder.Sound(clear);
            }
        }

        private void Change(WarningStage stage, WarningCause cause, bool isOver)
        {
            WarningStage before = _memory.Stage;
            _log.Write("watch: " + Say(stage, cause));
            _memory.Stage = stage;
            _memory.Cause = cause;
            _memory.IsOver = isOver && stage > WarningStage.AllClear;
            _memory.Soundings = stage < before ? WatchMemory.NoMore : 0;
            _memory.IsReported = false;
            Save();
            Report();
        }

        // Written down before it is reported, and ticked off after: a power cut before the tick reports it again, which changes nothing (docs/PROTOCOL.md), and none loses it.
        private void Report()
        {
            if (!_memory.IsReported && _link.Report(ReadingKind.LocalWarning, Protocol.LocalWarning.ValueOf(_memory.Stage, _memory.Cause)))
            {
                _memory.IsReported = true;
                Save();
            }
        }

        private void SoundWhenDue(long now)
        {
            bool speaks = _memory.Stage > WarningStage.AllClear && !_memory.IsOver && _memory.Soundings < _settings.MostSoundings;
            bool worse = _sound != null && _sound.Priority < PriorityOf(_memory.Stage);
            if (!speaks || now < _nextSounding || (_sound != null && !_sound.HasEnded && !worse))
            {
                return;
            }

            LocalSound sound = SoundOf(_memory.Stage, _memory.Cause);
            sound.ReportsVerdict = _memory.Soundings == 0 || (_sound != null && _sound.Verdict != ReceiptState.Heard);
            _memory.Soundings++;
            Save();
            if (!_sounder.Sound(sound))
            {
                _memory.Soundings--;
                _nextSounding = now + RetryMilliseconds;
                return;
            }

            EndSound();
            _sound = sound;
            _nextSounding = now + _settings.RepeatMilliseconds;
        }

        private void EndSound()
        {
            if (_sound != null)
            {
                _sounder.Silence(_sound);
                _sound = null;
            }
        }

        private LocalSound SoundOf(WarningStage stage, WarningCause cause)
        {
            LocalSound sound = new LocalSound("own warning: " + Say(stage, cause), PriorityOf(stage));
            sound.Tone = stage == WarningStage.Evacuate ? Tone.Red : stage == WarningStage.Prepare ? Tone.Orange : Tone.Chime;
            sound.ToneMilliseconds = stage == WarningStage.AllClear ? ClearToneMilliseconds : ToneMilliseconds;
            sound.Clip = _settings.Clip(stage);
            sound.Text = WatchWords.Of(_settings, stage, cause);
            sound.Language = _settings.Language;
            return sound;
        }

        private static Priority PriorityOf(WarningStage stage)
        {
            return stage == WarningStage.Evacuate ? Priority.Red : stage == WarningStage.Prepare ? Priority.Orange : Priority.Blue;
        }

        // ---- flash: its failure silences nothing ----

        private void Save()
        {
            try
            {
                _memory.Save();
                _flashFails = false;
            }
            catch (Exception exception) when (!Platform.IsPowerCut(exception))
            {
                Mind(exception);
            }
        }

        private void KeepRain()
        {
            try
            {
                lock (_gate)
                {
                    _history.Keep(_counterMicrometres);
                }
            }
            catch (Exception exception) when (!Platform.IsPowerCut(exception))
            {
                Mind(exception);
            }
        }

        private void Mind(Exception exception)
        {
            if (!_flashFails)
            {
                _log.Write("watch: cannot write down what a restart would need", exception);
            }

            _flashFails = true;
        }

        private int Wait(long now, WarningStage stage)
        {
            long wait = LookMilliseconds;
            long silent = MillisecondsUntilSilent(now);
            if (stage > _memory.Stage && silent > 0 && silent < wait)
            {
                wait = silent;
            }

            long sounding = _nextSounding - now;
            if (_memory.Stage > WarningStage.AllClear && sounding > 0 && sounding < wait)
            {
                wait = sounding;
            }

            return (int)wait;
        }
    }
}
