using System;
using System.Text;

namespace EdgeWarning.Protocol
{
    /// <summary>
    /// Reads the subset of CBOR (RFC 8949) that the board link uses: integers of 63 bits, byte and text strings, arrays, maps, booleans, null
    /// and finite floats. <see cref="Check"/> judges the whole item once (shortest forms, definite lengths, no duplicate key, no tag, depth,
    /// size, UTF-8, nothing behind the item); the Try methods then walk an item that has passed.
    /// </summary>
    public sealed class CborReader
    {
        /// <summary>The longest message of the link, in bytes: it must fit a board's heap twice.</summary>
        public const int MaxBytes = 4096;

        /// <summary>How many arrays and maps may lie within each other.</summary>
        public const int MaxDepth = 8;

        /// <summary>The most pairs of one map: looking for a repeated key costs their square.</summary>
        public const int MaxPairs = 64;

        internal const int UnsignedMajor = 0;
        internal const int NegativeMajor = 1;
        internal const int BytesMajor = 2;
        internal const int TextMajor = 3;
        internal const int ArrayMajor = 4;
        internal const int MapMajor = 5;
        internal const int TagMajor = 6;
        internal const int SimpleMajor = 7;

        private readonly byte[] _data;
        private readonly int _end;
        private int _at;

        /// <summary>Walks <paramref name="count"/> bytes from <paramref name="offset"/>, which must have passed <see cref="Check"/>.</summary>
        public CborReader(byte[] data, int offset, int count)
        {
            _data = data;
            _at = offset;
            _end = offset + count;
        }

        /// <summary>Null when the bytes are exactly one sound item of the subset, otherwise what is wrong and at which byte.</summary>
        public static string? Check(byte[] data, int offset, int count)
        {
            if (count > MaxBytes)
            {
                return "longer than 4096 bytes";
            }

            CborReader reader = new CborReader(data, offset, count);
            string? fault = reader.CheckItem(0);
            if (fault == null && reader._at != reader._end)
            {
                fault = "bytes behind the item";
            }

            return fault == null ? null : fault + " at byte " + (reader._at - offset).ToString();
        }

        /// <summary>Where the next item begins, in bytes from the start of the array.</summary>
        public int Position
        {
            get { return _at; }
        }

        public bool TryReadInt(out long value)
        {
            value = 0;
            int major = PeekMajor();
            if (major != UnsignedMajor && major != NegativeMajor)
            {
                return false;
            }

            long argument;
            ReadHead(out argument);
            value = major == UnsignedMajor ? argument : -1 - argument;
            return true;
        }

        public bool TryReadText(out string value)
        {
            value = "";
            int start;
            int length;
            if (!TryReadString(TextMajor, out start, out length))
            {
                return false;
            }

            value = length == 0 ? "" : Encoding.UTF8.GetString(_data, start, length);
            return true;
        }

        /// <summary>Steps over a byte string and says where in the array it lies.</summary>
        public bool TryReadBytes(out int start, out int length)
        {
            return TryReadString(BytesMajor, out start, out length);
        }

        public bool TryReadBytes(out byte[] value)
        {
            int start;
            int length;
            bool found = TryReadString(BytesMajor, out start, out length);
            value = new byte[length];
            if (found)
            {
                Array.Copy(_data, start, value, 0, length);
            }

            return found;
        }

        public bool TryReadArrayHead(out int count)
        {
            return TryReadCount(ArrayMajor, out count);
        }

        public bool TryReadMapHead(out int pairs)
        {
            return TryReadCount(MapMajor, out pairs);
        }

        public bool TryReadBool(out bool value)
        {
            value = _at < _end && _data[_at] == 0xF5;
            if (_at >= _end || (_data[_at] != 0xF5 && _data[_at] != 0xF4))
            {
                return false;
            }

            _at++;
            return true;
        }

        /// <summary>Reads an integer or a float as a double.</summary>
        public bool TryReadNumber(out double value)
        {
            long whole;
            if (TryReadInt(out whole))
            {
                value = whole;
                return true;
            }

            value = 0;
            if (_at >= _end || (_data[_at] != 0xF9 && _data[_at] != 0xFA && _data[_at] != 0xFB))
            {
                return false;
            }

            value = BitConverter.Int64BitsToDouble(ReadFloatBits());
            return true;
        }

        /// <summary>Steps over one item of any kind, whatever lies within it.</summary>
        public void Skip()
        {
            long left = 1;
            while (left > 0)
            {
                left--;
                int head = _data[_at];
                int major = head >> 5;
                if (major == SimpleMajor)
                {
                    _at += head == 0xF9 ? 3 : head == 0xFA ? 5 : head == 0xFB ? 9 : 1;
                    continue;
                }

                long argument;
                ReadHead(out argument);
                if (major == BytesMajor || major == TextMajor)
                {
                    _at += (int)argument;
                }
                else if (major == ArrayMajor || major == MapMajor)
                {
                    left += major == ArrayMajor ? argument : 2 * argument;
                }
            }
        }

        private string? CheckItem(int depth)
        {
            if (depth > MaxDepth)
            {
                return "nested deeper than 8";
            }

            if (_at >= _end)
            {
                return "ends within an item";
            }

            int major = _data[_at] >> 5;
            if (major == TagMajor)
            {
                return "a tag";
            }

            if (major == SimpleMajor)
            {
                return CheckSimple();
            }

            int headAt = _at;
            long argument;
            string? fault = ReadHead(out argument);
            if (fault != null)
            {
                return fault;
            }

            switch (major)
            {
                case UnsignedMajor:
                case NegativeMajor:
                    return null;
                case BytesMajor:
                case TextMajor:
                    if (argument > _end - _at)
                    {
                        return "a string longer than the message";
                    }

                    int start = _at;
                    _at += (int)argument;
                    return major == TextMajor && !Utf8.IsSound(_data, start, (int)argument) ? "text that is not UTF-8" : null;
                default:
                    // Each element takes at least one byte: a head that promises more than is left is refused before any loop.
                    if (argument > _end - _at)
                    {
                        _at = headAt;
                        return "an array or map longer than the message";
                    }

                    return major == ArrayMajor ? CheckArray((int)argument, depth) : CheckMap((int)argument, depth);
            }
        }

        private string? CheckArray(int count, int depth)
        {
            for (int i = 0; i < count; i++)
            {
                string? fault = CheckItem(depth + 1);
                if (fault != null)
                {
                    return fault;
                }
            }

            return null;
        }

        private string? CheckMap(int pairs, int depth)
        {
            if (pairs > MaxPairs)
            {
                return "a map of more than 64 pairs";
            }

            int firstKey = _at;
            for (int i = 0; i < pairs; i++)
            {
                int key = _at;
                int major = PeekMajor();
                if (major != UnsignedMajor && major != NegativeMajor && major != TextMajor)
                {
                    return "a map key that is neither integer nor text";
                }

                string? fault = CheckItem(depth + 1);
                if (fault != null)
                {
                    return fault;
                }

                if (IsRepeatedKey(firstKey, i, key, _at - key))
                {
                    _at = key;
                    return "a map key twice";
                }

                fault = CheckItem(depth + 1);
                if (fault != null)
                {
                    return fault;
                }
            }

            return null;
        }

        // Shortest forms make equal keys equal bytes, so earlier keys are compared as bytes. Maps of the link are small.
        private bool IsRepeatedKey(int firstKey, int earlierPairs, int key, int length)
        {
            CborReader earlier = new CborReader(_data, firstKey, key - firstKey);
            for (int i = 0; i < earlierPairs; i++)
            {
                int start = earlier._at;
                earlier.Skip();
                if (earlier._at - start == length && SameBytes(start, key, length))
                {
                    return true;
                }

                earlier.Skip();
            }

            return false;
        }

        private bool SameBytes(int a, int b, int length)
        {
            for (int i = 0; i < length; i++)
            {
                if (_data[a + i] != _data[b + i])
                {
                    return false;
                }
            }

            return true;
        }

        private string? CheckSimple()
        {
            int head = _data[_at];
            if (head >= 0xF4 && head <= 0xF6)
            {
                _at++;
                return null;
            }

            int bytes = head == 0xF9 ? 2 : head == 0xFA ? 4 : head == 0xFB ? 8 : 0;
            if (bytes == 0)
            {
                return "a simple value that the link does not use";
            }

            if (bytes > _end - _at - 1)
            {
                return "ends within an item";
            }

            int start = _at;
            long bits = ReadFloatBits();
            int narrow;
            bool shorter = (bytes > 2 && CborFloat.TryHalf(bits, out narrow)) || (bytes > 4 && CborFloat.TrySingle(bits, out narrow));
            if (shorter || !CborFloat.IsFinite(bits))
            {
                _at = start;
                return shorter ? "a float that is not in its shortest form" : "a float that is not finite";
            }

            return null;
        }

        private long ReadFloatBits()
        {
            int head = _data[_at];
            _at++;
            if (head == 0xF9)
            {
                return CborFloat.FromHalf((int)ReadBigEndian(2));
            }

            return head == 0xFA ? CborFloat.FromSingle(ReadBigEndian(4)) : ReadBigEndian(8);
        }

        private int PeekMajor()
        {
            return _at < _end ? _data[_at] >> 5 : -1;
        }

        private bool TryReadCount(int major, out int count)
        {
            count = 0;
            if (PeekMajor() != major)
            {
                return false;
            }

            long argument;
            ReadHead(out argument);
            count = (int)argument;
            return true;
        }

        private bool TryReadString(int major, out int start, out int length)
        {
            start = _at;
            length = 0;
            if (PeekMajor() != major)
            {
                return false;
            }

            long argument;
            ReadHead(out argument);
            start = _at;
            length = (int)argument;
            _at += length;
            return true;
        }

        private string? ReadHead(out long argument)
        {
            int low = _data[_at] & 0x1F;
            argument = low;
            if (low < 24)
            {
                _at++;
                return null;
            }

            if (low > 27)
            {
                return low == 31 ? "an indefinite length" : "a reserved length";
            }

            int bytes = 1 << (low - 24);
            if (bytes > _end - _at - 1)
            {
                return "ends within an item";
            }

            _at++;
            argument = ReadBigEndian(bytes);
            if (argument < 0)
            {
                return "an integer of more than 63 bits";
            }

            bool shortest = bytes == 1 ? argument >= 24
                : bytes == 2 ? argument > 0xFF
                : bytes == 4 ? argument > 0xFFFF
                : argument > 0xFFFFFFFFL;
            return shortest ? null : "a number that is not in its shortest form";
        }

        private long ReadBigEndian(int bytes)
        {
            long value = 0;
            for (int i = 0; i < bytes; i++)
            {
                value = (value << 8) | _data[_at];
                _at++;
            }

            return value;
        }
    }
}
