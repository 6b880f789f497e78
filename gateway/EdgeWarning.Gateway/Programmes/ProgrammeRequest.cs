using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Voice;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Programmes;

/// <summary>A programme as it comes from outside: nothing is certain.</summary>
/// <param name="Days">monday ... sunday.</param>
/// <param name="Time">07:00, by the office's clock.</param>
/// <param name="Clip">Id of a sound that is played; then the text may be left out.</param>
/// <param name="From">2026-11-23: the first day; null for at once.</param>
/// <param name="Until">The last day; null for ever.</param>
public sealed partial record ProgrammeRequest(
    string? Name, IReadOnlyList<string>? Days, string? Time, DraftArea? Area, string? Text, string? Language, int? VolumePercent, int? Repeats, bool? Enabled, string? From, string? Until, string? Clip = null)
{
    private const int LongestName = 100;
    private const int MostRepeats = 10;
    private const int UsualVolumePercent = 70;

    private static readonly string[] s_times = ["HH:mm", "HH:mm:ss"];

    /// <summary>The programme, or null and what is wrong, each with the place where it stands.</summary>
    public ProgrammeBody? Read(IReadOnlyList<Division> divisions, IReadOnlyList<PlaceGroup> groups, ClipLibrary clips, out IReadOnlyList<Fault> faults)
    {
        var found = new List<Fault>();
        var name = Name?.Trim() ?? "";
        Need(name.Length is > 0 and <= LongestName, Fault.Of("programme.name", $"name: 1 to {LongestName} characters"));
        var days = (Days ?? []).Select(DayOf).ToList();
        Need(days.Count > 0 && !days.Contains(null), Fault.Of("programme.days", "days: one or more of monday, tuesday, wednesday, thursday, friday, saturday, sunday"));
        var isTime = TimeOnly.TryParseExact(Time, s_times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        Need(isTime, Fault.Of("programme.time", $"time: \"{Time}\" is no time of day such as 07:30"));
        found.AddRange(Area is null || Area.HasHoles ? [Fault.Of("area.needed", "area: it is needed, and no part of it may be null")] : DraftCap.Faults(Area, divisions, groups));
        var sound = string.IsNullOrEmpty(Clip) ? null : clips.Find(Clip);
        Need(string.IsNullOrEmpty(Clip) || sound is { Origin: not ClipOrigin.Drill }, Fault.Of("programme.clip", $"clip: there is no sound {Clip}"));
        var text = string.IsNullOrWhiteSpace(Text) && sound is not null ? name : Text?.Trim() ?? "";
        var bytes = Encoding.UTF8.GetByteCount(text);
        Need(bytes is > 0 and <= Order.MaxTextBytes, bytes == 0 ? Fault.Of("programme.silent", "text: there is nothing to say") : Fault.Of("programme.tooLong", $"text: {bytes} bytes of UTF-8 are too long, {Order.MaxTextBytes} fit (some {Order.MaxTextBytes / 3} Chinese characters)"));
        Need(LanguageTag().IsMatch(Language ?? ""), Fault.Of("programme.language", $"language: \"{Language}\" is no language tag such as zh-CN or en"));
        Need(VolumePercent is null or (>= 1 and <= 100), Fault.Of("programme.volume", "volumePercent: 1 to 100"));
        Need(Repeats is null or (>= 1 and <= MostRepeats), Fault.Of("programme.repeats", $"repeats: 1 to {MostRepeats}"));
        var (from, until) = (Day(From, "from"), Day(Until, "until"));
        Need(from is null || until is null || from <= until, Fault.Of("programme.backwards", "until: it ends before it begins"));
        faults = found;
        return found.Count > 0 ? null : new ProgrammeBody(
            name, [.. days.Select(day => day!.Value).Distinct()], time, Area!, new ProgrammeContent(text, Language!, sound?.Id, sound?.Milliseconds ?? 0), VolumePercent ?? UsualVolumePercent, Repeats ?? 1, Enabled ?? true, from, until);

        void Need(bool isSo, Fault fault) => found.AddRange(isSo ? [] : [fault]);

        DateOnly? Day(string? said, string where)
        {
            var isDay = DateOnly.TryParseExact(said, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
            Need(isDay || string.IsNullOrEmpty(said), Fault.Of("programme.day", $"{where}: \"{said}\" is no day such as 2026-11-23"));
            return isDay ? day : null;
        }
    }

    private static DayOfWeek? DayOf(string? name) => Enum.GetValues<DayOfWeek>().Cast<DayOfWeek?>().FirstOrDefault(day => $"{day}".Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>RFC 5646 in outline; at most 35 characters, the longest that an order carries.</summary>
    [GeneratedRegex("^(?=.{2,35}$)[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex LanguageTag();
}
