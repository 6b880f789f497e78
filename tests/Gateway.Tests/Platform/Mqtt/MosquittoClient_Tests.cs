using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LibMosquitto;

namespace EdgeWarning.Gateway.Tests.Platform.Mqtt;

public sealed class MosquittoClient_Tests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Carries_every_message_byte_for_byte(int qos)
    {
        await using TestBroker broker = await TestBroker.Start();
        using var receiver = new Wire("receiver");
        using var sender = new Wire("sender");
        await receiver.Connect(broker.Port);
        await sender.Connect(broker.Port);
        await receiver.Subscribe("a/#", qos);

        byte[] every = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        Assert.Equal(MosquittoError.Success, sender.Client.Publish("a/村村响", every, qos, out int id));
        Assert.Equal(MosquittoError.Success, sender.Client.Publish("a/empty", [], qos, out _));

        await Eventually.Equal(2, () => receiver.Messages.Count);
        Assert.Equal(("a/村村响", Convert.ToHexString(every)), receiver.Messages.ToArray()[0]);
        Assert.Equal(("a/empty", ""), receiver.Messages.ToArray()[1]);
        await Eventually.True(() => sender.PublishedIds.Contains(id), () => $"{id} was never reported as published");
    }

    [Fact]
    public async Task Publishes_from_many_threads_at_once()
    {
        await using TestBroker broker = await TestBroker.Start("allow_anonymous true\nmax_queued_messages 0");
        using var receiver = new Wire("receiver");
        using var sender = new Wire("sender");
        await receiver.Connect(broker.Port);
        await sender.Connect(broker.Port);
        await receiver.Subscribe("n", 1);

        Parallel.For(0, 2_000, number => sender.Client.Publish("n", Encoding.ASCII.GetBytes($"{number}"), 1, out _));

        await Eventually.Equal(2_000, () => receiver.Messages.Count);
        Assert.Equal(2_000, receiver.Messages.Select(message => message.Payload).Distinct().Count());
    }

    [Fact]
    public async Task Answers_a_message_from_within_its_handler()
    {
        await using TestBroker broker = await TestBroker.Start();
        using var asker = new Wire("asker");
        using var echo = new Wire("echo");
        await asker.Connect(broker.Port);
        await echo.Connect(broker.Port);
        await asker.Subscribe("answer", 1);
        await echo.Subscribe("question", 1);
        echo.Client.MessageReceived += (topic, payload) => echo.Client.Publish("answer", payload, 1, out int _);

        asker.Client.Publish("question", "x"u8, 1, out _);

        await Eventually.Equal(1, () => asker.Messages.Count);
    }

    [Fact]
    public async Task A_cut_publishes_the_will_and_a_farewell_does_not()
    {
        await using TestBroker broker = await TestBroker.Start();
        using var watcher = new Wire("watcher");
        await watcher.Connect(broker.Port);
        await watcher.Subscribe("will/#", 1);
        using var polite = new Wire("polite");
        using var cut = new Wire("cut");
        polite.Client.SetWill("will/polite", "lost"u8, 1);
        cut.Client.SetWill("will/cut", "lost"u8, 1);
        await polite.Connect(broker.Port);
        await cut.Connect(broker.Port);

        polite.Client.Disconnect();
        polite.Dispose();
        Assert.Equal(EndKind.Asked, (await polite.End).Kind);
        cut.Client.Dispose();

        Assert.Equal(EndKind.Asked, (await cut.End).Kind);
        await Eventually.Equal(1, () => watcher.Messages.Count);
        Assert.Equal("will/cut", watcher.Messages.Single().Topic);
    }

    [Fact]
    public async Task A_farewell_sends_what_is_queued_first()
    {
        await using TestBroker broker = await TestBroker.Start();
        using var receiver = new Wire("receiver");
        using var sender = new Wire("sender");
        await receiver.Connect(broker.Port);
        await sender.Connect(broker.Port);
        await receiver.Subscribe("last", 0);

        for (int number = 0; number < 100; number++)
        {
            sender.Client.Publish("last", new byte[1_000], 0, out _);
        }

        sender.Client.Disconnect();
        sender.Dispose();       // as `using` does: it must not cut the farewell short

        await Eventually.Equal(100, () => receiver.Messages.Count);
    }

    [Fact]
    public async Task Says_that_nobody_listens()
    {
        int port = FreePorts.Take();
        using var wire = new Wire("x");

        wire.Client.Connect("127.0.0.1", port, 30);

        ConnectionEnd end = await wire.End;
        Assert.Equal(EndKind.Unreachable, end.Kind);
        Assert.Contains($"127.0.0.1:{port}", end.Text);
        Assert.Contains("Connection refused", end.Text);
    }

    [Fact]
    public async Task Says_that_the_host_has_no_address()
    {
        using var wire = new Wire("x");

        wire.Client.Connect("no-such-host.invalid", 1883, 30);

        Assert.Contains("could not be resolved", (await wire.End).Text);
    }

    [Fact]
    public async Task Says_that_the_password_is_wrong()
    {
        await using TestBroker broker = await TestBroker.Start("allow_anonymous false");
        using var wire = new Wire("x");
        wire.Client.SetCredentials("someone", "wrong");

        wire.Client.Connect("127.0.0.1", broker.Port, 30);

        ConnectionEnd end = await wire.End;
        Assert.Equal((EndKind.Refused, 5), (end.Kind, end.Code));
        Assert.Contains("not authorised", end.Text);
    }

    [Fact]
    public async Task Says_that_a_listener_which_never_speaks_gave_no_answer()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        using var wire = new Wire("x");
        wire.Client.ConnectTimeout = TimeSpan.FromMilliseconds(200);

        wire.Client.Connect("127.0.0.1", ((IPEndPoint)mute.LocalEndpoint).Port, 30);

        ConnectionEnd end = await wire.End;
        Assert.Equal(EndKind.NoAnswer, end.Kind);
        Assert.Contains("gave no answer to CONNECT in 0.2 s", end.Text);
    }

    [Fact]
    public async Task Says_that_the_broker_died()
    {
        await using TestBroker broker = await TestBroker.Start();
        using var wire = new Wire("x");
        await wire.Connect(broker.Port);

        await broker.Kill();

        Assert.Equal(EndKind.Lost, (await wire.End).Kind);
        Assert.Equal(MosquittoError.NotConnected, wire.Client.Publish("a", "b"u8, 1, out _));
    }

    [Fact]
    public async Task An_exception_in_a_handler_ends_the_connection_and_is_named()
    {
        await using TestBroker broker = await TestBroker.Start();
        using var wire = new Wire("x");
        await wire.Connect(broker.Port);
        await wire.Subscribe("bad", 0);
        wire.Client.MessageReceived += (_, _) => throw new InvalidDataException("cannot read this");

        wire.Client.Publish("bad", "1"u8, 0, out _);

        ConnectionEnd end = await wire.End;
        Assert.Equal(EndKind.HandlerFault, end.Kind);
        Assert.Contains("InvalidDataException: cannot read this", end.Text);
    }

    [Fact]
    public async Task A_listener_of_faults_keeps_the_connection()
    {
        await using TestBroker broker = await TestBroker.Start();
        using var wire = new Wire("x");
        int faults = 0;
        wire.Client.Faulted += _ => Interlocked.Increment(ref faults);
        wire.Client.MessageReceived += (_, _) => throw new InvalidDataException("cannot read this");
        await wire.Connect(broker.Port);
        await wire.Subscribe("bad", 0);

        wire.Client.Publish("bad", "1"u8, 0, out _);
        wire.Client.Publish("bad", "2"u8, 0, out _);

        await Eventually.Equal(2, () => Volatile.Read(ref faults));
        Assert.True(wire.Client.IsConnected);
    }

    [Fact]
    public async Task Disposing_in_its_own_handler_ends_it_without_a_deadlock()
    {
        await using TestBroker broker = await TestBroker.Start();
        using var wire = new Wire("x");
        await wire.Connect(broker.Port);
        await wire.Subscribe("end", 0);
        wire.Client.MessageReceived += (_, _) => wire.Client.Dispose();

        wire.Client.Publish("end", "1"u8, 0, out _);

        Assert.Equal(EndKind.Asked, (await wire.End).Kind);
    }

    [Fact]
    public async Task Publishing_while_another_thread_disposes_is_harmless()
    {
        await using TestBroker broker = await TestBroker.Start();
        for (int round = 0; round < 50; round++)
        {
            using var wire = new Wire($"x{round}");
            await wire.Connect(broker.Port);
            Task publishing = Task.Run(() =>
            {
                while (wire.Client.Publish("a", "b"u8, 1, out _) == MosquittoError.Success)
                {
                }
            });
            wire.Client.Dispose();
            await publishing;
        }
    }

    [Fact]
    public async Task Four_hundred_connections_live_in_one_process()
    {
        await using TestBroker broker = await TestBroker.Start();
        Wire[] wires = [.. Enumerable.Range(0, 400).Select(number => new Wire($"board-{number}"))];
        foreach (Wire wire in wires)
        {
            await wire.Connect(broker.Port);
        }

        await wires[399].Subscribe("far", 1);
        wires[0].Client.Publish("far", "1"u8, 1, out _);

        await Eventually.Equal(1, () => wires[399].Messages.Count);
        foreach (Wire wire in wires)
        {
            wire.Dispose();
        }
    }

    [Fact]
    public async Task Values_of_the_caller_are_seen_in_its_events()
    {
        await using TestBroker broker = await TestBroker.Start();
        var ambient = new AsyncLocal<string>();
        var seen = new TaskCompletionSource<string?>();
        using var client = new MosquittoClient("x", cleanSession: true);
        client.Connected += () => seen.SetResult(ambient.Value);

        ambient.Value = "board 17";
        client.Connect("127.0.0.1", broker.Port, 30);

        Assert.Equal("board 17", await seen.Task);
    }

    [Fact]
    public void Every_code_has_words()
    {
        Assert.All(Enum.GetValues<MosquittoError>(), error => Assert.True(error == MosquittoError.Unknown || !error.Explain().Contains("unknown")));
        Assert.All(Enumerable.Range(0, 6), code => Assert.DoesNotContain("unknown", MosquittoText.ExplainConnack(code)));
    }

    /// <summary>A client whose events are collected.</summary>
    internal sealed class Wire : IDisposable
    {
        private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<ConnectionEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentDictionary<int, bool> _subscribed = new();

        public Wire(string clientId)
        {
            Client = new MosquittoClient(clientId, cleanSession: true);
            Client.Connected += () => _connected.TrySetResult();
            Client.Disconnected += end => Assert.True(_end.TrySetResult(end), "Disconnected came twice");
            Client.MessageReceived += (topic, payload) => Messages.Enqueue((topic, Convert.ToHexString(payload)));
            Client.Published += id => PublishedIds.Enqueue(id);
            Client.Subscribed += (id, granted) => _subscribed[id] = granted;
        }

        public MosquittoClient Client { get; }

        public ConcurrentQueue<(string Topic, string Payload)> Messages { get; } = new();

        public ConcurrentQueue<int> PublishedIds { get; } = new();

        public Task<ConnectionEnd> End => _end.Task.WaitAsync(TimeSpan.FromSeconds(60));

        public async Task Connect(int port, string host = "127.0.0.1")
        {
            Client.Connect(host, port, 30);
            Task first = await Task.WhenAny(_connected.Task, End);
            Assert.True(first == _connected.Task, first is Task<ConnectionEnd> ended ? (await ended).ToString() : "");
        }

        public async Task Subscribe(string filter, int qos)
        {
            Assert.Equal(MosquittoError.Success, Client.Subscribe(filter, qos, out int id));
            await Eventually.True(() => _subscribed.GetValueOrDefault(id), () => $"the broker did not grant {filter}");
        }

        public void Dispose() => Client.Dispose();
    }
}
