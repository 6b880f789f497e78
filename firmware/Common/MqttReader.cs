using System;
using System.Text;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>What a broker may send to a board.</summary>
    public enum MqttPacket
    {
        /// <summary>Nothing whole yet.</summary>
        None = 0,

        /// <summary>CONNACK: the answer to a connection.</summary>
        ConnectAnswer = 2,

        /// <summary>PUBLISH: a message for this board.</summary>
        Message = 3,

        /// <summary>PUBACK: the broker has what was published.</summary>
        PublishAnswer = 4,

        /// <summary>SUBACK: the answer to a subscription.</summary>
        SubscribeAnswer = 9,

        /// <summary>PINGRESP: the broker lives.</summary>
        PingAnswer = 13,
    }

    /// <summary>
    /// Reads MQTT 3.1.1 packets from bytes as they come, one after the other, and only those that a broker owes a board: anything else, a length that does not
    /// fit, a message of more than <see cref="MaxMessageBytes"/> is a fault, after which nothing is taken, and never an exception but for want of memory. A message gets an array
    /// of its own, of its own length; nothing else is allocated.
    /// </summary>
    public sealed class MqttReader
    {
        /// <summary>The longest message of our protocol.</summary>
        public const int MaxMessageBytes = CborReader.MaxBytes;

        /// <summary>The longest topic: ew/1/, a board id of 48 characters, /down/order take 64.</summary>
        public const int MaxTopicBytes = 80;

        private const int MaxLengthBytes = 4;
        private const int TextHeadBytes = 2;
        private const int IdBytes = 2;

        private enum Part
        {
            Head,
            Length,
            Body,       // of everything but a message
            TopicLength,
            Topic,
            Id,
            Message,
        }

        private readonly byte[] _bytes = new byte[MaxTopicBytes];      // of the part that is being read, but for a message's own
        private Part _part;
        private int _head;
        private int _left;          // bytes of the packet that are still to come
        private int _lengthBytes;
        private int _have;          // bytes of the part
        private int _want;
        private readonly byte[] _nothing = new byte[0];

        /// <summary>A reader at the beginning of a connection.</summary>
        public MqttReader()
        {
            Message = _nothing;
        }

        /// <summary>The packet that is whole, until <see cref="Next"/>.</summary>
        public MqttPacket Packet { get; private set; }

        /// <summary>What is wrong with what the broker sends; "" when nothing is.</summary>
        public string Fault { get; private set; } = "";

        /// <summary>What a connect or subscribe answer says.</summary>
        public int Code { get; private set; }

        /// <summary>The number of the message or of what is answered; 0 for a message that wants no answer.</summary>
        public int Id { get; private set; }

        /// <summary>Where the message was published.</summary>
        public string Topic { get; private set; } = "";

        /// <summary>The message; it is the taker's to keep.</summary>
        public byte[] Message { get; private set; }

        /// <summary>Begins with another connection.</summary>
        public void Reset()
        {
            Fault = "";
            Next();
        }

        /// <summary>Forgets the packet that was whole and begins with the one behind it.</summary>
        public void Next()
        {
            Packet = MqttPacket.None;
            Code = 0;
            Id = 0;
            Topic = "";
            Message = _nothing;
            _part = Part.Head;
            _left = 0;
            _lengthBytes = 0;
        }

        /// <summary>Takes bytes until a packet is whole or faulty; returns how many it took.</summary>
        public int Take(byte[] buffer, int offset, int count)
        {
            int taken = 0;
            while (taken < count && Packet == MqttPacket.None && Fault.Length == 0)
            {
                if (_part == Part.Message)
                {
                    taken += TakeMessage(buffer, offset + taken, count - taken);
                }
                else
                {
                    TakeByte(buffer[offset + taken]);
                    taken++;
                }
            }

            return taken;
        }

        private void TakeByte(byte value)
        {
            if (_part == Part.Head)
            {
                TakeHead(value);
            }
            else if (_part == Part.Length)
            {
                TakeLength(value);
            }
            else
            {
                _bytes[_have] = value;
                _have++;
                _left--;
                if (_have == _want)
                {
                    EndPart();
                }
            }
        }

        private void TakeHead(byte value)
        {
            _head = value;
            _part = Part.Length;
            int flags = value & 0x0F;
            bool known = value >> 4 == (int)MqttPacket.Message ? AreFlagsOfAMessage(flags)
                : flags == 0 && AnswerBytes(value >> 4) >= 0;
            Fault = known ? "" : "the broker sent a packet that is none for a board, of kind " + (value >> 4).ToString() + " with flags " + flags.ToString();
        }

        // DUP 8, QoS 6, RETAIN 1. A board asks for QoS 1 at most, and QoS 0 is never sent again.
        private static bool AreFlagsOfAMessage(int flags)
        {
            int level = (flags >> 1) & 3;
            return level == 1 || (level == 0 && flags < 8);
        }

        // Bytes behind the length of an answer; -1 = no packet for a board.
        private static int AnswerBytes(int packet)
        {
            return packet == (int)MqttPacket.ConnectAnswer || packet == (int)MqttPacket.PublishAnswer ? 2
                : packet == (int)MqttPacket.SubscribeAnswer ? 3     // for one topic, and a board subscribes to one
                : packet == (int)MqttPacket.PingAnswer ? 0 : -1;
        }

        private void TakeLength(byte value)
        {
            _left |= (value & 0x7F) << (7 * _lengthBytes);
            _lengthBytes++;
            if (value >= 0x80)
            {
                Fault = _lengthBytes == MaxLengthBytes ? "the broker sent a length of more than " + MaxLengthBytes.ToString() + " bytes" : "";
            }
            else if (value == 0 && _lengthBytes > 1)
            {
                Fault = "the broker sent a length that is longer than it need be";
            }
            else
            {
                BeginBody();
            }
        }

        private void BeginBody()
        {
            int packet = _head >> 4;
            if (packet == (int)MqttPacket.Message)
            {
                if (_left > TextHeadBytes + MaxTopicBytes + IdBytes + MaxMessageBytes)
                {
                    Fault = "the broker sent a packet of " + _left.ToString() + " bytes, too large for a board";
                    return;
                }

                Expect(Part.TopicLength, TextHeadBytes);
            }
            else if (_left != AnswerBytes(packet))
            {
                Fault = "the broker sent a packet of kind " + packet.ToString() + " with " + _left.ToString() + " bytes";
            }
            else if (_left == 0)
            {
                Packet = (MqttPacket)packet;
            }
            else
            {
                Expect(Part.Body, _left);
            }
        }

        private void Expect(Part part, int bytes)
        {
            _part = part;
            _have = 0;
            _want = bytes;
            if (bytes > _left)
            {
                Fault = "the broker sent a message that ends too soon";
            }
        }

        private void EndPart()
        {
            if (_part == Part.Body)
            {
                EndAnswer();
            }
            else if (_part == Part.TopicLength)
            {
                BeginTopic(Number(0));
            }
            else if (_part == Part.Topic)
            {
                EndTopic();
            }
            else
            {
                Id = Number(0);
                Fault = Id == 0 ? "the broker sent a message with the number 0" : "";
                BeginMessage();
            }
        }

        private void EndAnswer()
        {
            MqttPacket packet = (MqttPacket)(_head >> 4);
            bool connects = packet == MqttPacket.ConnectAnswer;
            Id = connects ? 0 : Number(0);
            Code = connects ? _bytes[1] : packet == MqttPacket.SubscribeAnswer ? _bytes[2] : 0;
            Packet = packet;
        }

        private void BeginTopic(int bytes)
        {
            if (bytes == 0 || bytes > MaxTopicBytes)
            {
                Fault = "the broker sent a topic of " + bytes.ToString() + " bytes";
                return;
            }

            Expect(Part.Topic, bytes);
        }

        private void EndTopic()
        {
            for (int i = 0; i < _want; i++)
            {
                if (_bytes[i] <= ' ' || _bytes[i] > '~')
                {
                    Fault = "the broker sent a topic that is none of ours";
                    return;
                }
            }

            Topic = Encoding.UTF8.GetString(_bytes, 0, _want);
            if ((_head & 0x06) != 0)
            {
                Expect(Part.Id, IdBytes);
            }
            else
            {
                BeginMessage();
            }
        }

        private void BeginMessage()
        {
            if (Fault.Length > 0)
            {
                return;
            }

            if (_left > MaxMessageBytes)
            {
                Fault = "the broker sent a message of " + _left.ToString() + " bytes, too large for a board";
                return;
            }

            Expect(Part.Message, _left);
            Message = new byte[_left];
            Packet = _left == 0 ? MqttPacket.Message : MqttPacket.None;
        }

        private int TakeMessage(byte[] buffer, int offset, int count)
        {
            int taken = count < _left ? count : _left;
            Array.Copy(buffer, offset, Message, _have, taken);
            _have += taken;
            _left -= taken;
            Packet = _left == 0 ? MqttPacket.Message : MqttPacket.None;
            return taken;
        }

        private int Number(int offset)
        {
            return (_bytes[offset] << 8) | _bytes[offset + 1];
        }
    }
}
