using EdgeWarning.Common;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// When a board tests itself: daily near-silently, once a month audibly and by day only. Each board has its own share of the spread, from its id, so
    /// that a county's amplifiers do not pull at the grid at the same second. A test that was missed is made up for on the same day, or in the same month. The latest test may
    /// have been dated by a clock that was wrong: one from tomorrow does not hold up today's.
    /// </summary>
    public sealed class TestCalendar
    {
        private const int MinutesPerDay = 24 * 60;

        private readonly SoundSettings _settings;
        private readonly int _shareMinutes;

        /// <summary>The calendar of one board.</summary>
        public TestCalendar(SoundSettings settings, string board)
        {
            _settings = settings;
            _shareMinutes = (int)(HashOf(board) % (uint)settings.SelfTestSpreadMinutes);
        }

        /// <summary>The local day, counted from 1970-01-01.</summary>
        public int DayOf(long unixMilliseconds)
        {
            return (int)(LocalMinutes(unixMilliseconds) / MinutesPerDay);
        }

        /// <summary>The local month, counted from year 0.</summary>
        public int MonthOf(long unixMilliseconds)
        {
            SplitDay(DayOf(unixMilliseconds), out int months, out int _);
            return months;
        }

        /// <summary>The near-silent test of this day is due.</summary>
        public bool IsDailyDue(long unixMilliseconds, int lastDay)
        {
            return DayOf(unixMilliseconds) != lastDay && MinuteOf(unixMilliseconds) >= _settings.SelfTestMinute + _shareMinutes;
        }

        /// <summary>The audible test of this month is due, and it is day.</summary>
        public bool IsAudibleDue(long unixMilliseconds, int lastMonth)
        {
            SplitDay(DayOf(unixMilliseconds), out int months, out int dayOfMonth);
            int minute = MinuteOf(unixMilliseconds);
            bool day = _settings.AudibleTestDay > 0 && months != lastMonth && dayOfMonth >= _settings.AudibleTestDay;
            return day && minute >= _settings.AudibleTestMinute + _shareMinutes && minute < SoundSettings.DayEndsMinute;
        }

        private long LocalMinutes(long unixMilliseconds)
        {
            return unixMilliseconds / 60_000 + _settings.UtcOffsetMinutes;
        }

        private int MinuteOf(long unixMilliseconds)
        {
            return (int)(LocalMinutes(unixMilliseconds) % MinutesPerDay);
        }

        // Days to a Gregorian date, for any day after 1970: Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
        private static void SplitDay(int day, out int months, out int dayOfMonth)
        {
            int shifted = day + 719_468;    // days since 0000-03-01
            int era = shifted / 146_097;
            int dayOfEra = shifted % 146_097;
            int yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
            int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
            int march = (5 * dayOfYear + 2) / 153;
            dayOfMonth = dayOfYear - (153 * march + 2) / 5 + 1;
            months = (yearOfEra + era * 400) * 12 + march + 2;
        }

        // FNV-1a.
        private static uint HashOf(string board)
        {
            uint hash = 2_166_136_261;
            for (int i = 0; i < board.Length; i++)
            {
                hash = (hash ^ board[i]) * 16_777_619;
            }

            return hash;
        }
    }
}
