using System.IO;
using System.Text;

namespace EdgeWarning.Common
{
    /// <summary>
    /// How often and why this board has started, and whether its latest starts have failed; kept in flash ("starts.a", "starts.b").
    ///
    /// A start has failed when the board wrote down a failure before it was healthy, or when it ended within its first half minute for no known reason: a
    /// reset by the watchdog, a crash of the chip, or a power cut. After <see cref="FailuresToSafeMode"/> failed starts in a row the next one is in
    /// safe mode. Once that is healthy, the start after it is a whole one again, and a single failure leads back. One to three writes a start.
    /// </summary>
    public sealed class Starts
    {
        /// <summary>So many failed starts in a row are a boot loop.</summary>
        public const int FailuresToSafeMode = 5;

        /// <summary>So many, and safe mode fails as well: then only the link is started.</summary>
        public const int FailuresToBareLink = 10;

        /// <summary>What a start is called whose cause nobody wrote down. An external watchdog cannot be told from power: nanoFramework does not say why the chip was reset.</summary>
        public const string Power = "power";

        private const int HeadBytes = 6;
        private const int LongestReason = 40;

        private readonly TwinFile _twin;
        private readonly byte[] _state = new byte[HeadBytes + LongestReason];
        private readonly int _failures;
        private bool _healthy;

        /// <summary>Counts this start.</summary>
        public Starts(IFlash flash)
        {
            _twin = new TwinFile(flash, "starts", HeadBytes + LongestReason);
            int length = _twin.Read(_state);
            bool known = length >= HeadBytes && length == HeadBytes + _state[5];    // else another firmware wrote it
            Count = known ? Bytes.GetUInt32(_state, 0) + 1 : 1;
            _failures = known ? _state[4] : 0;
            Reason = known && _state[5] > 0 ? Encoding.UTF8.GetString(_state, HeadBytes, _state[5]) : Power;
            Save(_failures + 1, "");
        }

        /// <summary>Starts in the board's life, this one included.</summary>
        public long Count { get; private set; }

        /// <summary>Why the board started: what the firmware wrote down before, or <see cref="Power"/>.</summary>
        public string Reason { get; private set; }

        /// <summary>True when too many starts in a row have failed: only what is needed to link and to sound is to be started.</summary>
        public bool SafeMode
        {
            get { return _failures >= FailuresToSafeMode; }
        }

        /// <summary>True when safe mode, too, has failed: only the link is to be started.</summary>
        public bool BareLink
        {
            get { return _failures >= FailuresToBareLink; }
        }

        /// <summary>Counts a start that failed before a board could be made, and says why; the board is about to start again.</summary>
        public static void NoteFailed(IFlash flash, string reason)
        {
            TwinFile twin = new TwinFile(flash, "starts", HeadBytes + LongestReason);
            byte[] state = new byte[HeadBytes + LongestReason];
            if (twin.Read(state) >= HeadBytes)
            {
                PutReason(state, reason);
                twin.Write(state, 0, HeadBytes + state[5]);
            }
        }

        /// <summary>This start was none that failed. Failures before it stay counted until it is healthy.</summary>
        public void NoteBegun()
        {
            Save(_failures, "");
        }

        /// <summary>The board is well. Out of safe mode leads one whole start: when it fails, the next is in safe mode again.</summary>
        public void NoteHealthy()
        {
            int failures = SafeMode ? FailuresToSafeMode - 1 : 0;
            if (failures != _failures)
            {
                Save(failures, "");
            }

            _healthy = true;
        }

        /// <summary>Says why the next start will be, and whether this one has failed.</summary>
        public void ExpectRestart(string reason, bool failed)
        {
            int failures = SafeMode ? FailuresToSafeMode - 1 : _healthy ? 0 : _failures;
            Save(failed && !_healthy ? _failures + 1 : failures, reason);
        }

        private static void PutReason(byte[] state, string reason)
        {
            byte[] text = Encoding.UTF8.GetBytes(reason);
            int length = text.Length < LongestReason ? text.Length : LongestReason;
            state[5] = (byte)length;
            for (int i = 0; i < length; i++)
            {
                state[HeadBytes + i] = text[i];
            }
        }

        private void Save(int failures, string reason)
        {
            Bytes.PutUInt32(_state, 0, (uint)Count);
            _state[4] = (byte)(failures < 255 ? failures : 255);
            PutReason(_state, reason);
            try
            {
                _twin.Write(_state, 0, HeadBytes + _state[5]);
            }
            catch (IOException exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                // Flash is full or worn out: a board that cannot count its starts warns all the same.
            }
        }
    }
}
