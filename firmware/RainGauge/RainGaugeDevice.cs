using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.RainGauge
{
    /// <summary>Who is told of the bucket's switch. Called on the pin's event thread: return at once.</summary>
    public interface ITipListener
    {
        /// <summary>The switch closed or opened.</summary>
        void OnSwitch(bool closed);
    }

    /// <summary>
    /// A rain gauge: counts tips and reports the growing counter, at once when rain begins, then once in each report interval while
    /// it rains, and every quarter of an hour when it does not, so that "no rain" can be told from "no gauge".
    /// </summary>
    public sealed class RainGaugeDevice : IStep, ITipListener
    {
        /// <summary>Between readings of an unchanged counter, unless the report interval is longer.</summary>
        public const int QuietSeconds = 900;

        private readonly object _gate = new object();
        private readonly Settings _settings;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly ILink _link;
        private readonly RainCounter _counter;
        private readonly TipCounter _switch;
        private readonly Loop _loop;
        private readonly int _reportMilliseconds;
        private readonly int _quietMilliseconds;
        private int _newTips;
        private int _watchedTips;       // of the new ones, those that the watch has been told of
        private bool _started;
        private bool _stuckReported;
        private long _reported;
        private long _lastReport;
        private long _lastRainReport;   // the last one that carried new rain

        /// <summary>A gauge whose switch stands as <paramref name="closed"/> says.</summary>
        public RainGaugeDevice(Settings settings, Clock clock, IFlash flash, Log log, ILink link, BoardStatus status, bool closed)
        {
            _settings = settings;
            _clock = clock;
            _log = log;
            _link = link;
            _counter = new RainCounter(flash);
            _switch = new TipCounter(settings.RainLockoutMilliseconds, closed, clock.UptimeMilliseconds);
            _loop = new Loop("rain gauge", this, clock, log);
            _reportMilliseconds = settings.ReportSeconds * 1000;
            _lastRainReport = clock.UptimeMilliseconds - _reportMilliseconds;
            _quietMilliseconds = settings.ReportSeconds > QuietSeconds ? _reportMilliseconds : QuietSeconds * 1000;
            status.Parts |= Status.RainPart;
            status.TipMicrometres = settings.RainTipMicrometres;
            if (_counter.WasLost)
            {
                log.Write("rain gauge: flash has lost the counter, which begins again at 0");
            }
        }

        /// <summary>The gauge's loop, for the board to run.</summary>
        public Loop Loop
        {
            get { return _loop; }
        }

        /// <summary>Who watches for danger; null when nobody does. Set before the loop starts.</summary>
        public ISensorWatch? Watch { get; set; }

        /// <summary>Rain since the first day, as written to flash.</summary>
        public long Micrometres
        {
            get { return _counter.Micrometres; }
        }

        /// <inheritdoc/>
        public void OnSwitch(bool closed)
        {
            // Only the time is taken here: a flash write of tens of milliseconds would make the bounces behind it look like tips.
            bool news;
            lock (_gate)
            {
                bool tip = _switch.OnEdge(closed, _clock.UptimeMilliseconds);
                _newTips += tip ? 1 : 0;
                news = tip || (_stuckReported && !closed);
            }

            if (news)
            {
                _loop.Wake();
            }
        }

        /// <inheritdoc/>
        public int Step()
        {
            WriteDownTips();
            long now = _clock.UptimeMilliseconds;
            ReportStuck(now);
            if (!_started || now >= NextReport())
            {
                _lastRainReport = _started && _counter.Micrometres != _reported ? now : _lastRainReport;
                _started = true;
                _lastReport = now;
                _reported = _counter.Micrometres;
                _link.Report(ReadingKind.Rain, _counter.Micrometres);
            }

            return Wait(now);
        }

        private void WriteDownTips()
        {
            int tips;
            lock (_gate)
            {
                tips = _newTips;
            }

            if (tips > _watchedTips && Watch != null)
            {
                Watch.OnRain((tips - _watchedTips) * _settings.RainTipMicrometres);     // before flash, which may fail
                _watchedTips = tips;
            }

            if (tips > 0)
            {
                _counter.Add(tips, _settings.RainTipMicrometres);
                lock (_gate)
                {
                    _newTips -= tips;
                }

                _watchedTips = 0;
            }
        }

        private void ReportStuck(long now)
        {
            bool stuck;
            bool news;
            lock (_gate)
            {
                stuck = _switch.IsStuck(now);
                news = stuck != _stuckReported;
                _stuckReported = stuck;
            }

            if (news)
            {
                _log.Write(stuck ? "rain gauge: the switch stays closed" : "rain gauge: the switch opens again");
                ProbeFault fault = stuck ? ProbeFault.Stuck : ProbeFault.None;
                if (Watch != null)
                {
                    Watch.OnRainFault(fault);
                }

                _link.Report(ReadingKind.RainFault, (long)fault);
            }
        }

        private long NextReport()
        {
            return _counter.Micrometres != _reported ? _lastRainReport + _reportMilliseconds : _lastReport + _quietMilliseconds;
        }

        private int Wait(long now)
        {
            long wait = NextReport() - now;
            lock (_gate)
            {
                long stuck = _switch.MillisecondsUntilStuck(now);
                if (stuck > 0 && stuck < wait)
                {
                    wait = stuck;
                }
            }

            return wait < 0 ? 0 : (int)wait;
        }
    }
}
