using System.Threading;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// A board's time. Nothing else asks the platform for the time or sleeps. What must not be fooled by a wrong date runs on
    /// <see cref="UptimeMilliseconds"/>: rain windows, holds, repeats, time-outs.
    ///
    /// A board may start without knowing the date. What it believes, and why (docs/decisions/0019-the-time-of-a-board.md):
    /// - The answer to a birth or heartbeat names the uptime at which the board asked. It was made after that and before it came, so the gateway's
    ///   time then is known between two bounds, whoever delays or repeats messages. Bounds of several answers are cut with each other; between answers they widen with
    ///   the error of the crystal. The clock is moved only as far as the bounds ask, and it can say how wrong it may be.
    /// - Bounds that contradict the ones before mean that the gateway has put its own clock right: a fresh answer is followed at once, forward or back.
    /// - Any other authentic message says only that it is not earlier than its stamp. That moves the clock forward while no answer has come.
    /// - SNTP and a clock that ran on over a restart are not authentic: they set a clock that knows nothing, and choose the point between the bounds.
    /// </summary>
    public abstract class Clock
    {
        /// <summary>2025-01-01. An RTC that says less was never set. (An ESP32 starts in 1970.)</summary>
        public const long EarliestPlausibleUnixMilliseconds = 1_735_689_600_000;

        /// <summary>A change of more is a step: counted, and allowed to go back.</summary>
        public const int StepMilliseconds = 2_000;

        /// <summary>What <see cref="ErrorMilliseconds"/> is when it cannot be known.</summary>
        public const long NotKnown = -1;

        // One part in so many: 100 ppm. A crystal of an ESP32 module is within 10 ppm at 25 °C and 20 ppm more over its range (Espressif, hardware design guidelines).
        private const int DriftDivisor = 10_000;

        // An answer this old cannot contradict what is known: it may be a repeat from before the gateway's clock was put right.
        private const int FreshMilliseconds = 60_000;

        // The platform's clock has been set by somebody when it is so far from where it was.
        private const int NoticeableMilliseconds = 20;

        private const long Unbounded = 1L << 60;

        private readonly object _gate = new object();
        private ClockQuality _quality;
        private long _offset;               // Unix time minus uptime, milliseconds
        private long _low = -Unbounded;     // bounds of the gateway's offset at _boundsUptime
        private long _high = Unbounded;
        private long _boundsUptime;
        private long _askedUptime = -1;     // of the youngest question whose answer was taken
        private long _confirmedUptime;
        private long _platformOffset;
        private long _latestReturned;

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

        /// <summary>Milliseconds since 1970, or 0 when the date is not known. Goes back only with a step.</summary>
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

                    long now = UptimeMilliseconds + _offset;
                    _latestReturned = now > _latestReturned ? now : _latestReturned;
                    return _latestReturned;
                }
            }
        }

        /// <summary>How far this clock may be from the gateway's, at most; <see cref="NotKnown"/> before the first answer of the gateway.</summary>
        public long ErrorMilliseconds
        {
            get
            {
                lock (_gate)
                {
                    long uptime = UptimeMilliseconds;
                    Widen(uptime);
                    if (_high >= Unbounded || _low <= -Unbounded)
                    {
                        return NotKnown;
                    }

                    long held = _latestReturned - uptime;      // while the clock waits instead of going back a little
                    long offset = held > _offset ? held : _offset;
                    return _high - offset > offset - _low ? _high - offset : offset - _low;
                }
            }
        }

        /// <summary>Seconds since the gateway or an SNTP server last confirmed this clock; 0 also when the date is not known.</summary>
        public long AgeSeconds
        {
            get
            {
                lock (_gate)
                {
                    return _quality == ClockQuality.None ? 0 : (UptimeMilliseconds - _confirmedUptime) / 1000;
                }
            }
        }

        /// <summary>Steps since start: the date was known, and turned out to be wrong by more than <see cref="StepMilliseconds"/>.</summary>
        public int Steps { get; private set; }

        /// <summary>What the platform's own clock says, Unix milliseconds; it is plausible once SNTP or this clock has set it.</summary>
        protected virtual long PlatformUnixMilliseconds
        {
            get { return 0; }
        }

        /// <summary>Sleeps this thread.</summary>
        public abstract void Sleep(int milliseconds);

        /// <summary>Waits until <paramref name="signal"/> is set, for at most so long; true when it was set.</summary>
        public abstract bool Wait(AutoResetEvent signal, int milliseconds);

        /// <summary>Looks whether the platform has learnt the date by itself meanwhile (SNTP). Cheap: the link asks with every step.</summary>
        public virtual void AskPlatform()
        {
            long platform = PlatformUnixMilliseconds;
            if (platform < EarliestPlausibleUnixMilliseconds)
            {
                return;
            }

            lock (_gate)
            {
                long moved = platform - UptimeMilliseconds - _platformOffset;
                if (moved > NoticeableMilliseconds || moved < -NoticeableMilliseconds)
                {
                    _platformOffset += moved;
                    LearnFromPlatform(platform);
                }
            }
        }

        /// <summary>Takes the time from an authentic message of the gateway that answers nothing: it is not earlier than its stamp.</summary>
        public void LearnFromGateway(long stampUnixMilliseconds)
        {
            if (stampUnixMilliseconds < EarliestPlausibleUnixMilliseconds)
            {
                return;
            }

            lock (_gate)
            {
                long uptime = UptimeMilliseconds;
                Widen(uptime);
                long low = stampUnixMilliseconds - uptime;
                if (low <= _low || low > _high)
                {
                    return;     // nothing new; or the gateway's clock was put forward, or back since: its next answer will say
                }

                _low = low;
                if (_quality == ClockQuality.None || _offset < low)
                {
                    MoveTo(low, uptime);
                    _confirmedUptime = uptime;
                    _quality = _quality == ClockQuality.None ? ClockQuality.Gateway : _quality;
                }
            }
        }

        /// <summary>Takes the time from the gateway's answer to what the board sent in this life at <paramref name="askedUptimeMilliseconds"/>.</summary>
        public void LearnFromAnswer(long stampUnixMilliseconds, long askedUptimeMilliseconds)
        {
            if (stampUnixMilliseconds < EarliestPlausibleUnixMilliseconds)
            {
                return;
            }

            lock (_gate)
            {
                long uptime = UptimeMilliseconds;
                bool fresh = uptime - askedUptimeMilliseconds <= FreshMilliseconds && askedUptimeMilliseconds > _askedUptime;
                Widen(uptime);
                long low = stampUnixMilliseconds - uptime;
                long high = stampUnixMilliseconds - askedUptimeMilliseconds + ((uptime - askedUptimeMilliseconds) / DriftDivisor);
                bool agrees = low <= _high && high >= _low;
                if (askedUptimeMilliseconds < 0 || askedUptimeMilliseconds > uptime || (!agrees && !fresh))
                {
                    return;
                }

                bool first = _high >= Unbounded;
                _low = agrees && _low > low ? _low : low;
                _high = agrees && _high < high ? _high : high;
                MoveTo(first && _quality != ClockQuality.Sntp ? _low + ((_high - _low) / 2) : Bounded(_offset), uptime);
                _quality = ClockQuality.Gateway;
                _confirmedUptime = fresh ? uptime : _confirmedUptime;
                _askedUptime = askedUptimeMilliseconds > _askedUptime ? askedUptimeMilliseconds : _askedUptime;
            }
        }

        /// <summary>Takes the time from the platform: an SNTP server has set it, or it ran on over a restart.</summary>
        protected void LearnFromPlatform(long unixMilliseconds)
        {
            lock (_gate)
            {
                if (unixMilliseconds < EarliestPlausibleUnixMilliseconds)
                {
                    return;
                }

                long uptime = UptimeMilliseconds;
                Widen(uptime);
                long offset = unixMilliseconds - uptime;
                long bounded = Bounded(offset);
                MoveTo(bounded, uptime);
                _confirmedUptime = bounded == offset ? uptime : _confirmedUptime;
                _quality = _quality == ClockQuality.None ? ClockQuality.Sntp : _quality;
            }
        }

        /// <summary>Sets the platform's own clock, so that it runs on over a restart that is no power cut.</summary>
        protected virtual void SetPlatform(long unixMilliseconds)
        {
        }

        private long Bounded(long offset)
        {
            return offset < _low ? _low : offset > _high ? _high : offset;
        }

        private void Widen(long uptime)
        {
            long drift = (uptime - _boundsUptime) / DriftDivisor;
            if (drift > 0)
            {
                _low = _low <= -Unbounded ? _low : _low - drift;
                _high = _high >= Unbounded ? _high : _high + drift;
                _boundsUptime += drift * DriftDivisor;
            }
        }

        private void MoveTo(long offset, long uptime)
        {
            long change = offset - _offset;
            bool first = _quality == ClockQuality.None;
            _offset = offset;
            if (first || change > StepMilliseconds || change < -StepMilliseconds)
            {
                Steps += first ? 0 : 1;
                _latestReturned = 0;
                _platformOffset = offset;
                SetPlatform(uptime + offset);
            }
        }
    }
}
