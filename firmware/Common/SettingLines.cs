using System.Text;

namespace EdgeWarning.Common
{
    /// <summary>
    /// "name = value" lines of one text, or of two where the second overlays the first. <see cref="Settings"/> takes what it knows by name; what nobody
    /// took, what is given twice or out of range is a fault, and the fault of the earliest line is the one that is told.
    /// </summary>
    public sealed class SettingLines
    {
        private const int NoLine = int.MaxValue;

        private readonly string[] _sources = new string[2];
        private readonly SettingLine[][] _lines = new SettingLine[2][];
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
            _sources[index] = source;
            _lines[index] = new SettingLine[0];
            _sourceCount++;
            for (int i = 0; i < count; i++)
            {
                if (bytes[i] == 0)
                {
                    Refuse(index, NoLine, "holds a zero byte, so it is no text");
                    return;
                }
            }

            // A byte order mark, as some editors write, is not part of the first name.
            int start = count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;
            string[] texts = Encoding.UTF8.GetString(bytes, start, count - start).Split('\n');
            SettingLine[] lines = new SettingLine[texts.Length];
            _lines[index] = lines;
            for (int i = 0; i < texts.Length; i++)
            {
                lines[i] = new SettingLine(texts[i].Trim());
                if (lines[i].Fault.Length > 0)
                {
                    Refuse(index, i, lines[i].Fault);
                }
                else if (lines[i].Name.Length > 0 && IndexOf(lines, lines[i].Name) < i)
                {
                    Refuse(index, i, lines[i].Name + " is given twice");
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
            SettingLine? line = Find(name, out _, out _);
            return line == null ? otherwise : line.Value;
        }

        /// <summary>The text of a name that must be given, and by the first text: a fault when it is missing or overlaid.</summary>
        public string Identity(string name)
        {
            SettingLine? line = Find(name, out int source, out int number);
            if (source > 0)
            {
                Refuse(source, number, name + " belongs to the board: only its own file says it");
            }

            return line == null ? Missing(name) : line.Value;
        }

        /// <summary>The text of a name that must be given.</summary>
        public string Must(string name)
        {
            SettingLine? line = Find(name, out _, out _);
            return line == null ? Missing(name) : line.Value;
        }

        /// <summary>The whole number of a name.</summary>
        public int Whole(string name, int least, int most, int otherwise)
        {
            SettingLine? line = Find(name, out _, out _);
            if (line == null)
            {
                return otherwise;
            }

            if (Str.TryParseLong(line.Value, out long parsed) && parsed >= least && parsed <= most)
            {
                return (int)parsed;
            }

            Refuse(name, "expected a whole number from " + least.ToString() + " to " + most.ToString() + ", found \"" + line.Value + "\"");
            return otherwise;
        }

        /// <summary>The minute of the day of a time "hh:mm".</summary>
        public int MinuteOfDay(string name, int otherwise)
        {
            SettingLine? line = Find(name, out _, out _);
            if (line == null)
            {
                return otherwise;
            }

            string text = line.Value;
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

        // The line that counts: that of the second text, if it gives the name. Both are then taken.
        private SettingLine? Find(string name, out int source, out int number)
        {
            SettingLine? found = null;
            source = -1;
            number = -1;
            for (int i = 0; i < _sourceCount; i++)
            {
                int at = IndexOf(_lines[i], name);
                if (at < _lines[i].Length)
                {
                    found = _lines[i][at];
                    found.IsTaken = true;
                    source = i;
                    number = at;
                }
            }

            if (found != null && found.Value.Length == 0)
            {
                Refuse(source, number, name + ": no value");
            }

            return found;
        }

        private void RefuseUnknown()
        {
            for (int i = 0; i < _sourceCount; i++)
            {
                for (int at = 0; at < _lines[i].Length; at++)
                {
                    SettingLine line = _lines[i][at];
                    if (line.Name.Length > 0 && !line.IsTaken)
                    {
                        Refuse(i, at, "unknown name \"" + line.Name + "\"");
                    }
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

        private static int IndexOf(SettingLine[] lines, string name)
        {
            for (int i = 0; i < lines.Length && lines[i] != null; i++)
            {
                if (lines[i].Name == name)
                {
                    return i;
                }
            }

            return lines.Length;
        }
    }

    /// <summary>One line: a name with its value, or nothing.</summary>
    internal sealed class SettingLine
    {
        /// <summary>Reads a line without the spaces around it.</summary>
        public SettingLine(string text)
        {
            if (text.Length == 0 || text[0] == '#')
            {
                return;
            }

            int equals = text.IndexOf('=');
            if (equals <= 0)
            {
                Fault = "expected name = value";
                return;
            }

            Name = text.Substring(0, equals).Trim();
            Value = text.Substring(equals + 1).Trim();
        }

        /// <summary>Empty on a comment, an empty line or a faulty one.</summary>
        public string Name { get; } = "";

        public string Value { get; } = "";

        public string Fault { get; } = "";

        /// <summary>Somebody has asked for this name.</summary>
        public bool IsTaken { get; set; }
    }
}
