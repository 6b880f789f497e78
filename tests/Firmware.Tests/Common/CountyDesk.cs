using System.Collections.Concurrent;
using EdgeWarning.Protocol;
using LibMosquitto;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>
/// The other end of the link, as plain as the protocol allows: answers births, commits readings once, acknowledges them. The real
/// gateway meets the boards in Village.Tests.
/// </summary>
public sealed class CountyDesk : IDisposable
{
    private MosquittoClient _client = new("desk", cleanSession: true);
    private readonly byte[] _key;
    private readonly SortedDictionary<long, Reading> _committed = [];
    private readonly Broker _broker;

    public CountyDesk(Broker broker, byte[] key)
    {
        _broker = broker;
        _key = key;
        Connect();
    }

    /// <summary>False: silent, as a gateway that is down while its broker lives.</summary>
    public bool Answers { get; set; } = true;

    public ConcurrentQueue<Status> Births { get; } = [];

    public ConcurrentQueue<Status> Heartbeats { get; } = [];

    public ConcurrentQueue<Receipt> Receipts { get; } = [];

    public ConcurrentQueue<LogPage> LogPages { get; } = [];

    public ConcurrentQueue<string> Wills { get; } = [];

    /// <summary>What is wrong with what came: refused seals, undecodable payloads, readings that changed.</summary>
    public ConcurrentQueue<string> Faults { get; } = [];

    public int Packs { get; private set; }

    /// <summary>Readings that came again after they had been committed.</summary>
    public int Repeats { get; private set; }

    public Reading[] Committed
    {
        get
        {
            lock (_committed)
            {
                return [.. _committed.Values];
            }
        }
    }

    public long LastRain => Committed.LastOrDefault(reading => reading.Kind == ReadingKind.Rain)?.Value ?? -1;

    public void Connect()
    {
        Wait.Until(() => TryConnect(), () => "the desk cannot reach the broker");
        Assert.Equal(MosquittoError.Success, _client.Subscribe(Topics.AllUp, 1, out _));
    }

    /// <summary>Sends sealed bytes down to a board; the seal may be made with a wrong key.</summary>
    public void Send(string topic, string board, byte[] payload, byte[]? key = null) =>
        Assert.Equal(MosquittoError.Success, _client.Publish(topic, Envelope.Seal(key ?? _key, board, topic, payload), 1, out _));

    /// <summary>Sends an order of the gateway, good for ten minutes.</summary>
    public Order Order(string board, OrderKind kind, long sequence, Action<Order>? with = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var order = new Order { Board = board, Kind = kind, Sequence = sequence, IssuedUnixMilliseconds = now, ExpiresUnixMilliseconds = now + 600_000 };
        with?.Invoke(order);
        Send(board, order);
        return order;
    }

    public void Send(string board, Order order) => Send(Topics.Order(board), board, order.Encode());

    public void Dispose() => _client.Dispose();

    private bool TryConnect()
    {
        _client.Dispose();
        _client = new MosquittoClient("desk", cleanSession: true);
        _client.MessageReceived += OnMessage;
        _client.Connect("127.0.0.1", _broker.Port, 30);
        return SpinWait.SpinUntil(() => _client.IsConnected, 1_000);
    }

    private void OnMessage(string topic, byte[] message)
    {
        if (!Topics.TryParse(topic, out var board, out var channel))
        {
            Faults.Enqueue("topic " + topic);
            return;
        }

        if (channel == Channel.Will)
        {
            Wills.Enqueue(System.Text.Encoding.ASCII.GetString(message));
            return;
        }

        var reason = Envelope.Open(_key, board, topic, message, out var payload);
        if (reason != Reason.None)
        {
            Faults.Enqueue($"{topic}: {Words.Of(reason)}");
            return;
        }

        if (!TryTake(board, channel, payload, out var error))
        {
            Faults.Enqueue($"{topic}: {error}");
        }
    }

    private bool TryTake(string board, Channel channel, byte[] payload, out string error)
    {
        switch (channel)
        {
            case Channel.Birth when Status.TryDecode(payload, out var birth, out error):
                Births.Enqueue(birth);
                Acknowledge(board, birth.Log, birth);
                return true;
            case Channel.Heartbeat when Status.TryDecode(payload, out var heartbeat, out error):
                Heartbeats.Enqueue(heartbeat);
                Acknowledge(board, heartbeat.Log, heartbeat);
                return true;
            case Channel.Receipt when Receipt.TryDecode(payload, out var receipt, out error):
                Receipts.Enqueue(receipt);
                return true;
            case Channel.Log when LogPage.TryDecode(payload, out var page, out error):
                LogPages.Enqueue(page);
                return true;
            case Channel.Readings when Readings.TryDecode(payload, out var pack, out error):
                Commit(pack);
                Acknowledge(board, pack.Log);
                return true;
            default:
                error = "cannot be decoded";
                return false;
        }
    }

    private void Commit(Readings pack)
    {
        Packs++;
        if (!Answers)
        {
            return;
        }

        lock (_committed)
        {
            foreach (var reading in pack.Items)
            {
                if (_committed.TryGetValue(reading.Sequence, out var known))
                {
                    Repeats++;
                    if (known.Value != reading.Value || known.Kind != reading.Kind)
                    {
                        Faults.Enqueue($"reading {reading.Sequence} changed from {known.Value} to {reading.Value}");
                    }
                }
                else
                {
                    _committed[reading.Sequence] = reading;
                }
            }
        }
    }

    private void Acknowledge(string board, long log, Status? answered = null)
    {
        if (!Answers)
        {
            return;
        }

        long upTo;
        lock (_committed)
        {
            upTo = _committed.Count == 0 ? 0 : _committed.Keys.Last();
        }

        var answer = new Acknowledgement
        {
            Board = board,
            Log = log,
            UpTo = upTo,
            UnixMilliseconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            AnsweredStart = answered?.Restarts ?? 0,
            AnsweredUptimeMilliseconds = answered?.UptimeMilliseconds ?? 0,
        };
        var topic = Topics.Acknowledgement(board);
        _client.Publish(topic, Envelope.Seal(_key, board, topic, answer.Encode()), 1, out _);
    }
}
