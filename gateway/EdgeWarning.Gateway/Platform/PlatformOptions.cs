using System.Net;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Platform;

/// <summary>What an operator can set: command line, <c>EDGEWARNING_...</c>, <c>gateway.json</c>.</summary>
public sealed class PlatformOptions
{
    /// <summary>This machine only, unless told otherwise.</summary>
    public const string DefaultUrls = "http://127.0.0.1:8080";

    /// <summary>The folder that holds everything of this gateway: store, broker, certificates.</summary>
    public string Data { get; set; } = "data";

    /// <summary>Where the console and the API are served.</summary>
    public string Urls { get; set; } = DefaultUrls;

    /// <summary>An address where boards, and nobody else, fetch their files; empty = where the console is.</summary>
    public string FilesUrl { get; set; } = "";

    /// <summary>The port that is for boards' files only; 0 = there is none.</summary>
    public int FilesOnlyPort => FilesUrl.Length == 0 ? 0 : PortOf(FilesUrl);

    /// <summary>The port that boards are told. They speak plain HTTP: their files are sealed.</summary>
    public int FilesPort => FilesUrl.Length > 0 ? PortOf(FilesUrl) : PortOf(Urls.Split(';').FirstOrDefault(url => url.StartsWith("http:", StringComparison.Ordinal)) ?? DefaultUrls);

    public MqttOptions Mqtt { get; set; } = new();

    public AuditOptions Audit { get; set; } = new();

    private static int PortOf(string url) => BindingAddress.Parse(url).Port;
}

public sealed class AuditOptions
{
    /// <summary>The key that seals the audit's anchor; empty = audit.key in the data folder. Better kept where whoever may write the store may not.</summary>
    public string KeyFile { get; set; } = "";
}

public sealed class MqttOptions
{
    /// <summary>The broker's host; empty = start a private one.</summary>
    public string Host { get; set; } = "";

    /// <summary>The broker's port; 0 = 8883, or for the private broker a free one that is chosen once and kept.</summary>
    public int Port { get; set; }

    /// <summary>PEM file with the CA of a configured broker; empty = no TLS. The private broker makes its own.</summary>
    public string CaFile { get; set; } = "";

    public string User { get; set; } = "";

    /// <summary>A file that holds the password, so that it stands in no process list and no log.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>The address that the private broker listens on; 0.0.0.0 lets boards of the network in.</summary>
    public string Listen { get; set; } = "127.0.0.1";

    /// <summary>The name or address under which boards reach the broker; it goes into their settings and the certificate.</summary>
    public string PublicHost { get; set; } = "";

    /// <summary>Where mosquitto is; empty = look in the usual places.</summary>
    public string Mosquitto { get; set; } = "";

    /// <summary>How long the broker may be silent before the link counts as broken, seconds.</summary>
    public int KeepAliveSeconds { get; set; } = 20;

    public bool IsPrivate => Host.Length == 0;

    /// <summary>What boards are told.</summary>
    public string HostForBoards => PublicHost.Length > 0 ? PublicHost : IsPrivate ? "localhost" : Host;
}

/// <summary>Says at start what is wrong with the settings, by their names.</summary>
public sealed class PlatformOptionsCheck : IValidateOptions<PlatformOptions>
{
    public ValidateOptionsResult Validate(string? name, PlatformOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        MqttOptions mqtt = options.Mqtt;
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Data))
        {
            faults.Add("Data: a folder is needed");
        }

        if (options.FilesUrl.Length > 0 && !options.FilesUrl.StartsWith("http://", StringComparison.Ordinal))
        {
            faults.Add($"FilesUrl: \"{options.FilesUrl}\" is no address such as http://0.0.0.0:8081 (boards speak plain HTTP: their files are sealed)");
        }

        if (mqtt.Port is < 0 or > 65_535)
        {
            faults.Add($"Mqtt:Port: {mqtt.Port} is no port");
        }

        if (!IPAddress.TryParse(mqtt.Listen, out _))
        {
            faults.Add($"Mqtt:Listen: \"{mqtt.Listen}\" is no IP address");
        }

        if (mqtt.KeepAliveSeconds is < 5 or > 3_600)
        {
            faults.Add($"Mqtt:KeepAliveSeconds: {mqtt.KeepAliveSeconds} is not within 5 to 3600");
        }

        faults.AddRange(new[] { ("Mqtt:CaFile", mqtt.CaFile), ("Mqtt:PasswordFile", mqtt.PasswordFile), ("Mqtt:Mosquitto", mqtt.Mosquitto) }
            .Where(setting => setting.Item2.Length > 0 && !File.Exists(setting.Item2))
            .Select(setting => $"{setting.Item1}: {setting.Item2} does not exist"));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
