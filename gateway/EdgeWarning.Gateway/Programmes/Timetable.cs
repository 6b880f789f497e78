using System.Globalization;
using EdgeWarning.Gateway.Desk;

namespace EdgeWarning.Gateway.Programmes;

/// <summary>One time of one programme.</summary>
/// <param name="Local">Day and time as they stand in the timetable, by the office's clock.</param>
/// <param name="Start">The moment that this is.</param>
/// <param name="IsNight">It falls into the night, so it is not played.</param>
public sealed record Slot(Programme Programme, DateTime Local, DateTimeOffset Start, bool IsNight)
{
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Programme.Id}-{Local:yyyyMMdd-HHmmss}");

    public bool IsPlayed => Programme.Body.Enabled && !IsNight && Start > Programme.ChangedAt;
}

/// <summary>
/// Which programmes are due when. Pure: no clock, no store. A time that a change of clocks leaves out is the moment of the jump, a time that comes twice is its
/// first; the night is judged by what the clock then shows.
/// </summary>
public static class Timetable
{
    /// <summary>How late a programme may begin after an outage of gateway or board. Later nobody expects it: the news of seven is not for eight.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>What is to be played of the times after one moment and up to another.</summary>
    public static IReadOnlyList<Play> Due(IEnumerable<Programme> programmes, DateTimeOffset after, DateTimeOffset upTo, TimeZoneInfo zone, DeskSettings night) =>
        [.. Slots(programmes, after, upTo, zone, night).Where(slot => slot.IsPlayed).Select(slot => PlayOf(slot, zone, night))];

    /// <summary>All times after one moment and up to another, in their order; also those at night and those of programmes that pause.</summary>
    public static IReadOnlyList<Slot> Slots(IEnumerable<Programme> programmes, DateTimeOffset after, DateTimeOffset upTo, TimeZoneInfo zone, DeskSettings night)
    {
        // A day more on both sides: where the clock jumps at midnight, a time of one day may come to lie in another.
        var (first, last) = (DayOf(after, zone).AddDays(-1), DayOf(upTo, zone).AddDays(1));
        return [.. programmes.SelectMany(programme => SlotsOf(programme, first, last, zone, night)).Where(slot => slot.Start > after && slot.Start <= upTo).OrderBy(slot => slot.Start)];
    }

    private static IEnumerable<Slot> SlotsOf(Programme programme, DateOnly first, DateOnly last, TimeZoneInfo zone, DeskSettings night)
    {
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (programme.Body.IsOn(day))
            {
                var local = day.ToDateTime(programme.Body.Time);
                var start = InstantOf(local, zone);
                yield return new Slot(programme, local, start, DeskRules.IsNight(TimeZoneInfo.ConvertTime(start, zone).TimeOfDay, night));
            }
        }
    }

    private static Play PlayOf(Slot slot, TimeZoneInfo zone, DeskSettings night)
    {
        var body = slot.Programme.Body;
        var silence = NightAfter(slot.Start, zone, night);
        var beginBy = Earlier(slot.Start + Tolerance, silence);
        return new Play(slot.Id, slot.Programme.Id, body, slot.Start, beginBy, Earlier(beginBy + body.LongestPlaying, silence));
    }

    /// <summary>When the next night begins; a programme that still plays then falls silent.</summary>
    private static DateTimeOffset NightAfter(DateTimeOffset start, TimeZoneInfo zone, DeskSettings night)
    {
        var day = DayOf(start, zone).ToDateTime(TimeOnly.MinValue);
        var begins = InstantOf(day.AddHours(night.NightFromHour), zone);
        return night.NightFromHour == night.NightToHour ? DateTimeOffset.MaxValue : begins > start ? begins : InstantOf(day.AddDays(1).AddHours(night.NightFromHour), zone);
    }

    private static DateTimeOffset InstantOf(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
        {
            local = new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Unspecified).AddMinutes(1);
        }

        return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)).ToUniversalTime();
    }

    private static DateOnly DayOf(DateTimeOffset time, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
