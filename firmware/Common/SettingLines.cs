namespace EdgeWarning.Common
{
    /// <summary>
    /// "name = value" lines of one text, or of two where the second overlays the first. <see cref="Settings"/> takes what it knows by name; what nobody
    /// took, what is given twice or out of range is a fault, and the fault of the earliest line is the one that is told.
    /// The texts stay bytes, and only values that are asked for become strings: new settings are judged while the board lives by the old ones, on what heap is left.
    /// </summary>
    public sealed class SettingLines
    {
        private const int NoLine = int.MaxValue;

        private readonly string[] _sources = new string[2];
        private readonly SettingText[] _texts = new SettingText[2];
        private int _sourceCount;
        private int _faultSource = 2;
        private int _faultLine = NoLine;
        private string _fault = "";

        /// <summary>What is wrong and where, as "settings.txt line 3: …"; "" when nothing is. Ask it after everything was taken.</summary>
        public string Fault
        {
            get
            {
                RefuseUnknown();
                return _fault;
            }
        }

        /// <summary>Reads a text: first the board's own, then the one that overlays it, if there is one.</summary>
        public void Read(string source, byte[] bytes, int count)
        {
            int index = _sourceCount;
            SettingText text = new SettingText(bytes, count);
            _sources[index] = source;
            _texts[index] = text;
            _sourceCount++;
            if (text.HoldsZero)
            {
                Refuse(index, NoLine, "holds a zero byte, so it is no text");
                return;
            }

            for (int i = 0; i < text.Lines; i++)
            {
                if (text.IsFaulty(i))
                {
                    Refuse(index, i, "expected name = value");
                }
                else if (text.IsRepeated(i))
                {
                    Refuse(index, i, text.NameOf(i) + " is given twice");
                }
            }
        }

        /// <summary>True when a line gives this name.</summary>
        public bool Has(string name)
        {
            return Find(name, out _, out _) != null;
        }

        /// <summary>The text of a name, or <paramref name="otherwise"/> when no line gives it.</summary>
        public string Text(string name, string otherwise)
        {
            return Find(name, out _, out _) ?? otherwise;
        }

        /// <summary>The text of a name that must be given, and by the first text: a fault when it is missing or overlaid.</summary>
        public string Identity(string name)
        {
            string? value = Find(name, out int source, out int number);
            if (source > 0)
            {
                Refuse(source, number, name + " belongs to the board: only its own file says it");
            }

            return value ?? Missing(name);
        }

        /// <summary>The text of a name that must be given.</summary>
        public string Must(string name)
        {
            return Find(name, out _, out _) ?? Missing(name);
        }

        /// <summary>The whole number of a name.</summary>
        public int Whole(string name, int least, int most, int otherwise)
        {
            string? value = Find(name, out _, out _);
            if (value == null)
            {
                return otherwise;
            }

            if (Str.TryParseLong(value, out long parsed) && parsed >= least && parsed <= most)
            {
                return (int)parsed;
            }

            Refuse(name, "expected a whole number from " + least.ToString() + " to " + most.ToString() + ", found \"" + value + "\"");
            return otherwise;
        }

        /// <summary>The minute of the day of a time "hh:mm".</summary>
        public int MinuteOfDay(string name, int otherwise)
        {
            string? text = Find(name, out _, out _);
            if (text == null)
            {
                return otherwise;
            }

            bool sound = text.Length == 5 && text[2] == ':' && Str.IsDigit(text[0]) && Str.IsDigit(text[1]) && Str.IsDigit(text[3]) && Str.IsDigit(text[4]);
            int hour = sound ? (text[0] - '0') * 10 + text[1] - '0' : 24;
            int minute = sound ? (text[3] - '0') * 10 + text[4] - '0' : 60;
            if (hour < 24 && minute < 60)
            {
                return hour * 60 + minute;
            }

            Refuse(name, "expected a time of day such as 06:30, found \"" + text + "\"");
            return otherwise;
        }

        /// <summary>True for 1, false for 0.</summary>
        public bool Flag(string name, bool otherwise)
        {
            return Whole(name, 0, 1, otherwise ? 1 : 0) == 1;
        }

        /// <summary>Says what is wrong with a name's value.</summary>
        public void Refuse(string name, string fault)
        {
            if (Find(name, out int source, out int number) != null)
            {
                Refuse(source, number, name + ": " + fault);
            }
        }

        /// <summary>Says what is wrong with several names together.</summary>
        public void RefuseTogether(string fault)
        {
            Refuse(_sourceCount - 1, NoLine, fault);
        }

        private string Missing(string name)
        {
            Refuse(0, NoLine, name + " is missing");
            return "";
        }

        // The value of the line that counts: that of the second text, if it gives the name. Both are then taken.
        private string? Find(string name, out int source, out int number)
        {
            source = -1;
            number = -1;
            for (int i = 0; i < _sourceCount; i++)
            {
                int at = _texts[i].Take(name);
                if (at >= 0)
                {
                    source = i;
                    number = at;
                }
            }

            if (source < 0)
            {
                return null;
            }

            string value = _texts[source].ValueOf(number);
            if (value.Length == 0)
            {
                Refuse(source, number, name + ": no value");
            }

            return value;
        }

        private void RefuseUnknown()
        {
            for (int i = 0; i < _sourceCount; i++)
            {
                int at = _texts[i].FirstUntaken();
                if (at >= 0)
                {
                    Refuse(i, at, "unknown name \"" + _texts[i].NameOf(at) + "\"");
                }
            }
        }

        private void Refuse(int source, int line, string fault)
        {
            if (source < _faultSource || (source == _faultSource && line < _faultLine))
            {
                _faultSource = source;
                _faultLine = line;
                _fault = _sources[source] + (line == NoLine ? "" : " line " + (line + 1).ToString()) + ": " + fault;
            }
        }
    }
}
