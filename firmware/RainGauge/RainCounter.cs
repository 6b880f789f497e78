using EdgeWarning.Common;

namespace EdgeWarning.RainGauge
{
    /// <summary>
    /// All rain since the gauge's first day, in flash (<see cref="TwinFile"/> "rain"), written at every tip. It counts
    /// micrometres and tips: a new bucket of another size goes on from the rain so far.
    /// Wear: a tip programs one small file. 2,000 mm a year in tips of 0.2 mm are 10,000 writes a year, spread by littlefs over its blocks.
    /// </summary>
    public sealed class RainCounter
    {
        private const int StateBytes = 16;

        private readonly TwinFile _twin;
        private readonly byte[] _state = new byte[StateBytes];

        /// <summary>Reads the counter from flash; 0 on a new board.</summary>
        public RainCounter(IFlash flash)
        {
            _twin = new TwinFile(flash, "rain", StateBytes);
            if (_twin.Read(_state) == StateBytes)
            {
                Micrometres = Bytes.GetInt64(_state, 0);
                Tips = Bytes.GetInt64(_state, 8);
            }
        }

        /// <summary>True when flash held a counter that can no longer be read: rain so far is not known and counting began at 0.</summary>
        public bool WasLost
        {
            get { return _twin.Damaged; }
        }

        /// <summary>Rain since the first day.</summary>
        public long Micrometres { get; private set; }

        /// <summary>Tips since the first day.</summary>
        public long Tips { get; private set; }

        /// <summary>Counts tips and writes them down. When it throws, nothing was counted and the caller tries again.</summary>
        public void Add(int tips, int tipMicrometres)
        {
            long micrometres = Micrometres + ((long)tips * tipMicrometres);
            Bytes.PutInt64(_state, 0, micrometres);
            Bytes.PutInt64(_state, 8, Tips + tips);
            _twin.Write(_state, 0, StateBytes);
            Micrometres = micrometres;
            Tips += tips;
        }
    }
}
