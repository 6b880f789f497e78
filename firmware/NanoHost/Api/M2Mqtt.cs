using System.Collections;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LibMosquitto;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;
using NanoHost;

#pragma warning disable CA1034, CA1819, CA1032, CA2208, MA0015, CA1822 // the shape of nanoFramework's own types

namespace nanoFramework.M2Mqtt
{
    /// <summary>The delegates of <see cref="MqttClient"/>'s events.</summary>
    public interface IMqttClient
    {
        /// <summary>A message came.</summary>
        delegate void MqttMsgPublishEventHandler(object sender, MqttMsgPublishEventArgs e);

        /// <summary>The broker has a QoS 1 message.</summary>
        delegate void MqttMsgPublishedEventHandler(object sender, MqttMsgPublishedEventArgs e);

        /// <summary>The broker answered a subscription.</summary>
        delegate void MqttMsgSubscribedEventHandler(object sender, MqttMsgSubscribedEventArgs e);

        /// <summary>The broker answered the end of a subscription.</summary>
        delegate void MqttMsgUnsubscribedEventHandler(object sender, MqttMsgUnsubscribedEventArgs e);

        /// <summary>The connection has ended.</summary>
        delegate void ConnectionClosedEventHandler(object sender, EventArgs e);
    }

    /// <summary>Settings of a client.</summary>
    public class MqttSettings
    {
        /// <summary>Milliseconds that CONNECT may take.</summary>
        public const int ConnectTimeout = 30_000;

        /// <summary>Port of a broker.</summary>
        public const int BrokerDefaultPort = 1883;

        /// <summary>Port of a broker with TLS.</summary>
        public const int BrokerDefaultSslPort = 8883;

        internal MqttSettings()
        {
        }

        /// <summary>Whether the broker's certificate is checked; here always.</summary>
        public bool ValidateServerCertificate { get; set; } = true;

        /// <summary>Messages on their way at most.</summary>
        public int InflightQueueSize { get; set; } = int.MaxValue;
    }

    /// <summary>
    /// nanoFramework.M2Mqtt's client over libmosquitto, for the board that the calling thread belongs to. MQTT 3.1.1, QoS 0 and 1, nothing
    /// retained. As in the real one: Connect returns a reason code or throws when there is no broker to answer; events come on the client's own
    /// dispatch thread, and a handler that throws ends that thread, so that no event comes any more; after the broker's death IsConnected turns false,
    /// ConnectionClosed is raised, Publish does not throw and Disconnect does; nothing is remembered for the next connection.
    /// </summary>
    public class MqttClient : IMqttClient, IDisposable
    {
        private const int UsualKeepAliveSeconds = 60;
        private const int ShortestKeepAliveSeconds = 5;     // libmosquitto takes no less

        private readonly Life _life = Life.Current;
        private readonly object _gate = new();
        private readonly string _host;
        private readonly int _port;
        private readonly string? _caFile;
        private readonly Queue<Action> _events = new();
        private readonly HashSet<int> _awaited = [];
        private readonly object _acknowledgementGate = new();
        private readonly Dictionary<int, Subscription> _subscriptions = [];
        private MosquittoClient? _link;
        private ConnectionEnd? _end;
        private bool _accepted;
        private bool _running;
        private bool _closing;
        private bool _linkGone;
        private bool _disposed;
        private int _lastMessageId;

        /// <summary>A client for a broker without TLS.</summary>
        public MqttClient(string brokerHostName)
            : this(brokerHostName, MqttSettings.BrokerDefaultPort, false, null, null, MqttSslProtocols.None)
        {
        }

        /// <summary>A client for a broker, with TLS if <paramref name="secure"/>; then the CA certificate is needed.</summary>
        public MqttClient(
            string brokerHostName, int brokerPort, bool secure, X509Certificate? caCert, X509Certificate? clientCert, MqttSslProtocols sslProtocol)
        {
            _ = sslProtocol;
            if (clientCert is not null)
            {
                throw new NotSupportedException("NanoHost's MQTT has no client certificates");
            }

            _host = brokerHostName ?? throw new ArgumentNullException(nameof(brokerHostName));
            _port = brokerPort;
            if (secure)
            {
                _caFile = CaFileOf(caCert ?? throw new ArgumentNullException(nameof(caCert), "TLS needs the CA certificate"));
            }
        }

        /// <summary>A message came.</summary>
        public event IMqttClient.MqttMsgPublishEventHandler? MqttMsgPublishReceived;

        /// <summary>The broker has a QoS 1 message.</summary>
        public event IMqttClient.MqttMsgPublishedEventHandler? MqttMsgPublished;

        /// <summary>The broker answered a subscription.</summary>
        public event IMqttClient.MqttMsgSubscribedEventHandler? MqttMsgSubscribed;

        /// <summary>The broker answered the end of a subscription.</summary>
        public event IMqttClient.MqttMsgUnsubscribedEventHandler? MqttMsgUnsubscribed;

        /// <summary>The connection has ended, by either side. Not after Close.</summary>
        public event IMqttClient.ConnectionClosedEventHandler? ConnectionClosed;

        /// <summary>The connection stands, as far as the dispatch thread has noticed.</summary>
        public bool IsConnected { get; private set; }

        /// <summary>Client id of the last accepted connection.</summary>
        public string? ClientId { get; private set; }

        /// <summary>The last accepted connection was a clean session.</summary>
        public bool CleanSession { get; private set; }

        /// <summary>The last accepted connection has a will.</summary>
        public bool WillFlag { get; private set; }

        /// <summary>QoS of the will.</summary>
        public MqttQoSLevel WillQosLevel { get; private set; }

        /// <summary>Topic of the will.</summary>
        public string? WillTopic { get; private set; }

        /// <summary>Text of the will.</summary>
        public string? WillMessage { get; private set; }

        /// <summary>MQTT 3.1.1; another: <see cref="NotSupportedException"/>.</summary>
        public MqttProtocolVersion ProtocolVersion
        {
            get => MqttProtocolVersion.Version_3_1_1;
            set
            {
                if (value != MqttProtocolVersion.Version_3_1_1)
                {
                    throw new NotSupportedException("NanoHost's MQTT speaks 3.1.1");
                }
            }
        }

        /// <summary>Settings.</summary>
        public MqttSettings Settings { get; } = new();

        /// <summary>Why the last connection ended or did not come about, in words; null before. Not in nanoFramework: for tests and tools.</summary>
        public string? LastEnd => _end?.ToString();

        /// <summary>Connects.</summary>
        public MqttReasonCode Connect(string clientId) => Connect(clientId, null, null);

        /// <summary>Connects.</summary>
        public MqttReasonCode Connect(string clientId, bool cleanSession) =>
            Connect(clientId, null, null, cleanSession, UsualKeepAliveSeconds);

        /// <summary>Connects.</summary>
        public MqttReasonCode Connect(string clientId, string? username, string? password) =>
            Connect(clientId, username, password, true, UsualKeepAliveSeconds);

        /// <summary>Connects.</summary>
        public MqttReasonCode Connect(string clientId, string? username, string? password, bool cleanSession, ushort keepAlivePeriod) =>
            Connect(clientId, username, password, false, MqttQoSLevel.AtMostOnce, false, null, null, cleanSession, keepAlivePeriod);

        /// <summary>
        /// Connects and waits for the broker's answer. A refusal is a return code. No broker, no network, a failed TLS handshake:
        /// <see cref="MqttConnectionException"/>; a broker that does not answer: <see cref="MqttCommunicationException"/>.
        /// </summary>
        public MqttReasonCode Connect(
            string clientId,
            string? username,
            string? password,
            bool willRetain,
            MqttQoSLevel willQosLevel,
            bool willFlag,
            string? willTopic,
            string? willMessage,
            bool cleanSession,
            ushort keepAlivePeriod)
        {
            _life.Check();
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (willRetain)
            {
                throw new NotSupportedException("NanoHost's MQTT retains nothing");
            }

            if (!_life.Machine.NetworkUp)
            {
                throw new MqttConnectionException("Socket exception connecting to the broker: no network", new SocketException((int)SocketError.NetworkUnreachable));
            }

            Drop();
            var link = new MosquittoClient(clientId, cleanSession) { ConnectTimeout = TimeSpan.FromMilliseconds(MqttSettings.ConnectTimeout) };
            try
            {
                Prepare(link, username, password, willFlag ? willTopic : null, willMessage, willQosLevel);
                Await(link, keepAlivePeriod);
            }
            catch
            {
                Drop();
                link.Dispose();
                throw;
            }

            if (!_accepted)
            {
                Drop();
                return Refusal(_end!.Value);
            }

            ClientId = clientId;
            CleanSession = cleanSession;
            WillFlag = willFlag;
            WillTopic = willTopic;
            WillMessage = willMessage;
            WillQosLevel = willQosLevel;
            Started(link);
            return MqttReasonCode.Success;
        }

        /// <summary>Says goodbye and ends; ConnectionClosed follows. On a broken connection: <see cref="MqttCommunicationException"/>.</summary>
        public void Disconnect()
        {
            _life.Check();
            MosquittoClient? link;
            lock (_gate)
            {
                link = _link;
                if (link is null || _closing || !link.IsConnected)
                {
                    throw new MqttCommunicationException();
                }
            }

            link.Disconnect();
            long deadline = HostTime.Nanoseconds + (3 * HostTime.Second);
            lock (_gate)
            {
                // The goodbye is out when this returns; otherwise a new connection could overtake it and the broker would publish the will.
                while (!_linkGone && _link == link && HostTime.MillisecondsUntil(deadline) is var left and > 0)
                {
                    _life.WaitFor(_gate, left);
                    _life.Check();
                }
            }
        }

        /// <summary>Ends without a word; ConnectionClosed does not follow.</summary>
        public void Close()
        {
            _life.Check();
            lock (_gate)
            {
                _running = false;
                Monitor.PulseAll(_gate);
            }

            Drop();
            IsConnected = false;
        }

        /// <summary>Ends for good.</summary>
        public void Dispose()
        {
            Dispose(true);
            System.GC.SuppressFinalize(this);
        }

        /// <summary>Subscribes; the answer is an event. Does not throw on a dead connection.</summary>
        public ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels)
        {
            _life.Check();
            if (topics is null || topics.Length == 0)
            {
                throw new MqttClientException(MqttClientErrorCode.TopicsEmpty);
            }

            if (qosLevels is null || qosLevels.Length == 0)
            {
                throw new MqttClientException(MqttClientErrorCode.QosLevelsEmpty);
            }

            if (topics.Length != qosLevels.Length)
            {
                throw new MqttClientException(MqttClientErrorCode.TopicsQosLevelsNotMatch);
            }

            lock (_gate)
            {
                var subscription = new Subscription { Granted = new MqttQoSLevel[topics.Length] };
                for (int i = 0; i < topics.Length; i++)
                {
                    if (_link is null || _link.Subscribe(topics[i], (int)qosLevels[i], out int id) != MosquittoError.Success)
                    {
                        return NextMessageId();     // goes into the queue of a dead connection, and with it
                    }

                    subscription.MessageId = subscription.MessageId == 0 ? (ushort)id : subscription.MessageId;
                    _subscriptions[id] = subscription;
                    subscription.Asked.Add((id, qosLevels[i]));
                }

                return subscription.MessageId;
            }
        }

        /// <summary>Ends subscriptions.</summary>
        public ushort Unsubscribe(string[] topics)
        {
            _life.Check();
            ArgumentNullException.ThrowIfNull(topics);
            ushort first = 0;
            lock (_gate)
            {
                foreach (string topic in topics)
                {
                    if (_link is not null && _link.Unsubscribe(topic, out int id) == MosquittoError.Success && first == 0)
                    {
                        first = (ushort)id;
                    }
                }
            }

            first = first == 0 ? NextMessageId() : first;
            Raise(() => MqttMsgUnsubscribed?.Invoke(this, new MqttMsgUnsubscribedEventArgs(first)));
            return first;
        }

        /// <summary>Publishes with QoS 0.</summary>
        public ushort Publish(string topic, byte[] message) => Publish(topic, message, null, null, MqttQoSLevel.AtMostOnce, false);

        /// <summary>Publishes with QoS 0; a content type is MQTT 5.</summary>
        public ushort Publish(string topic, byte[] message, string? contentType) =>
            Publish(topic, message, contentType, null, MqttQoSLevel.AtMostOnce, false);

        /// <summary>Publishes with QoS 0; properties are MQTT 5.</summary>
        public ushort Publish(string topic, byte[] message, string? contentType, ArrayList? userProperties) =>
            Publish(topic, message, contentType, userProperties, MqttQoSLevel.AtMostOnce, false);

        /// <summary>
        /// Queues a message. On a dead connection it does not throw: the message is lost. QoS 2 loses messages on a board and is refused here.
        /// </summary>
        public ushort Publish(string topic, byte[] message, string? contentType, ArrayList? userProperties, MqttQoSLevel qosLevel, bool retain)
        {
            _life.Check();
            if (contentType is not null || userProperties is not null)
            {
                throw new NotSupportedException("content type and user properties are MQTT 5");
            }

            if (qosLevel > MqttQoSLevel.AtLeastOnce || retain)
            {
                throw new NotSupportedException("NanoHost's MQTT publishes with QoS 0 or 1 and retains nothing");
            }

            if (string.IsNullOrEmpty(topic) || topic.Length > ushort.MaxValue)
            {
                throw new MqttClientException(MqttClientErrorCode.TopicLength);
            }

            if (topic.AsSpan().IndexOfAny('#', '+') >= 0)
            {
                throw new MqttClientException(MqttClientErrorCode.TopicWildcard);
            }

            MosquittoClient? link;
            lock (_gate)
            {
                link = _link;
            }

            if (link is null)
            {
                return NextMessageId();
            }

            lock (_acknowledgementGate)
            {
                // The acknowledgement of QoS 1 may come before Publish returns: it waits at the same gate.
                if (link.Publish(topic, message, (int)qosLevel, out int id) != MosquittoError.Success)
                {
                    return NextMessageId();
                }

                if (qosLevel == MqttQoSLevel.AtLeastOnce)
                {
                    _awaited.Add(id);
                }

                return (ushort)id;
            }
        }

        /// <summary>Ends for good.</summary>
        protected virtual void Dispose(bool disposing)
        {
            if (!_disposed)
            {
                _disposed = true;
                lock (_gate)
                {
                    _running = false;
                    Monitor.PulseAll(_gate);
                }

                Drop();
                IsConnected = false;
            }
        }

        private static MqttReasonCode Refusal(ConnectionEnd end) => end.Kind switch
        {
            EndKind.Refused => (MqttReasonCode)end.Code,
            EndKind.NoAnswer => throw new MqttCommunicationException(new TimeoutException(end.Text)),
            _ => throw new MqttConnectionException("Exception connecting to the broker: " + end.Text, new IOException(end.ToString())),
        };

        private static string CaFileOf(X509Certificate certificate)
        {
            byte[] der = certificate.GetRawCertData();
            string path = Path.Combine(Path.GetTempPath(), "nanohost-ca-" + Convert.ToHexStringLower(SHA256.HashData(der)) + ".pem");
            if (!File.Exists(path))
            {
                string own = path + "." + Guid.NewGuid().ToString("N");
                File.WriteAllText(own, new string(PemEncoding.Write("CERTIFICATE", der)) + "\n");
                File.Move(own, path, overwrite: true);      // several boards may do this at once
            }

            return path;
        }

        private void Prepare(MosquittoClient link, string? user, string? password, string? willTopic, string? willMessage, MqttQoSLevel willQos)
        {
            if (user is not null)
            {
                link.SetCredentials(user, password ?? string.Empty);
            }

            if (willTopic is not null)
            {
                link.SetWill(willTopic, Encoding.UTF8.GetBytes(willMessage ?? string.Empty), (int)willQos);
            }

            if (_caFile is not null)
            {
                link.UseTls(_caFile);
            }

            link.SetMaxInflight(0);     // M2Mqtt sends in the order of the calls, whatever their QoS
            link.Connected += () => Accepted(link);
            link.Disconnected += end =>
            {
                lock (_gate)
                {
                    _linkGone |= _link == link;
                }

                EndOf(link, end);
            };
            link.MessageReceived += (topic, payload) => Raise(link, () => MqttMsgPublishReceived?.Invoke(
                this, new MqttMsgPublishEventArgs(topic, payload, false, MqttQoSLevel.AtLeastOnce, false)));
            link.Published += id => Acknowledged(link, id);
            link.Subscribed += (id, granted) => SubscriptionAnswered(link, id, granted);
        }

        /// <summary>Waits until the broker accepted or the attempt ended.</summary>
        private void Await(MosquittoClient link, int keepAliveSeconds)
        {
            lock (_acknowledgementGate)
            {
                _awaited.Clear();
            }

            lock (_gate)
            {
                _link = link;
                _end = null;
                _accepted = false;
                _closing = false;
                _linkGone = false;
                _events.Clear();
                _subscriptions.Clear();
            }

            using (ExecutionContext.SuppressFlow())
            {
                // The connection's own thread belongs to the host: a power cut disposes it, it is not one of the board's.
                int seconds = keepAliveSeconds == 0 ? ushort.MaxValue : Math.Max(keepAliveSeconds, ShortestKeepAliveSeconds);
                link.Connect(_host, _port, seconds);
            }

            _life.Ended += Drop;
            _life.Machine.NetworkChanged += OnNetworkChanged;
            lock (_gate)
            {
                while (!_accepted && _end is null)
                {
                    _life.WaitFor(_gate, Timeout.Infinite);
                    _life.Check();
                }
            }
        }

        private void Started(MosquittoClient link)
        {
            lock (_gate)
            {
                _running = true;
                IsConnected = true;
            }

            _life.Start("mqtt", () => Dispatch(link));
        }

        private void Accepted(MosquittoClient link)
        {
            lock (_gate)
            {
                if (_link == link)
                {
                    _accepted = true;
                    Monitor.PulseAll(_gate);
                }
            }
        }

        private void EndOf(MosquittoClient link, ConnectionEnd end)
        {
            lock (_gate)
            {
                if (_link == link)
                {
                    _end ??= end;
                    _closing = true;
                    Monitor.PulseAll(_gate);
                }
            }
        }

        private void OnNetworkChanged(bool up)
        {
            if (up)
            {
                return;
            }

            MosquittoClient? link;
            lock (_gate)
            {
                link = _link;
            }

            if (link is not null)
            {
                EndOf(link, new ConnectionEnd(EndKind.Lost, 0, "the network went down"));
                link.Dispose();
            }
        }

        /// <summary>Lets go of the connection as a power failure does.</summary>
        private void Drop()
        {
            MosquittoClient? link;
            lock (_gate)
            {
                link = _link;
                _link = null;
                _closing = true;
                Monitor.PulseAll(_gate);
            }

            _life.Ended -= Drop;
            _life.Machine.NetworkChanged -= OnNetworkChanged;
            link?.Dispose();
        }

        /// <summary>The client's dispatch thread: what a handler throws ends it, as on a board.</summary>
        private void Dispatch(MosquittoClient link)
        {
            while (true)
            {
                Action next;
                lock (_gate)
                {
                    while (_events.Count == 0 && !_closing && _running && _link == link)
                    {
                        _life.WaitFor(_gate, Timeout.Infinite);
                        _life.Check();
                    }

                    if (!_running || _link != link)
                    {
                        return;     // closed, or connected anew with a thread of its own
                    }

                    if (_events.Count == 0)
                    {
                        break;
                    }

                    next = _events.Dequeue();
                }

                next();
            }

            lock (_gate)
            {
                _running = false;
            }

            Drop();
            IsConnected = false;
            ConnectionClosed?.Invoke(this, EventArgs.Empty);
        }

        private void Raise(Action handler)
        {
            lock (_gate)
            {
                _events.Enqueue(handler);
                Monitor.PulseAll(_gate);
            }
        }

        private void Raise(MosquittoClient link, Action handler)
        {
            lock (_gate)
            {
                if (_link == link)
                {
                    Raise(handler);
                }
            }
        }

        private void Acknowledged(MosquittoClient link, int id)
        {
            lock (_acknowledgementGate)
            {
                if (!_awaited.Remove(id))
                {
                    return;     // QoS 0: written, and nothing more is known
                }
            }

            Raise(link, () => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs((ushort)id, true)));
        }

        private void SubscriptionAnswered(MosquittoClient link, int id, bool granted)
        {
            lock (_gate)
            {
                if (_link != link || !_subscriptions.Remove(id, out Subscription? subscription))
                {
                    return;
                }

                int index = subscription.Asked.FindIndex(asked => asked.Id == id);
                subscription.Granted[index] = granted ? subscription.Asked[index].Qos : MqttQoSLevel.GrantedFailure;
                if (++subscription.Answered == subscription.Granted.Length)
                {
                    Raise(() => MqttMsgSubscribed?.Invoke(
                        this, new MqttMsgSubscribedEventArgs(subscription.MessageId, subscription.Granted)));
                }
            }
        }

        private ushort NextMessageId()
        {
            lock (_gate)
            {
                _lastMessageId = (_lastMessageId % ushort.MaxValue) + 1;
                return (ushort)_lastMessageId;
            }
        }

        private sealed class Subscription
        {
            public ushort MessageId { get; set; }

            public required MqttQoSLevel[] Granted { get; init; }

            public List<(int Id, MqttQoSLevel Qos)> Asked { get; } = [];

            public int Answered { get; set; }
        }
    }
}

namespace nanoFramework.M2Mqtt.Messages
{
    /// <summary>A message that came.</summary>
    public class MqttMsgPublishEventArgs : EventArgs
    {
        /// <summary>Creates it.</summary>
        public MqttMsgPublishEventArgs(string topic, byte[] message, bool dupFlag, MqttQoSLevel qosLevel, bool retain)
        {
            Topic = topic;
            Message = message;
            DupFlag = dupFlag;
            QosLevel = qosLevel;
            Retain = retain;
        }

        /// <summary>Topic.</summary>
        public string Topic { get; }

        /// <summary>Payload.</summary>
        public byte[] Message { get; }

        /// <summary>Sent again; here always false: libmosquitto's binding does not tell.</summary>
        public bool DupFlag { get; }

        /// <summary>Quality of service; here always 1: libmosquitto's binding does not tell.</summary>
        public MqttQoSLevel QosLevel { get; }

        /// <summary>Retained by the broker; here always false.</summary>
        public bool Retain { get; }
    }

    /// <summary>The broker has a message.</summary>
    public class MqttMsgPublishedEventArgs : EventArgs
    {
        /// <summary>Creates it.</summary>
        public MqttMsgPublishedEventArgs(ushort messageId)
            : this(messageId, true)
        {
        }

        /// <summary>Creates it.</summary>
        public MqttMsgPublishedEventArgs(ushort messageId, bool isPublished)
        {
            MessageId = messageId;
            IsPublished = isPublished;
        }

        /// <summary>What Publish returned.</summary>
        public ushort MessageId { get; set; }

        /// <summary>The broker has it.</summary>
        public bool IsPublished { get; set; }
    }

    /// <summary>The broker answered a subscription.</summary>
    public class MqttMsgSubscribedEventArgs : EventArgs
    {
        /// <summary>Creates it.</summary>
        public MqttMsgSubscribedEventArgs(ushort messageId, MqttQoSLevel[] grantedQosLevels)
        {
            MessageId = messageId;
            GrantedQoSLevels = grantedQosLevels;
        }

        /// <summary>What Subscribe returned.</summary>
        public ushort MessageId { get; }

        /// <summary>What was granted, one for each topic; GrantedFailure was refused.</summary>
        public MqttQoSLevel[] GrantedQoSLevels { get; }
    }

    /// <summary>The broker answered the end of a subscription.</summary>
    public class MqttMsgUnsubscribedEventArgs : EventArgs
    {
        /// <summary>Creates it.</summary>
        public MqttMsgUnsubscribedEventArgs(ushort messageId) => MessageId = messageId;

        /// <summary>What Unsubscribe returned.</summary>
        public ushort MessageId { get; }
    }
}

namespace nanoFramework.M2Mqtt.Exceptions
{
    /// <summary>There is no broker to talk to.</summary>
    public class MqttConnectionException : Exception
    {
        /// <summary>Creates it.</summary>
        public MqttConnectionException(string message, Exception innerException)
            : base(message, innerException)
        {
        }
    }

    /// <summary>The connection broke, or the broker did not answer.</summary>
    public class MqttCommunicationException : Exception
    {
        /// <summary>Creates it.</summary>
        public MqttCommunicationException()
        {
        }

        /// <summary>Creates it.</summary>
        public MqttCommunicationException(Exception e)
            : base(string.Empty, e)
        {
        }
    }

    /// <summary>A call was wrong.</summary>
    public class MqttClientException : Exception
    {
        /// <summary>Creates it.</summary>
        public MqttClientException(MqttClientErrorCode errorCode) => ErrorCode = errorCode;

        /// <summary>What was wrong.</summary>
        public MqttClientErrorCode ErrorCode { get; set; }
    }
}
