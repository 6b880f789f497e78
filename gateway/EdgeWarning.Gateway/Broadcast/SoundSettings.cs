using EdgeWarning.Protocol;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>How a warning sounds: the choices of one office.</summary>
public sealed class SoundSettings
{
    public const string Section = "Sound";

    /// <summary>How long the tone lasts before each reading of the text, milliseconds. GB 50116 alternates 8-20 s of tone with voice.</summary>
    public int ToneMilliseconds { get; set; } = 8_000;

    /// <summary>How often tone and text are played; null: by priority, and once for a drill or programme.</summary>
    public int? Repeats { get; set; }

    /// <summary>For red and orange.</summary>
    public int RepeatsUrgent { get; set; } = 3;

    /// <summary>For yellow and blue.</summary>
    public int RepeatsOther { get; set; } = 2;

    /// <summary>Loudness in percent of full scale; null: by priority.</summary>
    public int? VolumePercent { get; set; }

    /// <summary>For red and orange.</summary>
    public int VolumeUrgentPercent { get; set; } = 100;

    public int VolumeYellowPercent { get; set; } = 90;

    /// <summary>For blue, drills and programmes.</summary>
    public int VolumeOtherPercent { get; set; } = 80;

    /// <summary>How long a test tone may be late: after this nobody expects it any more.</summary>
    public TimeSpan TestToneLife { get; set; } = TimeSpan.FromSeconds(60);

    internal int RepeatsOf(Scope scope, Priority priority) => Repeats ?? (scope, priority) switch
    {
        (Scope.Actual, Priority.Red or Priority.Orange) => RepeatsUrgent,
        (Scope.Actual, Priority.Yellow or Priority.Blue) => RepeatsOther,
        _ => 1,
    };

    internal int VolumeOf(Scope scope, Priority priority) => VolumePercent ?? (scope, priority) switch
    {
        (Scope.Actual, Priority.Red or Priority.Orange) => VolumeUrgentPercent,
        (Scope.Actual, Priority.Yellow) => VolumeYellowPercent,
        _ => VolumeOtherPercent,
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

        (string Name, int? Value)[] upToHundred =
        [
            ("Repeats", options.Repeats), ("RepeatsUrgent", options.RepeatsUrgent), ("RepeatsOther", options.RepeatsOther), ("VolumePercent", options.VolumePercent),
            ("VolumeUrgentPercent", options.VolumeUrgentPercent), ("VolumeYellowPercent", options.VolumeYellowPercent), ("VolumeOtherPercent", options.VolumeOtherPercent),
        ];
        faults.AddRange(upToHundred.Where(one => one.Value is < 1 or > 100).Select(one => $"Sound:{one.Name}: {one.Value} is not within 1 to 100"));

        if (options.TestToneLife < TimeSpan.FromSeconds(5) || options.TestToneLife > TimeSpan.FromHours(1))
        {
            faults.Add($"Sound:TestToneLife: {options.TestToneLife} is not within 5 seconds to 1 hour");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
