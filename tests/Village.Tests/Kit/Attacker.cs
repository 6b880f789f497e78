using System.Collections.Concurrent;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Protocol;
using EdgeWarning.Village.County;
using LibMosquitto;

namespace EdgeWarning.Village.Tests.Kit;

/// <summary>
/// Someone who holds the broker: reads everything and publishes anything under any topic, but has no board's key. Gives himself a user in the
/// broker's own files, as root on that machine can.
/// </summary>
internal sealed class Attacker : IDisposable
{
    private const string User = "attacker";
    private const string Password = "the keys of the house";

    private readonly MosquittoClient _client = new(User, cleanSession: true);
    private readonly ConcurrentQueue<(string Topic, byte[] Message)> _overheard = new();

    public static async Task<Attacker> Enter(LiveCounty county)
    {
        await File.AppendAllTextAsync(Path.Combine(county.BrokerFolder, "users"), $"{User}:{BrokerPassword.Hash(Password)}\n", TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(Path.Combine(county.BrokerFolder, "access"), $"\nuser {User}\ntopic readwrite ew/1/#\n", TestContext.Current.CancellationToken);
        ChildProcess.Reload(Assert.Single(county.Brokers));

        var attacker = new Attacker();
        var listening = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        attacker._client.UseTls(county.CaFile);
        attacker._client.SetCredentials(User, Password);
        attacker._client.MessageReceived += (topic, message) => attacker._overheard.Enqueue((topic, message));
        attacker._client.Connected += () => attacker._client.Subscribe("ew/1/#", 1, out _);
        attacker._client.Subscribed += (_, granted) => listening.TrySetResult(granted);
        attacker._client.Disconnected += end => listening.TrySetException(new InvalidOperationException($"the attacker is not let in: {end}"));
        attacker._client.Connect("localhost", county.MqttPort, 20);
        Assert.True(await listening.Task.WaitAsync(Counties.Patience, TestContext.Current.CancellationToken), "the broker refused the attacker's subscription");
        return attacker;
    }

    /// <summary>Publishes bytes as an order to a board.</summary>
    public void Order(string board, byte[] message) => Assert.Equal(MosquittoError.Success, _client.Publish(Topics.Order(board), message, 1, out _));

    /// <summary>Orders to a board that went over the broker so far.</summary>
    public IReadOnlyList<byte[]> OrdersTo(string board) => [.. _overheard.Where(one => one.Topic == Topics.Order(board)).Select(one => one.Message)];

    /// <summary>Receipts of a board so far, opened with its key: the test may, the attacker cannot.</summary>
    public IReadOnlyList<Receipt> ReceiptsOf(string board, byte[] key)
    {
        var receipts = new List<Receipt>();
        foreach ((string topic, byte[] message) in _overheard.Where(one => one.Topic == Topics.Receipt(board)))
        {
            Assert.Equal(Reason.None, Envelope.Open(key, board, topic, message, out byte[] payload));
            Assert.True(Receipt.TryDecode(payload, out Receipt receipt, out string error), error);
            receipts.Add(receipt);
        }
        return receipts;
    }

    public void Dispose() => _client.Dispose();

    /// <summary>A board's key, as the gateway wrote it for the technician.</summary>
    public static byte[] KeyOf(LiveCounty county, string board) => Convert.FromHexString(File.ReadLines(county.SettingsOf(board))
        .First(line => line.StartsWith("key =", StringComparison.Ordinal)).Split('=')[1].Trim());
}
