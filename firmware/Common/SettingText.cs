using System.Text;

namespace EdgeWarning.Common
{
    /// <summary>The lines of one text of settings, found in its bytes: what each begins with, and which have been taken. Lines count from 0.</summary>
    internal sealed class SettingText
    {
        private const byte LineFeed = (byte)'\n';
        private const byte Space = (byte)' ';

        private readonly byte[] _bytes;
        private readonly int[] _starts;     // of each line, and of one behind the last
        private readonly int[] _signs;      // of each line: where "=" stands behind a name; -1 on a line without
        private readonly bool[] _taken;

        /// <summary>Finds the lines of the first <paramref name="count"/> bytes.</summary>
        public SettingText(byte[] bytes, int count)
        {
            // A byte order mark, as some editors write, is not part of the first name.
            int start = count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;
            int lines = 1;
            for (int i = start; i < count; i++)
            {
                HoldsZero |= bytes[i] == 0;
                lines += bytes[i] == LineFeed ? 1 : 0;
            }

            lines = HoldsZero ? 0 : lines;
            _bytes = bytes;
            _taken = new bool[lines];
            _signs = new int[lines];
            _starts = new int[lines + 1];
            _starts[0] = start;
            int line = 1;
            for (int i = start; i < count && line < lines; i++)
            {
                if (bytes[i] == LineFeed)
                {
                    _starts[line] = i + 1;
                    line++;
                }
            }

            _starts[lines] = lines == 0 ? start : count + 1;    // as if the last line ended like the others
            for (int i = 0; i < lines; i++)
            {
                _signs[i] = SignOf(i);
            }
        }

        /// <summary>True when it is no text; it then has no lines.</summary>
        public bool HoldsZero { get; private set; }

        /// <summary>Lines there are, the empty ones too.</summary>
        public int Lines
        {
            get { return _taken.Length; }
        }

        /// <summary>True for a line that is neither empty, nor a comment, nor a name with a value.</summary>
        public bool IsFaulty(int line)
        {
            int first = First(_starts[line], End(line));
            return first < End(line) && _bytes[first] != (byte)'#' && _signs[line] < 0;
        }

        /// <summary>True when an earlier line has the same name.</summary>
        public bool IsRepeated(int line)
        {
            string name = NameOf(line);
            for (int i = 0; i < line; i++)
            {
                if (IsNamed(i, name))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>The name on a line; empty on one without.</summary>
        public string NameOf(int line)
        {
            return _signs[line] < 0 ? "" : Trimmed(_starts[line], _signs[line]);
        }

        /// <summary>The value on a line that has a name.</summary>
        public string ValueOf(int line)
        {
            return Trimmed(_signs[line] + 1, End(line));
        }

        /// <summary>The line of a name, which is taken with that; -1 when there is none.</summary>
        public int Take(string name)
        {
            for (int i = 0; i < Lines; i++)
            {
                if (IsNamed(i, name))
                {
                    _taken[i] = true;
                    return i;
                }
            }

            return -1;
        }

        /// <summary>The first line whose name nobody has taken; -1 when there is none.</summary>
        public int FirstUntaken()
        {
            for (int i = 0; i < Lines; i++)
            {
                if (!_taken[i] && _signs[i] >= 0)
                {
                    return i;
                }
            }

            return -1;
        }

        // No string is made for this: a board asks for sixty names on twenty lines. What is not ASCII equals no name that is asked for.
        private bool IsNamed(int line, string name)
        {
            int sign = _signs[line];
            int first = sign < 0 ? 0 : First(_starts[line], sign);
            int end = first + name.Length;
            if (sign < 0 || name.Length == 0 || end > sign || First(end, sign) != sign)
            {
                return false;
            }

            for (int i = 0; i < name.Length; i++)
            {
                if (_bytes[first + i] != name[i])
                {
                    return false;
                }
            }

            return true;
        }

        private int End(int line)
        {
            return _starts[line + 1] - 1;
        }

        private int SignOf(int line)
        {
            int first = First(_starts[line], End(line));
            if (first == End(line) || _bytes[first] == (byte)'#' || _bytes[first] == (byte)'=')
            {
                return -1;
            }

            for (int i = first + 1; i < End(line); i++)
            {
                if (_bytes[i] == (byte)'=')
                {
                    return i;
                }
            }

            return -1;
        }

        private int First(int from, int end)
        {
            while (from < end && _bytes[from] <= Space)
            {
                from++;
            }

            return from;
        }

        private string Trimmed(int from, int end)
        {
            from = First(from, end);
            while (end > from && _bytes[end - 1] <= Space)
            {
                end--;
            }

            return Encoding.UTF8.GetString(_bytes, from, end - from);
        }
    }
}
