namespace EdgeWarning.Watch
{
    /// <summary>
    /// How much rain fell in the last 10 minutes, 1, 3, 6 and 24 hours: sliding windows, exact to the tip. A tip counts from the moment it fell until exactly one
    /// window's length later. Time is the board's uptime, so a clock that is set or steps changes nothing.
    ///
    /// It remembers up to <see cref="Capacity"/> tips: 410 mm in tips of 0.2 mm. When a day brings more, neighbours are joined, each at the time of its latest tip: within a second when they are
    /// young, within two minutes when they are old. Such a tip leaves its window late by that time and never early: a sum may be too high by so little rain, and is never too low.
    /// Pure: no clock, no flash. Not safe for several threads: its owner locks.
    /// </summary>
    public sealed class RainWindows
    {
        /// <summary>How many windows there are.</summary>
        public const int Count = 5;

        /// <summary>The longest window, and the time after which a tip is forgotten.</summary>
        public const int LongestMilliseconds = 24 * Hour;

        /// <summary>Tips that are remembered one by one; 16 KB of memory. A power of two.</summary>
        public const int Capacity = 2048;

        private const int Minute = 60_000;
        private const int Hour = 60 * Minute;

        // Uptime as 32 bits: differences are right across its wrap (24.8 days) because no tip is kept for longer than a day.
        private readonly int[] _times = new int[Capacity];
        private readonly int[] _micrometres = new int[Capacity];
        private readonly long[] _sums = new long[Count];
        private readonly long[] _oldestIn = new long[Count];    // the number of the oldest tip in each window
        private long _oldest;   // tips are numbered for ever; this is the oldest one that is remembered
        private long _next;
        private long _latest;

        /// <summary>The length of window <paramref name="window"/>: 0 is ten minutes, 4 a day.</summary>
        public static int LengthOf(int window)
        {
            switch (window)
            {
                case 0: return 10 * Minute;
                case 1: return Hour;
                case 2: return 3 * Hour;
                case 3: return 6 * Hour;
                default: return LongestMilliseconds;
            }
        }

        /// <summary>Takes rain that fell now. Time does not go back.</summary>
        public void Add(int micrometres, long uptimeMilliseconds)
        {
            MoveTo(uptimeMilliseconds);
            Remember(micrometres, uptimeMilliseconds);
        }

        /// <summary>Takes rain that fell before this start of the board, oldest first, before any other: its age is counted back from uptime 0.</summary>
        public void Recall(int micrometres, int ageMilliseconds)
        {
            Remember(micrometres, -1 - (long)ageMilliseconds);
        }

        /// <summary>The recalled rain turns out to be older than was known: the board was without power for so long.</summary>
        public void GrowOlder(long milliseconds)
        {
            if (_latest >= LongestMilliseconds)
            {
                return;     // forgotten by now
            }

            int shift = milliseconds < LongestMilliseconds ? (int)milliseconds : LongestMilliseconds;
            for (long tip = _oldest; tip < _next && _times[PlaceOf(tip)] < 0; tip++)
            {
                _times[PlaceOf(tip)] -= shift;
            }

            CountAnew();
        }

        /// <summary>Lets time pass: what has become too old leaves its windows.</summary>
        public void MoveTo(long uptimeMilliseconds)
        {
            if (uptimeMilliseconds - _latest >= LongestMilliseconds)
            {
                _oldest = _next;
                _latest = uptimeMilliseconds;
                CountAnew();
                return;
            }

            _latest = uptimeMilliseconds;
            for (int window = 0; window < Count; window++)
            {
                int length = LengthOf(window);
                while (_oldestIn[window] < _next && AgeOf(_oldestIn[window]) >= length)
                {
                    _sums[window] -= _micrometres[PlaceOf(_oldestIn[window])];
                    _oldestIn[window]++;
                }
            }

            _oldest = _oldestIn[Count - 1];
        }

        /// <summary>Rain in the window that ends at the latest time given, in micrometres.</summary>
        public long Micrometres(int window)
        {
            return _sums[window];
        }

        /// <summary>
        /// Sorts the rain of the last day by its age: <paramref name="slots"/>[i] gets what is at least i and less than i + 1 times
        /// <paramref name="slotMilliseconds"/> old.
        /// </summary>
        public void SortByAge(int[] slots, int slotMilliseconds)
        {
            for (int i = 0; i < slots.Length; i++)
            {
                slots[i] = 0;
            }

            for (long tip = _oldest; tip < _next; tip++)
            {
                int slot = AgeOf(tip) / slotMilliseconds;
                if (slot >= 0 && slot < slots.Length)
                {
                    slots[slot] += _micrometres[PlaceOf(tip)];
                }
            }
        }

        private static int PlaceOf(long tip)
        {
            return (int)(tip & (Capacity - 1));
        }

        private int AgeOf(long tip)
        {
            return (int)_latest - _times[PlaceOf(tip)];
        }

        private void Remember(int micrometres, long uptimeMilliseconds)
        {
            if (_next - _oldest == Capacity)
            {
                Join();
            }

            _times[PlaceOf(_next)] = (int)uptimeMilliseconds;
            _micrometres[PlaceOf(_next)] = micrometres;
            for (int window = 0; window < Count; window++)
            {
                if (AgeOf(_next) < LengthOf(window))
                {
                    _sums[window] += micrometres;
                }
                else
                {
                    _oldestIn[window] = _next + 1;
                }
            }

            _next++;
        }

        // In each slot of a second within the last 10 minutes, of 10 s within an hour, of a minute within 6 hours, of 2 minutes beyond, all tips become one: 1,745 at most.
        private void Join()
        {
            long write = _oldest;
            for (long read = _oldest; read < _next; read++)
            {
                int from = PlaceOf(read);
                int to = PlaceOf(write - 1);
                int slot = SlotMilliseconds(AgeOf(read));
                bool joins = write > _oldest && (uint)_times[to] / (uint)slot == (uint)_times[from] / (uint)slot;
                to = joins ? to : PlaceOf(write);
                _micrometres[to] = joins ? _micrometres[to] + _micrometres[from] : _micrometres[from];
                _times[to] = _times[from];
                write += joins ? 0 : 1;
            }

            _next = write;
            CountAnew();
        }

        private static int SlotMilliseconds(int age)
        {
            return age < LengthOf(0) ? 1_000 : age < LengthOf(1) ? 10_000 : age < LengthOf(3) ? Minute : 2 * Minute;
        }

        private void CountAnew()
        {
            for (int window = 0; window < Count; window++)
            {
                _sums[window] = 0;
                _oldestIn[window] = _next;
                for (long tip = _next - 1; tip >= _oldest && AgeOf(tip) < LengthOf(window); tip--)
                {
                    _sums[window] += _micrometres[PlaceOf(tip)];
                    _oldestIn[window] = tip;
                }
            }
        }
    }
}
