using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// Decides what a full outbox gives up: never a whole time, always every second reading of a time that is long past. Of two rain readings that follow each other the
    /// earlier goes (the counter in the later one holds its rain, unless it had to begin again at 0), of two stages the lower (so that the crest stays), of two voltages the higher.
    /// All other kinds stay, and so does the first reading of a log, by which a gateway knows that it has seen the log's beginning.
    /// Readings that are acknowledged already go first.
    /// </summary>
    internal sealed class OutboxThinning
    {
        /// <summary>Readings that one segment takes beside its end mark.</summary>
        private const int Room = OutboxShelf.SegmentRecords - 1;

        private const int Places = 2 * OutboxShelf.SegmentRecords;
        private const int Thinnable = (int)ReadingKind.Battery;

        private readonly byte[] _gone = new byte[(Places + 7) / 8];
        private readonly int[] _places = new int[Thinnable + 1];    // of the reading that waits for the next of its kind; -1 = none
        private readonly long[] _values = new long[Thinnable + 1];

        /// <summary>Readings that the plan keeps.</summary>
        public int Kept { get; private set; }

        /// <summary>Readings that the plan gives up although they are not acknowledged.</summary>
        public int GivenUp { get; private set; }

        /// <summary>True when the reading at this place stays: places of the older segment count from 0, of the other from <see cref="OutboxShelf.SegmentRecords"/>.</summary>
        public bool Keeps(int place)
        {
            return (_gone[place >> 3] & (1 << (place & 7))) == 0;
        }

        /// <summary>
        /// The neighbours to make one: those whose readings, thinned, would still be densest for their age, so that what is twice as old is kept half as dense.
        /// -1 when there are none. The newest segment is left alone.
        /// </summary>
        public static int Choose(OutboxShelf shelf, uint next, bool[] tried)
        {
            int best = -1;
            long bestSpan = 0;
            long bestAge = 1;
            for (int i = 0; i + 2 < shelf.Count; i++)
            {
                long span = (long)shelf.LastOf(i + 1) - shelf.FirstOf(i) + 1;
                long age = (long)next - shelf.FirstOf(i);
                if (!tried[i] && span <= OutboxRecord.MaximumDistance && (best < 0 || span * bestAge < bestSpan * age))
                {
                    best = i;
                    bestSpan = span;
                    bestAge = age;
                }
            }

            return best;
        }

        /// <summary>Plans to make one segment of <paramref name="older"/> and the one behind it; false when what must stay does not fit into one.</summary>
        public bool Plan(OutboxShelf shelf, int older, uint acknowledged)
        {
            for (int i = 0; i < _gone.Length; i++)
            {
                _gone[i] = 0;
            }

            GivenUp = 0;
            Kept = Sift(shelf, older, acknowledged);
            int before = Kept + 1;
            while (Kept > Room && Kept < before)
            {
                before = Kept;
                Halve(shelf, older);
            }

            return Kept <= Room;
        }

        // Leaves out what is bad or acknowledged and returns how many readings stay.
        private int Sift(OutboxShelf shelf, int older, uint acknowledged)
        {
            int kept = 0;
            for (int s = 0; s < 2; s++)
            {
                for (int place = 0; place < shelf.CountOf(older + s); place += OutboxShelf.ChunkRecords)
                {
                    int count = shelf.Read(older + s, place);
                    for (int i = 0; i < count; i++)
                    {
                        bool stays = OutboxRecord.IsSound(shelf.Records, i * OutboxRecord.Length) && shelf.SequenceAt(older + s, i) > acknowledged;
                        kept += stays ? 1 : 0;
                        Mark((s * OutboxShelf.SegmentRecords) + place + i, stays);
                    }
                }
            }

            return kept;
        }

        private void Halve(OutboxShelf shelf, int older)
        {
            for (int i = 0; i <= Thinnable; i++)
            {
                _places[i] = -1;
            }

            for (int s = 0; s < 2; s++)
            {
                for (int place = 0; place < shelf.CountOf(older + s) && Kept > Room; place += OutboxShelf.ChunkRecords)
                {
                    int count = shelf.Read(older + s, place);
                    for (int i = 0; i < count && Kept > Room; i++)
                    {
                        int at = (s * OutboxShelf.SegmentRecords) + place + i;
                        if (Keeps(at) && shelf.SequenceAt(older + s, i) > 1)
                        {
                            Pair(at, OutboxRecord.Kind(shelf.Records, i * OutboxRecord.Length), OutboxRecord.Value(shelf.Records, i * OutboxRecord.Length));
                        }
                    }
                }
            }
        }

        private void Pair(int place, ReadingKind kind, long value)
        {
            int index = (int)kind;
            if (index < (int)ReadingKind.Rain || index > Thinnable)
            {
                return;
            }

            bool beganAgain = kind == ReadingKind.Rain && value < _values[index];
            if (_places[index] < 0 || beganAgain)
            {
                _places[index] = place;
                _values[index] = value;
                return;
            }

            bool laterGoes = kind == ReadingKind.Stage ? value < _values[index] : kind == ReadingKind.Battery && value > _values[index];
            Mark(laterGoes ? place : _places[index], false);
            _places[index] = -1;
            Kept--;
            GivenUp++;
        }

        private void Mark(int place, bool stays)
        {
            if (!stays)
            {
                _gone[place >> 3] |= (byte)(1 << (place & 7));
            }
        }
    }
}
