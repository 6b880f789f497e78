using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>CAP's one way to write a time: 2026-11-22T23:30:00+08:00. No "Z", no fractions. Source: CAP 1.2, section 3.3.2.</summary>
public static partial class CapTime
{
    /// <summary>Reads a time, or says what is wrong with it.</summary>
    /// <param name="complaint">Null when the text is a time.</param>
    public static DateTimeOffset? Parse(string text, out string? complaint)
    {
        complaint = null;
        var written = text.Trim(CapText.XmlSpaces);
        if (!Form().IsMatch(written))
        {
            complaint = $"\"{CapText.Shorten(written)}\" is not a CAP time: {Reason(written)}";
            return null;
        }

        // Every part stands at a fixed place: 2026-11-22T23:30:00+08:00.
        int Part(int start, int length) => int.Parse(written.AsSpan(start, length), NumberStyles.None, CultureInfo.InvariantCulture);
        var offset = TimeSpan.FromMinutes((Part(20, 2) * 60) + Part(23, 2)) * (written[19] == '-' ? -1 : 1);
        return At(Part(0, 4), Part(5, 2), Part(8, 2), Part(11, 2), Part(14, 2), Part(17, 2), offset, Part(23, 2), written, out complaint);
    }

    /// <summary>As CAP writes it: whole seconds, and UTC as -00:00.</summary>
    public static string Format(DateTimeOffset time) =>
        time.Offset == TimeSpan.Zero
            ? time.ToString("yyyy-MM-dd'T'HH:mm:ss'-00:00'", CultureInfo.InvariantCulture)
            : time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static DateTimeOffset? At(
        int year, int month, int day, int hour, int minute, int second, TimeSpan offset, int offsetMinutes, string written, out string? complaint)
    {
        complaint = null;

        // xs:dateTime writes the end of a day also as 24:00:00.
        var endOfDay = hour == 24 && minute == 0 && second == 0;
        var exists = year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && (hour < 24 || endOfDay) && minute < 60 && second < 60 && offsetMinutes < 60 && offset.Duration() <= TimeSpan.FromHours(14);
        if (exists)
        {
            var utcTicks = new DateTime(year, month, day, 0, minute, second, DateTimeKind.Unspecified).Ticks
                + (hour * TimeSpan.TicksPerHour) - offset.Ticks;
            var localTicks = utcTicks + offset.Ticks;
            if (utcTicks >= 0 && utcTicks <= DateTime.MaxValue.Ticks && localTicks <= DateTime.MaxValue.Ticks)
            {
                return new DateTimeOffset(localTicks, offset);
            }
        }

        complaint = $"\"{written}\" is not a time that exists";
        return null;
    }

    private static string Reason(string written) => written switch
    {
        "" => "it is empty",
        _ when written.EndsWith('Z') || written.EndsWith('z') => "write the offset in digits, UTC as -00:00, never \"Z\"",
        _ when Fraction().IsMatch(written) => "fractions of a second are not allowed",
        _ when NoOffset().IsMatch(written) => "the offset from UTC is missing, for instance +08:00",
        _ => "write it as 2026-11-22T23:30:00+08:00",
    };

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();

    [GeneratedRegex(@"T[0-9:]{8}[.][0-9]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^[0-9-]{10}T[0-9:]{8}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NoOffset();
}
