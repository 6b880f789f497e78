using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>What measures the voltage of the supply.</summary>
    public interface IVoltmeter
    {
        /// <summary>Millivolts of the battery now.</summary>
        int ReadMillivolts();
    }

    /// <summary>Looks at the battery every minute for the heartbeats, and reports it once an hour, and at once when it has changed a lot.</summary>
    public sealed class BatteryWatch : IStep
    {
        /// <summary>Between two looks.</summary>
        public const int LookMilliseconds = 60_000;

        /// <summary>Between two readings: a day of them shows whether the sun fills what the night takes.</summary>
        public const int ReportMilliseconds = 3_600_000;

        /// <summary>A change that is told at once: of a 4S LiFePO4 pack a tenth of its charge at the flat part of its curve, or the end of it. [M]</summary>
        public const int NewsMillivolts = 300;

        private readonly IVoltmeter _voltmeter;
        private readonly ILink _link;
        private readonly BoardStatus _status;
        private readonly Clock _clock;
        private int _reportedMillivolts;
        private long _reportedUptime;

        /// <summary>A watch over what <paramref name="voltmeter"/> measures.</summary>
        public BatteryWatch(IVoltmeter voltmeter, ILink link, BoardStatus status, Clock clock)
        {
            _voltmeter = voltmeter;
            _link = link;
            _status = status;
            _clock = clock;
        }

        /// <inheritdoc/>
        public int Step()
        {
            int millivolts = _voltmeter.ReadMillivolts();
            long now = _clock.UptimeMilliseconds;
            int change = millivolts - _reportedMillivolts;
            _status.BatteryMillivolts = millivolts;
            if (change >= NewsMillivolts || change <= -NewsMillivolts || now - _reportedUptime >= ReportMilliseconds)
            {
                _reportedMillivolts = millivolts;
                _reportedUptime = now;
                _link.Report(ReadingKind.Battery, millivolts);
            }

            return LookMilliseconds;
        }
    }
}
