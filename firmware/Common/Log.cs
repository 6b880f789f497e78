using System;
using System.Text;

namespace EdgeWarning.Common
{
    /// <summary>
    /// What a board says about itself: the last lines in memory (a ring of bytes, made once, so that it never grows) and each line to the debug
    /// port. A line is "uptime-in-ms board: text". Keys and passwords never get here.
    /// </summary>
    public sealed class Log
    {
        /// <summary>A longer line is cut.</summary>
        public const int LongestLineBytes = 240;

        private const int UsualLineBytes = 80;
        private const byte LineFeed = (byte)'\n';

        private readonly object _gate = new object();
        private readonly Clock _clock;
        private readonly byte[] _ring;
        private long _end;      // bytes written since start
        private int _length;    // of them in the ring
        private long _written;

        /// <summary>A log with room for <paramref name="lines"/> lines of usual length.</summary>
        public Log(Clock clock, int lines)
        {
            _clock = clock;
            _ring = new byte[(lines * UsualLineBytes) + LongestLineBytes];
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
            byte[] bytes = Encoding.UTF8.GetBytes(line);
            lock (_gate)
            {
                Keep(bytes);
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
                long position = 0;
                byte[] page = Page(ref position, _ring.Length);
                string text = Encoding.UTF8.GetString(page, 0, page.Length);
                return text.Length == 0 ? new string[0] : text.Substring(0, text.Length - 1).Split('\n');
            }
        }

        /// <summary>
        /// The whole lines from <paramref name="position"/> on (0: from the oldest kept) that fit into so many bytes, each ended by a line feed, and moves the position behind
        /// them, as UTF-8. Empty when there are no more.
        /// </summary>
        public byte[] Page(ref long position, int mostBytes)
        {
            lock (_gate)
            {
                long oldest = _end - _length;
                position = position < oldest ? oldest : position;
                int count = WholeLines(position, mostBytes);
                byte[] bytes = new byte[count];
                for (int i = 0; i < count; i++)
                {
                    bytes[i] = At(position + i);
                }

                position += count;
                return bytes;
            }
        }

        /// <summary>True when lines lie behind this position.</summary>
        public bool HasMore(long position)
        {
            lock (_gate)
            {
                return position < _end;
            }
        }

        private void Keep(byte[] line)
        {
            int count = line.Length < LongestLineBytes ? line.Length : Whole(line, LongestLineBytes - 1);
            while (_length + count + 1 > _ring.Length)
            {
                DropOldest();
            }

            for (int i = 0; i < count; i++)
            {
                Put(line[i] == LineFeed ? (byte)' ' : line[i]);     // an exception's message may have several lines
            }

            Put(LineFeed);
        }

        // As many bytes as hold whole characters: UTF-8 begins each with a byte that is no 10xxxxxx.
        private static int Whole(byte[] line, int most)
        {
            while (most > 0 && (line[most] & 0xC0) == 0x80)
            {
                most--;
            }

            return most;
        }

        private int WholeLines(long position, int mostBytes)
        {
            int whole = 0;
            for (int i = 0; i < mostBytes && position + i < _end; i++)
            {
                whole = At(position + i) == LineFeed ? i + 1 : whole;
            }

            return whole;
        }

        private void DropOldest()
        {
            byte dropped;
            do
            {
                dropped = At(_end - _length);
                _length--;
            }
            while (dropped != LineFeed);
        }

        private byte At(long position)
        {
            return _ring[(int)(position % _ring.Length)];
        }

        private void Put(byte value)
        {
            _ring[(int)(_end % _ring.Length)] = value;
            _end++;
            _length++;
        }
    }
}
