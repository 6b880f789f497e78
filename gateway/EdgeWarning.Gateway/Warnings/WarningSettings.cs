namespace EdgeWarning.Gateway.Warnings;

/// <summary>What an office may choose about warnings.</summary>
public sealed class WarningSettings
{
    public const string Section = "Warnings";

    /// <summary>Which language is spoken where a message brings several; the first that fits wins, else the message's first.</summary>
    public IReadOnlyList<string> Languages { get; set; } = ["zh-CN", "en"];

    /// <summary>How long a message lives that does not say when it expires, counted from when it was sent.</summary>
    public TimeSpan DefaultLife { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Whose midnight starts a new count of warning numbers; an IANA name such as Asia/Shanghai.</summary>
    public string TimeZone { get; set; } = "UTC";
}
