using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// The last <see cref="Capacity"/> orders and the floor below which none is new: what makes a repeated order harmless, in any arrival order.
    /// A pure table; <see cref="OrderLedger"/> keeps it in flash.
    /// </summary>
    public sealed class OrderMemory
    {
        /// <summary>Orders remembered one by one: the window within which they may arrive out of order.</summary>
        public const int Capacity = 32;

        /// <summary>Bytes of the table in flash.</summary>
        public const int ImageBytes = HeadBytes + Capacity * EntryBytes;

        private const byte Version = 1;
        private const int HeadBytes = 1 + 3 * 8;
        private const int EntryBytes = 8 + 5 + 3 * 2;

        private readonly OrderEntry[] _entries = new OrderEntry[Capacity];

        /// <summary>Makes an empty memory.</summary>
        public OrderMemory()
        {
            for (int i = 0; i < Capacity; i++)
            {
                _entries[i] = new OrderEntry();
            }
        }

        /// <summary>An unknown order at or below it is too old to be told from a repeat, and is refused.</summary>
        public long Floor { get; set; }

        /// <summary>An order below it came after a stop of everything that was sent later: it must not sound.</summary>
        public long SilencedBelow { get; set; }

        /// <summary>The latest issue time of any authentic order, Unix milliseconds: time has passed it, whatever the clock says.</summary>
        public long LatestIssuedUnixMilliseconds { get; set; }

        /// <summary>An entry by place, 0 to <see cref="Capacity"/> - 1; free ones have sequence 0.</summary>
        public OrderEntry At(int place)
        {
            return _entries[place];
        }

        /// <summary>The entry of an order, or null.</summary>
        public OrderEntry? Find(long sequence)
        {
            for (int i = 0; i < Capacity; i++)
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
            for (int i = 0; i < Capacity; i++)
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

        /// <summary>Writes the table into <paramref name="image"/>, which holds <see cref="ImageBytes"/>.</summary>
        public void Save(byte[] image)
        {
            image[0] = Version;
            int at = Put(image, 1, Floor, 8);
            at = Put(image, at, SilencedBelow, 8);
            at = Put(image, at, LatestIssuedUnixMilliseconds, 8);
            for (int i = 0; i < Capacity; i++)
            {
                OrderEntry entry = _entries[i];
                at = Put(image, at, entry.Sequence, 8);
                at = Put(image, at, (int)entry.Kind, 1);
                at = Put(image, at, (int)entry.Scope, 1);
                at = Put(image, at, (int)entry.State, 1);
                at = Put(image, at, (int)entry.Reason, 1);
                at = Put(image, at, (int)entry.Verdict, 1);
                at = PutMilliamperes(image, at, entry.QuietMilliamperes);
                at = PutMilliamperes(image, at, entry.ToneMilliamperes);
                at = PutMilliamperes(image, at, entry.SpeechMilliamperes);
            }
        }

        /// <summary>Reads the table back; false, and nothing changed, when it is not one of ours.</summary>
        public bool Load(byte[] image, int length)
        {
            if (length != ImageBytes || image[0] != Version)
            {
                return false;
            }

            Floor = Get(image, 1, 8);
            SilencedBelow = Get(image, 9, 8);
            LatestIssuedUnixMilliseconds = Get(image, 17, 8);
            int at = HeadBytes;
            for (int i = 0; i < Capacity; i++)
            {
                OrderEntry entry = _entries[i];
                entry.Sequence = Get(image, at, 8);
                entry.Kind = (OrderKind)image[at + 8];
                entry.Scope = (Scope)image[at + 9];
                entry.State = (ReceiptState)image[at + 10];
                entry.Reason = (Reason)image[at + 11];
                entry.Verdict = (ReceiptState)image[at + 12];
                entry.QuietMilliamperes = (short)Get(image, at + 13, 2);
                entry.ToneMilliamperes = (short)Get(image, at + 15, 2);
                entry.SpeechMilliamperes = (short)Get(image, at + 17, 2);
                at += EntryBytes;
            }

            return true;
        }

        private static int PutMilliamperes(byte[] image, int at, int milliamperes)
        {
            return Put(image, at, milliamperes > short.MaxValue ? short.MaxValue : milliamperes, 2);
        }

        private static int Put(byte[] image, int at, long value, int bytes)
        {
            for (int i = 0; i < bytes; i++)
            {
                image[at + i] = (byte)(value >> (8 * i));
            }

            return at + bytes;
        }

        private static long Get(byte[] image, int at, int bytes)
        {
            long value = 0;
            for (int i = bytes - 1; i >= 0; i--)
            {
                value = (value << 8) | image[at + i];
            }

            return value;
        }
    }
}
