namespace EdgeWarning.Protocol
{
    /// <summary>
    /// Walks the fields of a message, a CBOR map with small integer keys. The first fault ends the walk and is kept in words. A key from
    /// <see cref="FirstOptionalKey"/> on that this version does not know is stepped over; one below must be understood.
    /// </summary>
    internal sealed class FieldReader
    {
        internal const int FirstOptionalKey = 64;

        // A text's head takes up to 3 bytes within 4096: the limit is that coarse.
        private const int MaxTextHeadBytes = 3;

        private readonly CborReader? _reader;
        private string? _fault;
        private int _left;
        private long _seen;

        internal FieldReader(byte[] payload)
            : this(payload, 0, payload.Length)
        {
        }

        /// <summary>Of a message that lies within a larger one.</summary>
        internal FieldReader(byte[] data, int start, int count)
        {
            _fault = CborReader.Check(data, start, count);
            if (_fault != null)
            {
                return;
            }

            _reader = new CborReader(data, start, count);
            if (!_reader.TryReadMapHead(out _left))
            {
                _fault = "the message is not a map";
            }
        }

        /// <summary>The key of the field that the next read takes.</summary>
        internal int Key { get; private set; }

        internal bool Next()
        {
            if (_fault != null || _left == 0)
            {
                return false;
            }

            _left--;
            long key;
            if (!_reader!.TryReadInt(out key) || key < 0 || key > 0xFFFF)
            {
                _fault = "a key that is no small number";
                return false;
            }

            Key = (int)key;
            if (Key < FirstOptionalKey)
            {
                _seen |= 1L << Key;
            }

            return true;
        }

        internal string Text(int maxBytes)
        {
            string value;
            int before = _reader!.Position;
            if (!_reader.TryReadText(out value) || _reader.Position - before > maxBytes + MaxTextHeadBytes)
            {
                Fail("is no text of at most " + maxBytes.ToString() + " bytes");
                return "";
            }

            return value;
        }

        internal string Board()
        {
            string value = Text(Topics.MaxBoardLength);
            if (_fault == null && !Topics.IsBoard(value))
            {
                Fail("is no board id");
            }

            return value;
        }

        internal long Number(long least, long most)
        {
            long value;
            if (!_reader!.TryReadInt(out value) || value < least || value > most)
            {
                Fail("is no whole number from " + least.ToString() + " to " + most.ToString());
                return least;
            }

            return value;
        }

        internal int Small(int least, int most)
        {
            return (int)Number(least, most);
        }

        /// <summary>A byte string of exactly so many bytes.</summary>
        internal byte[] Bytes(int length)
        {
            byte[] value;
            if (!_reader!.TryReadBytes(out value) || value.Length != length)
            {
                Fail("is no byte string of " + length.ToString() + " bytes");
                return new byte[0];
            }

            return value;
        }

        /// <summary>A field that this version does not know.</summary>
        internal void Unknown()
        {
            if (Key < FirstOptionalKey)
            {
                Fail("is not known here and must be");
            }
            else
            {
                _reader!.Skip();
            }
        }

        /// <summary>True when the whole message was sound and held every field of the mask (bit n is key n).</summary>
        internal bool IsSound(long requiredKeys, out string error)
        {
            if (_fault == null && (_seen & requiredKeys) != requiredKeys)
            {
                int key = 0;
                while ((requiredKeys >> key & 1) == 0 || (_seen >> key & 1) != 0)
                {
                    key++;
                }

                _fault = "field " + key.ToString() + " is missing";
            }

            error = _fault ?? "";
            return _fault == null;
        }

        private void Fail(string what)
        {
            if (_fault == null)
            {
                _fault = "field " + Key.ToString() + " " + what;
            }
        }
    }
}
