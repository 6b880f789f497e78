using System.Threading;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// A board's time. Nothing else asks the platform for the time or sleeps.
    ///
    /// A board may start without knowing the date. It learns it from the gateway, whose messages are authenticated but may be
    /// delayed, repeated or replayed. So a stamp counts only when it is later than every stamp before it, and then: one that is
    /// ahead of this clock moves it forward at once (a message is never older than it says, so the clock was slow); one that
    /// is behind holds it back by at most a thousandth of the time since the stamp before, for a crystal that runs fast. What
    /// <see cref="UnixMilliseconds"/> returns therefore never goes back, with one exception: when the gateway itself was wrong (a
    /// Pi without a battery clock that has since found the time), five growing stamps over five minutes or more that agree with
    /// each other to two seconds bring this clock back to them. A replayed message cannot do that: it does not grow.
    /// </summary>
    public abstract class Clock
    {
        /// <summary>2025-01-01. An RTC that says less was never set. (An ESP32 starts in 1970.)</summary>
        public const long EarliestPlausibleUnixMilliseconds = 1_735_689_600_000;

        private const int SlowdownDivisor = 1000;
        private const int AgreeingStamps = 5;
        private const long AgreementMilliseconds = 2_000;
        private const long AgreementSpanMilliseconds = 300_000;

        private readonly object _gate = new object();
        private ClockQuality _quality;
        private long _offsetMilliseconds;   // Unix time minus uptime
        private long _latestReturned;
        private long _latestStamp;
        private long _uptimeAtLatestStamp;
        private int _doubts;
        private long _firstDoubtUptime;
        private long _latestDoubtStamp;
        private long _latestDoubtUptime;

        /// <summary>Milliseconds since the board started; never goes back.</summary>
        public abstract long UptimeMilliseconds { get; }

        /// <summary>How this clock knows the date.</summary>
        public ClockQuality Quality
        {
            get
            {
                lock (_gate)
                {
                    return _quality;
                }
            }
        }

        /// <summary>Milliseconds since 1970, or 0 when the date is not known.</summary>
        public long UnixMilliseconds
        {
            get
            {
                lock (_gate)
                {
                    if (_quality == ClockQuality.None)
                    {
                        return 0;
                    }

                    long now = UptimeMilliseconds + _offsetMilliseconds;
                    _latestReturned = now > _latestReturned ? now : _latestReturned;
                    return _latestReturned;
                }
            }
        }

        /// <summary>Looks whether the platform has learnt the date by itself meanwhile (SNTP, a battery clock). Called when the link comes up.</summary>
        public abstract void AskPlatform();

        /// <summary>Sleeps this thread.</summary>
        public abstract void Sleep(int milliseconds);

        /// <summary>Waits until <paramref name="signal"/> is set, for at most so long; true when it was set.</summary>
        public abstract bool Wait(AutoResetEvent signal, int milliseconds);

        /// <summary>Takes the time from an authenticated message of the gateway, sent at <paramref name="stampUnixMilliseconds"/> of its clock.</summary>
        public void LearnFromGateway(long stampUnixMilliseconds)
        {
            lock (_gate)
            {
                if (stampUnixMilliseconds < EarliestPlausibleUnixMilliseconds)
                {
                    return;
                }

                long uptime = UptimeMilliseconds;
                if (stampUnixMilliseconds > _latestStamp)
                {
                    Follow(stampUnixMilliseconds, uptime);
                    _latestStamp = stampUnixMilliseconds;
                    _uptimeAtLatestStamp = uptime;
                    _doubts = 0;
                }
                else
                {
                    Doubt(stampUnixMilliseconds, uptime);
                }
            }
        }

        /// <summary>Takes the time from the platform's own source (SNTP or a battery clock). For the subclass, at start or when it becomes known.</summary>
        protected void LearnFromPlatform(long unixMilliseconds)
        {
            lock (_gate)
            {
                if (unixMilliseconds >= EarliestPlausibleUnixMilliseconds)
                {
                    _offsetMilliseconds = unixMilliseconds - UptimeMilliseconds;
                    _quality = ClockQuality.Sntp;
                }
            }
        }

        private void Follow(long stamp, long uptime)
        {
            long ahead = uptime + _offsetMilliseconds - stamp;
            if (_quality == ClockQuality.None || ahead < 0)
            {
                _offsetMilliseconds = stamp - uptime;
            }
            else
            {
                long most = (uptime - _uptimeAtLatestStamp) / SlowdownDivisor;
                _offsetMilliseconds -= ahead < most ? ahead : most;
            }

            if (_quality == ClockQuality.None)
            {
                _quality = ClockQuality.Gateway;
            }
        }

        // A stamp that is not later than the latest is a repeat, a replay, or a gateway that has put its own clock back.
        private void Doubt(long stamp, long uptime)
        {
            long drift = (stamp - _latestDoubtStamp) - (uptime - _latestDoubtUptime);
            bool agrees = _doubts > 0 && stamp > _latestDoubtStamp && drift < AgreementMilliseconds && drift > -AgreementMilliseconds;
            if (!agrees)
            {
                _doubts = 0;
                _firstDoubtUptime = uptime;
            }

            _doubts++;
            _latestDoubtStamp = stamp;
            _latestDoubtUptime = uptime;
            if (_doubts >= AgreeingStamps && uptime - _firstDoubtUptime >= AgreementSpanMilliseconds)
            {
                _offsetMilliseconds = stamp - uptime;
                _latestReturned = stamp;
                _latestStamp = stamp;
                _uptimeAtLatestStamp = uptime;
                _doubts = 0;
            }
        }
    }
}
