using System;
using System.Text;

namespace EdgeWarning.Protocol
{
    /// <summary>
    /// Writes one CBOR item (RFC 8949) of at most <see cref="CborReader.MaxBytes"/> bytes, always in the shortest form,
    /// so that what one side writes the other side's strict reader accepts.
    /// Throws <see cref="ArgumentException"/> when the item grows too large.
    /// </summary>
    public sealed class CborWriter
    {
        private const int UsualBytes = 256;

        private byte[] _buffer;
        private int _length;

        public CborWriter()
            : this(UsualBytes)
        {
        }

        /// <summary>A writer of an item that is known to take so many bytes: it then needs no more memory than the item.</summary>
        public CborWriter(int bytes)
        {
            _buffer = new byte[bytes < CborReader.MaxBytes ? bytes : CborReader.MaxBytes];
        }

        /// <summary>What a string of so many bytes takes, up to 65,535.</summary>
        public static int StringBytes(int length)
        {
            return length + (length < 24 ? 1 : length <= 0xFF ? 2 : 3);
        }

        /// <summary>The bytes written so far, as an array of their own. The last call.</summary>
        public byte[] ToArray()
        {
            if (_length == _buffer.Length)
            {
                return _buffer;
            }

            byte[] result = new byte[_length];
            Array.Copy(_buffer, 0, result, 0, _length);
            return result;
        }

        public void WriteInt(long value)
        {
            if (value >= 0)
            {
                WriteHead(CborReader.UnsignedMajor, value);
            }
            else
            {
                WriteHead(CborReader.NegativeMajor, -1 - value);
            }
        }

        public void WriteText(string value)
        {
            WriteText(Encoding.UTF8.GetBytes(value));
        }

        /// <summary>A text that is UTF-8 already.</summary>
        public void WriteText(byte[] utf8)
        {
            WriteHead(CborReader.TextMajor, utf8.Length);
            Append(utf8, 0, utf8.Length);
        }

        public void WriteBytes(byte[] value)
        {
            WriteBytes(value, 0, value.Length);
        }

        public void WriteBytes(byte[] source, int offset, int count)
        {
            WriteHead(CborReader.BytesMajor, count);
            Append(source, offset, count);
        }

        public void WriteArrayHead(int count)
        {
            WriteHead(CborReader.ArrayMajor, count);
        }

        public void WriteMapHead(int pairs)
        {
            WriteHead(CborReader.MapMajor, pairs);
        }

        public void WriteTag(int tag)
        {
            WriteHead(CborReader.TagMajor, tag);
        }

        /// <summary>Writes a finite number in the shortest of the three float forms that keeps it exactly (RFC 8949, 4.1).</summary>
        public void WriteDouble(double value)
        {
            long bits = BitConverter.DoubleToInt64Bits(value);
            int half;
            if (CborFloat.TryHalf(bits, out half))
            {
                AppendByte(0xF9);
                AppendBigEndian(half, 2);
                return;
            }

            int single;
            if (CborFloat.TrySingle(bits, out single))
            {
                AppendByte(0xFA);
                AppendBigEndian(single, 4);
                return;
            }

            AppendByte(0xFB);
            AppendBigEndian(bits, 8);
        }

        // Pairs of a message: a small integer key and its value.
        internal void WritePair(int key, long value)
        {
            WriteInt(key);
            WriteInt(value);
        }

        internal void WritePair(int key, string value)
        {
            WriteInt(key);
            WriteText(value);
        }

        private void WriteHead(int major, long argument)
        {
            if (argument < 24)
            {
                AppendByte((major << 5) | (int)argument);
            }
            else if (argument <= 0xFF)
            {
                AppendByte((major << 5) | 24);
                AppendBigEndian(argument, 1);
            }
            else if (argument <= 0xFFFF)
            {
                AppendByte((major << 5) | 25);
                AppendBigEndian(argument, 2);
            }
            else if (argument <= 0xFFFFFFFFL)
            {
                AppendByte((major << 5) | 26);
                AppendBigEndian(argument, 4);
            }
            else
            {
                AppendByte((major << 5) | 27);
                AppendBigEndian(argument, 8);
            }
        }

        private void AppendBigEndian(long value, int bytes)
        {
            for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
            {
                AppendByte((int)(value >> shift));
            }
        }

        private void AppendByte(int value)
        {
            Reserve(1);
            _buffer[_length] = (byte)(value & 0xFF);
            _length++;
        }

        private void Append(byte[] source, int offset, int count)
        {
            Reserve(count);
            Array.Copy(source, offset, _buffer, _length, count);
            _length += count;
        }

        private void Reserve(int count)
        {
            int needed = _length + count;
            if (needed > CborReader.MaxBytes)
            {
                throw new ArgumentException("a message may not be longer than 4096 bytes");
            }

            if (needed <= _buffer.Length)
            {
                return;
            }

            int size = _buffer.Length;
            while (size < needed)
            {
                size *= 2;
            }

            byte[] larger = new byte[size];
            Array.Copy(_buffer, 0, larger, 0, _length);
            _buffer = larger;
        }
    }
}
