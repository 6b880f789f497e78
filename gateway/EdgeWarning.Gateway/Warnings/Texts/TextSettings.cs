using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Warnings.Texts;

/// <summary>What an office may choose about the texts of the warnings that it writes.</summary>
public sealed class TextSettings
{
    public const string Section = "Texts";

    /// <summary>The languages that a new warning begins with, as BCP 47 tags with commas between; empty = the language of the officer's console.</summary>
    public string Languages { get; set; } = "";

    public IReadOnlyList<string> Tags => LanguageTags.Of(Languages);
}

/// <summary>Says what is wrong with the settings, by their names.</summary>
public sealed class TextSettingsCheck : IValidateOptions<TextSettings>
{
    public ValidateOptionsResult Validate(string? name, TextSettings options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return LanguageTags.FaultOf(options.Languages) is { } fault ? ValidateOptionsResult.Fail($"Texts:Languages: {fault}") : ValidateOptionsResult.Success;
    }
}
