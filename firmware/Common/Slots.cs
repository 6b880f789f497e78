using System;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// Which application a board starts: the one that was deployed with the runtime (slot 0), or one that came in an update and lies in "slot.1" or "slot.2". A
    /// new one is on trial until it is kept; each of its starts is counted first, so that one that crashes the board, or hangs it until the watchdog comes, is
    /// dropped after a few. A slot's file holds the application's assemblies, each behind its length (4 bytes, little end first), the program last. Kept in one twin file ("slots.a", "slots.b"): each step is one write, so a power cut finds the step done or not done.
    /// </summary>
    public sealed class Slots
    {
        /// <summary>The application that was deployed over the cable; it cannot be updated from here and is always there.</summary>
        public const int BuiltIn = 0;

        /// <summary>Starts on trial, power cuts included, after which an application that has not been kept is dropped.</summary>
        public const int MostStarts = 4;

        private const int BlockBytes = 1024;
        private const int StateBytes = 48;
        private const byte Trying = 1;
        private const byte Dropped = 2;

        private readonly TwinFile _file;
        private readonly byte[] _state = new byte[StateBytes];

        /// <summary>Reads what was kept; an empty or damaged file means the built-in application.</summary>
        public Slots(IFlash flash)
        {
            _file = new TwinFile(flash, "slots", StateBytes);
            if (_file.Read(_state) != StateBytes)
            {
                Array.Clear(_state, 0, StateBytes);
            }
        }

        /// <summary>True while an application is on trial.</summary>
        public bool OnTrial
        {
            get { return _state[2] == Trying; }
        }

        /// <summary>The order whose application was dropped and whose sender does not know it yet; 0 = none.</summary>
        public long DroppedSequence
        {
            get { return _state[2] == Dropped ? Bytes.GetInt64(_state, 36) : 0; }
        }

        /// <summary>The order of the application on trial.</summary>
        public long TrialSequence
        {
            get { return Bytes.GetInt64(_state, 36); }
        }

        /// <summary>What a start runs: the application on trial, else the one kept.</summary>
        public int Current
        {
            get { return OnTrial ? _state[1] : _state[0]; }
        }

        /// <summary>Build number of <see cref="Current"/>; 0 = the built-in one.</summary>
        public long Build
        {
            get { return Bytes.GetInt64(_state, OnTrial ? 20 : 4); }
        }

        /// <summary>Length of the file of <see cref="Current"/>.</summary>
        public int Length
        {
            get { return (int)Bytes.GetUInt32(_state, OnTrial ? 28 : 12); }
        }

        /// <summary>CRC-32 of the file of <see cref="Current"/>.</summary>
        public uint Crc
        {
            get { return Bytes.GetUInt32(_state, OnTrial ? 32 : 16); }
        }

        /// <summary>The slot that a new application may overwrite: the one that is not kept. Not while another is on trial there.</summary>
        public int Free
        {
            get { return _state[0] == 1 ? 2 : 1; }
        }

        /// <summary>The file of a slot.</summary>
        public static string FileOf(int slot)
        {
            return "slot." + slot.ToString();
        }

        /// <summary>CRC-32 of a file, read in blocks.</summary>
        public static uint CrcOf(IFlash flash, string name)
        {
            byte[] block = new byte[BlockBytes];
            uint crc = 0;
            int at = 0;
            while (true)
            {
                int read = flash.Read(name, at, block, 0, BlockBytes);
                if (read <= 0)
                {
                    return crc;
                }

                crc = Crc32.After(crc, block, 0, read);
                at += read;
            }
        }

        /// <summary>Counts a start, and drops a trial that has had too many. Called once, before <see cref="Current"/> is started.</summary>
        public void CountStart()
        {
            if (!OnTrial)
            {
                return;
            }

            if (_state[3] >= MostStarts)
            {
                Drop();
                return;
            }

            _state[3]++;
            Save();
        }

        /// <summary>
        /// Says which application is deployed. Another one than before came over the cable: whoever stood there meant it, so it outranks all that came in
        /// updates. Called by the launcher, once, before anything else.
        /// </summary>
        public void Deployed(uint mark)
        {
            if (Bytes.GetUInt32(_state, 44) == mark)
            {
                return;
            }

            Bytes.PutUInt32(_state, 44, mark);
            _state[0] = BuiltIn;
            _state[2] = OnTrial ? Dropped : _state[2];
            Array.Clear(_state, 4, 16);
            Save();
        }

        /// <summary>The file in <see cref="Free"/> is whole: try it from the next start on.</summary>
        public void Try(long sequence, long build, int length, uint crc)
        {
            _state[1] = (byte)Free;
            _state[2] = Trying;
            _state[3] = 0;
            Bytes.PutInt64(_state, 20, build);
            Bytes.PutUInt32(_state, 28, (uint)length);
            Bytes.PutUInt32(_state, 32, crc);
            Bytes.PutInt64(_state, 36, sequence);
            Save();
        }

        /// <summary>The application on trial has proved itself.</summary>
        public void Keep()
        {
            _state[0] = _state[1];
            _state[2] = 0;
            Array.Copy(_state, 20, _state, 4, 16);
            Save();
        }

        /// <summary>The application on trial has failed: the next start runs the one before.</summary>
        public void Drop()
        {
            _state[2] = Dropped;
            Save();
        }

        /// <summary>The sender of what was dropped knows it.</summary>
        public void Clear()
        {
            _state[2] = 0;
            Save();
        }

        /// <summary>The current application cannot be started: a trial is dropped; without one the built-in application returns for good.</summary>
        public void Fail()
        {
            if (OnTrial)
            {
                Drop();
                return;
            }

            _state[0] = BuiltIn;
            Array.Clear(_state, 4, 16);
            Save();
        }

        private void Save()
        {
            _file.Write(_state, 0, StateBytes);
        }
    }
}
