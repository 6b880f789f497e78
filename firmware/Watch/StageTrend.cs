namespace EdgeWarning.Watch
{
    /// <summary>
    /// Where the water stands, how fast it rises, and whether the probe still tells the truth. A stage counts when the middle one of the last three measurements says so: a
    /// single wrong echo, up or down, changes nothing, and a flood that rises 1.5 m in ten minutes (0.0026 m/s has been recorded) is followed one measurement behind. Whoever measures
    /// asks <see cref="IsDoubtful"/> and then measures again within seconds, so that "one behind" is no minute.
    /// Pure. Not safe for several threads: its owner locks.
    /// </summary>
    public sealed class StageTrend
    {
        /// <summary>A change from one measurement to the next that wants to be seen twice before it counts: more than a small river's waves.</summary>
        public const int DoubtMillimetres = 50;

        /// <summary>Measurements further apart say nothing about each other.</summary>
        public const int GapMilliseconds = 900_000;

        /// <summary>The longest time over which a rise can be asked for.</summary>
        public const int LongestMilliseconds = 3_600_000;

        /// <summary>Stages that are remembered: an hour of one each 15 s.</summary>
        public const int Capacity = 256;

        private readonly long[] _times = new long[Capacity];
        private readonly int[] _stages = new int[Capacity];
        private readonly int[] _raw = new int[3];
        private int _rawCount;
        private long _latestRaw;
        private long _count;
        private long _unchangedSince;
        private int _unchanged;

        /// <summary>True once two measurements in a row were there.</summary>
        public bool IsKnown
        {
            get { return _count > 0 && _rawCount >= 2; }
        }

        /// <summary>There has been a stage that counts, though the latest measurements may be too old.</summary>
        public bool HasBeenKnown
        {
            get { return _count > 0; }
        }

        /// <summary>The stage that counts, millimetres above gauge zero.</summary>
        public int Millimetres
        {
            get { return _stages[PlaceOf(_count - 1)]; }
        }

        /// <summary>The latest measurement stands apart from the stage that counts, or is the first one: measure again soon.</summary>
        public bool IsDoubtful
        {
            get
            {
                if (_rawCount < 2)
                {
                    return _rawCount == 1;
                }

                int apart = _raw[2] - Millimetres;
                return apart > DoubtMillimetres || apart < -DoubtMillimetres;
            }
        }

        /// <summary>Takes a measurement. Time does not go back.</summary>
        public void Add(int millimetres, long uptimeMilliseconds)
        {
            if (_rawCount > 0 && uptimeMilliseconds - _latestRaw > GapMilliseconds)
            {
                _rawCount = 0;
            }

            if (_rawCount == 0 || millimetres != _raw[2])
            {
                _unchangedSince = uptimeMilliseconds;
                _unchanged = 0;
            }

            _raw[0] = _raw[1];
            _raw[1] = _raw[2];
            _raw[2] = millimetres;
            _rawCount = _rawCount < 3 ? _rawCount + 1 : 3;
            _latestRaw = uptimeMilliseconds;
            _unchanged++;
            if (_rawCount >= 2)
            {
                Remember(_rawCount == 2 ? Lower(_raw[1], _raw[2]) : Middle(), uptimeMilliseconds);
            }
        }

        /// <summary>How far the stage that counts now lies above the lowest one of the last so many milliseconds; 0 when it fell.</summary>
        public int RiseMillimetres(int milliseconds)
        {
            if (_count == 0)
            {
                return 0;
            }

            int lowest = Millimetres;
            long first = _count > Capacity ? _count - Capacity : 0;
            for (long i = _count - 1; i >= first && _times[PlaceOf(_count - 1)] - _times[PlaceOf(i)] <= milliseconds; i--)
            {
                lowest = Lower(lowest, _stages[PlaceOf(i)]);
            }

            return Millimetres - lowest;
        }

        /// <summary>
        /// The measurements have been the same to the millimetre for so long, and more often than chance allows: an echo from moving water scatters by some millimetres. What
        /// does so is a spider's web, ice or a probe that has hung up.
        /// </summary>
        public bool IsFlat(int milliseconds)
        {
            const int LeastMeasurements = 10;
            return _unchanged >= LeastMeasurements && _latestRaw - _unchangedSince >= milliseconds;
        }

        private static int PlaceOf(long number)
        {
            return (int)(number % Capacity);
        }

        private static int Lower(int a, int b)
        {
            return a < b ? a : b;
        }

        private int Middle()
        {
            int a = _raw[0];
            int b = _raw[1];
            int c = _raw[2];
            int low = Lower(a, b);
            int high = a < b ? b : a;
            return c <= low ? low : c >= high ? high : c;
        }

        private void Remember(int millimetres, long uptimeMilliseconds)
        {
            _times[PlaceOf(_count)] = uptimeMilliseconds;
            _stages[PlaceOf(_count)] = millimetres;
            _count++;
        }
    }
}
