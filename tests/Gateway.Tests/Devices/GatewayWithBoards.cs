using System.Collections.Concurrent;
using System.Globalization;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Readings;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Protocol;
using LibMosquitto;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeWarning.Gateway.Tests.Devices;

/// <summary>Platform, Devices and Readings with their private broker, and boards that speak to it as real ones would.</summary>
internal sealed class GatewayWithBoards : IAsyncDisposable
{
    private GatewayWithBoards(PlatformHost host) => Host = host;

    public PlatformHost Host { get; }

    public BoardRegistry Registry => Host.Get<BoardRegistry>();

    public BoardStates States => Host.Get<BoardStates>();

    public BoardMail Mail => Host.Get<BoardMail>();

    public ReadingStore Readings => Host.Get<ReadingStore>();

    public static async Task<GatewayWithBoards> Start(string? folder = null, int port = 0, params string[] boards)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Devices:HeartbeatSeconds"] = "5" };
        if (port != 0)
        {
            settings["Mqtt:Port"] = port.ToString(CultureInfo.InvariantCulture);
        }

        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        PlatformHost host = await PlatformHost.Start(settings, services => services.AddDevices(configuration).AddReadings(), folder);
        var gateway = new GatewayWithBoards(host);
        if (boards.Length > 0)
        {
            AddOutcome added = await gateway.Registry.Add([.. boards.Select(id => BoardRegistry_Tests.Board(id, BoardKinds.VillageStation))], "test");
            Assert.Empty(added.Faults);
        }

        await host.Linked();
        return gateway;
    }

    /// <summary>Connects as a board with its real credentials.</summary>
    public async Task<FakeBoard> Connect(string id)
    {
        FakeBoard? board = null;
        string last = "";
        await Eventually.True(() =>
        {
            board = FakeBoard.TryConnect(id, Registry.KeyOf(id)!, Host.BrokerFolder, out last);
            return board is not null;
        }, () => $"{last}\n{Host.Log}");
        return board!;
    }

    public Task Becomes(string board, BoardCondition condition) => Eventually.Equal(condition, () => States.Of(board).Condition);

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>The wire side of a board: real credentials, sealed messages, nothing of a board's own behaviour.</summary>
internal sealed class FakeBoard : IDisposable
{
    private readonly MosquittoClient _client;
    private readonly byte[] _key;

    private FakeBoard(string id, byte[] key, MosquittoClient client)
    {
        Id = id;
        _key = key;
        _client = client;
    }

    public string Id { get; }

    public ConcurrentQueue<Acknowledgement> Acknowledgements { get; } = new();

    /// <summary>An order has come; on the connection's thread.</summary>
    public event Action<Order>? Ordered;

    public static FakeBoard? TryConnect(string id, byte[] key, BrokerFolder broker, out string why)
    {
        var client = new MosquittoClient(id, cleanSession: true);
        client.UseTls(broker.CaFile);
        client.SetCredentials(id, Credentials.MqttPassword(key));
        client.SetWill(Topics.Will(id), "lost"u8, 1);
        var board = new FakeBoard(id, key, client);
        using var outcome = new ManualResetEventSlim();
        ConnectionEnd ended = default;
        bool granted = false;
        client.MessageReceived += board.Take;
        client.Connected += () => client.Subscribe(Topics.AllDown(id), 1, out int _);
        client.Subscribed += (messageId, isGranted) =>
        {
            granted = isGranted;
            outcome.Set();
        };
        client.Disconnected += end =>
        {
            ended = end;
            if (!granted)
            {
                outcome.Set();
            }
        };
        client.Connect("localhost", broker.Port, 30);
        outcome.Wait();
        why = ended.ToString();
        if (granted)
        {
            return board;
        }

        client.Dispose();
        return null;
    }

    public Status Status(Action<Status>? change = null)
    {
        var status = new Status { Board = Id, Kind = "village-station", Firmware = "1.2.3", RestartReason = "power", Restarts = 7, Log = 99, NextSequence = 1, OldestSequence = 1, Parts = Protocol.Status.SpeakerPart | Protocol.Status.SpeechPart };
        change?.Invoke(status);
        return status;
    }

    public void Birth(Action<Status>? change = null) => Say(Topics.Birth(Id), Status(change).Encode());

    public void Heartbeat(Action<Status>? change = null) => Say(Topics.Heartbeat(Id), Status(change).Encode());

    public void Readings(long log, params Reading[] items) =>
        Say(Topics.Readings(Id), new EdgeWarning.Protocol.Readings { Board = Id, Log = log, Items = items }.Encode());

    public void Say(string topic, byte[] payload) => Raw(topic, Envelope.Seal(_key, Id, topic, payload));

    public bool IsConnected => _client.IsConnected;

    /// <summary>False when the connection is gone.</summary>
    public bool TrySay(string topic, byte[] payload) =>
        _client.Publish(topic, Envelope.Seal(_key, Id, topic, payload), 1, out _) == MosquittoError.Success;

    /// <summary>Up to where readings of a log are acknowledged.</summary>
    public long UpTo(long log) => Acknowledgements.Where(answer => answer.Log == log).Select(answer => answer.UpTo).DefaultIfEmpty(0).Max();

    public void Raw(string topic, byte[] message) => Assert.Equal(MosquittoError.Success, _client.Publish(topic, message, 1, out _));

    public void Farewell() => _client.Disconnect();

    /// <summary>As a power cut.</summary>
    public void Dispose() => _client.Dispose();

    private void Take(string topic, byte[] message)
    {
        Assert.Equal(Reason.None, Envelope.Open(_key, Id, topic, message, out byte[] payload));
        if (topic == Topics.Acknowledgement(Id))
        {
            Assert.True(Acknowledgement.TryDecode(payload, out Acknowledgement acknowledgement, out string error), error);
            Acknowledgements.Enqueue(acknowledgement);
        }
        else if (topic == Topics.Order(Id))
        {
            Assert.True(Order.TryDecode(payload, out Order order, out string error), error);
            Ordered?.Invoke(order);
        }
    }
}
