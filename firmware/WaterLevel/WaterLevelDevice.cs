using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.WaterLevel
{
    /// <summary>
    /// A water-level gauge: one stage in each report interval. A probe that cannot measure is news: its fault is reported when it begins, again
    /// every quarter of an hour while it lasts, and its end before the first stage after it.
    ///
    /// For a watch it measures every minute, and again within seconds when the watch doubts what was measured; the gateway still gets one stage in each report interval.
    /// </summary>
    public sealed class WaterLevelDevice : IStep
    {
        /// <summary>Between reports of a fault that lasts, unless the report interval is longer.</summary>
        public const int FaultRepeatSeconds = 900;

        /// <summary>Between measurements for a watch, unless the report interval is shorter.</summary>
        public const int WatchMilliseconds = 60_000;

        /// <summary>From a doubtful measurement to the next one: other waves and another echo, and no loss of time.</summary>
        public const int DoubtMilliseconds = 10_000;

        /// <summary>Doubtful measurements that are repeated before the interval goes on: enough to outvote a wrong one.</summary>
        public const int MostRepeats = 2;

        private readonly Clock _clock;
        private readonly Log _log;
        private readonly ILink _link;
        private readonly ILevelProbe _probe;
        private readonly Loop _loop;
        private readonly int _reportMilliseconds;
        private ProbeFault _fault;
        private long _faultReported;
        private long _reportDue;
        private long _regularDue;
        private long _due;
        private int _repeats;

        /// <summary>A gauge that measures with <paramref name="probe"/>.</summary>
        public WaterLevelDevice(Settings settings, Clock clock, Log log, ILink link, BoardStatus status, ILevelProbe probe)
        {
            _clock = clock;
            _log = log;
            _link = link;
            _probe = probe;
            _loop = new Loop("water level", this, clock, log);
            _reportMilliseconds = settings.ReportSeconds * 1000;
            _due = clock.UptimeMilliseconds;
            _regularDue = _due;
            _reportDue = _due;
            status.Parts |= Status.StagePart;
        }

        /// <summary>The gauge's loop, for the board to run.</summary>
        public Loop Loop
        {
            get { return _loop; }
        }

        /// <summary>Who watches for danger; null when nobody does. Set before the loop starts.</summary>
        public ISensorWatch? Watch { get; set; }

        /// <inheritdoc/>
        public int Step()
        {
            if (_clock.UptimeMilliseconds >= _due)
            {
                if (_repeats == 0)
                {
                    _regularDue = Next(_regularDue, Watch == null || _reportMilliseconds < WatchMilliseconds ? _reportMilliseconds : WatchMilliseconds);
                }

                bool again = Measure() && _repeats < MostRepeats;
                _repeats = again ? _repeats + 1 : 0;
                _due = again ? _clock.UptimeMilliseconds + DoubtMilliseconds : _regularDue;
            }

            long wait = _due - _clock.UptimeMilliseconds;
            return wait < 0 ? 0 : (int)wait;
        }

        // One interval after it was due, or after now when that has passed because measuring took longer than the interval.
        private long Next(long due, int interval)
        {
            long now = _clock.UptimeMilliseconds;
            return due + interval > now ? due + interval : now + interval;
        }

        // True when the watch wants to see it again.
        private bool Measure()
        {
            bool reports = Watch == null || _clock.UptimeMilliseconds >= _reportDue;
            int stageMillimetres;
            ProbeFault fault = _probe.Read(out stageMillimetres);
            bool doubtful = Tell(fault, stageMillimetres);
            long now = _clock.UptimeMilliseconds;
            if (fault != _fault || (fault != ProbeFault.None && now - _faultReported >= FaultRepeatSeconds * 1000L))
            {
                if (fault != _fault)
                {
                    _log.Write(fault == ProbeFault.None ? "level probe measures again" : "level probe: " + Say(fault));
                }

                _fault = fault;
                _faultReported = now;
                _link.Report(ReadingKind.StageFault, (long)fault);
            }

            if (fault == ProbeFault.None && reports)
            {
                _reportDue = Next(_reportDue, _reportMilliseconds);
                _link.Report(ReadingKind.Stage, stageMillimetres);
            }

            return doubtful;
        }

        private bool Tell(ProbeFault fault, int stageMillimetres)
        {
            if (Watch == null)
            {
                return false;
            }

            if (fault == ProbeFault.None)
            {
                return Watch.OnStage(stageMillimetres);
            }

            Watch.OnStageFault(fault);
            return true;
        }

        private static string Say(ProbeFault fault)
        {
            switch (fault)
            {
                case ProbeFault.Silent: return "it says nothing";
                case ProbeFault.Garbled: return "what it says makes no sense";
                case ProbeFault.OutOfRange: return "the water is outside what it can measure";
                case ProbeFault.CableCut: return "less than 3.6 mA, its cable is cut or it has failed";
                case ProbeFault.ShortCircuit: return "more than 21 mA, its loop is shorted or it has failed";
                default: return "fault " + ((int)fault).ToString();
            }
        }
    }
}
