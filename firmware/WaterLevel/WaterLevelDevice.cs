using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.WaterLevel
{
    /// <summary>
    /// A water-level gauge: one stage in each report interval. A probe that cannot measure is news: its fault is reported when it begins, again
    /// every quarter of an hour while it lasts, and its end before the first stage after it.
    /// </summary>
    public sealed class WaterLevelDevice : IStep
    {
        /// <summary>Between reports of a fault that lasts, unless the report interval is longer.</summary>
        public const int FaultRepeatSeconds = 900;

        private readonly Clock _clock;
        private readonly Log _log;
        private readonly ILink _link;
        private readonly ILevelProbe _probe;
        private readonly Loop _loop;
        private readonly int _reportMilliseconds;
        private ProbeFault _fault;
        private long _faultReported;
        private long _due;

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
            status.Parts |= Status.StagePart;
        }

        /// <summary>The gauge's loop, for the board to run.</summary>
        public Loop Loop
        {
            get { return _loop; }
        }

        /// <inheritdoc/>
        public int Step()
        {
            if (_clock.UptimeMilliseconds >= _due)
            {
                _due += _reportMilliseconds;
                if (_due <= _clock.UptimeMilliseconds)
                {
                    _due = _clock.UptimeMilliseconds + _reportMilliseconds;     // measuring took longer than the interval
                }

                Measure();
            }

            long wait = _due - _clock.UptimeMilliseconds;
            return wait < 0 ? 0 : (int)wait;
        }

        private void Measure()
        {
            int stageMillimetres;
            ProbeFault fault = _probe.Read(out stageMillimetres);
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

            if (fault == ProbeFault.None)
            {
                _link.Report(ReadingKind.Stage, stageMillimetres);
            }
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
