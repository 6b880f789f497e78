namespace EdgeWarning.Common
{
    /// <summary>How often and why this board has started, kept in flash ("starts.a", "starts.b"). One write per start.</summary>
    public sealed class Starts
    {
        private const int StateBytes = 5;
        private const byte PowerNext = 0;
        private const byte RestartNext = 1;

        private readonly TwinFile _twin;
        private readonly byte[] _state = new byte[StateBytes];

        /// <summary>Counts this start.</summary>
        public Starts(IFlash flash)
        {
            _twin = new TwinFile(flash, "starts", StateBytes);
            bool known = _twin.Read(_state) == StateBytes;
            Reason = known && _state[4] == RestartNext ? "restart" : "power";
            Count = known ? Bytes.GetUInt32(_state, 0) + 1 : 1;
            Save(PowerNext);
        }

        /// <summary>Starts in the board's life, this one included.</summary>
        public long Count { get; private set; }

        /// <summary>"restart" when the firmware asked for it, else "power". An external watchdog cannot be told from power here.</summary>
        public string Reason { get; private set; }

        /// <summary>Says that the next start is one the firmware asks for.</summary>
        public void ExpectRestart()
        {
            Save(RestartNext);
        }

        private void Save(byte next)
        {
            Bytes.PutUInt32(_state, 0, (uint)Count);
            _state[4] = next;
            _twin.Write(_state, 0, StateBytes);
        }
    }
}
