using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Watch
{
    /// <summary>
    /// What the village has been told, in flash (<see cref="TwinFile"/> "watch"): a restart in the middle of a warning goes on with it, and does not begin it anew. Written at each
    /// change and before each sounding, so that a supply which breaks down under the horn ends at the limit of soundings.
    /// </summary>
    public sealed class WatchMemory
    {
        /// <summary>Soundings of a stage that is only reported, because the danger has become smaller: above every limit.</summary>
        public const int NoMore = 0xFFFF;

        private const int StateBytes = 5;
        private const byte Over = 1;
        private const byte Unreported = 2;

        private readonly TwinFile _twin;
        private readonly byte[] _state = new byte[StateBytes];

        /// <summary>Recalls it; all-clear on a new board.</summary>
        public WatchMemory(IFlash flash)
        {
            _twin = new TwinFile(flash, "watch", StateBytes);
            if (_twin.Read(_state) == StateBytes && _state[0] <= (byte)WarningStage.Evacuate)
            {
                Stage = (WarningStage)_state[0];
                Cause = (WarningCause)_state[1];
                IsOver = (_state[2] & Over) != 0;
                IsReported = (_state[2] & Unreported) == 0;
                Soundings = Bytes.GetUInt16(_state, 3);
            }
        }

        /// <summary>What the village has been told.</summary>
        public WarningStage Stage { get; set; }

        /// <summary>Why.</summary>
        public WarningCause Cause { get; set; }

        /// <summary>It is the gateway's now, which stopped it or speaks itself: neither it nor its all-clear sounds any more.</summary>
        public bool IsOver { get; set; }

        /// <summary>The gateway will learn of it: it is in the outbox.</summary>
        public bool IsReported { get; set; } = true;

        /// <summary>How often this stage has sounded; <see cref="NoMore"/> after a worse one.</summary>
        public int Soundings { get; set; }

        /// <summary>Writes it down.</summary>
        public void Save()
        {
            _state[0] = (byte)Stage;
            _state[1] = (byte)Cause;
            _state[2] = (byte)((IsOver ? Over : 0) | (IsReported ? 0 : Unreported));
            Bytes.PutUInt16(_state, 3, Soundings);
            _twin.Write(_state, 0, StateBytes);
        }
    }
}
