using System.IO;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// When those starts of the board were that took readings without a date; kept in flash ("times.a", "times.b") while such readings wait.
    ///
    /// A start that learns the time writes down when it began: its readings have their true time, also after the next power cut. Of a start that never learnt it
    /// only this is known: its readings lie apart as their uptimes do, and all of them before the next start. They are told as relative times, which the gateway
    /// marks as estimated. One write for a start that takes a reading without a date, one when it learns the time, one at the start after it.
    /// Not safe for several threads: the outbox locks.
    /// </summary>
    internal sealed class OutboxTimes
    {
        private const int Places = 8;
        private const int EntryBytes = 12;

        private readonly TwinFile _twin;
        private readonly Clock _clock;
        private readonly byte[] _image = new byte[Places * EntryBytes];
        private readonly uint[] _first = new uint[Places];      // the first sequence of a start
        private readonly uint[] _began = new uint[Places];      // Unix seconds; 0 = it never learnt the time
        private readonly uint[] _lasted = new uint[Places];     // uptime of its last reading, seconds; 0 for this start
        private readonly uint _firstOfThisStart;
        private int _count;
        private bool _isWritten;        // the last place is this start's

        /// <summary>Opens the times. The newest reading on flash says how long the start before this one lasted at least.</summary>
        public OutboxTimes(IFlash flash, Clock clock, uint next, bool newestIsUndated, long newestUptimeSeconds)
        {
            _twin = new TwinFile(flash, "times", Places * EntryBytes);
            _clock = clock;
            _firstOfThisStart = next;
            Load(_twin.Read(_image));
            if (_count > 0 && _first[_count - 1] == next)
            {
                _count--;       // it was written down and then lost its first reading to the power cut
            }

            if (newestIsUndated && _count > 0 && _began[_count - 1] == 0 && _lasted[_count - 1] == 0)
            {
                _lasted[_count - 1] = (uint)newestUptimeSeconds;
                Save();
            }
        }

        /// <summary>A reading is about to be taken. Without a date, the start is written down; with one, when it began, if that was still open.</summary>
        public void BeforeReading(uint acknowledged)
        {
            if (_clock.Quality != ClockQuality.None)
            {
                Learn();
            }
            else if (!_isWritten)
            {
                MakePlace(acknowledged);
                _first[_count] = _firstOfThisStart;
                _began[_count] = 0;
                _lasted[_count] = 0;
                _count++;
                _isWritten = true;
                Save();
            }
        }

        /// <summary>Writes down when this start began, once it is known.</summary>
        public void Learn()
        {
            if (_isWritten && _began[_count - 1] == 0 && _clock.Quality != ClockQuality.None)
            {
                _began[_count - 1] = (uint)((_clock.UnixMilliseconds - _clock.UptimeMilliseconds) / 1000);
                Save();
            }
        }

        /// <summary>The time of a reading taken at an uptime of its start: Unix seconds, or zero and less for seconds ago.</summary>
        public long Tell(uint sequence, long uptimeSeconds)
        {
            long age = _clock.UptimeMilliseconds / 1000;
            if (sequence >= _firstOfThisStart)
            {
                age -= uptimeSeconds;
                return _clock.Quality == ClockQuality.None ? -age : (_clock.UnixMilliseconds / 1000) - age;
            }

            for (int i = _count - 1; i >= 0; i--)
            {
                if (_first[i] > sequence)
                {
                    age += _lasted[i];
                }
                else if (_began[i] != 0)
                {
                    return _began[i] + uptimeSeconds;
                }
                else
                {
                    return -(age + (_lasted[i] > uptimeSeconds ? _lasted[i] - uptimeSeconds : 0));
                }
            }

            return -age;
        }

        // The oldest place goes when it is of no use any more, and at the latest when it is needed.
        private void MakePlace(uint acknowledged)
        {
            while (_count > 0 && (_count == Places || (_count > 1 && _first[1] <= acknowledged + 1)))
            {
                _count--;
                for (int i = 0; i < _count; i++)
                {
                    _first[i] = _first[i + 1];
                    _began[i] = _began[i + 1];
                    _lasted[i] = _lasted[i + 1];
                }
            }
        }

        private void Load(int length)
        {
            _count = length > 0 ? length / EntryBytes : 0;
            for (int i = 0; i < _count; i++)
            {
                _first[i] = Bytes.GetUInt32(_image, i * EntryBytes);
                _began[i] = Bytes.GetUInt32(_image, (i * EntryBytes) + 4);
                _lasted[i] = Bytes.GetUInt32(_image, (i * EntryBytes) + 8);
            }
        }

        // A time that cannot be written down costs its precision, never the reading.
        private void Save()
        {
            for (int i = 0; i < _count; i++)
            {
                Bytes.PutUInt32(_image, i * EntryBytes, _first[i]);
                Bytes.PutUInt32(_image, (i * EntryBytes) + 4, _began[i]);
                Bytes.PutUInt32(_image, (i * EntryBytes) + 8, _lasted[i]);
            }

            try
            {
                _twin.Write(_image, 0, _count * EntryBytes);
            }
            catch (IOException exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }
            }
        }
    }
}
