using EdgeWarning.Protocol;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>How a warning sounds: the choices of one office.</summary>
public sealed class SoundSettings
{
    public const string Section = "Sound";

    /// <summary>How long the tone lasts before each reading of the text, milliseconds. GB 50116 alternates 8-20 s of tone with voice.</summary>
    public int ToneMilliseconds { get; set; } = 8_000;

    /// <summary>How often tone and text are played; null: by priority, three times for red and orange, else twice, once for a drill or programme.</summary>
    public int? Repeats { get; set; }

    /// <summary>Loudness in percent of full scale; null: by priority.</summary>
    public int? VolumePercent { get; set; }

    /// <summary>How long a test tone may be late: after this nobody expects it any more.</summary>
    public TimeSpan TestToneLife { get; set; } = TimeSpan.FromSeconds(60);

    internal int RepeatsOf(Scope scope, Priority priority) => Repeats ?? (scope, priority) switch
    {
        (Scope.Actual, Priority.Red or Priority.Orange) => 3,
        (Scope.Actual, Priority.Yellow or Priority.Blue) => 2,
        _ => 1,
    };

    internal int VolumeOf(Scope scope, Priority priority) => VolumePercent ?? (scope, priority) switch
    {
        (Scope.Actual, Priority.Red or Priority.Orange) => 100,
        (Scope.Actual, Priority.Yellow) => 90,
        _ => 80,
    };
}

/// <summary>Says at start what is wrong with the settings, by their names. The limits are those of the board link.</summary>
public sealed class SoundSettingsCheck : IValidateOptions<SoundSettings>
{
    public ValidateOptionsResult Validate(string? name, SoundSettings options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        if (options.ToneMilliseconds is < 0 or > Order.MaxToneMilliseconds)
        {
            faults.Add($"Sound:ToneMilliseconds: {options.ToneMilliseconds} is not within 0 to {Order.MaxToneMilliseconds}");
        }

        if (options.Repeats is < 1 or > 100)
        {
            faults.Add($"Sound:Repeats: {options.Repeats} is not within 1 to 100");
        }

        if (options.VolumePercent is < 1 or > 100)
        {
            faults.Add($"Sound:VolumePercent: {options.VolumePercent} is not within 1 to 100");
        }

        if (options.TestToneLife < TimeSpan.FromSeconds(5) || options.TestToneLife > TimeSpan.FromHours(1))
        {
            faults.Add($"Sound:TestToneLife: {options.TestToneLife} is not within 5 seconds to 1 hour");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
