using System;

namespace EdgeWarning.Common
{
    /// <summary>
    /// A small state that survives a power cut at any moment: two files, "name.a" and "name.b", written in turn, each with
    /// a growing sequence and a CRC. Reading takes the newest whole one, so a torn write leaves the state before it.
    /// Layout: magic 0xE2, version 1, length (2), sequence (4), payload, CRC-32 of all before (4); little end first.
    /// Not safe for several threads: its owner locks.
    /// </summary>
    public sealed class TwinFile
    {
        /// <summary>Bytes of a file before its payload.</summary>
        public const int HeadBytes = 8;

        /// <summary>Bytes of a file behind its payload.</summary>
        public const int TailBytes = 4;

        private const byte Magic = 0xE2;
        private const byte Version = 1;

        private readonly IFlash _flash;
        private readonly string _nameA;
        private readonly string _nameB;
        private readonly byte[] _buffer;
        private uint _sequence;
        private bool _newestIsA;
        private bool _isNewestKnown;

        /// <summary>Opens the pair; <paramref name="maximumBytes"/> bounds the payload (and the buffer kept for it).</summary>
        public TwinFile(IFlash flash, string name, int maximumBytes)
            : this(flash, name, new byte[HeadBytes + maximumBytes + TailBytes])
        {
        }

        /// <summary>Opens the pair around a payload that its owner keeps in <paramref name="image"/>, with room for head and tail around it: a second copy would be a waste of heap.</summary>
        public TwinFile(IFlash flash, string name, byte[] image)
        {
            _flash = flash;
            _nameA = name + ".a";
            _nameB = name + ".b";
            _buffer = image;
        }

        /// <summary>Bytes of the longer payload of a pair on flash, as far as its files' lengths tell; negative when there is none.</summary>
        public static int LongestOf(IFlash flash, string name)
        {
            int a = flash.Length(name + ".a");
            int b = flash.Length(name + ".b");
            return (a > b ? a : b) - HeadBytes - TailBytes;
        }

        /// <summary>True when a file of the pair was there at the last <see cref="Read"/> but neither was whole: the state is lost.</summary>
        public bool Damaged { get; private set; }

        /// <summary>
        /// Copies the newest whole payload into <paramref name="payload"/> and returns its length, or -1 when there is none
        /// (never written, or <see cref="Damaged"/>).
        /// </summary>
        public int Read(byte[] payload)
        {
            int length = Load();
            if (length > payload.Length)
            {
                throw new ArgumentException("the state in " + _nameA + " is longer than its reader expects");
            }

            Array.Copy(_buffer, HeadBytes, payload, 0, length < 0 ? 0 : length);
            return length;
        }

        /// <summary>The same into the owner's image, which holds anything when there is no whole payload.</summary>
        public int Load()
        {
            if (!FindNewest())
            {
                return -1;
            }

            TryLoad(_newestIsA ? _nameA : _nameB, out _, out _);
            return Bytes.GetUInt16(_buffer, 2);
        }

        /// <summary>Writes a new state over the older file of the pair. The state before stays whole until this one is.</summary>
        public void Write(byte[] payload, int offset, int count)
        {
            if (!_isNewestKnown)
            {
                FindNewest();   // or the newer file would be written over, and a torn write would leave the older one
            }

            Array.Copy(payload, offset, _buffer, HeadBytes, count);
            Save(count);
        }

        /// <summary>Writes what the owner's image holds, after a <see cref="Load"/>.</summary>
        public void Save(int count)
        {
            if (!_isNewestKnown)
            {
                throw new InvalidOperationException(_nameA + " is written before it was read");
            }

            uint sequence = _sequence + 1;
            _buffer[0] = Magic;
            _buffer[1] = Version;
            Bytes.PutUInt16(_buffer, 2, count);
            Bytes.PutUInt32(_buffer, 4, sequence);
            Bytes.PutUInt32(_buffer, HeadBytes + count, Crc32.Of(_buffer, 0, HeadBytes + count));
            bool toA = !_newestIsA;
            _flash.Write(toA ? _nameA : _nameB, 0, _buffer, 0, HeadBytes + count + TailBytes);
            _newestIsA = toA;
            _sequence = sequence;
        }

        private bool FindNewest()
        {
            bool wholeA = TryLoad(_nameA, out uint sequenceA, out bool presentA);
            bool wholeB = TryLoad(_nameB, out uint sequenceB, out bool presentB);
            Damaged = !wholeA && !wholeB && (presentA || presentB);
            _isNewestKnown = true;

            // Serial arithmetic (RFC 1982): right also when the sequence has wrapped round.
            _newestIsA = wholeA && (!wholeB || (int)(sequenceA - sequenceB) > 0);
            _sequence = _newestIsA ? sequenceA : wholeB ? sequenceB : 0;
            return wholeA || wholeB;
        }

        private bool TryLoad(string name, out uint sequence, out bool present)
        {
            sequence = 0;
            int length = _flash.Length(name);
            present = length >= 0;
            if (length < HeadBytes + TailBytes || length > _buffer.Length)
            {
                return false;
            }

            int read = _flash.Read(name, 0, _buffer, 0, length);
            if (read != length || _buffer[0] != Magic || _buffer[1] != Version)
            {
                return false;
            }

            int body = HeadBytes + Bytes.GetUInt16(_buffer, 2);
            if (body + TailBytes != length || Bytes.GetUInt32(_buffer, body) != Crc32.Of(_buffer, 0, body))
            {
                return false;
            }

            sequence = Bytes.GetUInt32(_buffer, 4);
            return true;
        }
    }
}
