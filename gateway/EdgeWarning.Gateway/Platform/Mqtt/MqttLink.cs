using System.Threading.Channels;
using EdgeWarning.Protocol;
using LibMosquitto;
using Microsoft.Extensions.Options;
using Channel = EdgeWarning.Protocol.Channel;

namespace EdgeWarning.Gateway.Platform.Mqtt;

/// <summary>
/// The gateway's connection to its broker: keeps trying, says how it stands, sorts what boards say into a bounded channel per kind. It carries and
/// promises nothing: an order is done when the board says so.
/// </summary>
public sealed partial class MqttLink : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Also how long a repaired broker waits at most for this gateway.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>QoS 1 messages under way; libmosquitto's 20 would make a fan-out to thousands wait for round trips.</summary>
    private const int MaxInflight = 500;

    private readonly MqttOptions _options;
    private readonly BrokerFolder _folder;
    private readonly PrivateBroker _broker;
    private readonly TimeProvider _clock;
    private readonly ILogger<MqttLink> _log;
    private readonly ChannelWriter<LinkMessage>?[] _listeners = new ChannelWriter<LinkMessage>?[(int)Channel.Log + 1];
    private volatile MosquittoClient? _client;
    private volatile LinkStatus _status;
    private long _received;
    private long _dropped;
    private long _ignored;
    private long _dropsLoggedAt;

    public MqttLink(IOptions<PlatformOptions> options, BrokerFolder folder, PrivateBroker broker, TimeProvider clock, ILogger<MqttLink> log)
    {
        _options = options.Value.Mqtt;
        _folder = folder;
        _broker = broker;
        _clock = clock;
        _log = log;
        _status = new LinkStatus(LinkState.Connecting, "not started", clock.GetUtcNow());
    }

    public LinkStatus Status => _status;

    /// <summary>Messages received since start.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Messages thrown away because their reader was behind. Nothing is lost by it: boards send again until they are answered.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Messages on topics that version 1 of the board link does not know, or that no slice listens to.</summary>
    public long Ignored => Interlocked.Read(ref _ignored);

    /// <summary>After every connect, once subscribed: send again what is outstanding. Comes on a thread of its own; must not block for long.</summary>
    public event Action? Connected;

    /// <summary>What boards say on one kind of topic. Once per kind, before the link starts (in a constructor).</summary>
    public ChannelReader<LinkMessage> Listen(Channel channel, int capacity)
    {
        var messages = System.Threading.Channels.Channel.CreateBounded<LinkMessage>(
            new BoundedChannelOptions(capacity) { SingleWriter = false, SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        if (Interlocked.CompareExchange(ref _listeners[(int)channel], messages.Writer, null) is not null)
        {
            throw new InvalidOperationException($"{channel} has a listener already");
        }

        return messages.Reader;
    }

    /// <summary>Hands a message over to the connection. True says only that it is on its way; false says why it is not.</summary>
    public bool TryPublish(string topic, ReadOnlySpan<byte> payload, int qos, out string why)
    {
        if (_status.State != LinkState.Connected || _client is not { } client)
        {
            why = $"could not publish to {topic}: {_status.Reason}";
            return false;
        }

        MosquittoError error = client.Publish(topic, payload, qos, out _);
        why = error == MosquittoError.Success ? "" : $"could not publish to {topic}: {error.Explain()}";
        return error == MosquittoError.Success;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        BrokerEndpoint endpoint = EndpointOf();
        TimeSpan pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            Set(LinkState.Connecting, $"connecting to {endpoint}");
            await WaitForPrivateBroker(stoppingToken);
            (ConnectionEnd end, bool stood) = await ConnectOnce(endpoint, stoppingToken);
            if (stoppingToken.IsCancellationRequested)
            {
                break;
            }

            string fault = _broker.Fault is { Length: > 0 } brokerFault ? $"{end.Text} ({brokerFault})" : end.Text;
            Report(fault);
            pause = stood ? FirstPause : pause;
            // Half to one and a half of the pause: many gateways under one broker must not come back in step.
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        Set(LinkState.Failed, "the gateway is stopping");
    }

    /// <summary>Gives our own broker a moment to open its port, so that the first try succeeds.</summary>
    private async Task WaitForPrivateBroker(CancellationToken stopping)
    {
        try
        {
            await _broker.Running(stopping).WaitAsync(LongestPause, _clock, stopping);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            // Connecting will say what is wrong.
        }
    }

    /// <summary>One connection from beginning to end.</summary>
    private async Task<(ConnectionEnd End, bool Stood)> ConnectOnce(BrokerEndpoint endpoint, CancellationToken stopping)
    {
        var ended = new TaskCompletionSource<ConnectionEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool stood = false;
        try
        {
            using var client = new MosquittoClient(ClientId(endpoint), cleanSession: true);
            if (endpoint.User.Length > 0)
            {
                client.SetCredentials(endpoint.User, endpoint.Password);
            }

            if (endpoint.CaFile.Length > 0)
            {
                client.UseTls(endpoint.CaFile);
            }

            client.SetMaxInflight(MaxInflight);
            client.MessageReceived += Sort;
            client.Faulted += fault => LogFault(fault);
            client.Disconnected += end =>
            {
                _client = null;
                ended.TrySetResult(end);
            };
            client.Connected += () => client.Subscribe(Topics.AllUp, 1, out _);
            client.Subscribed += (messageId, granted) =>
            {
                stood = granted;
                if (granted)
                {
                    _client = client;
                    Set(LinkState.Connected, $"connected to {endpoint}");
                    LogConnected(endpoint);
                    _ = Task.Run(AnnounceConnected, CancellationToken.None);
                }
                else
                {
                    ended.TrySetResult(new ConnectionEnd(EndKind.Refused, 0x80, $"the broker at {endpoint} does not let this user subscribe to {Topics.AllUp}"));
                }
            };
            client.Connect(endpoint.Host, endpoint.Port, _options.KeepAliveSeconds);
            await using (stopping.Register(client.Disconnect))
            {
                return (await ended.Task, stood);
            }
        }
        catch (Exception cause) when (cause is InvalidOperationException or IOException or DllNotFoundException)
        {
            return (new ConnectionEnd(EndKind.Unreachable, 0, cause.Message), false);
        }
        finally
        {
            _client = null;
        }
    }

    private void AnnounceConnected()
    {
        foreach (Action listener in Connected?.GetInvocationList().Cast<Action>() ?? [])
        {
            try
            {
                listener();
            }
            catch (Exception fault)
            {
                LogFault(fault);
            }
        }
    }

    /// <summary>On the connection's own thread: sorts, never waits.</summary>
    private void Sort(string topic, byte[] payload)
    {
        Interlocked.Increment(ref _received);
        if (!Topics.TryParse(topic, out string board, out Channel channel) || _listeners[(int)channel] is not { } listener)
        {
            Interlocked.Increment(ref _ignored);
            LogIgnored(topic);
            return;
        }

        if (!listener.TryWrite(new LinkMessage(board, channel, topic, payload, _clock.GetUtcNow())))
        {
            Drop(topic);
        }
    }

    private void Drop(string topic)
    {
        long dropped = Interlocked.Increment(ref _dropped);
        long now = _clock.GetTimestamp();
        if (dropped == 1 || _clock.GetElapsedTime(_dropsLoggedAt, now) > TimeSpan.FromSeconds(10))
        {
            _dropsLoggedAt = now;
            LogDropped(dropped, topic);
        }
    }

    private void Report(string fault)
    {
        if (_status.State != LinkState.Failed || _status.Reason != fault)
        {
            LogFailed(fault);
        }

        Set(LinkState.Failed, fault);
    }

    private void Set(LinkState state, string reason)
    {
        // A retry is no news: the console keeps showing why it failed until it stands.
        if (state == LinkState.Connecting && _status.State == LinkState.Failed)
        {
            return;
        }

        DateTimeOffset since = _status.State == state ? _status.Since : _clock.GetUtcNow();
        _status = new LinkStatus(state, reason, since);
    }

    private BrokerEndpoint EndpointOf() => _options.IsPrivate
        ? _folder.Endpoint
        : new BrokerEndpoint(
            _options.Host,
            _folder.Port,
            _options.CaFile,
            _options.User,
            _options.PasswordFile.Length > 0 ? File.ReadAllText(_options.PasswordFile).Trim() : "");

    private static string ClientId(BrokerEndpoint endpoint) =>
        endpoint.User.Length > 0 ? endpoint.User : $"gateway-{Environment.MachineName}-{Environment.ProcessId}";

    [LoggerMessage(Level = LogLevel.Information, Message = "connected to the broker at {Endpoint}")]
    private partial void LogConnected(BrokerEndpoint endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "no link to the boards: {Fault}")]
    private partial void LogFailed(string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "a listener of the link failed")]
    private partial void LogFault(Exception fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "nobody listens to {Topic}")]
    private partial void LogIgnored(string topic);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Dropped} messages dropped so far, the last on {Topic}: their readers are behind, boards will send again")]
    private partial void LogDropped(long dropped, string topic);
}
