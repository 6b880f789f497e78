using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>Says what is wrong with the settings, by their names.</summary>
public sealed class WarningSettingsCheck(IConfiguration configuration) : IValidateOptions<WarningSettings>
{
    private static readonly TimeSpan s_longestLife = TimeSpan.FromDays(30);

    public ValidateOptionsResult Validate(string? name, WarningSettings options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] faults = [.. FaultsOf(options)];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> FaultsOf(WarningSettings settings)
    {
        if (settings.DefaultLife <= TimeSpan.Zero || settings.DefaultLife > s_longestLife)
        {
            yield return "Warnings:DefaultLife must be longer than nothing and at most 30 days";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out _))
        {
            yield return $"Warnings:TimeZone: \"{settings.TimeZone}\" is no time zone such as Asia/Shanghai";
        }

        // Once it was a list; read as a text a list is nothing, and the office would not know.
        if ((LanguageTags.Of(settings.Languages).Count == 0 || configuration.GetSection($"{WarningSettings.Section}:{nameof(WarningSettings.Languages)}").GetChildren().Any() ? "a text is needed such as zh-CN,en" : LanguageTags.FaultOf(settings.Languages)) is { } fault)
        {
            yield return $"Warnings:Languages: {fault}";
        }
    }
}
