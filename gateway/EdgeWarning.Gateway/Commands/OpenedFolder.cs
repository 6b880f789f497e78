using System.CommandLine;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Upkeep;
using EdgeWarning.Gateway.Voice;

namespace EdgeWarning.Gateway.Commands;

/// <summary>The services of a data folder without a running gateway, for the commands; a gateway may run on the same folder meanwhile.</summary>
internal sealed class OpenedFolder : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private bool _isAudited;

    private OpenedFolder(ServiceProvider services)
    {
        _services = services;
        services.GetRequiredService<AuditLog>().Appended += () => _isAudited = true;
    }

    public static OpenedFolder Open(SettingOptions settings, ParseResult parsed, bool mayCreate = false)
    {
        var configuration = new ConfigurationManager();
        settings.Configure(parsed, configuration);
        var store = Path.Combine(configuration["Data"]!, "gateway.db");
        if (!mayCreate && !File.Exists(store))
        {
            throw new CommandException($"there is no gateway in {configuration["Data"]} (no {Path.GetFileName(store)}); name its data folder with --data");
        }

        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IConfiguration>(configuration);
        services.AddPlatform(configuration);
        services.AddDevices(configuration);
        services.AddPeople();
        services.AddPlaces();
        services.AddWishes();
        services.AddVoice();
        return new OpenedFolder(services.BuildServiceProvider());
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        if (_isAudited)
        {
            await NoteAudit();
        }

        // Disposed first and by us: what was written is folded into the file before the command ends.
        await _services.GetRequiredService<Database>().DisposeAsync();
        await _services.DisposeAsync();
    }

    /// <summary>A gateway that runs here notes it too; when both do at once, either may.</summary>
    private async Task NoteAudit()
    {
        try
        {
            await Get<AuditAnchor>().Note();
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await System.Console.Error.WriteLineAsync($"gateway: could not note the head of the audit: {cannot.Message}");
        }
    }
}
