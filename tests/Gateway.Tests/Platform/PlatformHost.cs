using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Tests.Platform.Mqtt;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeWarning.Gateway.Tests.Platform;

/// <summary>The real services of the gateway without its web pages, in a folder of their own, with a log that tests can read.</summary>
internal sealed class PlatformHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TestFolder? _ownFolder;

    private PlatformHost(IHost host, TestFolder? ownFolder, TestLog log)
    {
        _host = host;
        _ownFolder = ownFolder;
        Log = log;
    }

    public TestLog Log { get; }

    public MqttLink Link => Get<MqttLink>();

    public PrivateBroker Broker => Get<PrivateBroker>();

    public BrokerFolder BrokerFolder => Get<BrokerFolder>();

    public Database Database => Get<Database>();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static async Task<PlatformHost> Start(
        Dictionary<string, string?>? settings = null, Action<IServiceCollection>? slices = null, string? folder = null)
    {
        TestFolder? own = folder is null ? new TestFolder() : null;
        var log = new TestLog();
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Data"] = folder ?? own!.Path,
            ["Mqtt:Port"] = $"{FreePorts.Take()}",
        };
        foreach ((string name, string? value) in settings ?? [])
        {
            all[name] = value;
        }

        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(all);
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddPlatform(builder.Configuration);
        slices?.Invoke(builder.Services);
        var host = new PlatformHost(builder.Build(), own, log);
        try
        {
            await host._host.StartAsync();
        }
        catch
        {
            await ((IAsyncDisposable)host._host).DisposeAsync();
            own?.Dispose();
            throw;
        }

        return host;
    }

    public Task Linked() => Eventually.True(() => Link.Status.State == LinkState.Connected, () => $"{Link.Status}\n{Log}");

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _ownFolder?.Dispose();
    }
}
