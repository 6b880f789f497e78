using System;
using EdgeWarning.Common;

namespace EdgeWarning.Board.Tests
{
    /// <summary>
    /// A flash in memory that can fail in the middle of a write in each way that a file system can: nothing of the write is there, the file is cut off where the
    /// write began, or a part of the new bytes is there.
    /// </summary>
    public sealed class MemoryFlash : IFlash
    {
        private const int MostFiles = 32;

        private readonly Random _random;
        private readonly string[] _names = new string[MostFiles];
        private readonly byte[][] _contents = new byte[MostFiles][];
        private int _count;

        /// <summary>The seed decides how a cut tears the write.</summary>
        public MemoryFlash(int seed)
        {
            _random = new Random(seed);
        }

        /// <summary>The power fails at the write with this number from now (0: the next); negative: never.</summary>
        public int CutAtWrite { get; set; } = -1;

        /// <inheritdoc/>
        public int Length(string name)
        {
            int at = IndexOf(name);
            return at < 0 ? -1 : _contents[at].Length;
        }

        /// <inheritdoc/>
        public int Read(string name, int position, byte[] buffer, int offset, int count)
        {
            int at = IndexOf(name);
            if (at < 0 || position >= _contents[at].Length)
            {
                return 0;
            }

            int length = _contents[at].Length - position < count ? _contents[at].Length - position : count;
            Array.Copy(_contents[at], position, buffer, offset, length);
            return length;
        }

        /// <inheritdoc/>
        public void Write(string name, int position, byte[] buffer, int offset, int count)
        {
            bool cut = CutAtWrite == 0;
            int form = cut ? _random.Next(3) : 2;
            int written = !cut ? count : form == 2 && count > 0 ? _random.Next(count) : 0;
            CutAtWrite--;
            if (form != 0)
            {
                byte[] file = new byte[position + written];
                Read(name, 0, file, 0, position);
                Array.Copy(buffer, offset, file, position, written);
                Put(name, file);
            }

            if (cut)
            {
                throw new PowerCutException();
            }
        }

        /// <inheritdoc/>
        public void Delete(string name)
        {
            int at = IndexOf(name);
            if (at >= 0)
            {
                _count--;
                _names[at] = _names[_count];
                _contents[at] = _contents[_count];
            }
        }

        /// <inheritdoc/>
        public void Move(string from, string to)
        {
            byte[] content = Content(from);
            Delete(from);
            Delete(to);
            Put(to, content);
        }

        /// <inheritdoc/>
        public string[] Names()
        {
            string[] names = new string[_count];
            Array.Copy(_names, names, _count);
            return names;
        }

        /// <summary>The bytes of a file, to be read or spoilt; empty when there is none.</summary>
        public byte[] Content(string name)
        {
            int at = IndexOf(name);
            return at < 0 ? new byte[0] : _contents[at];
        }

        /// <summary>Puts a file there, or changes one, behind the firmware's back.</summary>
        public void Put(string name, byte[] content)
        {
            int at = IndexOf(name);
            if (at < 0)
            {
                at = _count++;
                _names[at] = name;
            }

            _contents[at] = content;
        }

        private int IndexOf(string name)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_names[i] == name)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
