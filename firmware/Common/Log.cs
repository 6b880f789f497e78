using System;

namespace EdgeWarning.Common
{
    /// <summary>
    /// What a board says about itself: the last lines in memory (a ring, so that it never grows) and each line to the debug
    /// port. A line is "uptime-in-ms board: text". Keys and passwords never get here.
    /// </summary>
    public sealed class Log
    {
        private readonly object _gate = new object();
        private readonly Clock _clock;
        private readonly string[] _lines;
        private long _written;

        /// <summary>A log that keeps the last <paramref name="lines"/> lines.</summary>
        public Log(Clock clock, int lines)
        {
            _clock = clock;
            _lines = new string[lines];
            Board = "?";
        }

        /// <summary>The name in each line: "?" until the settings are read.</summary>
        public string Board { get; set; }

        /// <summary>Lines written since the board started.</summary>
        public long Written
        {
            get
            {
                lock (_gate)
                {
                    return _written;
                }
            }
        }

        /// <summary>Writes one line.</summary>
        public void Write(string text)
        {
            string line = _clock.UptimeMilliseconds.ToString() + " " + Board + ": " + text;
            lock (_gate)
            {
                _lines[(int)(_written % _lines.Length)] = line;
                _written++;
            }

            Platform.Print(line);
        }

        /// <summary>Writes what an exception says: the act that failed, then its type and message.</summary>
        public void Write(string act, Exception exception)
        {
            Write(act + ": " + exception.GetType().Name + ": " + exception.Message);
        }

        /// <summary>The kept lines, oldest first.</summary>
        public string[] Kept()
        {
            lock (_gate)
            {
                int count = _written < _lines.Length ? (int)_written : _lines.Length;
                string[] kept = new string[count];
                for (int i = 0; i < count; i++)
                {
                    kept[i] = _lines[(int)((_written - count + i) % _lines.Length)];
                }

                return kept;
            }
        }
    }
}
