using Microsoft.Playwright;

namespace EdgeWarning.Console.Tests.Kit;

/// <summary>Who looks at the console and through what.</summary>
/// <param name="Language">zh or en.</param>
/// <param name="IsDark">The four views take light and dark in turn, so that each language and each size meets both.</param>
public sealed record View(string Language, string Size, bool IsDark)
{
    public static readonly View Office = new("zh", "desktop", IsDark: false);
    public static readonly View OfficeInEnglish = new("en", "desktop", IsDark: true);
    public static readonly View Phone = new("zh", "phone", IsDark: true);
    public static readonly View PhoneInEnglish = new("en", "phone", IsDark: false);

    public static readonly IReadOnlyList<View> All = [Office, OfficeInEnglish, Phone, PhoneInEnglish];

    public bool IsPhone => Size == "phone";

    /// <summary>An old office monitor; the phone that most villages have.</summary>
    public ViewportSize Pixels => IsPhone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 800 };

    public override string ToString() => $"{Language}-{Size}";
}
