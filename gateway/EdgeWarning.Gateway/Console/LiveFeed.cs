using System.Text;
using System.Threading.Channels;

namespace EdgeWarning.Gateway.Console;

/// <summary>One event as it goes over the wire: written once, shared by every client.</summary>
public sealed record LiveEvent(long Number, byte[] Bytes);

/// <summary>
/// What happens now, for everyone who watches. Each client has a short queue of its own; one that cannot keep up is dropped, comes
/// back by itself and catches up from the recent events, or is told to load everything again. Nobody waits for a slow client.
/// </summary>
public sealed class LiveFeed
{
    /// <summary>Two events per board for a county of 500 boards: more than any moment brings.</summary>
    public const int ClientQueue = 1024;
    public const int RecentEvents = 2048;
    public const int MaxClients = 100;

    private readonly Lock _gate = new();
    private readonly HashSet<Channel<LiveEvent>> _clients = [];
    private readonly Queue<LiveEvent> _recent = new();

    /// <summary>Ids of one life of the gateway are of no use to the next.</summary>
    private readonly string _life = Guid.NewGuid().ToString("N")[..8];
    private long _last;

    /// <summary>How many watch now.</summary>
    public int Clients
    {
        get
        {
            lock (_gate)
            {
                return _clients.Count;
            }
        }
    }

    /// <summary>Tells everyone. The JSON must be one line, as System.Text.Json writes it.</summary>
    public void Publish(string kind, ReadOnlySpan<byte> json)
    {
        lock (_gate)
        {
            var number = ++_last;
            var happened = new LiveEvent(number, Format(kind, Id(number), json));
            _recent.Enqueue(happened);
            if (_recent.Count > RecentEvents)
            {
                _recent.Dequeue();
            }

            _clients.RemoveWhere(client => !client.Writer.TryWrite(happened) && client.Writer.TryComplete());
        }
    }

    /// <summary>Begins to watch after the given last event id; null when the house is full.</summary>
    public LiveSubscription? Subscribe(string? lastEventId)
    {
        lock (_gate)
        {
            if (_clients.Count >= MaxClients)
            {
                return null;
            }

            var client = Channel.CreateBounded<LiveEvent>(new BoundedChannelOptions(ClientQueue) { SingleReader = true });
            var missed = Missed(lastEventId);
            _clients.Add(client);
            return new LiveSubscription(this, client, missed ?? [], missed is null ? Format("reset", Id(_last), "null"u8) : Format("tick", Id(_last), "null"u8));
        }
    }

    internal void Leave(Channel<LiveEvent> client)
    {
        lock (_gate)
        {
            _clients.Remove(client);
            client.Writer.TryComplete();
        }
    }

    // Null: what was missed is no longer known, or was of another life of the gateway.
    private LiveEvent[]? Missed(string? lastEventId)
    {
        if (string.IsNullOrEmpty(lastEventId))
        {
            return [];
        }

        if (!lastEventId.StartsWith(_life + "-") || !long.TryParse(lastEventId.AsSpan(_life.Length + 1), out var seen) || seen > _last)
        {
            return null;
        }

        var missed = _recent.Where(happened => happened.Number > seen).ToArray();
        return missed.Length == _last - seen && missed.Length < ClientQueue ? missed : null;
    }

    private string Id(long number) => $"{_life}-{number}";

    private static byte[] Format(string kind, string id, ReadOnlySpan<byte> json)
    {
        var head = Encoding.UTF8.GetBytes($"id: {id}\nevent: {kind}\ndata: ");
        var bytes = new byte[head.Length + json.Length + 2];
        head.CopyTo(bytes, 0);
        json.CopyTo(bytes.AsSpan(head.Length));
        bytes[^2] = (byte)'\n';
        bytes[^1] = (byte)'\n';
        return bytes;
    }
}

/// <summary>One client's place at the feed. Dispose to leave.</summary>
public sealed class LiveSubscription(LiveFeed feed, Channel<LiveEvent> client, LiveEvent[] missed, byte[] greeting) : IDisposable
{
    /// <summary>The first thing to send: "reset" when the client must load everything again, else "tick".</summary>
    public byte[] Greeting => greeting;

    /// <summary>What happened while the client was away.</summary>
    public IReadOnlyList<LiveEvent> Missed => missed;

    /// <summary>What happens from now on; completes when the client was too slow.</summary>
    public ChannelReader<LiveEvent> Events => client.Reader;

    public void Dispose() => feed.Leave(client);
}
