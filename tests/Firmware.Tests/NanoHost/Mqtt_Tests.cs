using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.OnNanoHost;

public sealed class Mqtt_Tests
{
    [Fact]
    public void Messages_go_out_and_come_in_on_a_thread_that_knows_its_board()
    {
        using var broker = new Broker();
        using var bench = new Bench();
        using var other = new Bench();
        var came = new ConcurrentQueue<string>();
        var published = new ConcurrentQueue<ushort>();
        MqttQoSLevel[]? granted = null;
        string? thread = null;
        ushort subscription = 0;
        ushort answered = 1;
        MqttClient client = bench.Machine.Call(() => new MqttClient("127.0.0.1", broker.Port, false, null, null, MqttSslProtocols.None));
        bench.Machine.Call(() =>
        {
            client.MqttMsgPublishReceived += (_, e) =>
            {
                thread = Machine.Current.Name;
                came.Enqueue(e.Topic + "=" + Encoding.UTF8.GetString(e.Message));
            };
            client.MqttMsgSubscribed += (_, e) =>
            {
                answered = e.MessageId;
                granted = e.GrantedQoSLevels;
            };
            client.MqttMsgPublished += (_, e) => published.Enqueue(e.MessageId);
            Assert.Equal(MqttReasonCode.Success, client.Connect("board-a"));
            Assert.True(client.IsConnected);
            subscription = client.Subscribe(["a/#", "b"], [MqttQoSLevel.AtLeastOnce, MqttQoSLevel.AtMostOnce]);
        });
        Bench.Until(() => granted is not null, () => "no answer to the subscription");
        Assert.Equal(subscription, answered);
        Assert.Equal([MqttQoSLevel.AtLeastOnce, MqttQoSLevel.AtMostOnce], granted);

        var ids = new List<ushort>();
        other.Machine.Call(() =>
        {
            var sender = new MqttClient("127.0.0.1", broker.Port, false, null, null, MqttSslProtocols.None);
            sender.MqttMsgPublished += (_, e) => published.Enqueue(e.MessageId);
            Assert.Equal(MqttReasonCode.Success, sender.Connect("board-b"));
            for (int i = 0; i < 60; i++)
            {
                ids.Add(sender.Publish("a/x", Encoding.UTF8.GetBytes(i.ToString()), null, null, i % 2 == 0 ? MqttQoSLevel.AtLeastOnce : MqttQoSLevel.AtMostOnce, false));
            }

            sender.Publish("b", "last"u8.ToArray());
        });
        Bench.Until(() => came.Count == 61, () => $"{came.Count} came");
        Bench.Until(() => published.Count == 30, () => $"{published.Count} acknowledged");
        Assert.Equal(Enumerable.Range(0, 60).Select(i => "a/x=" + i).Append("b=last"), came);
        Assert.Equal(ids.Where((_, i) => i % 2 == 0).Order(), published.Order());
        Assert.Equal("bench", thread);
    }

    [Fact]
    public void A_refusal_is_a_reason_code_and_no_broker_is_an_exception()
    {
        using var broker = new Broker(password: true);
        using var bench = new Bench();
        bench.Machine.Call(() =>
        {
            var client = new MqttClient("127.0.0.1", broker.Port, false, null, null, MqttSslProtocols.None);
            Assert.Equal(MqttReasonCode.ConnectionRefusedNotAuthorized, client.Connect("a", "ling", "wrong"));
            Assert.False(client.IsConnected);
            Assert.Equal(MqttReasonCode.Success, client.Connect("a", "ling", "right"));
            var nobody = new MqttClient("127.0.0.1", FreePorts.Take(), false, null, null, MqttSslProtocols.None);
            Assert.Throws<MqttConnectionException>(() => nobody.Connect("a"));
        });
    }

    [Fact]
    public void After_the_brokers_death_the_connection_closes_and_publishing_does_not_throw()
    {
        using var broker = new Broker();
        using var bench = new Bench();
        int closed = 0;
        MqttClient client = bench.Machine.Call(() => new MqttClient("127.0.0.1", broker.Port, false, null, null, MqttSslProtocols.None));
        bench.Machine.Call(() =>
        {
            client.ConnectionClosed += (_, _) => Interlocked.Increment(ref closed);
            client.Connect("a");
        });
        broker.Kill();
        Bench.Until(() => closed == 1 && !client.IsConnected, () => $"{closed} closed, connected {client.IsConnected}", seconds: 6);
        bench.Machine.Call(() =>
        {
            client.Publish("a", [1], null, null, MqttQoSLevel.AtLeastOnce, false);
            client.Subscribe(["a"], [MqttQoSLevel.AtLeastOnce]);
            Assert.Throws<MqttCommunicationException>(client.Disconnect);
            client.Close();
            Assert.Throws<MqttConnectionException>(() => client.Connect("a"));
        });
        broker.Start();
        bench.Machine.Call(() => Assert.Equal(MqttReasonCode.Success, client.Connect("a")));
        Assert.True(client.IsConnected);
        Assert.Equal(1, closed);
    }

    [Fact]
    public void A_goodbye_publishes_no_will_and_a_power_cut_does()
    {
        using var broker = new Broker();
        using var bench = new Bench();
        using var watcher = new Bench();
        var wills = new ConcurrentQueue<string>();
        bool watching = false;
        watcher.Machine.Call(() =>
        {
            var client = new MqttClient("127.0.0.1", broker.Port, false, null, null, MqttSslProtocols.None);
            client.MqttMsgSubscribed += (_, _) => watching = true;
            client.MqttMsgPublishReceived += (_, e) => wills.Enqueue(e.Topic + "=" + Encoding.UTF8.GetString(e.Message));
            client.Connect("watcher");
            client.Subscribe(["will/#"], [MqttQoSLevel.AtLeastOnce]);
        });
        Bench.Until(() => watching, () => "not subscribed");
        int closed = 0;
        void Connect(string id) => bench.Machine.Call(() =>
        {
            var client = new MqttClient("127.0.0.1", broker.Port, false, null, null, MqttSslProtocols.None);
            client.ConnectionClosed += (_, _) => Interlocked.Increment(ref closed);
            client.Connect(id, null, null, false, MqttQoSLevel.AtMostOnce, true, "will/" + id, "lost", true, 30);
            if (id == "polite")
            {
                client.Disconnect();
            }
        });
        Connect("polite");
        Bench.Until(() => closed == 1, () => "no ConnectionClosed after Disconnect");
        Connect("cut");
        bench.Machine.CutPower();
        Bench.Until(() => !wills.IsEmpty, () => "no will");
        Connect("offline");
        bench.Machine.NetworkUp = false;
        Bench.Until(() => wills.Count == 2, () => string.Join(' ', wills));
        Assert.Equal(["will/cut=lost", "will/offline=lost"], wills);
        Bench.Until(() => closed == 2, () => $"{closed} closed");       // the board notices that the network went
        bench.Machine.Call(() => Assert.Throws<MqttConnectionException>(
            () => new MqttClient("127.0.0.1", broker.Port, false, null, null, MqttSslProtocols.None).Connect("offline")));
        bench.Machine.NetworkUp = true;
        Connect("again");
    }

    [Fact]
    public void A_handler_that_throws_ends_the_dispatch_thread_and_nothing_comes_any_more()
    {
        using var broker = new Broker();
        using var bench = new Bench();
        int came = 0;
        MqttClient client = bench.Machine.Call(() => new MqttClient("127.0.0.1", broker.Port, false, null, null, MqttSslProtocols.None));
        bool ready = false;
        bench.Machine.Call(() =>
        {
            client.MqttMsgSubscribed += (_, _) => ready = true;
            client.MqttMsgPublishReceived += (_, _) =>
            {
                came++;
                throw new InvalidOperationException("handler bug");
            };
            client.Connect("a");
            client.Subscribe(["t"], [MqttQoSLevel.AtMostOnce]);
        });
        Bench.Until(() => ready, () => "not subscribed");
        bench.Machine.Call(() => client.Publish("t", [1]));
        Bench.Until(() => bench.Machine.Faults.Count == 1, () => "no fault");
        bench.Machine.Call(() => client.Publish("t", [2]));
        broker.Kill();
        Thread.Sleep(300);
        Assert.Equal(1, came);
        Assert.True(client.IsConnected, "nobody is left to notice");
        Assert.Contains("handler bug", bench.Machine.Faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_power_cut_ends_a_connect_that_waits_for_a_silent_broker()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var bench = new Bench();
        bool connecting = false;
        bench.Machine.Run(() =>
        {
            var client = new MqttClient("127.0.0.1", ((IPEndPoint)silent.LocalEndpoint).Port, false, null, null, MqttSslProtocols.None);
            connecting = true;
            client.Connect("a");
        });
        Bench.Until(() => connecting, () => "not started");
        long started = Stopwatch.GetTimestamp();
        bench.Machine.CutPower();
        Assert.True(Stopwatch.GetElapsedTime(started).TotalSeconds < 1.5, $"took {Stopwatch.GetElapsedTime(started)}");
        Assert.Equal(0, bench.Machine.LivingThreads);
    }

    [Fact]
    public void TLS_trusts_the_given_authority_and_no_other()
    {
        using var broker = new Broker(tls: true);
        using var bench = new Bench();
        bench.Machine.Call(() =>
        {
            var right = new MqttClient("localhost", broker.Port, true, broker.Authority, null, MqttSslProtocols.TLSv1_2);
            Assert.Equal(MqttReasonCode.Success, right.Connect("a"));
            right.Close();
            using X509Certificate2 stranger = Broker.MakeAuthority(out _);
            var wrong = new MqttClient("localhost", broker.Port, true, stranger, null, MqttSslProtocols.TLSv1_2);
            var e = Assert.Throws<MqttConnectionException>(() => wrong.Connect("a"));
            Assert.Contains("certificate", e.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_the_host_cannot_do_is_refused_loudly()
    {
        using var bench = new Bench();
        bench.Machine.Call(() =>
        {
            var client = new MqttClient("127.0.0.1");
            Assert.Throws<NotSupportedException>(() => client.Publish("a", [1], null, null, MqttQoSLevel.AtMostOnce, true));
            Assert.Throws<NotSupportedException>(() => client.Publish("a", [1], null, null, MqttQoSLevel.ExactlyOnce, false));
            Assert.Equal(MqttClientErrorCode.TopicWildcard, Assert.Throws<MqttClientException>(() => client.Publish("a/#", [1])).ErrorCode);
            Assert.Equal(MqttClientErrorCode.TopicLength, Assert.Throws<MqttClientException>(() => client.Publish("", [1])).ErrorCode);
            Assert.Equal(
                MqttClientErrorCode.TopicsQosLevelsNotMatch,
                Assert.Throws<MqttClientException>(() => client.Subscribe(["a", "b"], [MqttQoSLevel.AtMostOnce])).ErrorCode);
        });
    }

    /// <summary>A real mosquitto on a free loopback port.</summary>
    private sealed class Broker : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("broker-").FullName;
        private Process? _process;

        public Broker(bool password = false, bool tls = false)
        {
            Port = FreePorts.Take();
            var settings = new StringBuilder($"listener {Port} 127.0.0.1\npersistence false\nmax_inflight_messages 0\nallow_anonymous {(password ? "false" : "true")}\n");
            if (password)
            {
                string file = Path.Combine(_folder, "passwords");
                Run("mosquitto_passwd", "-b", "-c", file, "ling", "right");
                settings.Append($"password_file {file}\n");
            }

            if (tls)
            {
                Authority = MakeAuthority(out ECDsa authorityKey);
                using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
                var names = new SubjectAlternativeNameBuilder();
                names.AddDnsName("localhost");
                request.CertificateExtensions.Add(names.Build());
                using X509Certificate2 certificate = request.Create(Authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), [1, 2, 3]);
                File.WriteAllText(Path.Combine(_folder, "cert.pem"), certificate.ExportCertificatePem());
                File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
                authorityKey.Dispose();
                settings.Append($"certfile {_folder}/cert.pem\nkeyfile {_folder}/key.pem\n");
            }

            settings.Append("user root\n");
            File.WriteAllText(Path.Combine(_folder, "broker.conf"), settings.ToString());
            Start();
        }

        public int Port { get; }

        public X509Certificate2? Authority { get; }

        public static X509Certificate2 MakeAuthority(out ECDsa key)
        {
            key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-2), DateTimeOffset.UtcNow.AddHours(2));
        }

        public void Start()
        {
            string program = File.Exists("/usr/sbin/mosquitto") ? "/usr/sbin/mosquitto" : "mosquitto";
            _process = Process.Start(new ProcessStartInfo(program, ["-c", Path.Combine(_folder, "broker.conf")])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            });
            Bench.Until(Answers, () => $"mosquitto does not listen on {Port}");
        }

        public void Kill()
        {
            _process!.Kill();
            _process.WaitForExit();
            _process.Dispose();
            _process = null;
        }

        public void Dispose()
        {
            if (_process is not null)
            {
                Kill();
            }

            Authority?.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        private static void Run(string program, params string[] arguments)
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }

        private bool Answers()
        {
            try
            {
                using var socket = new TcpClient();
                socket.Connect(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
