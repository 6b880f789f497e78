using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Watch
{
    /// <summary>
    /// In what danger the village is, by its own sensors. Each of the two stages begins at once, when any threshold of it is reached, and ends only when everything has been
    /// below its threshold minus the dead band for the whole hold time without a break.
    ///
    /// A sensor that is lost while the water rises is danger too: one stage above what the water itself had reached. It stays so until the sensor measures again (then the hold time runs), at most for
    /// <see cref="LongestLossMilliseconds"/>. Pure: the caller gives the time. Not safe for several threads.
    /// </summary>
    public sealed class Danger
    {
        /// <summary>A fault that lasts so long is a loss: two failed measurements and a repeated one.</summary>
        public const int LossMilliseconds = 90_000;

        /// <summary>A small river's flood is over by then, and a probe that nobody has mended must not hide the next danger.</summary>
        public const int LongestLossMilliseconds = 6 * 3_600_000;

        private readonly WarnSettings _settings;
        private readonly RainWindows _rain;
        private readonly StageTrend _trend;
        private readonly Latch _prepare = new Latch();
        private readonly Latch _evacuate = new Latch();
        private readonly Loss _stageLoss = new Loss();
        private readonly Loss _rainLoss = new Loss();
        private bool _isRestored;

        /// <summary>No danger yet.</summary>
        public Danger(WarnSettings settings, RainWindows rain, StageTrend trend)
        {
            _settings = settings;
            _rain = rain;
            _trend = trend;
        }

        /// <summary>Rain from before this start counts for a new danger. False while its age is not known and no rain has fallen since.</summary>
        public bool OldRainCounts { get; set; } = true;

        /// <summary>Nothing is measured in this life of the board (safe mode): the danger from before it goes on.</summary>
        public bool IsBlind { get; set; }

        /// <summary>The stage that holds now.</summary>
        public WarningStage Stage
        {
            get { return _evacuate.IsOn ? WarningStage.Evacuate : _prepare.IsOn ? WarningStage.Prepare : WarningStage.AllClear; }
        }

        /// <summary>What began it; None without danger.</summary>
        public WarningCause Cause
        {
            get { return _evacuate.IsOn ? _evacuate.Cause : _prepare.Cause; }
        }

        /// <summary>
        /// Goes on with the danger that held before a restart. Its hold time begins anew, and not before the water has been seen again where it is watched: a probe that the flood
        /// has taken says nothing of its end. At most for <see cref="LongestLossMilliseconds"/>.
        /// </summary>
        public void Restore(WarningStage stage, WarningCause cause)
        {
            _isRestored = stage > WarningStage.AllClear;
            if (stage >= WarningStage.Prepare)
            {
                _prepare.Begin(cause);
            }

            if (stage == WarningStage.Evacuate)
            {
                _evacuate.Begin(cause);
            }
        }

        /// <summary>The level probe measures, or fails.</summary>
        public void StageFails(bool fails, long uptimeMilliseconds)
        {
            _stageLoss.Set(fails, uptimeMilliseconds);
        }

        /// <summary>The rain gauge counts, or fails.</summary>
        public void RainFails(bool fails, long uptimeMilliseconds)
        {
            _rainLoss.Set(fails, uptimeMilliseconds);
        }

        /// <summary>Judges what is known at this moment. After every measurement, and at least each minute.</summary>
        public void Judge(long uptimeMilliseconds)
        {
            JudgeLosses(uptimeMilliseconds);
            _evacuate.Move(Reached(WarningStage.Evacuate), IsHeld(WarningStage.Evacuate, uptimeMilliseconds), uptimeMilliseconds, _settings.HoldMilliseconds);
            _prepare.Move(Reached(WarningStage.Prepare), IsHeld(WarningStage.Prepare, uptimeMilliseconds), uptimeMilliseconds, _settings.HoldMilliseconds);
        }

        // ---- thresholds ----

        private bool StageIsKnown
        {
            get { return _trend.IsKnown && !_stageLoss.IsMissing; }
        }

        // What has reached its threshold of this stage; None when nothing has. The water before the rain: it is nearer.
        private WarningCause Reached(WarningStage stage)
        {
            if (StageReaches(stage, 0))
            {
                return WarningCause.Stage;
            }

            if (RiseReaches(stage, 100))
            {
                return WarningCause.Rise;
            }

            for (int window = 0; window < WarnSettings.Windows && OldRainCounts; window++)
            {
                if (RainReaches(stage, window, 100))
                {
                    return (WarningCause)((int)WarningCause.Rain10Minutes + window);
                }
            }

            return LostStage() >= stage ? WarningCause.SensorLost : WarningCause.None;
        }

        // Something is not yet below its threshold minus the dead band, or nobody can tell.
        private bool IsHeld(WarningStage stage, long uptimeMilliseconds)
        {
            int percent = 100 - _settings.DeadbandPercent;
            bool unseen = _isRestored && _settings.WatchesStage && !_trend.HasBeenKnown && uptimeMilliseconds < LongestLossMilliseconds;
            bool held = IsBlind || unseen || StageReaches(stage, _settings.StageDeadbandMillimetres) || RiseReaches(stage, percent) || LostStage() >= stage;
            for (int window = 0; window < WarnSettings.Windows; window++)
            {
                held = held || RainReaches(stage, window, percent);
            }

            return held;
        }

        private bool StageReaches(WarningStage stage, int bandMillimetres)
        {
            return _settings.HasStage(stage) && StageIsKnown && _trend.Millimetres >= _settings.StageMillimetres(stage) - bandMillimetres;
        }

        private bool RiseReaches(WarningStage stage, int percent)
        {
            int threshold = _settings.RiseMillimetres(stage);
            return threshold > 0 && StageIsKnown && _trend.RiseMillimetres(_settings.RiseMilliseconds) * 100L >= (long)threshold * percent;
        }

        private bool RainReaches(WarningStage stage, int window, int percent)
        {
            int threshold = _settings.RainMillimetres(stage, window);
            return threshold > 0 && _rain.Micrometres(window) >= threshold * 10L * percent;     // a hundredth of a millimetre is 10 µm
        }

        // ---- losses ----

        private WarningStage LostStage()
        {
            return _stageLoss.Stage > _rainLoss.Stage ? _stageLoss.Stage : _rainLoss.Stage;
        }

        private void JudgeLosses(long now)
        {
            bool flat = _settings.FlatMilliseconds > 0 && _trend.IsFlat(_settings.FlatMilliseconds);
            if (_stageLoss.IsNew(flat, now))
            {
                _stageLoss.Stage = WhatLosingTheStageMeans();
            }

            if (_rainLoss.IsNew(false, now))
            {
                _rainLoss.Stage = RainsHard() ? WarningStage.Prepare : WarningStage.AllClear;
            }
        }

        // One stage above what the water had reached while it rises; what it had reached when it does not.
        private WarningStage WhatLosingTheStageMeans()
        {
            if (!_settings.WatchesStage)
            {
                return WarningStage.AllClear;
            }

            WarningStage reached = WaterReaches(WarningStage.Evacuate) ? WarningStage.Evacuate
                : WaterReaches(WarningStage.Prepare) ? WarningStage.Prepare
                : WarningStage.AllClear;
            int least = _settings.LostRiseMillimetres;
            bool rises = least > 0 && (RainsHard() || _trend.RiseMillimetres(StageTrend.LongestMilliseconds) >= least);
            return rises && reached < WarningStage.Evacuate ? reached + 1 : reached;
        }

        private bool WaterReaches(WarningStage stage)
        {
            int threshold = _settings.RiseMillimetres(stage);
            return (_settings.HasStage(stage) && _trend.HasBeenKnown && _trend.Millimetres >= _settings.StageMillimetres(stage))
                || (threshold > 0 && _trend.RiseMillimetres(_settings.RiseMilliseconds) >= threshold);
        }

        // Half of what would make the village get ready.
        private bool RainsHard()
        {
            for (int window = 0; window < WarnSettings.Windows && OldRainCounts; window++)
            {
                if (RainReaches(WarningStage.Prepare, window, 50))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
