using System;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// The last orders and the floor below which none is new: what makes a repeated order harmless, in any arrival order.
    /// A pure table, and the image of it that <see cref="OrderLedger"/> keeps in flash.
    /// </summary>
    public sealed class OrderMemory
    {
        private const byte Version = 1;
        private const int Start = TwinFile.HeadBytes;   // of the table in its image
        private const int FloorAt = Start + 1;
        private const int SilencedAt = Start + 9;
        private const int IssuedAt = Start + 17;
        private const int HeadBytes = 25;

        private readonly OrderEntry[] _entries;

        /// <summary>An empty memory of so many orders: the window within which they may arrive out of order.</summary>
        public OrderMemory(int capacity)
        {
            Length = HeadBytes + (capacity * OrderEntry.Length);
            Image = new byte[Start + Length + TwinFile.TailBytes];
            Image[Start] = Version;
            _entries = new OrderEntry[capacity];
            for (int i = 0; i < capacity; i++)
            {
                _entries[i] = new OrderEntry(Image, Start + HeadBytes + (i * OrderEntry.Length));
            }
        }

        /// <summary>Orders remembered one by one.</summary>
        public int Capacity
        {
            get { return _entries.Length; }
        }

        /// <summary>The table as it goes to flash, in the file of a <see cref="TwinFile"/>.</summary>
        public byte[] Image { get; private set; }

        /// <summary>Bytes of the table.</summary>
        public int Length { get; private set; }

        /// <summary>An unknown order at or below it is too old to be told from a repeat, and is refused.</summary>
        public long Floor
        {
            get { return Bytes.GetInt64(Image, FloorAt); }
            set { Bytes.PutInt64(Image, FloorAt, value); }
        }

        /// <summary>An order below it came after a stop of everything that was sent later: it must not sound.</summary>
        public long SilencedBelow
        {
            get { return Bytes.GetInt64(Image, SilencedAt); }
            set { Bytes.PutInt64(Image, SilencedAt, value); }
        }

        /// <summary>The latest issue time of any authentic order, Unix milliseconds: time has passed it, whatever the clock says.</summary>
        public long LatestIssuedUnixMilliseconds
        {
            get { return Bytes.GetInt64(Image, IssuedAt); }
            set { Bytes.PutInt64(Image, IssuedAt, value); }
        }

        /// <summary>An entry by place, 0 to <see cref="Capacity"/> - 1; free ones have sequence 0.</summary>
        public OrderEntry At(int place)
        {
            return _entries[place];
        }

        /// <summary>The entry of an order, or null.</summary>
        public OrderEntry? Find(long sequence)
        {
            for (int i = 0; i < _entries.Length; i++)
            {
                if (_entries[i].Sequence == sequence && sequence != 0)
                {
                    return _entries[i];
                }
            }

            return null;
        }

        /// <summary>
        /// Takes in a new order. A full memory forgets its oldest order that does not wait or play and raises the floor to it; null when all
        /// wait or play, which the few places for such orders make impossible.
        /// </summary>
        public OrderEntry? Add(long sequence, OrderKind kind, Scope scope)
        {
            OrderEntry? place = null;
            for (int i = 0; i < _entries.Length; i++)
            {
                OrderEntry entry = _entries[i];
                if (entry.Sequence == 0)
                {
                    place = entry;
                    break;
                }

                if (!entry.IsLive && (place == null || entry.Sequence < place.Sequence))
                {
                    place = entry;
                }
            }

            if (place == null)
            {
                return null;
            }

            if (place.Sequence > Floor)
            {
                Floor = place.Sequence;
            }

            place.Begin(sequence, kind, scope);
            return place;
        }

        /// <summary>
        /// Says that <paramref name="length"/> bytes from flash have been put into <see cref="Image"/> (negative: none); false, and all forgotten, when they are no table of this size.
        /// </summary>
        public bool Adopt(int length)
        {
            if (length == Length && Image[Start] == Version)
            {
                return true;
            }

            Array.Clear(Image, 0, Image.Length);
            Image[Start] = Version;
            return false;
        }
    }
}
