using System;
using System.IO;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// The readings that the gateway has not yet committed, in flash. Appending returns when the reading is on flash; it stays there,
    /// over restarts, until the gateway acknowledges it.
    ///
    /// <see cref="OutboxShelf"/> keeps them in segments. A segment is deleted when all of it is acknowledged. What is acknowledged is written down
    /// (<see cref="TwinFile"/> "outbox") only then: after a restart up to 254 acknowledged readings may be sent again, which the gateway knows by
    /// their numbers, and its answer to the birth stops it.
    ///
    /// The room is bounded: 255 readings a segment. When it is full, old readings are thinned (<see cref="OutboxThinning"/>), so that an outage of any
    /// length is told in ever wider steps, with its newest part whole. Numbers then have gaps. Only when nothing can be thinned is the oldest
    /// segment given up: its readings are lost, counted in <see cref="Dropped"/> and logged.
    ///
    /// Wear: an append programs one block anew. tests/benchmarks/README.md says what that means in years. Memory: 1.5 KB, and 17 bytes for each segment of its room.
    /// </summary>
    public sealed class Outbox
    {
        /// <summary>Room of 256 KB: 16,320 readings. In 30 days a stage every five minutes makes 8,640 of them, and rain 2,880 in drought and 8,640 when it never stops.</summary>
        public const int MostSegments = 64;

        /// <summary>With fewer there is nothing to thin: two old neighbours, a third that replaces them, and the newest.</summary>
        public const int FewestSegments = 4;

        private const string StateName = "outbox";
        private const int StateBytes = 20;

        private readonly object _gate = new object();
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly TwinFile _twin;
        private readonly OutboxShelf _shelf;
        private readonly OutboxThinning _thinning = new OutboxThinning();
        private readonly bool[] _tried;
        private readonly byte[] _state = new byte[StateBytes];
        private readonly OutboxTimes _times;
        private int _room;              // segments; shrinks when flash turns out to be smaller
        private uint _next = 1;
        private uint _acknowledged;
        private uint _dropped;
        private uint _thinned;
        private int _freed;             // places of the oldest segment whose readings are acknowledged

        /// <summary>Opens the outbox, or begins a new life of it with a random log id when flash holds none.</summary>
        public Outbox(IFlash flash, Clock clock, Log log, Random random, int maximumSegments)
        {
            _clock = clock;
            _log = log;
            _room = maximumSegments;
            _twin = new TwinFile(flash, StateName, StateBytes);
            _shelf = new OutboxShelf(flash);
            Recover(random, maximumSegments);
            _tried = new bool[_shelf.Count > maximumSegments ? _shelf.Count : maximumSegments];
            _times = OpenTimes(flash);
        }

        /// <summary>Which life of the outbox this is: random, 1 to 2^32 - 1.</summary>
        public long LogId
        {
            get
            {
                lock (_gate)
                {
                    return _shelf.LogId;
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

        /// <summary>The lowest sequence that is not acknowledged; equal to <see cref="NextSequence"/> when all are. Its reading may have been thinned out.</summary>
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
                    int count = -_freed;
                    for (int i = 0; i < _shelf.Count; i++)
                    {
                        count += _shelf.CountOf(i);
                    }

                    return count;
                }
            }
        }

        /// <summary>Readings lost in this life of the outbox because nothing could be thinned or flash went bad.</summary>
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

        /// <summary>Readings thinned out in this life of the outbox.</summary>
        public long Thinned
        {
            get
            {
                lock (_gate)
                {
                    return _thinned;
                }
            }
        }

        /// <summary>
        /// Segments for a file system of so many bytes: three eighths of it, at most 256 KB. A third is for clips; the rest for settings, orders and state files, and for the
        /// blocks that littlefs needs free to write anew.
        /// </summary>
        public static int SegmentsFor(int flashBytes)
        {
            int segments = flashBytes / 4096 * 3 / 8;
            segments = segments < MostSegments ? segments : MostSegments;
            return segments > FewestSegments ? segments : FewestSegments;
        }

        /// <summary>Deletes all that an outbox has on flash: the next one begins a new life.</summary>
        public static void Delete(IFlash flash)
        {
            string[] names = flash.Names();
            for (int i = 0; i < names.Length; i++)
            {
                if (names[i].StartsWith(OutboxShelf.Prefix) || names[i].StartsWith(StateName + ".") || names[i].StartsWith("times."))
                {
                    flash.Delete(names[i]);
                }
            }
        }

        /// <summary>Writes a reading, taken now. It is on flash, and promised, when this returns; an exception means that it is not.</summary>
        public void Append(ReadingKind kind, long value)
        {
            if (value > OutboxRecord.MaximumValue || value < -OutboxRecord.MaximumValue)
            {
                throw new ArgumentException("a reading of " + Readings.NameOf(kind) + " cannot be " + value.ToString());
            }

            lock (_gate)
            {
                if (_shelf.IsNewestFull(_next))
                {
                    MakeRoom();
                }

                try
                {
                    Add(kind, value);
                }
                catch (IOException exception)
                {
                    if (_shelf.Count < 2 || Platform.IsPowerCut(exception))
                    {
                        throw;
                    }

                    // The file system is smaller than we were told: room for the segment that thinning writes, and for other files, is kept free from now on.
                    _room = _shelf.Count - 2 > FewestSegments ? _shelf.Count - 2 : FewestSegments;
                    GiveUpOldestSegment("flash refused a reading (" + exception.Message + ")");
                    Add(kind, value);
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
                _times.Learn();
                int filled = 0;
                int place = _freed;
                for (int segment = 0; segment < _shelf.Count; segment++)
                {
                    while (place < _shelf.CountOf(segment))
                    {
                        int read = _shelf.Read(segment, place);
                        for (int i = 0; i < read; i++)
                        {
                            if (filled == items.Length)
                            {
                                return filled;
                            }

                            filled += TryFill(items[filled], segment, i) ? 1 : 0;
                        }

                        place += read;
                    }

                    place = 0;
                }

                if (filled == 0 && _acknowledged + 1 < _next)
                {
                    LeaveOut(_next - 1);
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
                if (log != _shelf.LogId || upTo <= _acknowledged || upTo > uint.MaxValue - 1)
                {
                    return false;
                }

                _acknowledged = (uint)upTo;
                if (upTo >= _next)
                {
                    // The gateway has readings of this log that we do not know of: flash lost its newest part. Their numbers must not be given again.
                    _log.Write("outbox: the gateway holds readings up to " + upTo.ToString() + ", flash only up to " + (_next - 1).ToString() + ": going on after the gateway's");
                    _next = _acknowledged + 1;
                    SaveState();
                }

                Free();
                return true;
            }
        }

        private OutboxTimes OpenTimes(IFlash flash)
        {
            int newest = _shelf.Count - 1;
            bool undated = false;
            long seconds = 0;
            if (newest >= 0 && _shelf.CountOf(newest) > 0 && _shelf.Read(newest, _shelf.CountOf(newest) - 1) > 0)
            {
                undated = OutboxRecord.IsSound(_shelf.Records, 0) && !OutboxRecord.IsDated(_shelf.Records, 0);
                seconds = OutboxRecord.Seconds(_shelf.Records, 0);
            }

            return new OutboxTimes(flash, _clock, _next, undated, seconds);
        }

        private void Add(ReadingKind kind, long value)
        {
            _times.BeforeReading(_acknowledged);
            bool dated = _clock.Quality != ClockQuality.None;
            _shelf.Add(_next, kind, dated, (dated ? _clock.UnixMilliseconds : _clock.UptimeMilliseconds) / 1000, value);
        }

        private bool TryFill(Reading reading, int segment, int index)
        {
            int at = index * OutboxRecord.Length;
            byte[] records = _shelf.Records;
            uint sequence = _shelf.SequenceAt(segment, index);
            if (!OutboxRecord.IsSound(records, at) || sequence <= _acknowledged)
            {
                return false;
            }

            long seconds = OutboxRecord.Seconds(records, at);
            reading.Sequence = sequence;
            reading.Kind = OutboxRecord.Kind(records, at);
            reading.Value = OutboxRecord.Value(records, at);
            reading.UnixSeconds = OutboxRecord.IsDated(records, at) ? seconds : _times.Tell(sequence, seconds);
            return true;
        }

        // ---- freeing ----

        // Deletes the segments that are acknowledged as a whole, but not the newest while it has room, and counts what is acknowledged of the oldest.
        private void Free()
        {
            int done = 0;
            while (done < _shelf.Count && _shelf.LastOf(done) <= _acknowledged && (done < _shelf.Count - 1 || _shelf.IsNewestFull(_next)))
            {
                done++;
            }

            if (done > 0)
            {
                Delete(done);
            }

            while (_shelf.Count > 0 && _freed < _shelf.CountOf(0))
            {
                int read = _shelf.Read(0, _freed);
                for (int i = 0; i < read; i++)
                {
                    if (OutboxRecord.IsSound(_shelf.Records, i * OutboxRecord.Length) && _shelf.SequenceAt(0, i) > _acknowledged)
                    {
                        return;
                    }

                    _freed++;
                }
            }
        }

        private void Delete(int segments)
        {
            bool saved = TrySaveState();    // first: what is no longer on flash should never be asked for
            for (int i = 0; i < segments; i++)
            {
                _shelf.DeleteOldest();
                _freed = 0;
            }

            if (!saved)
            {
                SaveState();    // now there is room
            }
        }

        private void LeaveOut(uint upTo)
        {
            uint count = upTo - _acknowledged;
            _dropped += count;
            _log.Write("outbox: " + count.ToString() + " readings up to " + upTo.ToString() + " cannot be read from flash: lost");
            _acknowledged = upTo;
            SaveState();
            Free();
        }

        // ---- a full room ----

        private void MakeRoom()
        {
            for (int i = 0; i < _tried.Length; i++)
            {
                _tried[i] = false;
            }

            while (_shelf.Count >= _room)
            {
                int older = OutboxThinning.Choose(_shelf, _next, _tried);
                if (older < 0)
                {
                    GiveUpOldestSegment("its room of " + _room.ToString() + " segments is full of what cannot be thinned");
                }
                else if (!TryThin(older))
                {
                    _tried[older] = true;
                }
            }
        }

        private bool TryThin(int older)
        {
            if (!_thinning.Plan(_shelf, older, _acknowledged))
            {
                return false;
            }

            try
            {
                _shelf.Merge(older, _thinning);
            }
            catch (IOException exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                _log.Write("outbox: no room to thin", exception);
                return false;
            }

            _freed = older == 0 ? 0 : _freed;
            _thinned += (uint)_thinning.GivenUp;
            TrySaveState();     // only the count is at stake
            return true;
        }

        private void GiveUpOldestSegment(string why)
        {
            uint last = _shelf.LastOf(0);
            if (last > _acknowledged)
            {
                int lost = _shelf.CountOf(0) - _freed;
                _dropped += (uint)lost;
                _acknowledged = last;
                _log.Write("outbox: " + why + ": the oldest " + lost.ToString() + " readings are given up, " + _dropped.ToString() + " in all");
            }

            Delete(1);
        }

        // ---- state ----

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
            Bytes.PutUInt32(_state, 0, _shelf.LogId);
            Bytes.PutUInt32(_state, 4, _acknowledged);
            Bytes.PutUInt32(_state, 8, _next);
            Bytes.PutUInt32(_state, 12, _dropped);
            Bytes.PutUInt32(_state, 16, _thinned);
            _twin.Write(_state, 0, StateBytes);
        }

        private void Recover(Random random, int maximumSegments)
        {
            bool hasState = _twin.Read(_state) == StateBytes;
            if (hasState)
            {
                _shelf.LogId = Bytes.GetUInt32(_state, 0);
                _acknowledged = Bytes.GetUInt32(_state, 4);
                _next = Bytes.GetUInt32(_state, 8);
                _dropped = Bytes.GetUInt32(_state, 12);
                _thinned = Bytes.GetUInt32(_state, 16);
            }

            _shelf.Recover(maximumSegments);
            if (!hasState && _shelf.Count == 0)
            {
                Begin(random);
                return;
            }

            uint end = _shelf.Count == 0 ? 0 : _shelf.LastOf(_shelf.Count - 1);
            _next = end >= _next ? end + 1 : _next;
            if (!hasState)
            {
                SaveState();
            }

            uint first = _shelf.Count == 0 ? _next : _shelf.FirstOf(0);
            if (first > _acknowledged + 1)
            {
                LeaveOut(first - 1);
            }

            Free();
        }

        private void Begin(Random random)
        {
            _shelf.LogId = 1 + ((uint)random.Next(0x10000) << 15) + (uint)random.Next(0x8000) + ((uint)random.Next(2) << 31);
            SaveState();
            _log.Write("outbox: empty flash, a new log " + _shelf.LogId.ToString() + " begins");
        }
    }
}
