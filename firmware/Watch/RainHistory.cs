using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Watch
{
    /// <summary>
    /// The rain of the last day in flash (<see cref="TwinFile"/> "rained"), so that a power cut in a storm does not empty the windows: one sum for each five minutes,
    /// with the gauge's counter and the date of that moment. The counter itself is in flash at every tip, so after a restart no rain is missing; what had fallen since this was
    /// last written counts as having fallen at the restart, and the rain of a slot as its youngest: each restart makes rain younger by up to five minutes.
    ///
    /// How long the power was gone is known only to a board that knew the date before and knows it again. Until then the outage counts as no time at all: rain looks younger
    /// than it is, so that a window may hold too much and never too little.
    ///
    /// Wear: written for each millimetre of rain at most, and once an hour while the last day's rain is not forgotten. 2,000 mm a year on 200 rainy days are 7,000 writes of 1.2 KB
    /// a year, fewer than the counter's.
    /// </summary>
    public sealed class RainHistory
    {
        /// <summary>The length of a slot.</summary>
        public const int SlotMilliseconds = 300_000;

        /// <summary>How much may fall before it is written down.</summary>
        public const int MostUnwrittenMicrometres = 1_000;

        /// <summary>How long until it is written down that rain has become older.</summary>
        public const int MostUnwrittenMilliseconds = 3_600_000;

        private const int Slots = RainWindows.LongestMilliseconds / SlotMilliseconds;
        private const int HeadBytes = 16;
        private const int StateBytes = HeadBytes + (Slots * 4);

        private readonly Clock _clock;
        private readonly RainWindows _windows;
        private readonly TwinFile _twin;
        private readonly byte[] _state = new byte[StateBytes];
        private readonly int[] _slots = new int[Slots];
        private long _writtenMicrometres;
        private long _writtenUptime;
        private bool _isNew;            // flash holds none: without it nobody could tell what falls before it is first written
        private long _recalledUnix;     // the date at which what was recalled had been written; 0 = none, or no longer needed

        /// <summary>Recalls the last day's rain into <paramref name="windows"/>. <paramref name="counterMicrometres"/> is the gauge's counter at this start.</summary>
        public RainHistory(IFlash flash, Clock clock, RainWindows windows, long counterMicrometres)
        {
            _clock = clock;
            _windows = windows;
            _twin = new TwinFile(flash, "rained", StateBytes);
            _writtenUptime = clock.UptimeMilliseconds;
            _writtenMicrometres = counterMicrometres;
            _isNew = _twin.Read(_state) != StateBytes;
            if (!_isNew)
            {
                Recall(counterMicrometres);
            }

            AgeIsKnown = windows.Micrometres(RainWindows.Count - 1) == 0;
        }

        /// <summary>False while the recalled rain may be older than it looks.</summary>
        public bool AgeIsKnown { get; private set; }

        /// <summary>Learns how long the power was gone, as soon as the date is known, and writes down what must be. Call it after rain and every minute.</summary>
        public void Keep(long counterMicrometres)
        {
            Date();
            long now = _clock.UptimeMilliseconds;
            bool any = _windows.Micrometres(RainWindows.Count - 1) > 0;
            long unwritten = counterMicrometres - _writtenMicrometres;
            if (_isNew || unwritten >= MostUnwrittenMicrometres || ((any || unwritten > 0) && now - _writtenUptime >= MostUnwrittenMilliseconds))
            {
                Write(counterMicrometres, now);
            }
        }

        private void Write(long counterMicrometres, long now)
        {
            // Rain of unknown age must not be dated: its true date would be taken for this one's.
            Bytes.PutInt64(_state, 0, AgeIsKnown ? _clock.UnixMilliseconds : 0);
            Bytes.PutInt64(_state, 8, counterMicrometres);
            _windows.SortByAge(_slots, SlotMilliseconds);
            for (int i = 0; i < Slots; i++)
            {
                Bytes.PutUInt32(_state, HeadBytes + (i * 4), (uint)_slots[i]);
            }

            _twin.Write(_state, 0, StateBytes);
            _writtenMicrometres = counterMicrometres;
            _writtenUptime = now;
            _isNew = false;
        }

        private void Recall(long counterMicrometres)
        {
            _recalledUnix = Bytes.GetInt64(_state, 0);
            for (int i = Slots - 1; i >= 0; i--)
            {
                int micrometres = (int)Bytes.GetUInt32(_state, HeadBytes + (i * 4));
                if (micrometres > 0)
                {
                    _windows.Recall(micrometres, i * SlotMilliseconds);
                }
            }

            long fallenSince = counterMicrometres - Bytes.GetInt64(_state, 8);
            _writtenMicrometres = counterMicrometres - (fallenSince > 0 ? fallenSince : 0);
            if (fallenSince > 0 && fallenSince <= int.MaxValue)
            {
                _windows.Add((int)fallenSince, _clock.UptimeMilliseconds);
            }
        }

        private void Date()
        {
            if (_clock.UptimeMilliseconds >= RainWindows.LongestMilliseconds)
            {
                AgeIsKnown = true;      // what was recalled is forgotten
            }

            if (AgeIsKnown || _recalledUnix == 0 || _clock.Quality == ClockQuality.None)
            {
                return;
            }

            long outage = _clock.UnixMilliseconds - _clock.UptimeMilliseconds - _recalledUnix;
            _windows.GrowOlder(outage > 0 ? outage : 0);
            AgeIsKnown = true;
            _recalledUnix = 0;
        }
    }
}
