using System.CommandLine;

namespace EdgeWarning.Gateway.Commands;

/// <summary>
/// Options that set the gateway's settings, shared by the commands. A setting comes from the command line, else from EDGEWARNING_..., else from
/// gateway.json in the data folder, else it has its default.
/// </summary>
internal sealed class SettingOptions
{
    private const string EnvironmentPrefix = "EDGEWARNING_";
    private const string DefaultData = "data";

    private readonly List<(Option Option, string Setting, Func<ParseResult, string?> Value)> _settings = [];

    public SettingOptions(Command command)
    {
        Data = new Option<string?>("--data") { Description = $"Folder that holds everything of this gateway [default: {DefaultData}]", HelpName = "DIR" };
        command.Add(Data);
    }

    public Option<string?> Data { get; }

    public SettingOptions Add<T>(Command command, string name, string help, string setting, string description)
    {
        var option = new Option<T?>(name) { Description = description, HelpName = help };
        command.Add(option);
        _settings.Add((option, setting, parsed => parsed.GetResult(option) is null ? null : $"{parsed.GetValue(option)}"));
        return this;
    }

    /// <summary>Where the boards' broker is; also what boards are told.</summary>
    public SettingOptions AddMqtt(Command command) =>
        Add<int?>(command, "--mqtt-port", "PORT", "Mqtt:Port", "Port of the boards' broker [default: a free one, chosen once and kept]")
            .Add<string>(command, "--mqtt-listen", "ADDRESS", "Mqtt:Listen", "Address that the private broker listens on; 0.0.0.0 lets boards of the network in [default: 127.0.0.1]")
            .Add<string>(command, "--mqtt-public-host", "HOST", "Mqtt:PublicHost", "Name or address under which boards reach the broker")
            .Add<string>(command, "--mqtt-host", "HOST", "Mqtt:Host", "Use this broker instead of a private one");

    /// <summary>Where boards fetch files; also what boards are told.</summary>
    public SettingOptions AddFiles(Command command) => Add<string>(
        command, "--files-url", "URL", "FilesUrl",
        "An address for boards only, plain HTTP, where they fetch clips and updates, such as http://0.0.0.0:8081 [default: where the console is]");

    /// <summary>The settings of all sources, the strongest last.</summary>
    public void Configure(ParseResult parsed, IConfigurationBuilder configuration)
    {
        var data = Path.GetFullPath(parsed.GetValue(Data) ?? Environment.GetEnvironmentVariable(EnvironmentPrefix + "DATA") ?? DefaultData);
        var given = _settings
            .Select(setting => KeyValuePair.Create(setting.Setting, setting.Value(parsed)))
            .Where(setting => setting.Value is not null)
            .Append(KeyValuePair.Create("Data", (string?)data));
        try
        {
            configuration
                .AddJsonFile(Path.Combine(data, "gateway.json"), optional: true, reloadOnChange: false)
                .AddEnvironmentVariables(EnvironmentPrefix)
                .AddInMemoryCollection(given);
        }
        catch (InvalidDataException wrong)
        {
            throw new CommandException($"{Path.Combine(data, "gateway.json")}: {wrong.InnerException?.Message ?? wrong.Message}");
        }
    }
}
