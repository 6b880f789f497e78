using EdgeWarning.Common;
using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

public sealed class TestCalendar_Tests
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    [Fact]
    public void Over_four_years_each_day_has_one_near_silent_test_and_each_month_one_audible_one_by_day()
    {
        TestCalendar calendar = Of("ls-1");
        int lastDay = 0;
        int lastMonth = 0;
        List<DateTimeOffset> audible = [];
        List<DateTimeOffset> silent = [];
        for (var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, China); now.Year < 2030; now += TimeSpan.FromMinutes(7))
        {
            long unix = now.ToUnixTimeMilliseconds();
            if (calendar.IsAudibleDue(unix, lastMonth))
            {
                audible.Add(now);
                (lastMonth, lastDay) = (calendar.MonthOf(unix), calendar.DayOf(unix));
            }
            else if (calendar.IsDailyDue(unix, lastDay))
            {
                silent.Add(now);
                lastDay = calendar.DayOf(unix);
            }
        }

        Assert.Equal(48, audible.Count);
        Assert.Equal(48, audible.Select(one => (one.Year, one.Month)).Distinct().Count());
        Assert.All(audible, one => Assert.InRange(one.TimeOfDay, TimeSpan.FromHours(10), TimeSpan.FromHours(10.7)));
        Assert.All(audible, one => Assert.Equal(15, one.Day));
        Assert.Equal(365 * 4 + 1 - 48, silent.Count);
        Assert.All(silent, one => Assert.InRange(one.TimeOfDay, TimeSpan.FromHours(11), TimeSpan.FromHours(11.7)));
    }

    [Fact]
    public void An_audible_test_that_was_missed_is_made_up_for_by_day_and_not_in_the_evening()
    {
        TestCalendar calendar = Of("ls-1");
        int may = calendar.MonthOf(At(2026, 5, 20, 12));
        Assert.True(calendar.IsAudibleDue(At(2026, 6, 28, 19, 59), may));
        Assert.False(calendar.IsAudibleDue(At(2026, 6, 28, 20), may));
        Assert.False(calendar.IsAudibleDue(At(2026, 6, 28, 3), may));
        Assert.False(calendar.IsAudibleDue(At(2026, 6, 14, 12), may));
        Assert.False(calendar.IsAudibleDue(At(2026, 5, 28, 12), may));
    }

    [Fact]
    public void A_countys_boards_do_not_pull_at_the_grid_at_once()
    {
        int[] perMinute = new int[24 * 60];
        for (int board = 0; board < 600; board++)
        {
            TestCalendar calendar = Of($"411321{board:D6}-ls-01");
            perMinute[Enumerable.Range(0, 24 * 60).First(minute => calendar.IsDailyDue(At(2026, 6, 1, 0) + (minute * 60_000L), calendar.DayOf(At(2026, 5, 31, 12))))]++;
        }

        Assert.Equal(30, perMinute.Count(boards => boards > 0));
        Assert.True(perMinute.Max() < 600 / 30 * 2, $"{perMinute.Max()} boards in one minute");
    }

    [Fact]
    public void A_test_that_a_wrong_clock_has_dated_years_ahead_does_not_end_the_tests()
    {
        TestCalendar calendar = Of("ls-1");
        long ahead = At(2031, 6, 20, 12);
        Assert.True(calendar.IsDailyDue(At(2026, 6, 20, 12), calendar.DayOf(ahead)));
        Assert.True(calendar.IsAudibleDue(At(2026, 6, 20, 12), calendar.MonthOf(ahead)));
    }

    [Theory]
    [InlineData("selftest.at = 23:30", "")]
    [InlineData("selftest.at = 23:31", "settings.txt line 5: selftest.at: the daily test is made before midnight, selftest.spread.minutes included")]
    [InlineData("selftest.at = 18:01\nselftest.spread.minutes = 360", "settings.txt line 5: selftest.at: the daily test is made before midnight, selftest.spread.minutes included")]
    public void A_daily_test_that_would_fall_behind_midnight_is_refused(string settings, string fault) => Assert.Equal(fault, FaultOf(settings));

    [Fact]
    public void Never_is_never()
    {
        TestCalendar calendar = Of("ls-1", "selftest.audible.day = 0\n");
        Assert.False(calendar.IsAudibleDue(At(2026, 6, 28, 12), 0));
    }

    private static long At(int year, int month, int day, int hour, int minute = 0) =>
        new DateTimeOffset(year, month, day, hour, minute, 0, China).ToUnixTimeMilliseconds();

    private static TestCalendar Of(string board, string settings = "") =>
        new((Parse(settings, out string fault) ?? throw new InvalidOperationException(fault)).Sound, board);

    private static string FaultOf(string settings)
    {
        Parse(settings, out string fault);
        return fault;
    }

    private static Settings? Parse(string settings, out string fault)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes($"board = x\nkind = loudspeaker\nkey = {new string('0', 64)}\ngateway.host = x\n{settings}");
        return Settings.Parse(bytes, bytes.Length, out fault);
    }
}
