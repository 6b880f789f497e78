using System;
using System.Security.Cryptography.X509Certificates;

namespace EdgeWarning.Common
{
    /// <summary>Reads the certificate of the authority that signs the broker's. Asked at each connect, so that a small heap need not keep it.</summary>
    public delegate X509Certificate ReadAuthority();

    /// <summary>Who takes the messages that come.</summary>
    public interface IMessageTaker
    {
        /// <summary>Takes a message. The broker is told that it arrived after this returns; an exception closes the connection.</summary>
        void Take(string topic, byte[] message);
    }

    /// <summary>
    /// A board's MQTT 3.1.1 connection: clean session, one subscription, a last will, QoS 0 and 1, with TLS or without. All of it happens on the thread that calls it,
    /// within two buffers that are made once; only <see cref="Wake"/> is for other threads. No call throws: what goes wrong closes the connection, and <see cref="Trouble"/> says what it was.
    ///
    /// A message of QoS 1 is sent once, and its answer counts for nothing: who must know that a message arrived asks the other end. A broker that falls silent is noticed
    /// after <see cref="PingAfterMilliseconds"/> and <see cref="AnswerMilliseconds"/>, within one and a half keep-alives, as the broker notices a dead board.
    /// </summary>
    public sealed class MqttClient
    {
        /// <summary>MQTT's keep-alive: the broker takes a board for dead that says nothing for one and a half of it.</summary>
        public const int KeepAliveSeconds = 30;

        /// <summary>How long nothing may go out, or nothing come in, before the broker is asked whether it lives.</summary>
        public const int PingAfterMilliseconds = 25_000;

        /// <summary>How long the broker may take to answer.</summary>
        public const int AnswerMilliseconds = 15_000;

        private const int Connect = 0x10;
        private const int Message = 0x30;
        private const int PublishAnswer = 0x40;
        private const int Subscribe = 0x82;
        private const int Ping = 0xC0;
        private const int Goodbye = 0xE0;
        private const int AtLeastOnce = 0x02;
        private const int UserPasswordWillAndCleanSession = 0xCE;     // the will with QoS 1, not retained
        private const int SubscriptionRefused = 0x80;
        private const int ProtocolLevel = 4;
        private const int InBytes = 256;

        // A piece for TLS: mbedTLS spins, and with it all threads, when it cannot hand over what it was given; a socket that takes any takes 2.8 KB.
        private const int OutBytes = 512;

        private readonly byte[] _in = new byte[InBytes];
        private readonly byte[] _out = new byte[OutBytes];
        private readonly MqttReader _reader = new MqttReader();
        private readonly Clock _clock;
        private readonly IMessageTaker _taker;
        private readonly Wire _wire;
        private int _inCount;
        private int _inTaken;
        private int _outCount;
        private int _lastId;
        private MqttPacket _awaited;
        private long _lastSent;
        private long _lastHeard;
        private long _pinged;       // 0 = no ping is unanswered

        /// <summary>A client of the broker at <paramref name="host"/>, whose certificate <paramref name="authority"/> has signed; null without TLS.</summary>
        public MqttClient(string host, int port, ReadAuthority? authority, Clock clock, IMessageTaker taker)
        {
            _wire = new Wire(host, port, authority, AnswerMilliseconds, clock);
            _clock = clock;
            _taker = taker;
        }

        /// <summary>True from an <see cref="Open"/> that succeeded until the connection ends.</summary>
        public bool IsOpen { get; private set; }

        /// <summary>Why the last connection ended or did not come about; "" before, and while it stands.</summary>
        public string Trouble { get; private set; } = "";

        /// <summary>Connects, leaves a will and subscribes; true once the broker has granted it all. Messages may come from then on, the first before this returns.</summary>
        public bool Open(string id, string password, string willTopic, string willText, string subscription)
        {
            try
            {
                Trouble = "";
                _pinged = 0;
                _wire.Open();
                IsOpen = true;
                _lastHeard = _clock.UptimeMilliseconds;
                SendConnect(id, password, willTopic, willText);
                if (Await(MqttPacket.ConnectAnswer))
                {
                    SendSubscribe(subscription);
                    Await(MqttPacket.SubscribeAnswer);
                }
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                End("cannot connect: " + exception.GetType().Name + ": " + exception.Message);
            }

            return IsOpen;
        }

        /// <summary>Publishes a message, once or at least once as far as the broker is concerned. Nothing on a closed connection.</summary>
        public void Publish(string topic, byte[] message, bool atLeastOnce)
        {
            if (!IsOpen)
            {
                return;
            }

            try
            {
                Begin(atLeastOnce ? Message | AtLeastOnce : Message, 2 + topic.Length + (atLeastOnce ? 2 : 0) + message.Length);
                Put(topic);
                if (atLeastOnce)
                {
                    PutNumber(NextId());
                }

                Put(message);
                Send();
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                End("cannot send: " + exception.GetType().Name + ": " + exception.Message);
            }
        }

        /// <summary>Waits for something to come, for at most so long or until <see cref="Wake"/>, has one message taken, and keeps the connection alive. Nothing on a closed one.</summary>
        public void Listen(int milliseconds)
        {
            if (!IsOpen)
            {
                return;
            }

            try
            {
                int alive = KeepAlive();
                if (IsOpen && Receive(milliseconds < alive ? milliseconds : alive))
                {
                    Obey();
                }
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                End("the connection broke: " + exception.GetType().Name + ": " + exception.Message);
            }
        }

        /// <summary>Ends a <see cref="Listen"/> that waits, or the next one. From any thread.</summary>
        public void Wake()
        {
            _wire.Wake();
        }

        /// <summary>Says goodbye, so that the broker keeps the will to itself, and ends the connection.</summary>
        public void Close()
        {
            try
            {
                if (IsOpen)
                {
                    Begin(Goodbye, 0);
                    Send();
                }
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }
            }

            End("closed by this board");
        }

        // ---- what goes out ----

        private void SendConnect(string id, string password, string willTopic, string willText)
        {
            Begin(Connect, 10 + (5 * 2) + id.Length + willTopic.Length + willText.Length + id.Length + password.Length);
            Put("MQTT");
            Put(ProtocolLevel);
            Put(UserPasswordWillAndCleanSession);
            PutNumber(KeepAliveSeconds);
            Put(id);
            Put(willTopic);
            Put(willText);
            Put(id);
            Put(password);
            Send();
        }

        private void SendSubscribe(string topic)
        {
            Begin(Subscribe, 2 + 2 + topic.Length + 1);
            PutNumber(NextId());
            Put(topic);
            Put(1);     // QoS
            Send();
        }

        private int NextId()
        {
            _lastId = _lastId == 0xFFFF ? 1 : _lastId + 1;
            return _lastId;
        }

        private void Begin(int head, int length)
        {
            _outCount = 0;
            Put(head);
            while (length > 0x7F)
            {
                Put((length & 0x7F) | 0x80);
                length >>= 7;
            }

            Put(length);
        }

        // Ids, topics and passwords are ASCII.
        private void Put(string text)
        {
            PutNumber(text.Length);
            for (int i = 0; i < text.Length; i++)
            {
                Put(text[i]);
            }
        }

        private void PutNumber(int value)
        {
            Put(value >> 8);
            Put(value & 0xFF);
        }

        private void Put(byte[] bytes)
        {
            for (int at = 0; at < bytes.Length;)
            {
                if (_outCount == OutBytes)
                {
                    Flush();
                }

                int taken = bytes.Length - at < OutBytes - _outCount ? bytes.Length - at : OutBytes - _outCount;
                Array.Copy(bytes, at, _out, _outCount, taken);
                _outCount += taken;
                at += taken;
            }
        }

        private void Put(int value)
        {
            if (_outCount == OutBytes)
            {
                Flush();
            }

            _out[_outCount] = (byte)value;
            _outCount++;
        }

        private void Send()
        {
            Flush();
            _lastSent = _clock.UptimeMilliseconds;
        }

        private void Flush()
        {
            _wire.Write(_out, 0, _outCount);
            _outCount = 0;
        }

        // ---- what comes in ----

        // True when the answer came and was a yes.
        private bool Await(MqttPacket answer)
        {
            _awaited = answer;
            long until = _clock.UptimeMilliseconds + AnswerMilliseconds;
            while (IsOpen && _awaited == answer)
            {
                long left = until - _clock.UptimeMilliseconds;
                if (left <= 0)
                {
                    End("the broker does not answer: nothing for " + (AnswerMilliseconds / 1000).ToString() + " s");
                }
                else if (Receive((int)left))
                {
                    Obey();
                }
            }

            return IsOpen;
        }

        // Milliseconds until it must be called again.
        private int KeepAlive()
        {
            long now = _clock.UptimeMilliseconds;
            long quiet = _lastSent < _lastHeard ? _lastSent : _lastHeard;
            if (_pinged == 0 && now - quiet >= PingAfterMilliseconds)
            {
                Begin(Ping, 0);
                Send();
                _pinged = now;
            }

            long left = (_pinged == 0 ? quiet + PingAfterMilliseconds : _pinged + AnswerMilliseconds) - now;
            if (left <= 0)
            {
                End("the broker is silent: nothing for " + ((now - _lastHeard) / 1000).ToString() + " s");
            }

            return (int)left;
        }

        // True when a packet is whole: what came with it waits in the buffer, so that who takes a message stands low on the stack.
        private bool Receive(int milliseconds)
        {
            if (_inTaken == _inCount && !(_wire.Wait(milliseconds) && Read()))
            {
                return false;
            }

            _inTaken += _reader.Take(_in, _inTaken, _inCount - _inTaken);
            if (_reader.Fault.Length > 0)
            {
                End(_reader.Fault);
            }

            return IsOpen && _reader.Packet != MqttPacket.None;
        }

        private bool Read()
        {
            _inTaken = 0;
            _inCount = _wire.Read(_in, 0, InBytes);
            if (_inCount <= 0)
            {
                End("the broker closed the connection");
                return false;
            }

            _lastHeard = _clock.UptimeMilliseconds;
            _pinged = 0;
            return true;
        }

        private void Obey()
        {
            MqttPacket packet = _reader.Packet;
            if (packet == MqttPacket.Message)
            {
                _taker.Take(_reader.Topic, _reader.Message);
                if (_reader.Id != 0)
                {
                    Begin(PublishAnswer, 2);
                    PutNumber(_reader.Id);
                    Send();
                }
            }
            else if (packet == MqttPacket.ConnectAnswer || packet == MqttPacket.SubscribeAnswer)
            {
                Answered(packet, _reader.Code);
            }

            _reader.Next();
        }

        private void Answered(MqttPacket packet, int code)
        {
            if (packet != _awaited)
            {
                End("the broker answers what nobody asked");
            }
            else if (packet == MqttPacket.ConnectAnswer && code != 0)
            {
                End("the broker refuses this board, MQTT code " + code.ToString());
            }
            else if (packet == MqttPacket.SubscribeAnswer && code >= SubscriptionRefused)
            {
                End("the broker refuses the subscription");
            }

            _awaited = MqttPacket.None;
        }

        private void End(string why)
        {
            IsOpen = false;
            Trouble = why;
            _reader.Reset();
            _inCount = 0;
            _inTaken = 0;
            _wire.Close();
        }
    }
}
