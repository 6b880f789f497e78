using System.Text.RegularExpressions;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>A list of languages as people write it in a setting: BCP 47 tags with commas between, such as zh-CN,en.</summary>
internal static partial class LanguageTags
{
    /// <summary>More than a village can be told one after the other.</summary>
    private const int Most = 4;

    public static IReadOnlyList<string> Of(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>zh-CN, en, ug-Arab-CN.</summary>
    public static bool IsTag(string text) => Tag().IsMatch(text);

    /// <summary>What is wrong with a list; null for nothing. It may be empty.</summary>
    public static string? FaultOf(string list) =>
        Of(list).FirstOrDefault(tag => !IsTag(tag)) is { } wrong ? $"\"{wrong}\" is no language tag such as zh-CN or en"
        : Of(list).Count > Most || Of(list).Distinct(StringComparer.OrdinalIgnoreCase).Count() < Of(list).Count ? "at most four different languages, such as zh-CN,en"
        : null;

    [GeneratedRegex("^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Tag();
}
