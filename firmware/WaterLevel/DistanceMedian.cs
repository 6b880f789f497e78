namespace EdgeWarning.WaterLevel
{
    /// <summary>
    /// The middle one of five distances: two wrong echoes (rain, a bird, foam) change nothing. When the middle three do not agree
    /// to <see cref="SpreadMillimetres"/>, no three echoes came from the same water, and there is no answer.
    /// </summary>
    public sealed class DistanceMedian
    {
        /// <summary>Distances for one answer.</summary>
        public const int Count = 5;

        /// <summary>How far the middle three may lie apart: wind waves of a small river.</summary>
        public const int SpreadMillimetres = 150;

        private readonly int[] _sorted = new int[Count];
        private int _held;

        /// <summary>True when five distances are there.</summary>
        public bool IsFull
        {
            get { return _held == Count; }
        }

        /// <summary>True when the middle three agree. Only when <see cref="IsFull"/>.</summary>
        public bool Agrees
        {
            get { return _sorted[3] - _sorted[1] <= SpreadMillimetres; }
        }

        /// <summary>The middle one. Only when <see cref="IsFull"/>.</summary>
        public int Millimetres
        {
            get { return _sorted[2]; }
        }

        /// <summary>Begins again.</summary>
        public void Clear()
        {
            _held = 0;
        }

        /// <summary>Takes one more distance; a sixth is ignored.</summary>
        public void Add(int millimetres)
        {
            if (IsFull)
            {
                return;
            }

            int place = _held;
            while (place > 0 && _sorted[place - 1] > millimetres)
            {
                _sorted[place] = _sorted[place - 1];
                place--;
            }

            _sorted[place] = millimetres;
            _held++;
        }
    }
}
