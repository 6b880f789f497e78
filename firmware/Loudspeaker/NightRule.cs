using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// How loud it may be at what time of day: at night the daily programme is silent, blue and yellow, drills and tests are quieter; orange, red and what
    /// the board says by itself are as loud as by day. A board without the date knows no night: rather too loud than unheard.
    /// </summary>
    public sealed class NightRule
    {
        private const int MinutesPerDay = 24 * 60;

        private readonly SoundSettings _settings;
        private readonly Clock _clock;

        /// <summary>The rule of these settings.</summary>
        public NightRule(SoundSettings settings, Clock clock)
        {
            _settings = settings;
            _clock = clock;
        }

        /// <summary>Percent by which the volume of a sound is multiplied now; 0 = it does not sound.</summary>
        public int PercentOf(Scope scope, Priority priority)
        {
            bool actual = scope == Scope.Actual;
            if ((actual && priority >= Priority.Orange) || !IsNight())
            {
                return 100;
            }

            return actual && priority <= Priority.Programme ? 0 : _settings.NightVolumePercent;
        }

        /// <summary>The minute of the local day; -1 without a date.</summary>
        public int MinuteOfDay()
        {
            long unix = _clock.UnixMilliseconds;
            return unix == 0 ? -1 : (int)((unix / 60_000 + _settings.UtcOffsetMinutes) % MinutesPerDay);
        }

        private bool IsNight()
        {
            int minute = MinuteOfDay();
            int from = _settings.NightFromMinute;
            int to = _settings.NightToMinute;
            return minute >= 0 && (from <= to ? minute >= from && minute < to : minute >= from || minute < to);
        }
    }
}
