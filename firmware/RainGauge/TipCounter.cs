namespace EdgeWarning.RainGauge
{
    /// <summary>
    /// Tells tips from bounces. A tip closes the reed switch for about 135 ms, with bounces of about 0.75 ms at both ends (TE525 data
    /// sheet). So a closure is a tip only when the switch has been quiet, open and without any edge, for the lock-out time: a
    /// bounce at closing follows an edge, and so does one at opening, 135 ms later, which a lock-out after the closure alone would
    /// count again. At 8 mm/min a 0.1 mm bucket tips every 750 ms, far above the lock-out.
    ///
    /// Edges are stamped when their event is handled, some time after they happened. When handling stops for a moment in the middle of a bounce,
    /// its two halves look apart; so no two tips are counted within <see cref="SwingMilliseconds"/> either.
    /// Pure: the caller gives the time of each edge. Not safe for several threads: its owner locks.
    /// </summary>
    public sealed class TipCounter
    {
        /// <summary>A switch closed for longer than this does not tip: magnet stuck in front of it, cable crushed, water in the box.</summary>
        public const int StuckMilliseconds = 10_000;

        /// <summary>Two closures so far apart are two tips even when the opening between them was not seen. No bounce lasts so long.</summary>
        public const int MissedOpeningMilliseconds = 500;

        /// <summary>A closure so soon after a tip belongs to the same swing: TE525, 135 ms closed and bounces at both ends.</summary>
        public const int SwingMilliseconds = 150;

        private readonly int _lockoutMilliseconds;
        private bool _closed;
        private bool _anyEdge;
        private long _latestEdge;
        private long _closedSince;
        private bool _anyTip;
        private long _latestTip;

        /// <summary>A counter with the lock-out of the board's settings; <paramref name="closed"/> is how the switch stands at the start.</summary>
        public TipCounter(int lockoutMilliseconds, bool closed, long uptimeMilliseconds)
        {
            _lockoutMilliseconds = lockoutMilliseconds;
            _closed = closed;
            _closedSince = uptimeMilliseconds;
        }

        /// <summary>Takes an edge of the switch; true when it is a tip.</summary>
        public bool OnEdge(bool closed, long uptimeMilliseconds)
        {
            long quiet = _anyEdge ? uptimeMilliseconds - _latestEdge : long.MaxValue;
            bool wasClosed = _closed;
            _anyEdge = true;
            _latestEdge = uptimeMilliseconds;
            _closed = closed;
            if (!closed)
            {
                return false;
            }

            if (wasClosed && quiet < MissedOpeningMilliseconds)
            {
                return false;
            }

            _closedSince = uptimeMilliseconds;
            bool sameSwing = _anyTip && uptimeMilliseconds - _latestTip < SwingMilliseconds;
            if (quiet < _lockoutMilliseconds || sameSwing)
            {
                return false;
            }

            _anyTip = true;
            _latestTip = uptimeMilliseconds;
            return true;
        }

        /// <summary>True when the switch has been closed for too long to be a tip.</summary>
        public bool IsStuck(long uptimeMilliseconds)
        {
            return _closed && uptimeMilliseconds - _closedSince > StuckMilliseconds;
        }

        /// <summary>When <see cref="IsStuck"/> can next become true, in milliseconds from now; -1 while the switch is open.</summary>
        public long MillisecondsUntilStuck(long uptimeMilliseconds)
        {
            return _closed ? StuckMilliseconds + 1 - (uptimeMilliseconds - _closedSince) : -1;
        }
    }
}
