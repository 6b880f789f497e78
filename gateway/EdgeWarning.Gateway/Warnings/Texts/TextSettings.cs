using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Warnings.Texts;

/// <summary>What an office may choose about the texts of the warnings that it writes.</summary>
public sealed partial class TextSettings
{
    public const string Section = "Texts";

    /// <summary>The languages that a new warning begins with, as BCP 47 tags with commas between; empty = the language of the officer's console.</summary>
    public string Languages { get; set; } = "";

    public IReadOnlyList<string> Tags => Languages.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>zh-CN, en, ug-Arab-CN.</summary>
    public static bool IsTag(string text) => Tag().IsMatch(text);

    [GeneratedRegex("^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Tag();
}

/// <summary>Says what is wrong with the settings, by their names.</summary>
public sealed class TextSettingsCheck : IValidateOptions<TextSettings>
{
    public ValidateOptionsResult Validate(string? name, TextSettings options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Tags.FirstOrDefault(tag => !TextSettings.IsTag(tag)) is { } wrong ? ValidateOptionsResult.Fail($"Texts:Languages: \"{wrong}\" is no language tag such as zh-CN or en")
            : options.Tags.Count > 4 || options.Tags.Distinct(StringComparer.OrdinalIgnoreCase).Count() < options.Tags.Count ? ValidateOptionsResult.Fail("Texts:Languages: at most four different languages, such as zh-CN,en")
            : ValidateOptionsResult.Success;
    }
}
