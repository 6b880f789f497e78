using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Protocol;
using LibMosquitto;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>The board's MQTT client against a real mosquitto, plain and with TLS, and against brokers that misbehave.</summary>
public sealed class MqttClient_Tests : IDisposable
{
    private const string Will = "ew/1/nz-001/up/will";

    private static readonly string s_order = Topics.Order(TestBoard.Id);

    private readonly TemporaryFolder _flash = new();
    private readonly Machine _machine;

    public MqttClient_Tests() => _machine = new Machine(new MachineOptions { Name = TestBoard.Id, FlashPath = _flash.Path });

    public void Dispose()
    {
        _machine.Dispose();
        _flash.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_burst_of_two_hundred_messages_of_both_kinds_arrives_whole_and_in_order_either_way(bool tls)
    {
        string? pem = null;
        using var broker = tls ? Broker.StartTls(out pem) : Broker.Start("allow_anonymous true\nmax_inflight_messages 0");
        using var desk = Desk(broker, pem, out var up);
        var sent = Enumerable.Range(0, 200).Select(Numbered).ToArray();
        var down = On(broker.Port, pem, (client, taken) =>
        {
            Assert.True(Open(client), client.Trouble);
            foreach (var (message, i) in sent.Select((message, i) => (message, i)))
            {
                client.Publish("ew/1/nz-001/up/log", message, i % 2 == 0);
            }

            ListenUntil(client, () => up.Count == sent.Length);
            foreach (var (message, i) in sent.Select((message, i) => (message, i)))
            {
                Assert.Equal(MosquittoError.Success, desk.Publish(s_order, message, tls ? 1 : i % 2, out _));    // mosquitto's own order holds within a QoS
            }

            ListenUntil(client, () => taken.Count == sent.Length);
        });
        Assert.Equal(sent, up.Select(message => message.Payload));
        Assert.Equal(sent, down.Select(message => message.Payload));
        Assert.All(down, message => Assert.Equal(s_order, message.Topic));
    }

    [Fact]
    public void The_longest_message_of_the_protocol_goes_either_way()
    {
        using var broker = Broker.Start();
        using var desk = Desk(broker, null, out var up);
        var longest = new byte[MqttReader.MaxMessageBytes];
        new Random(1).NextBytes(longest);
        var down = On(broker.Port, null, (client, taken) =>
        {
            Assert.True(Open(client), client.Trouble);
            client.Publish("ew/1/nz-001/up/log", longest, true);
            ListenUntil(client, () => up.Count == 1);
            desk.Publish(s_order, longest, 1, out _);
            ListenUntil(client, () => taken.Count == 1);
        });
        Assert.Equal(longest, up.Single().Payload);
        Assert.Equal(longest, down.Single().Payload);
    }

    [Fact]
    public void A_refusal_is_said_and_the_next_try_may_succeed()
    {
        using var broker = new ScriptedBroker();
        On(broker.Port, null, (client, _) =>
        {
            var refuses = Task.Run(() => broker.Welcomes([0x20, 2, 0, 5]));
            Assert.False(Open(client));
            Assert.Equal("the broker refuses this board, MQTT code 5", client.Trouble);
            refuses.Wait();
            refuses = Task.Run(() => broker.Welcomes(ScriptedBroker.Welcome, [0x90, 3, 0, 2, 0x80]));
            Assert.False(Open(client));
            Assert.Equal("the broker refuses the subscription", client.Trouble);
            refuses.Wait();
            var grants = Task.Run(() => broker.Welcomes());
            Assert.True(Open(client), client.Trouble);
            Assert.Equal("", client.Trouble);
            grants.Wait();
        });
    }

    [Fact]
    public void What_it_says_first_is_what_MQTT_asks()
    {
        using var broker = new ScriptedBroker();
        On(broker.Port, null, (client, _) =>
        {
            var told = Task.Run(() =>
            {
                broker.Welcomes([ScriptedBroker.Welcome]);
                var subscription = broker.Hear();
                broker.Say(ScriptedBroker.Granted);
                return subscription;
            });
            Assert.True(Open(client), client.Trouble);
            Assert.Equal([0x82, 23, 0, 1, 0, 18, .. "ew/1/nz-001/down/#"u8, 1], told.Result);
        });
    }

    [Fact]
    public void A_power_cut_leaves_the_will_and_a_goodbye_does_not()
    {
        using var broker = Broker.Start();
        using var desk = Desk(broker, null, out var up);
        On(broker.Port, null, (client, _) =>
        {
            Assert.True(Open(client), client.Trouble);
            client.Close();
            Assert.False(client.IsOpen);
            Assert.True(Open(client), client.Trouble);
            client.Publish("ew/1/nz-001/up/log", [1], true);
            Wait.Until(() => up.Count == 1, () => "not there");
        });
        Assert.Equal("ew/1/nz-001/up/log", up.Single().Topic);
        _machine.CutPower();
        Wait.Until(() => up.Count == 2, () => "no will");
        Assert.Equal((Will, "lost"), (up.Last().Topic, Encoding.ASCII.GetString(up.Last().Payload)));
    }

    [Fact]
    public void A_killed_broker_is_noticed_and_found_again()
    {
        using var broker = Broker.Start();
        On(broker.Port, null, (client, _) =>
        {
            Assert.True(Open(client), client.Trouble);
            broker.Kill();
            ListenUntil(client, () => !client.IsOpen);
            Assert.NotEqual("", client.Trouble);
            client.Publish("a", [1], true);
            client.Listen(1);
            Assert.False(Open(client));
            Assert.StartsWith("cannot connect: SocketException", client.Trouble, StringComparison.Ordinal);
            broker.StartAgain();
            Assert.True(Open(client), client.Trouble);
        });
    }

    [Fact]
    public void A_half_open_connection_is_noticed_within_one_and_a_half_keep_alives()
    {
        using var broker = new ScriptedBroker();
        On(broker.Port, null, (client, _, clock) =>
        {
            Connect(broker, client);
            clock.Skip(MqttClient.PingAfterMilliseconds);
            client.Listen(1);
            Assert.Equal([0xC0, 0], broker.Hear());
            clock.Skip(MqttClient.AnswerMilliseconds - 1_000);
            client.Listen(1);
            Assert.True(client.IsOpen, client.Trouble);
            clock.Skip(1_000);
            client.Listen(1);
            Assert.False(client.IsOpen);
            Assert.Equal("the broker is silent: nothing for 40 s", client.Trouble);
        });
        Assert.True(MqttClient.PingAfterMilliseconds + MqttClient.AnswerMilliseconds < MqttClient.KeepAliveSeconds * 1_500);
    }

    [Fact]
    public void Who_only_talks_or_only_listens_asks_too()
    {
        using var broker = new ScriptedBroker();
        On(broker.Port, null, (client, taken, clock) =>
        {
            Connect(broker, client);
            clock.Skip(MqttClient.PingAfterMilliseconds - 5_000);
            client.Publish("a", [1], false);
            Assert.Equal(0x30, broker.Hear()[0]);
            clock.Skip(5_000);
            client.Listen(1);
            Assert.Equal([0xC0, 0], broker.Hear());     // nothing has come for 25 s
            broker.Say([.. ScriptedBroker.Pong, .. ScriptedBroker.Message(0, 0, 6)]);
            ListenUntil(client, () => taken.Count == 1);
            clock.Skip(MqttClient.PingAfterMilliseconds - 5_000);
            broker.Say(ScriptedBroker.Message(0, 0, 7));
            ListenUntil(client, () => taken.Count == 2);
            clock.Skip(5_000);
            client.Listen(1);
            Assert.Equal([0xC0, 0], broker.Hear());     // nothing has gone out for 25 s
        });
    }

    [Fact]
    public void A_broker_that_never_answers_is_given_up()
    {
        using var broker = new ScriptedBroker();
        On(broker.Port, null, (client, _, clock) =>
        {
            var silent = Task.Run(() =>
            {
                broker.Welcomes([[]]);
                clock.Skip(MqttClient.AnswerMilliseconds);
                client.Wake();
            });
            Assert.False(Open(client));
            Assert.Equal("the broker does not answer: nothing for 15 s", client.Trouble);
            silent.Wait();
        });
    }

    public static readonly TheoryData<string, byte[]> Nonsense = new()
    {
        { "the broker sent a packet of 5000 bytes, too large for a board", [0x30, 0x88, 0x27, 0, 1, 65] },
        { "the broker sent a packet of 268435455 bytes, too large for a board", [0x30, 0xFF, 0xFF, 0xFF, 0x7F] },
        { "the broker sent a length of more than 4 bytes", [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F] },
        { "the broker sent a length that is longer than it need be", [0xD0, 0x80, 0x00] },
        { "the broker sent a message of 4097 bytes, too large for a board", [0x30, 0x84, 0x20, 0, 1, 65] },
        { "the broker sent a packet that is none for a board, of kind 0 with flags 0", [0x00, 0] },
        { "the broker sent a packet that is none for a board, of kind 5 with flags 0", [0x50, 2, 0, 1] },
        { "the broker sent a packet that is none for a board, of kind 3 with flags 4", [0x34, 5, 0, 1, 65, 0, 1] },
        { "the broker sent a packet that is none for a board, of kind 3 with flags 8", [0x38, 3, 0, 1, 65] },
        { "the broker sent a packet of kind 4 with 3 bytes", [0x40, 3, 0, 1, 0] },
        { "the broker sent a packet of kind 13 with 1 bytes", [0xD0, 1, 0] },
        { "the broker sent a message that ends too soon", [0x30, 1, 0] },
        { "the broker sent a message that ends too soon", [0x30, 4, 0, 9, 65, 65] },
        { "the broker sent a message that ends too soon", [0x32, 4, 0, 1, 65, 0] },
        { "the broker sent a topic of 0 bytes", [0x30, 2, 0, 0] },
        { "the broker sent a topic of 81 bytes", [0x30, 90, 0, 81] },
        { "the broker sent a topic that is none of ours", [0x30, 3, 0, 1, 0xFF] },
        { "the broker sent a message with the number 0", [0x32, 5, 0, 1, 65, 0, 0] },
        { "the broker answers what nobody asked", [0x20, 2, 0, 0] },
        { "the broker answers what nobody asked", [0x90, 3, 0, 2, 1] },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Nonsense_closes_the_connection_and_is_named(string trouble, byte[] nonsense)
    {
        using var broker = new ScriptedBroker();
        var taken = On(broker.Port, null, (client, _) =>
        {
            Connect(broker, client);
            broker.Say(nonsense);
            ListenUntil(client, () => !client.IsOpen);
            Assert.Equal(trouble, client.Trouble);
            Connect(broker, client);        // and the next connection begins anew
        });
        Assert.Empty(taken);
    }

    [Fact]
    public void A_message_is_acknowledged_after_it_was_taken()
    {
        using var broker = new ScriptedBroker();
        var unheard = -1;
        On(broker.Port, null, (client, taken) =>
        {
            Connect(broker, client);
            broker.Drips(ScriptedBroker.Message(2, 0x1234, 1, 2, 3));
            ListenUntil(client, () => taken.Count == 1);
            Assert.Equal([0x40, 2, 0x12, 0x34], broker.Hear());
            Assert.Equal(0, unheard);
        }, () => unheard = broker.Unheard);
    }

    [Fact]
    public void A_message_that_a_cut_broke_off_is_not_acknowledged_and_comes_again()
    {
        using var broker = new ScriptedBroker();
        var message = ScriptedBroker.Message(2, 77, new byte[300]);
        var taken = On(broker.Port, null, (client, taken) =>
        {
            Connect(broker, client);
            broker.Say(message[..200]);
            client.Listen(1);
            Assert.Equal(0, broker.Unheard);
            broker.HangUp();
            ListenUntil(client, () => !client.IsOpen);
            Assert.Empty(taken);
            Connect(broker, client);
            message[0] |= 8;    // DUP
            broker.Say(message);
            ListenUntil(client, () => taken.Count == 1);
            Assert.Equal([0x40, 2, 0, 77], broker.Hear());
        });
        Assert.Equal(new byte[300], taken.Single().Payload);
    }

    [Fact]
    public void A_message_that_could_not_be_taken_is_not_acknowledged()
    {
        using var broker = new ScriptedBroker();
        On(broker.Port, null, (client, _) =>
        {
            Connect(broker, client);
            broker.Say(ScriptedBroker.Message(2, 9, 1));
            ListenUntil(client, () => !client.IsOpen);
            Assert.Contains("no room", client.Trouble, StringComparison.Ordinal);
            Assert.Empty(broker.Hear());
        }, () => throw new InvalidOperationException("no room"));
    }

    [Fact]
    public void Another_thread_ends_the_wait()
    {
        using var broker = new ScriptedBroker();
        On(broker.Port, null, (client, _) =>
        {
            Connect(broker, client);
            var started = Environment.TickCount64;
            client.Wake();
            client.Listen(20_000);
            using var wakes = new Timer(_ => client.Wake(), null, 50, Timeout.Infinite);
            client.Listen(20_000);
            Assert.InRange(Environment.TickCount64 - started, 0, 10_000);
            Assert.True(client.IsOpen);
        });
    }

    [Fact]
    public void An_idle_link_allocates_nothing()
    {
        using var broker = new ScriptedBroker();
        On(broker.Port, null, (client, taken, clock) =>
        {
            Connect(broker, client);
            client.Listen(1);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                client.Wake();
                client.Listen(1);
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 20; i++)
            {
                clock.Skip(MqttClient.PingAfterMilliseconds);
                client.Listen(1);
                broker.Hear();
                broker.Say([.. ScriptedBroker.Pong, .. ScriptedBroker.Message(0, 0, 7)]);
                ListenUntil(client, () => taken.Count == i + 1);
            }

            // The host's own socket makes a task for each wait on the network; the client itself makes nothing.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20 * 2_000);
            Assert.True(client.IsOpen, client.Trouble);
        });
    }

    [Fact]
    public void A_power_cut_ends_a_connect_that_waits_for_a_silent_broker()
    {
        using var broker = new ScriptedBroker();
        var connecting = false;
        _machine.Run(() =>
        {
            var client = new MqttClient("127.0.0.1", broker.Port, null, new BoardClock(), new Taker(static () => { }));
            connecting = true;
            Open(client);
        });
        Wait.Until(() => connecting, () => "not started");
        broker.Welcomes([[]]);
        _machine.CutPower();
        Assert.Equal(0, _machine.LivingThreads);
        Assert.Empty(_machine.Faults);
    }

    private static byte[] Numbered(int i) => Encoding.ASCII.GetBytes(i + new string('x', i * 7 % 400));

    private static bool Open(MqttClient client) => client.Open(TestBoard.Id, "secret", Will, "lost", Topics.AllDown(TestBoard.Id));

    private static void Connect(ScriptedBroker broker, MqttClient client)
    {
        var grants = Task.Run(() =>
        {
            broker.Welcomes([ScriptedBroker.Welcome]);
            var subscription = broker.Hear();
            broker.Say([0x90, 3, subscription[2], subscription[3], 1]);
        });
        Assert.True(Open(client), client.Trouble);
        grants.Wait();
    }

    private static void ListenUntil(MqttClient client, Func<bool> condition)
    {
        for (var end = Environment.TickCount64 + 20_000; !condition(); client.Listen(5))
        {
            Assert.True(Environment.TickCount64 < end, "did not happen within 20 s; trouble: " + client.Trouble);
        }
    }

    /// <summary>Who sends orders and hears all that boards say.</summary>
    private static MosquittoClient Desk(Broker broker, string? pem, out ConcurrentQueue<(string Topic, byte[] Payload)> heard)
    {
        var came = new ConcurrentQueue<(string Topic, byte[] Payload)>();
        var desk = new MosquittoClient("desk", cleanSession: true);
        desk.SetMaxInflight(0);
        if (pem != null)
        {
            var file = Path.GetTempFileName();
            File.WriteAllText(file, pem);
            desk.UseTls(file);
        }

        var ready = false;
        desk.MessageReceived += (topic, payload) => came.Enqueue((topic, payload));
        desk.Connected += () => desk.Subscribe(Topics.AllUp, 1, out _);
        desk.Subscribed += (_, _) => ready = true;
        desk.Connect("127.0.0.1", broker.Port, 30);
        Wait.Until(() => ready, () => "the desk cannot reach the broker");
        heard = came;
        return desk;
    }

    private ConcurrentQueue<(string Topic, byte[] Payload)> On(int port, string? pem, Action<MqttClient, ConcurrentQueue<(string Topic, byte[] Payload)>> act, Action? taking = null) =>
        On(port, pem, (client, taken, _) => act(client, taken), taking);

    /// <summary>Acts on a thread of the board; returns what its client has taken.</summary>
    private ConcurrentQueue<(string Topic, byte[] Payload)> On(
        int port, string? pem, Action<MqttClient, ConcurrentQueue<(string Topic, byte[] Payload)>, SkippingClock> act, Action? taking = null)
    {
        var taker = new Taker(taking ?? (static () => { }));
        using var authority = pem == null ? null : X509Certificate2.CreateFromPem(pem);
        _machine.Call(() =>
        {
            var clock = new SkippingClock();
            act(new MqttClient("127.0.0.1", port, authority == null ? null : () => authority, clock, taker), taker.Taken, clock);
        });
        return taker.Taken;
    }

    private sealed class Taker(Action taking) : IMessageTaker
    {
        public ConcurrentQueue<(string Topic, byte[] Payload)> Taken { get; } = new();

        public void Take(string topic, byte[] message)
        {
            taking();
            Taken.Enqueue((topic, message));
        }
    }

    /// <summary>The board's own clock, which a test puts forward.</summary>
    private sealed class SkippingClock : Clock
    {
        private readonly BoardClock _time = new();
        private long _skipped = 1;

        public override long UptimeMilliseconds => _time.UptimeMilliseconds + Interlocked.Read(ref _skipped);

        public void Skip(long milliseconds) => Interlocked.Add(ref _skipped, milliseconds);

        public override void Sleep(int milliseconds) => _time.Sleep(milliseconds);

        public override bool Wait(AutoResetEvent signal, int milliseconds) => _time.Wait(signal, milliseconds);
    }
}
