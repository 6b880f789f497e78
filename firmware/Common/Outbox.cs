using System;
using System.IO;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// The readings that the gateway has not yet committed, in flash. Appending returns when the reading is on flash; it stays there,
    /// over restarts, until the gateway acknowledges it.
    ///
    /// Segments "log.0", "log.1", ... of 4096 bytes, one littlefs block: a head of 16 bytes (magic 0xE3, version 1, 0, 0, log id, segment
    /// number, CRC-32 of these) and 170 records of 24 bytes (sequence 4, time 4, kind 1, flags 1, boot 2, value 8, CRC-32 of these).
    /// Sequences have no gap, so a reading's place follows from its number. A record that a power cut tore at the end of the last segment was
    /// never promised and is written over; a record that has gone bad elsewhere is left out and counted. A segment is deleted when
    /// all of it is acknowledged. What is acknowledged is written down (<see cref="TwinFile"/> "outbox") only then: after a restart up
    /// to 169 acknowledged readings may be sent again, which the gateway knows by their numbers, and its answer to the birth stops it.
    ///
    /// The room is bounded. When it is full the oldest segment is given up, as the last resort: its unacknowledged readings are lost, counted
    /// in <see cref="Dropped"/> and logged. Rain is a growing counter, so that a lost reading loses resolution in time and no rain.
    ///
    /// Wear: an append programs one block. At a reading a minute 3 MB of flash with 100,000 cycles a block last over a hundred years.
    /// </summary>
    public sealed class Outbox
    {
        /// <summary>Readings in a segment.</summary>
        public const int SegmentReadings = 170;

        /// <summary>Room of 256 KB: 10,880 readings, which is 37 days of one every five minutes.</summary>
        public const int DefaultSegments = 64;

        private const string Prefix = "log.";
        private const byte Magic = 0xE3;
        private const byte Version = 1;
        private const int HeadBytes = 16;
        private const int RecordBytes = 24;
        private const byte TimeIsUptime = 1;
        private const int StateBytes = 16;

        private readonly object _gate = new object();
        private readonly IFlash _flash;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly TwinFile _twin;
        private readonly int _boot;
        private readonly int _maximumSegments;
        private readonly byte[] _head = new byte[HeadBytes + RecordBytes];
        private readonly byte[] _records = new byte[Readings.MaxCount * RecordBytes];
        private readonly byte[] _state = new byte[StateBytes];
        private uint _logId;
        private uint _next = 1;
        private uint _acknowledged;
        private uint _dropped;
        private int _oldestSegment;     // the lowest segment number that has, or will have, a file
        private int _namedSegment = -1;
        private string _name = "";

        /// <summary>
        /// Opens the outbox, or begins a new life of it with a random log id when flash holds none. <paramref name="boot"/> numbers this start of
        /// the board: times taken without a date are told apart by it.
        /// </summary>
        public Outbox(IFlash flash, Clock clock, Log log, Random random, int boot, int maximumSegments)
        {
            _flash = flash;
            _clock = clock;
            _log = log;
            _boot = boot & 0xFFFF;
            _maximumSegments = maximumSegments;
            _twin = new TwinFile(flash, "outbox", StateBytes);
            Recover(random);
        }

        /// <summary>Which life of the outbox this is: random, 1 to 2^32 - 1.</summary>
        public long LogId
        {
            get
            {
                lock (_gate)
                {
                    return _logId;
                }
            }
        }

        /// <summary>The sequence that the next reading will get.</summary>
        public long NextSequence
        {
            get
            {
                lock (_gate)
                {
                    return _next;
                }
            }
        }

        /// <summary>The sequence of the oldest reading that is kept for the gateway; equal to <see cref="NextSequence"/> when there is none.</summary>
        public long OldestSequence
        {
            get
            {
                lock (_gate)
                {
                    return _acknowledged + 1;
                }
            }
        }

        /// <summary>Readings that wait for the gateway.</summary>
        public int Pending
        {
            get
            {
                lock (_gate)
                {
                    return (int)(_next - 1 - _acknowledged);
                }
            }
        }

        /// <summary>Readings lost in this life of the outbox because its room was full or flash went bad.</summary>
        public long Dropped
        {
            get
            {
                lock (_gate)
                {
                    return _dropped;
                }
            }
        }

        /// <summary>Writes a reading, taken now. It is on flash, and promised, when this returns; an exception means that it is not.</summary>
        public void Append(ReadingKind kind, long value)
        {
            lock (_gate)
            {
                int segment = SegmentOf(_next);
                int index = IndexOf(_next);
                if (segment - _oldestSegment >= _maximumSegments)
                {
                    GiveUpOldestSegment("its room of " + _maximumSegments.ToString() + " segments is full");
                }

                try
                {
                    WriteRecord(segment, index, kind, value);
                }
                catch (IOException exception)
                {
                    if (_oldestSegment == segment || Platform.IsPowerCut(exception))
                    {
                        throw;
                    }

                    GiveUpOldestSegment("flash refused a reading (" + exception.Message + ")");
                    WriteRecord(segment, index, kind, value);
                }

                _next++;
            }
        }

        /// <summary>
        /// Fills <paramref name="items"/> (from index 0, at most 32) with the oldest readings that are not acknowledged, in order, and returns how many there are.
        /// A time that was not known when the reading was taken is told now if it can be: see <see cref="Reading.UnixSeconds"/>.
        /// </summary>
        public int Peek(Reading[] items)
        {
            lock (_gate)
            {
                int filled = 0;
                uint sequence = _acknowledged + 1;
                while (filled < items.Length && sequence < _next)
                {
                    int read = ReadRun(sequence, items.Length - filled);
                    for (int i = 0; i < read; i++)
                    {
                        if (IsSound(i * RecordBytes, sequence + (uint)i))
                        {
                            Fill(items[filled], i * RecordBytes);
                            filled++;
                        }
                    }

                    sequence += (uint)read;
                }

                if (filled == 0 && sequence > _acknowledged + 1)
                {
                    LeaveOutBadRecords(sequence - 1);
                }

                return filled;
            }
        }

        /// <summary>
        /// Frees all readings up to <paramref name="upTo"/> when the gateway speaks of this life of the outbox; false when it speaks of another, or says
        /// nothing new.
        /// </summary>
        public bool Acknowledge(long log, long upTo)
        {
            lock (_gate)
            {
                if (log != _logId || upTo <= _acknowledged || upTo > uint.MaxValue - 1)
                {
                    return false;
                }

                if (upTo >= _next)
                {
                    // The gateway has readings of this log that we do not know of: flash lost its newest part. Their numbers must not be given again.
                    _log.Write("outbox: the gateway holds readings up to " + upTo.ToString() + ", flash only up to " + (_next - 1).ToString() + ": going on after the gateway's");
                    _dropped += _next - 1 - _acknowledged;
                    _acknowledged = (uint)upTo;
                    _next = _acknowledged + 1;
                    SaveState();
                    DeleteSegmentsBefore(SegmentOf(_next));
                    FillUpToNext();
                    return true;
                }

                _acknowledged = (uint)upTo;
                DeleteSegmentsBefore(SegmentOf(_acknowledged + 1));
                return true;
            }
        }

        private static int SegmentOf(uint sequence)
        {
            return (int)((sequence - 1) / SegmentReadings);
        }

        private static int IndexOf(uint sequence)
        {
            return (int)((sequence - 1) % SegmentReadings);
        }

        private string NameOf(int segment)
        {
            if (_namedSegment != segment)
            {
                _namedSegment = segment;
                _name = Prefix + segment.ToString();
            }

            return _name;
        }

        // When numbers were skipped, the last segment may be shorter than the place of the next reading: zeros, which no CRC fits, fill it up.
        private void FillUpToNext()
        {
            int segment = SegmentOf(_next);
            int place = HeadBytes + (IndexOf(_next) * RecordBytes);
            int length = _flash.Length(NameOf(segment));
            if (place == HeadBytes || length >= place)
            {
                return;
            }

            int from = length < HeadBytes ? 0 : length;
            byte[] fill = new byte[place - from];
            if (from == 0)
            {
                PutHead(fill, segment);
            }

            _flash.Write(NameOf(segment), from, fill, 0, fill.Length);
        }

        private void WriteRecord(int segment, int index, ReadingKind kind, long value)
        {
            int at = index == 0 ? HeadBytes : 0;
            if (index == 0)
            {
                PutHead(_head, segment);
            }

            bool dated = _clock.Quality != ClockQuality.None;
            long seconds = (dated ? _clock.UnixMilliseconds : _clock.UptimeMilliseconds) / 1000;
            Bytes.PutUInt32(_head, at, _next);
            Bytes.PutUInt32(_head, at + 4, (uint)seconds);
            _head[at + 8] = (byte)kind;
            _head[at + 9] = dated ? (byte)0 : TimeIsUptime;
            Bytes.PutUInt16(_head, at + 10, _boot);
            Bytes.PutInt64(_head, at + 12, value);
            Bytes.PutUInt32(_head, at + 20, Crc32.Of(_head, at, RecordBytes - 4));
            int position = index == 0 ? 0 : HeadBytes + (index * RecordBytes);
            _flash.Write(NameOf(segment), position, _head, 0, at + RecordBytes);
        }

        private void PutHead(byte[] buffer, int segment)
        {
            buffer[0] = Magic;
            buffer[1] = Version;
            buffer[2] = 0;
            buffer[3] = 0;
            Bytes.PutUInt32(buffer, 4, _logId);
            Bytes.PutUInt32(buffer, 8, (uint)segment);
            Bytes.PutUInt32(buffer, 12, Crc32.Of(buffer, 0, 12));
        }

        // Reads records into _records from `sequence` on, to the end of its segment at most. Missing bytes count as bad records.
        private int ReadRun(uint sequence, int most)
        {
            int inSegment = SegmentReadings - IndexOf(sequence);
            int written = (int)(_next - sequence);
            int count = most < inSegment ? most : inSegment;
            count = count < written ? count : written;
            count = count < Readings.MaxCount ? count : Readings.MaxCount;
            int read = _flash.Read(NameOf(SegmentOf(sequence)), HeadBytes + (IndexOf(sequence) * RecordBytes), _records, 0, count * RecordBytes);
            Array.Clear(_records, read, (count * RecordBytes) - read);
            return count;
        }

        private bool IsSound(int at, uint sequence)
        {
            return Bytes.GetUInt32(_records, at) == sequence
                && Bytes.GetUInt32(_records, at + 20) == Crc32.Of(_records, at, RecordBytes - 4);
        }

        private void Fill(Reading reading, int at)
        {
            long seconds = Bytes.GetUInt32(_records, at + 4);
            reading.Sequence = Bytes.GetUInt32(_records, at);
            reading.Kind = (ReadingKind)_records[at + 8];
            reading.Value = Bytes.GetInt64(_records, at + 12);
            reading.UnixSeconds = _records[at + 9] == TimeIsUptime ? Dated(seconds, Bytes.GetUInt16(_records, at + 10)) : seconds;
        }

        // Taken this long after a start, without a date. Of an earlier start we know only that it was before this one.
        private long Dated(long uptimeSeconds, int boot)
        {
            long ageSeconds = (_clock.UptimeMilliseconds / 1000) - (boot == _boot ? uptimeSeconds : 0);
            return _clock.Quality == ClockQuality.None ? -ageSeconds : (_clock.UnixMilliseconds / 1000) - ageSeconds;
        }

        private void LeaveOutBadRecords(uint upTo)
        {
            uint count = upTo - _acknowledged;
            _dropped += count;
            _log.Write("outbox: " + count.ToString() + " readings up to " + upTo.ToString() + " cannot be read from flash: lost");
            _acknowledged = upTo;
            DeleteSegmentsBefore(SegmentOf(_acknowledged + 1));
            SaveState();
        }

        private void GiveUpOldestSegment(string why)
        {
            uint last = (uint)(_oldestSegment + 1) * SegmentReadings;
            if (last > _acknowledged)
            {
                uint lost = last - _acknowledged;
                _dropped += lost;
                _acknowledged = last;
                _log.Write("outbox: " + why + ": the oldest " + lost.ToString() + " readings are given up, " + _dropped.ToString() + " in all");
            }

            DeleteSegmentsBefore(_oldestSegment + 1);
        }

        private void DeleteSegmentsBefore(int segment)
        {
            if (_oldestSegment >= segment)
            {
                return;
            }

            bool saved = TrySaveState();    // first: what is no longer on flash should never be asked for
            while (_oldestSegment < segment)
            {
                _flash.Delete(NameOf(_oldestSegment));
                _oldestSegment++;
            }

            if (!saved)
            {
                SaveState();    // now there is room
            }
        }

        private bool TrySaveState()
        {
            try
            {
                SaveState();
                return true;
            }
            catch (IOException exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                return false;
            }
        }

        private void SaveState()
        {
            Bytes.PutUInt32(_state, 0, _logId);
            Bytes.PutUInt32(_state, 4, _acknowledged);
            Bytes.PutUInt32(_state, 8, _next);
            Bytes.PutUInt32(_state, 12, _dropped);
            _twin.Write(_state, 0, StateBytes);
        }

        private void Recover(Random random)
        {
            bool hasState = _twin.Read(_state) == StateBytes;
            if (hasState)
            {
                _logId = Bytes.GetUInt32(_state, 0);
                _acknowledged = Bytes.GetUInt32(_state, 4);
                _next = Bytes.GetUInt32(_state, 8);
                _dropped = Bytes.GetUInt32(_state, 12);
            }

            int lowest;
            int newest = FindNext(FindSegments(out lowest));
            if (!hasState && newest < 0)
            {
                Begin(random);
                return;
            }

            _oldestSegment = newest < 0 ? SegmentOf(_next) : lowest;
            if (_oldestSegment > SegmentOf(_acknowledged + 1))
            {
                uint missing = ((uint)_oldestSegment * SegmentReadings) - _acknowledged;
                uint pending = _next - 1 - _acknowledged;
                missing = missing < pending ? missing : pending;
                if (missing > 0)
                {
                    LeaveOutBadRecords(_acknowledged + missing);
                }
            }

            if (!hasState)
            {
                SaveState();
            }

            DeleteSegmentsBefore(SegmentOf(_acknowledged + 1));
            FillUpToNext();
        }

        private void Begin(Random random)
        {
            _logId = 1 + ((uint)random.Next(0x10000) << 15) + (uint)random.Next(0x8000) + ((uint)random.Next(2) << 31);
            SaveState();
            _log.Write("outbox: empty flash, a new log " + _logId.ToString() + " begins");
        }

        // The highest segment number on flash that belongs to this log, or -1. Takes the log id from the segments when the state is lost.
        private int FindSegments(out int lowest)
        {
            int newest = -1;
            lowest = -1;
            string[] names = _flash.Names();
            for (int i = 0; i < names.Length; i++)
            {
                long number;
                if (!names[i].StartsWith(Prefix) || !Str.TryParseLong(names[i].Substring(Prefix.Length), out number) || number < 0)
                {
                    continue;
                }

                if (!BelongsHere((int)number))
                {
                    _flash.Delete(names[i]);    // torn at its first record, or of an earlier life
                    continue;
                }

                newest = (int)number > newest ? (int)number : newest;
                lowest = lowest < 0 || (int)number < lowest ? (int)number : lowest;
            }

            return newest;
        }

        private bool BelongsHere(int segment)
        {
            if (_flash.Read(NameOf(segment), 0, _head, 0, HeadBytes) != HeadBytes
                || _head[0] != Magic || _head[1] != Version
                || Bytes.GetUInt32(_head, 8) != (uint)segment
                || Bytes.GetUInt32(_head, 12) != Crc32.Of(_head, 0, 12))
            {
                return false;
            }

            if (_logId == 0)
            {
                _logId = Bytes.GetUInt32(_head, 4);
            }

            return Bytes.GetUInt32(_head, 4) == _logId;
        }

        // Sets _next behind the last whole record. Goes down from the newest segment, because its first record may be the torn one.
        private int FindNext(int newest)
        {
            for (int segment = newest; segment >= 0; segment--)
            {
                uint last = LastIn(segment);
                if (last > 0)
                {
                    _next = last + 1 > _next ? last + 1 : _next;
                    return segment;
                }

                if (_flash.Length(NameOf(segment)) < 0)
                {
                    break;
                }

                _flash.Delete(NameOf(segment));
            }

            return -1;
        }

        private uint LastIn(int segment)
        {
            uint first = ((uint)segment * SegmentReadings) + 1;
            uint last = 0;
            uint keptNext = _next;
            _next = first + SegmentReadings;    // lets ReadRun read to the end of the segment
            for (uint sequence = first; sequence < first + SegmentReadings; sequence += Readings.MaxCount)
            {
                int read = ReadRun(sequence, Readings.MaxCount);
                for (int i = 0; i < read; i++)
                {
                    last = IsSound(i * RecordBytes, sequence + (uint)i) ? sequence + (uint)i : last;
                }
            }

            _next = keptNext;
            return last;
        }
    }
}
