namespace EdgeWarning.Protocol
{
    /// <summary>
    /// One resolved record of a SenML pack (RFC 8428): base fields are already added in. Value and text exclude each other.
    /// </summary>
    public sealed class SenmlRecord
    {
        public string Name { get; set; } = "";

        public string Unit { get; set; } = "";

        public bool HasValue { get; set; }

        public double Value { get; set; }

        /// <summary>The string value; null when there is none.</summary>
        public string? Text { get; set; }

        /// <summary>Seconds since 1970; below 2^28 they are relative to now (RFC 8428, 4.5.3).</summary>
        public double Time { get; set; }

        /// <summary>Our extension "seq": the reading's number; 0 = none.</summary>
        public long Sequence { get; set; }

        /// <summary>Our extension "log": which life of the outbox; it holds for the records that follow.</summary>
        public long Log { get; set; }
    }

    /// <summary>Reads and writes SenML in CBOR (RFC 8428, 6) as far as sensors need it: numbers, texts, base name, time, unit and value.</summary>
    public static class Senml
    {
        internal const string SequenceLabel = "seq";
        internal const string LogLabel = "log";

        // Integer labels of RFC 8428, table 4.
        internal const int BaseVersionLabel = -1;
        internal const int BaseNameLabel = -2;
        internal const int BaseTimeLabel = -3;
        internal const int BaseUnitLabel = -4;
        internal const int BaseValueLabel = -5;
        internal const int NameLabel = 0;
        internal const int UnitLabel = 1;
        internal const int ValueLabel = 2;
        internal const int TextLabel = 3;
        internal const int TimeLabel = 6;
        internal const int UpdateTimeLabel = 7;

        /// <summary>The version of SenML that RFC 8428 defines.</summary>
        internal const int Version = 10;

        /// <summary>Reads a pack; on false the error says which record is wrong and how.</summary>
        public static bool TryRead(byte[] pack, out SenmlRecord[] records, out string error)
        {
            records = new SenmlRecord[0];
            error = CborReader.Check(pack, 0, pack.Length) ?? "";
            if (error.Length != 0)
            {
                return false;
            }

            CborReader reader = new CborReader(pack, 0, pack.Length);
            int count;
            if (!reader.TryReadArrayHead(out count) || count == 0)
            {
                error = "a pack is an array of at least one record";
                return false;
            }

            SenmlRecord[] found = new SenmlRecord[count];
            SenmlBase inherited = new SenmlBase();
            for (int i = 0; i < count; i++)
            {
                found[i] = new SenmlRecord();
                string? fault = inherited.Resolve(reader, found[i]);
                if (fault != null)
                {
                    error = "record " + i.ToString() + ": " + fault;
                    return false;
                }
            }

            records = found;
            return true;
        }
    }

    /// <summary>The base fields that hold from the record that sets them to the end of the pack.</summary>
    internal sealed class SenmlBase
    {
        private string _name = "";
        private string _unit = "";
        private double _time;
        private double _value;
        private bool _hasValue;
        private long _log;

        private string _recordName = "";
        private string _recordUnit = "";
        private double _recordTime;

        /// <summary>Reads one record and fills it in; returns what is wrong, or null.</summary>
        internal string? Resolve(CborReader reader, SenmlRecord record)
        {
            int pairs;
            if (!reader.TryReadMapHead(out pairs))
            {
                return "is not a map";
            }

            _recordName = "";
            _recordUnit = "";
            _recordTime = 0;
            for (int i = 0; i < pairs; i++)
            {
                string? fault = TakePair(reader, record);
                if (fault != null)
                {
                    return fault;
                }
            }

            record.Name = _name + _recordName;
            record.Unit = _recordUnit.Length != 0 ? _recordUnit : _unit;
            record.Time = _time + _recordTime;
            record.Log = _log;
            if (record.HasValue || (_hasValue && record.Text == null))
            {
                record.Value += _value;
                record.HasValue = true;
            }

            if (!IsName(record.Name))
            {
                return "has no sound name";
            }

            return record.HasValue == (record.Text != null) ? "must have either a value or a text" : null;
        }

        private string? TakePair(CborReader reader, SenmlRecord record)
        {
            long label;
            if (reader.TryReadInt(out label))
            {
                return TakeLabel(reader, record, label) ? null : "label " + label.ToString() + " is not what RFC 8428 says";
            }

            string word;
            reader.TryReadText(out word);
            long number;
            if (word == Senml.SequenceLabel || word == Senml.LogLabel)
            {
                if (!reader.TryReadInt(out number) || number < 0)
                {
                    return word + " is no whole number";
                }

                record.Sequence = word == Senml.SequenceLabel ? number : record.Sequence;
                _log = word == Senml.LogLabel ? number : _log;
                return null;
            }

            // RFC 8428, 4.4: an unknown label that ends in "_" must be understood, any other may be ignored.
            if (word.EndsWith("_"))
            {
                return "label " + word + " must be understood and is not known here";
            }

            reader.Skip();
            return null;
        }

        private bool TakeLabel(CborReader reader, SenmlRecord record, long label)
        {
            string word;
            double number;
            bool sound;
            switch (label)
            {
                case Senml.BaseVersionLabel:
                    return reader.TryReadNumber(out number) && number <= Senml.Version;
                case Senml.BaseNameLabel:
                    return reader.TryReadText(out _name);
                case Senml.BaseTimeLabel:
                    return reader.TryReadNumber(out _time);
                case Senml.BaseUnitLabel:
                    return reader.TryReadText(out _unit);
                case Senml.BaseValueLabel:
                    _hasValue = true;
                    return reader.TryReadNumber(out _value);
                case Senml.NameLabel:
                    return reader.TryReadText(out _recordName);
                case Senml.UnitLabel:
                    return reader.TryReadText(out _recordUnit);
                case Senml.ValueLabel:
                    sound = reader.TryReadNumber(out number);
                    record.Value = number;
                    record.HasValue = sound;
                    return sound;
                case Senml.TextLabel:
                    sound = reader.TryReadText(out word);
                    record.Text = word;
                    return sound;
                case Senml.TimeLabel:
                    return reader.TryReadNumber(out _recordTime);
                case Senml.UpdateTimeLabel:
                    return reader.TryReadNumber(out number);
                default:
                    return false;
            }
        }

        // RFC 8428, 4.5.1: A-Z a-z 0-9 - : . / _ and a letter or digit first.
        private static bool IsName(string name)
        {
            for (int i = 0; i < name.Length; i++)
            {
                char c = name[i];
                bool letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                if (!letterOrDigit && (i == 0 || "-:./_".IndexOf(c) < 0))
                {
                    return false;
                }
            }

            return name.Length != 0;
        }
    }
}
