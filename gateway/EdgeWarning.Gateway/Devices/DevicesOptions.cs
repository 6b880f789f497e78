using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Devices;

/// <summary>What new boards are told, and what the gateway expects of them: configuration section <c>Devices</c>.</summary>
public sealed class DevicesOptions
{
    /// <summary>Between two signs of life of a board, seconds.</summary>
    public int HeartbeatSeconds { get; set; } = 60;

    /// <summary>Between readings of what changes, seconds.</summary>
    public int ReportSeconds { get; set; } = 300;

    /// <summary>How many heartbeats may be missing before a board counts as silent.</summary>
    public int MissedHeartbeats { get; set; } = 3;
}

/// <summary>The limits are those of the firmware's settings file.</summary>
public sealed class DevicesOptionsCheck : IValidateOptions<DevicesOptions>
{
    private const int DaySeconds = 86_400;

    public ValidateOptionsResult Validate(string? name, DevicesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<string>();
        if (options.HeartbeatSeconds is < 5 or > DaySeconds)
        {
            faults.Add($"Devices:HeartbeatSeconds: {options.HeartbeatSeconds} is not within 5 to {DaySeconds}");
        }

        if (options.ReportSeconds is < 1 or > DaySeconds)
        {
            faults.Add($"Devices:ReportSeconds: {options.ReportSeconds} is not within 1 to {DaySeconds}");
        }

        if (options.MissedHeartbeats is < 1 or > 100)
        {
            faults.Add($"Devices:MissedHeartbeats: {options.MissedHeartbeats} is not within 1 to 100");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
