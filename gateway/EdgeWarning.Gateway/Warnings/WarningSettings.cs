namespace EdgeWarning.Gateway.Warnings;

/// <summary>What an office may choose about warnings.</summary>
public sealed class WarningSettings
{
    public const string Section = "Warnings";

    private static readonly string[] s_usual = ["zh-CN", "en"];

    /// <summary>
    /// Which language is spoken where a message brings several; the first that fits wins, else the message's first. Empty: Chinese, then English, which is not
    /// written here because a configured list is read as what follows a default.
    /// </summary>
    public IReadOnlyList<string> Languages { get; set; } = [];

    /// <summary><see cref="Languages"/>, or the usual ones.</summary>
    internal IReadOnlyList<string> InOrder => Languages.Count > 0 ? Languages : s_usual;

    /// <summary>How long a message lives that does not say when it expires, counted from when it was sent.</summary>
    public TimeSpan DefaultLife { get; set; } = TimeSpan.FromHours(6);

    /// <summary>The office's clock: midnight of warning numbers, night, programmes. An IANA name such as Asia/Shanghai; the machine's own unless given.</summary>
    public string TimeZone { get; set; } = TimeZoneInfo.TryFindSystemTimeZoneById(TimeZoneInfo.Local.Id, out _) ? TimeZoneInfo.Local.Id : "UTC";
}
