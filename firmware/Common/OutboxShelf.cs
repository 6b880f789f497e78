using System;
using System.IO;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// The segments of the outbox, oldest first: files "log.0", "log.1", ... of at most 4096 bytes, one littlefs block each: a head of 16 bytes (magic 0xE3,
    /// version 2, 1 when it replaces others, 0, log id, first sequence, CRC-32 of these) and up to 255 <see cref="OutboxRecord"/>s. Sequences grow and may have gaps.
    ///
    /// A write that a power cut tore leaves a bad record at the end of the newest segment, which the next one is written over. Two neighbours become one
    /// by writing a third file that replaces them; only when its last record, the end mark, is on flash are the two deleted. A start
    /// therefore finds either no end mark and deletes the third, or finds it and deletes what is left of the two.
    /// Not safe for several threads: the outbox locks.
    /// </summary>
    internal sealed class OutboxShelf
    {
        /// <summary>Records that fit into a segment.</summary>
        public const int SegmentRecords = (SegmentBytes - HeadBytes) / OutboxRecord.Length;

        /// <summary>Records read at once.</summary>
        public const int ChunkRecords = 16;

        /// <summary>How the name of a segment begins.</summary>
        public const string Prefix = "log.";

        private const int OutRecords = 32;      // written at once by a merge: fewer would program the flash's blocks more often
        private const int SegmentBytes = 4096;
        private const byte Magic = 0xE3;
        private const byte Version = 2;
        private const int HeadBytes = 16;

        private readonly IFlash _flash;
        private readonly byte[] _head = new byte[HeadBytes];
        private readonly byte[] _out = new byte[HeadBytes + (OutRecords * OutboxRecord.Length)];

        // One place for each segment, oldest first. Arrays of numbers: an object costs 12 bytes for each of its fields on a board.
        private int[] _numbers = new int[0];
        private uint[] _firsts = new uint[0];
        private uint[] _lasts = new uint[0];
        private byte[] _counts = new byte[0];      // at most 255
        private bool[] _replaces = new bool[0];

        private int _nextNumber;
        private int _namedNumber = -1;
        private string _name = "";
        private int _written;       // of the segment that a merge writes
        private int _filled;        // bytes of _out that it has not written yet

        public OutboxShelf(IFlash flash)
        {
            _flash = flash;
        }

        /// <summary>Which life of the outbox; 0 until it is known.</summary>
        public uint LogId { get; set; }

        /// <summary>Segments on flash.</summary>
        public int Count { get; private set; }

        /// <summary>What <see cref="Read"/> read.</summary>
        public byte[] Records { get; } = new byte[ChunkRecords * OutboxRecord.Length];

        /// <summary>The sequence that a segment began with. Segments are numbered by age, 0 is the oldest.</summary>
        public uint FirstOf(int segment)
        {
            return _firsts[segment];
        }

        /// <summary>The last sequence that a segment stands for.</summary>
        public uint LastOf(int segment)
        {
            return _lasts[segment];
        }

        /// <summary>Places in use in a segment. One that has gone bad counts too.</summary>
        public int CountOf(int segment)
        {
            return _counts[segment];
        }

        /// <summary>True when the next record begins a new segment.</summary>
        public bool IsNewestFull(uint sequence)
        {
            if (Count == 0)
            {
                return true;
            }

            int newest = Count - 1;
            return _replaces[newest] || _counts[newest] == SegmentRecords || sequence - _firsts[newest] > OutboxRecord.MaximumDistance;
        }

        /// <summary>Writes a record behind all others. It is on flash when this returns; when it throws, nothing has changed.</summary>
        public void Add(uint sequence, ReadingKind kind, bool dated, long seconds, long value)
        {
            if (IsNewestFull(sequence))
            {
                PutHead(_out, sequence, false);
                OutboxRecord.Put(_out, HeadBytes, 0, kind, dated, seconds, value);
                _flash.Write(NameOf(_nextNumber), 0, _out, 0, HeadBytes + OutboxRecord.Length);
                Insert(Count, _nextNumber, sequence, sequence, 1, false);
                _nextNumber++;
                return;
            }

            int newest = Count - 1;
            OutboxRecord.Put(_out, 0, sequence - _firsts[newest], kind, dated, seconds, value);
            _flash.Write(NameOf(_numbers[newest]), HeadBytes + (_counts[newest] * OutboxRecord.Length), _out, 0, OutboxRecord.Length);
            _counts[newest]++;
            _lasts[newest] = sequence;
        }

        /// <summary>Reads up to <see cref="ChunkRecords"/> records of a segment into <see cref="Records"/> and returns how many; what flash does not give counts as bad.</summary>
        public int Read(int segment, int place)
        {
            int count = _counts[segment] - place;
            count = count < ChunkRecords ? count : ChunkRecords;
            int bytes = count * OutboxRecord.Length;
            int read = _flash.Read(NameOf(_numbers[segment]), HeadBytes + (place * OutboxRecord.Length), Records, 0, bytes);
            Array.Clear(Records, read, bytes - read);
            return count;
        }

        /// <summary>The sequence of the record with this place in <see cref="Records"/>, read from <paramref name="segment"/>.</summary>
        public uint SequenceAt(int segment, int index)
        {
            return _firsts[segment] + OutboxRecord.Distance(Records, index * OutboxRecord.Length);
        }

        /// <summary>Deletes the oldest segment.</summary>
        public void DeleteOldest()
        {
            _flash.Delete(NameOf(_numbers[0]));
            Remove(0);
        }

        /// <summary>
        /// Makes one segment of <paramref name="older"/> and the one behind it, of the records that the plan keeps. Both stay whole until the new one is; when this
        /// throws, nothing has changed.
        /// </summary>
        public void Merge(int older, OutboxThinning plan)
        {
            try
            {
                int kept = WriteMerged(older, plan);
                Replace(older, kept);
            }
            catch (IOException exception)
            {
                if (!Platform.IsPowerCut(exception))
                {
                    _flash.Delete(NameOf(_nextNumber));
                }

                throw;
            }
        }

        /// <summary>
        /// Finds the segments of this log and puts right what a power cut left behind. When <see cref="LogId"/> is 0, the first segment found gives it. Call it once, first.
        /// </summary>
        public void Recover(int maximumSegments)
        {
            string[] names = _flash.Names();
            int room = (names.Length > maximumSegments ? names.Length : maximumSegments) + 1;
            _numbers = new int[room];
            _firsts = new uint[room];
            _lasts = new uint[room];
            _counts = new byte[room];
            _replaces = new bool[room];
            for (int i = 0; i < names.Length; i++)
            {
                long number;
                if (names[i].StartsWith(Prefix) && Str.TryParseLong(names[i].Substring(Prefix.Length), out number) && number >= 0)
                {
                    _nextNumber = number >= _nextNumber ? (int)number + 1 : _nextNumber;
                    if (!TryTakeIn((int)number))
                    {
                        _flash.Delete(names[i]);    // torn at its first record or before its end mark, or of an earlier life
                    }
                }
            }

            int segment = 0;
            while (segment < Count)
            {
                if (IsReplaced(segment))
                {
                    _flash.Delete(NameOf(_numbers[segment]));
                    Remove(segment);
                }
                else
                {
                    segment++;
                }
            }
        }

        private int WriteMerged(int older, OutboxThinning plan)
        {
            uint first = _firsts[older];
            PutHead(_out, first, true);
            _filled = HeadBytes;
            _written = 0;
            int kept = 0;
            for (int i = 0; i < 2; i++)
            {
                for (int place = 0; place < _counts[older + i]; place += ChunkRecords)
                {
                    kept += CopyChunk(older + i, place, first, plan, i * SegmentRecords);
                }
            }

            RoomForOne();
            OutboxRecord.Put(_out, _filled, _lasts[older + 1] - first, OutboxRecord.End, true, 0, kept);
            _filled += OutboxRecord.Length;
            WriteOut();
            return kept;
        }

        private int CopyChunk(int segment, int place, uint first, OutboxThinning plan, int planned)
        {
            int kept = 0;
            int count = Read(segment, place);
            for (int i = 0; i < count; i++)
            {
                if (plan.Keeps(planned + place + i))
                {
                    RoomForOne();
                    Array.Copy(Records, i * OutboxRecord.Length, _out, _filled, OutboxRecord.Length);
                    OutboxRecord.Move(_out, _filled, SequenceAt(segment, i) - first);
                    _filled += OutboxRecord.Length;
                    kept++;
                }
            }

            return kept;
        }

        private void RoomForOne()
        {
            if (_filled + OutboxRecord.Length > _out.Length)
            {
                WriteOut();
            }
        }

        private void WriteOut()
        {
            _flash.Write(NameOf(_nextNumber), _written, _out, 0, _filled);
            _written += _filled;
            _filled = 0;
        }

        private void Replace(int older, int count)
        {
            uint first = _firsts[older];
            uint last = _lasts[older + 1];
            int oldNumber = _numbers[older];
            int youngNumber = _numbers[older + 1];
            Remove(older + 1);
            Remove(older);
            Insert(older, _nextNumber, first, last, count, true);
            _nextNumber++;
            _flash.Delete(NameOf(oldNumber));
            _flash.Delete(NameOf(youngNumber));
        }

        private void PutHead(byte[] buffer, uint first, bool replaces)
        {
            buffer[0] = Magic;
            buffer[1] = Version;
            buffer[2] = replaces ? (byte)1 : (byte)0;
            buffer[3] = 0;
            Bytes.PutUInt32(buffer, 4, LogId);
            Bytes.PutUInt32(buffer, 8, first);
            Bytes.PutUInt32(buffer, 12, Crc32.Of(buffer, 0, 12));
        }

        private bool TryTakeIn(int number)
        {
            string name = NameOf(number);
            if (_flash.Read(name, 0, _head, 0, HeadBytes) != HeadBytes
                || _head[0] != Magic || _head[1] != Version
                || Bytes.GetUInt32(_head, 12) != Crc32.Of(_head, 0, 12))
            {
                return false;
            }

            uint first = Bytes.GetUInt32(_head, 8);
            bool replaces = _head[2] == 1;
            uint log = Bytes.GetUInt32(_head, 4);
            LogId = LogId == 0 ? log : LogId;
            if (log != LogId)
            {
                return false;
            }

            int count = LastSound(name, (_flash.Length(name) - HeadBytes) / OutboxRecord.Length);
            if (count == 0 || replaces != (OutboxRecord.Kind(_out, 0) == OutboxRecord.End) || (replaces && OutboxRecord.Value(_out, 0) != count - 1))
            {
                return false;
            }

            int at = 0;
            while (at < Count && _firsts[at] <= first)
            {
                at++;
            }

            Insert(at, number, first, first + OutboxRecord.Distance(_out, 0), replaces ? count - 1 : count, replaces);
            return true;
        }

        // How many records there are up to the last sound one, which is then at the start of _out.
        private int LastSound(string name, int places)
        {
            for (int place = places < SegmentRecords ? places : SegmentRecords; place > 0; place--)
            {
                int read = _flash.Read(name, HeadBytes + ((place - 1) * OutboxRecord.Length), _out, 0, OutboxRecord.Length);
                if (read == OutboxRecord.Length && OutboxRecord.IsSound(_out, 0))
                {
                    return place;
                }
            }

            return 0;
        }

        // One that reaches wider and replaces others makes this one needless.
        private bool IsReplaced(int segment)
        {
            for (int i = 0; i < Count; i++)
            {
                if (i != segment && _replaces[i] && _firsts[i] <= _firsts[segment] && _lasts[i] >= _lasts[segment])
                {
                    return true;
                }
            }

            return false;
        }

        private void Insert(int at, int number, uint first, uint last, int count, bool replaces)
        {
            for (int i = Count; i > at; i--)
            {
                Copy(i - 1, i);
            }

            Count++;
            _numbers[at] = number;
            _firsts[at] = first;
            _lasts[at] = last;
            _counts[at] = (byte)count;
            _replaces[at] = replaces;
        }

        private void Remove(int at)
        {
            Count--;
            for (int i = at; i < Count; i++)
            {
                Copy(i + 1, i);
            }
        }

        private void Copy(int from, int to)
        {
            _numbers[to] = _numbers[from];
            _firsts[to] = _firsts[from];
            _lasts[to] = _lasts[from];
            _counts[to] = _counts[from];
            _replaces[to] = _replaces[from];
        }

        private string NameOf(int number)
        {
            if (_namedNumber != number)
            {
                _namedNumber = number;
                _name = Prefix + number.ToString();
            }

            return _name;
        }
    }
}
