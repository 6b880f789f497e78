using System.Reflection;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Console;

/// <summary>Whether the gateway could warn right now, and what is in the way.</summary>
public sealed class Health(MqttLink link, PrivateBroker broker, Database database, LiveFeed feed, IOptions<PlatformOptions> options, TimeProvider clock)
{
    private static readonly string s_version =
        typeof(Health).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();

    public HealthView Look()
    {
        var linkStatus = link.Status;
        var linkPart = new PartView(linkStatus.State == LinkState.Connected, linkStatus.Reason);
        var brokerPart = LookAtBroker();
        var databasePart = LookAtDatabase();
        string[] faults =
        [
            .. linkPart.Ok ? [] : new[] { $"no link to the boards: {linkPart.State}" },
            .. brokerPart.Ok ? [] : new[] { $"the broker does not run: {brokerPart.State}" },
            .. databasePart.Ok ? [] : new[] { $"the store does not answer: {databasePart.State}" },
        ];
        return new HealthView(
            linkPart.Ok && databasePart.Ok, faults, s_version, Math.Round((clock.GetUtcNow() - _startedAt).TotalSeconds, 1), linkPart, brokerPart, databasePart, feed.Clients);
    }

    private PartView LookAtBroker()
    {
        if (!options.Value.Mqtt.IsPrivate)
        {
            return new PartView(true, $"configured: {options.Value.Mqtt.Host}");
        }

        return broker.ProcessId is { } id ? new PartView(true, $"private, process {id}") : new PartView(false, broker.Fault.Length > 0 ? broker.Fault : "starting");
    }

    private PartView LookAtDatabase()
    {
        try
        {
            return database.Read(connection =>
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT count(*) FROM migrations";
                return new PartView(true, $"{command.ExecuteScalar()} migrations applied");
            });
        }
        catch (Exception fault) when (fault is SqliteException or ObjectDisposedException)
        {
            return new PartView(false, fault.Message);
        }
    }
}
