namespace EdgeWarning.Gateway.Warnings;

/// <summary>What an office may choose about warnings.</summary>
public sealed class WarningSettings
{
    public const string Section = "Warnings";

    /// <summary>Which language is spoken where a message brings several, as BCP 47 tags with commas between; the first that fits wins, else the message's first.</summary>
    public string Languages { get; set; } = "zh-CN,en";

    internal IReadOnlyList<string> InOrder => LanguageTags.Of(Languages);

    /// <summary>How long a message lives that does not say when it expires, counted from when it was sent.</summary>
    public TimeSpan DefaultLife { get; set; } = TimeSpan.FromHours(6);

    /// <summary>The office's clock: midnight of warning numbers, night, programmes. An IANA name such as Asia/Shanghai; the machine's own unless given.</summary>
    public string TimeZone { get; set; } = TimeZoneInfo.TryFindSystemTimeZoneById(TimeZoneInfo.Local.Id, out _) ? TimeZoneInfo.Local.Id : "UTC";

    /// <summary>The time zone of <see cref="TimeZone"/>; the runtime keeps those that it has read.</summary>
    internal TimeZoneInfo Zone() => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>A moment by the office's clock.</summary>
    internal DateTimeOffset InOffice(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone());
}
