using System;
using System.Text;

namespace EdgeWarning.Protocol
{
    /// <summary>
    /// The seal of a file that a board fetches. A board's HMAC takes whole arrays only and its heap holds no whole file, so the seal runs over blocks:
    /// the first link is HMAC-SHA-256(key, "EdgeWarning file 1" and the length as 8 bytes, big end first), each further one
    /// HMAC-SHA-256(key, link before it and the next 4096 bytes, the last block shorter). The last link is the seal.
    /// </summary>
    public sealed class FileSeal
    {
        /// <summary>Bytes of a seal.</summary>
        public const int SealBytes = 32;

        /// <summary>Bytes of a block: one erase block of the flash.</summary>
        public const int BlockBytes = 4096;

        /// <summary>Where in <see cref="Buffer"/> a block lies.</summary>
        public const int BlockAt = SealBytes;

        private const string Purpose = "EdgeWarning file 1";

        private readonly byte[] _key;
        private readonly byte[] _full = new byte[SealBytes + BlockBytes];
        private long _left;
        private int _held;

        /// <summary>Begins the seal of a file of <paramref name="length"/> bytes under a board's key.</summary>
        public FileSeal(byte[] key, long length)
            : this(key)
        {
            Begin(length);
        }

        /// <summary>A seal that is still to begin.</summary>
        public FileSeal(byte[] key)
        {
            _key = key;
        }

        /// <summary>Room for a block, behind the link before it: who puts the blocks there needs no room of its own.</summary>
        public byte[] Buffer
        {
            get { return _full; }
        }

        /// <summary>Begins anew with another file, of <paramref name="length"/> bytes.</summary>
        public void Begin(long length)
        {
            _left = length;
            _held = 0;
            byte[] purpose = Encoding.UTF8.GetBytes(Purpose);
            byte[] first = new byte[purpose.Length + 8];
            Array.Copy(purpose, first, purpose.Length);
            for (int i = 0; i < 8; i++)
            {
                first[purpose.Length + i] = (byte)(length >> (8 * (7 - i)));
            }

            Array.Copy(Credentials.Mac(_key, first), _full, SealBytes);
        }

        /// <summary>The seal of a file that is in memory as a whole.</summary>
        public static byte[] Of(byte[] key, byte[] file)
        {
            FileSeal seal = new FileSeal(key, file.Length);
            seal.Add(file, 0, file.Length);
            return seal.Finish();
        }

        /// <summary>Takes the next bytes of the file, as many as come; throws ArgumentException beyond the length that was named.</summary>
        public void Add(byte[] buffer, int offset, int count)
        {
            if (count > _left)
            {
                throw new ArgumentException("more bytes than the file has");
            }

            _left -= count;
            while (count > 0)
            {
                int taken = BlockBytes - _held < count ? BlockBytes - _held : count;
                Array.Copy(buffer, offset, _full, SealBytes + _held, taken);
                _held += taken;
                offset += taken;
                count -= taken;
                if (_held == BlockBytes)
                {
                    Link(_full);
                }
            }
        }

        /// <summary>Takes a block that lies in <see cref="Buffer"/>: a whole one, or the last.</summary>
        public void AddBlock(int count)
        {
            if (count > _left)
            {
                throw new ArgumentException("more bytes than the file has");
            }

            _left -= count;
            _held = count;
            if (_held == BlockBytes)
            {
                Link(_full);
            }
        }

        /// <summary>The seal; throws InvalidOperationException while bytes are missing.</summary>
        public byte[] Finish()
        {
            if (_left != 0)
            {
                throw new InvalidOperationException(_left.ToString() + " bytes of the file are missing");
            }

            if (_held > 0)
            {
                byte[] rest = new byte[SealBytes + _held];
                Array.Copy(_full, rest, rest.Length);
                Link(rest);
            }

            byte[] seal = new byte[SealBytes];
            Array.Copy(_full, seal, SealBytes);
            return seal;
        }

        /// <summary>Compares two seals without telling by its duration where they differ.</summary>
        public static bool AreEqual(byte[] one, byte[] other)
        {
            int difference = one.Length ^ other.Length;
            for (int i = 0; i < one.Length && i < other.Length; i++)
            {
                difference |= one[i] ^ other[i];
            }

            return difference == 0;
        }

        private void Link(byte[] block)
        {
            Array.Copy(Credentials.Mac(_key, block), _full, SealBytes);
            _held = 0;
        }
    }
}
