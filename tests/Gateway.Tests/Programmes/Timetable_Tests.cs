using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Programmes;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeWarning.Gateway.Tests.Programmes;

public sealed class Timetable_Tests
{
    private static readonly DeskSettings s_noNight = new() { NightFromHour = 0, NightToHour = 0 };
    private static readonly TimeZoneInfo s_china = Zone("Asia/Shanghai");

    // Clocks that jump by an hour, by half an hour (Lord Howe), at midnight (Santiago), and one that never does.
    private static readonly TimeZoneInfo[] s_zones = [s_china, Zone("Europe/Berlin"), Zone("America/New_York"), Zone("Australia/Lord_Howe"), Zone("America/Santiago"), Zone("Asia/Kathmandu")];

    /// <summary>A programme, and a stretch of some days of a year of which the clocks' jumps are known.</summary>
    private static readonly Gen<(Programme Programme, TimeZoneInfo Zone, DateTimeOffset From, int Hours)> s_cases =
        from zone in Gen.Elements(s_zones)
        from minute in Gen.Choose(0, (24 * 60) - 1)
        from days in Gen.NonEmptyListOf(Gen.Elements(Enum.GetValues<DayOfWeek>()))
        from night in Gen.Frequency((1, Gen.Choose(0, 365 * 24)), (2, NearJump(zone)))
        from hours in Gen.Choose(1, 24 * 5)
        select (Programme(time: TimeOnly.MinValue.AddMinutes(minute), days: [.. days]), zone, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(night), hours);

    [Fact]
    public void Each_time_is_the_first_moment_at_which_the_offices_clock_has_reached_it() => Prop.ForAll(s_cases.ToArbitrary(), one =>
    {
        var (programme, zone, from, hours) = one;
        var expected = new List<DateTimeOffset>();
        var upTo = from.AddHours(hours);
        for (var day = DateOnly.FromDateTime(from.AddDays(-3).DateTime); day <= DateOnly.FromDateTime(upTo.AddDays(3).DateTime); day = day.AddDays(1))
        {
            if (programme.Body.Days.Contains(day.DayOfWeek) && FirstReached(day.ToDateTime(programme.Body.Time), zone) is var start && start > from && start <= upTo)
            {
                expected.Add(start);
            }
        }

        Assert.Equal(expected, Timetable.Slots([programme], from, upTo, zone, s_noNight).Select(slot => slot.Start));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void However_time_is_cut_into_ticks_each_time_comes_once()
    {
        var cut = from one in s_cases from ticks in Gen.ListOf(Gen.Choose(0, one.Hours * 3_600)) select (one, ticks);
        Prop.ForAll(cut.ToArbitrary(), given =>
        {
            var (programme, zone, from, hours) = given.one;
            var moments = given.ticks.Append(0).Append(hours * 3_600).Order().Select(second => from.AddSeconds(second)).ToList();
            var pieces = moments.Zip(moments.Skip(1), (after, upTo) => Timetable.Due([programme], after, upTo, zone, s_noNight)).SelectMany(due => due);
            Assert.Equal(Timetable.Due([programme], from, from.AddHours(hours), zone, s_noNight).Select(play => play.Id), pieces.Select(play => play.Id));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Whatever_the_gateway_lives_through_a_time_plays_once_when_it_looked_in_time_and_else_never()
    {
        // Steps between two looks: mostly seconds, now and then an outage of up to half an hour; and a clock that is set back.
        var lives = from one in s_cases
                    from steps in Gen.ListOf(Gen.Frequency((8, Gen.Choose(1, 120)), (1, Gen.Choose(121, 1_800)), (1, Gen.Choose(-600, 0))), 200)
                    select (one, steps);
        Prop.ForAll(lives.ToArbitrary(), life =>
        {
            var (programme, zone, from, _) = life.one;
            var played = new List<string>();
            var looks = new List<DateTimeOffset>();
            var now = from;
            foreach (var step in life.steps)
            {
                now = now.AddSeconds(step);
                looks.Add(now);
                // What the store does: what stands there is not begun anew.
                played.AddRange(Timetable.Due([programme], now - Timetable.Tolerance, now, zone, s_noNight).Select(play => play.Id).Where(id => !played.Contains(id)).ToList());
            }

            var expected = Timetable.Slots([programme], from.AddHours(-3), from.AddDays(3), zone, s_noNight)
                .Where(slot => looks.Exists(look => look >= slot.Start && look - slot.Start < Timetable.Tolerance)).Select(slot => slot.Id);
            Assert.Equal(expected.Order(StringComparer.Ordinal), played.Order(StringComparer.Ordinal));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("21:59", false)]
    [InlineData("22:00", true)]
    [InlineData("00:30", true)]
    [InlineData("05:59", true)]
    [InlineData("06:00", false)]
    public void What_falls_into_the_night_is_on_the_timetable_and_not_played(string time, bool isNight)
    {
        var (from, upTo) = (Local("2026-11-23 00:00").AddSeconds(-1), Local("2026-11-23 23:59"));
        var programme = Programme(time: TimeOnly.Parse(time));
        Assert.Equal(isNight, Assert.Single(Timetable.Slots([programme], from, upTo, s_china, new DeskSettings())).IsNight);
        Assert.Equal(isNight ? 0 : 1, Timetable.Due([programme], from, upTo, s_china, new DeskSettings()).Count);
    }

    [Fact]
    public void What_still_plays_when_the_night_begins_falls_silent()
    {
        var play = Assert.Single(Timetable.Due([Programme(time: new TimeOnly(21, 57))], Local("2026-11-23 21:00"), Local("2026-11-23 22:30"), s_china, new DeskSettings()));
        Assert.Equal((Local("2026-11-23 22:00"), Local("2026-11-23 22:00")), (play.BeginBy, play.Expires));
    }

    [Fact]
    public void A_late_board_may_begin_for_five_minutes_and_has_the_time_to_finish()
    {
        var programme = Programme(time: new TimeOnly(7, 0), text: new string('雨', 90), repeats: 2);
        var play = Assert.Single(Timetable.Due([programme], Local("2026-11-23 06:59"), Local("2026-11-23 07:00"), s_china, new DeskSettings()));
        // 90 characters are 270 bytes, 9 a second: 30 s, and 10 s for what is around them; twice.
        Assert.Equal((Local("2026-11-23 07:05"), Local("2026-11-23 07:05").AddSeconds(80)), (play.BeginBy, play.Expires));
    }

    [Fact]
    public void A_programme_plays_from_its_first_day_to_its_last_also_over_the_end_of_a_month()
    {
        var programme = Programme(time: new TimeOnly(7, 0), from: new DateOnly(2028, 2, 28), until: new DateOnly(2028, 3, 1));
        var due = Timetable.Due([programme], Local("2028-02-01 00:00"), Local("2028-04-01 00:00"), s_china, new DeskSettings());
        Assert.Equal(["P-1-20280228-070000", "P-1-20280229-070000", "P-1-20280301-070000"], due.Select(play => play.Id));
    }

    [Fact]
    public void One_that_pauses_and_a_time_that_was_before_the_change_are_not_due()
    {
        var changed = Local("2026-11-23 07:02");
        var programme = Programme(time: new TimeOnly(7, 0)) with { ChangedAt = changed };
        Assert.Empty(Timetable.Due([programme], changed - Timetable.Tolerance, changed, s_china, new DeskSettings()));
        Assert.Single(Timetable.Due([programme], changed, changed.AddDays(1), s_china, new DeskSettings()));
        Assert.Empty(Timetable.Due([programme with { Body = programme.Body with { Enabled = false } }], changed, changed.AddDays(1), s_china, new DeskSettings()));
    }

    [Fact]
    public void On_the_day_of_the_jump_a_time_that_is_left_out_is_the_jump_and_a_time_that_comes_twice_its_first()
    {
        // Source: Directive 2000/84/EC: clocks jump at 01:00 UTC, on 29 March and 25 October 2026.
        var programme = Programme(time: new TimeOnly(2, 30));
        var spring = Assert.Single(Timetable.Due([programme], new(2026, 3, 28, 12, 0, 0, TimeSpan.Zero), new(2026, 3, 29, 12, 0, 0, TimeSpan.Zero), Zone("Europe/Berlin"), s_noNight));
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), spring.Start);
        var autumn = Assert.Single(Timetable.Due([programme], new(2026, 10, 24, 12, 0, 0, TimeSpan.Zero), new(2026, 10, 25, 12, 0, 0, TimeSpan.Zero), Zone("Europe/Berlin"), s_noNight));
        Assert.Equal(new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero), autumn.Start);
    }

    internal static Programme Programme(
        TimeOnly time, IReadOnlyList<DayOfWeek>? days = null, string text = "现在播送天气预报。", int repeats = 1, DateOnly? from = null, DateOnly? until = null) => new(
            "P-1",
            new ProgrammeBody(
                "天气预报", days ?? Enum.GetValues<DayOfWeek>(), time, new DraftArea(["411321"], null, null, null), new ProgrammeContent(text, "zh-CN"), 70, repeats, true, from, until),
            DateTimeOffset.MinValue);

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);

    private static DateTimeOffset Local(string china) => new(DateTime.Parse(china), TimeSpan.FromHours(8));

    private static Gen<int> NearJump(TimeZoneInfo zone)
    {
        var hours = Enumerable.Range(0, 365 * 24).Where(hour => OffsetAt(zone, hour) != OffsetAt(zone, hour + 1)).ToArray();
        return from hour in Gen.Elements(hours.Length == 0 ? [0] : hours) from before in Gen.Choose(0, 72) select hour - before;
    }

    private static TimeSpan OffsetAt(TimeZoneInfo zone, int hour) => zone.GetUtcOffset(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(hour));

    /// <summary>By looking at every minute: slow, and sure.</summary>
    private static DateTimeOffset FirstReached(DateTime local, TimeZoneInfo zone)
    {
        var moment = new DateTimeOffset(local, TimeSpan.Zero).AddHours(-15);
        while (TimeZoneInfo.ConvertTime(moment, zone).DateTime < local)
        {
            moment = moment.AddMinutes(1);
        }

        return moment;
    }
}
