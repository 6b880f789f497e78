using System;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// The board's side of the link, on one thread: connects with growing, jittered waits; says the birth until the gateway
    /// answers it; sends receipts in order, heartbeats on a timer, and the oldest unacknowledged readings, one pack at a time, until the
    /// gateway says that they are committed. The broker is a pipe: its acknowledgements count for nothing here.
    ///
    /// While it has nothing to say its thread listens, and what comes is handled on it: the broker has its acknowledgement after that. A dead connection is noticed by
    /// <see cref="MqttClient"/>; one that lives but brings no answer to what was asked is dropped here after <see cref="PatienceMilliseconds"/>.
    /// </summary>
    public sealed class Link : ILink, IGatewayContact, IMessageTaker, IStep
    {
        /// <summary>How long a connection may leave births and packs unanswered before it is made anew.</summary>
        public const int PatienceMilliseconds = 120_000;

        private const int HeartbeatsUnanswered = 3;
        private const int ShortestRetryMilliseconds = 500;
        private const int LongestRetryMilliseconds = 30_000;
        private const int ShortestRepeatMilliseconds = 3_000;
        private const int LongestRepeatMilliseconds = 60_000;
        private const string WillText = "lost";
        private const int ScarceBytes = 16 * 1024;      // with more there is room for an order in any heap, and collecting would only stop the sound

        // A connect that finds nobody: TCP may take minutes to give up (lwIP sends its SYN 12 times).
        private const int LongestStepMilliseconds = 300_000;

        private readonly object _gate = new object();
        private readonly Settings _settings;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly Outbox _outbox;
        private readonly BoardStatus _status;
        private readonly Starts _starts;
        private readonly Random _random;
        private readonly MqttClient _mqtt;
        private readonly string _password;
        private readonly Backoff _retry;
        private readonly Backoff _birthRepeat;
        private readonly Backoff _packRepeat;
        private readonly Loop _loop;
        private readonly Receipt?[] _receipts;
        private readonly Reading[] _items;
        private readonly Readings _pack = new Readings();
        private readonly string _birthTopic;
        private readonly string _heartbeatTopic;
        private readonly string _receiptTopic;
        private readonly string _readingsTopic;
        private readonly string _willTopic;
        private readonly string _logTopic;

        private string _lastTrouble = "";
        private int _losses;
        private long _birthDue;
        private long _heartbeatDue;
        private int _saidParts;
        private bool _isScarce;     // of memory, at the latest birth or heartbeat
        private long _packDue;

        // Read or written by other threads, so only under _gate.
        private bool _isUp;
        private bool _birthAnswered;
        private bool _advanced;
        private long _lastAnswer;
        private long _lastWord;
        private long _latestStamp;
        private int _firstReceipt;
        private int _receiptCount;
        private int _receiptsDropped;

        /// <summary>
        /// A link that does nothing until its <see cref="Loop"/> runs. <paramref name="authority"/> signs the broker's certificate; null without TLS.
        /// <paramref name="receipts"/> is how many may wait, <paramref name="readings"/> how many go into a pack: at most <see cref="Readings.MaxCount"/>.
        /// </summary>
        public Link(Settings settings, Clock clock, Log log, Outbox outbox, BoardStatus status, Starts starts, Random random, ReadAuthority? authority, int receipts, int readings)
        {
            _receipts = new Receipt[receipts];
            _items = new Reading[readings];
            _settings = settings;
            _clock = clock;
            _log = log;
            _outbox = outbox;
            _status = status;
            _starts = starts;
            _random = random;
            _mqtt = new MqttClient(settings.GatewayHost, settings.GatewayPort, authority, clock, this);
            _password = Credentials.MqttPassword(settings.Key);
            _retry = new Backoff(ShortestRetryMilliseconds, LongestRetryMilliseconds, random);
            _birthRepeat = new Backoff(ShortestRepeatMilliseconds, LongestRepeatMilliseconds, random);
            _packRepeat = new Backoff(ShortestRepeatMilliseconds, LongestRepeatMilliseconds, random);
            _loop = new Loop("link", this, clock, log, LongestStepMilliseconds);
            _birthTopic = Topics.Birth(settings.Board);
            _heartbeatTopic = Topics.Heartbeat(settings.Board);
            _receiptTopic = Topics.Receipt(settings.Board);
            _readingsTopic = Topics.Readings(settings.Board);
            _willTopic = Topics.Will(settings.Board);
            _logTopic = Topics.Log(settings.Board);
            for (int i = 0; i < _items.Length; i++)
            {
                _items[i] = new Reading();
            }
        }

        /// <summary>Who obeys the orders that come down. Set before <see cref="Start"/>; without one they are logged and left unanswered.</summary>
        public IOrderHandler? Orders { get; set; }

        /// <summary>The pages of the log that an order asked for. Set before the loop starts.</summary>
        public LogSender? Pages { get; set; }

        /// <inheritdoc/>
        public bool IsUp
        {
            get
            {
                lock (_gate)
                {
                    return _isUp;
                }
            }
        }

        /// <inheritdoc/>
        public bool IsAnswered
        {
            get
            {
                lock (_gate)
                {
                    return _isUp && _birthAnswered;
                }
            }
        }

        /// <summary>True while receipts wait to be sent.</summary>
        public bool HasReceipts
        {
            get
            {
                lock (_gate)
                {
                    return _receiptCount > 0;
                }
            }
        }

        /// <inheritdoc/>
        public long LastWordUptimeMilliseconds
        {
            get
            {
                lock (_gate)
                {
                    return _lastWord;
                }
            }
        }

        /// <summary>Receipts dropped since start because the link was down for longer than the ring holds.</summary>
        public int ReceiptsDropped
        {
            get
            {
                lock (_gate)
                {
                    return _receiptsDropped;
                }
            }
        }

        /// <summary>The link's loop, for the board to run.</summary>
        public Loop Loop
        {
            get { return _loop; }
        }

        /// <inheritdoc/>
        public void Send(Receipt receipt)
        {
            receipt.Board = _settings.Board;
            lock (_gate)
            {
                if (_receiptCount == _receipts.Length)
                {
                    _firstReceipt = (_firstReceipt + 1) % _receipts.Length;
                    _receiptCount--;
                    _receiptsDropped++;
                }

                _receipts[(_firstReceipt + _receiptCount) % _receipts.Length] = receipt;
                _receiptCount++;
            }

            Wake();
        }

        /// <inheritdoc/>
        public bool Report(ReadingKind kind, long value)
        {
            try
            {
                _outbox.Append(kind, value);
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                _log.Write("could not keep a reading of " + Readings.NameOf(kind) + " (" + value.ToString() + ")", exception);
                return false;
            }

            Wake();
            return true;
        }

        /// <summary>Looks soon whether there is something to send. From any thread.</summary>
        public void Wake()
        {
            _loop.Wake();
            _mqtt.Wake();
        }

        /// <inheritdoc/>
        public int Step()
        {
            _clock.AskPlatform();
            if (!_mqtt.IsOpen)
            {
                return IsUp ? Lost(_mqtt.Trouble) : Connect();
            }

            string silence = Silence();
            if (silence.Length > 0)
            {
                _mqtt.Close();
                return Lost(silence);
            }

            long now = _clock.UptimeMilliseconds;
            SendReceipts();
            SendPage();
            if (!BirthAnswered() && now >= _birthDue)
            {
                Publish(_birthTopic, StatusNow(), true);
                _birthDue = now + _birthRepeat.NextMilliseconds();
            }

            if (now >= _heartbeatDue || (_saidParts != _status.Parts && BirthAnswered()))    // a part that fails is news
            {
                Publish(_heartbeatTopic, StatusNow(), false);
                _heartbeatDue = now + (_settings.HeartbeatSeconds * 1000L);
            }

            SendReadings(now);
            _mqtt.Listen(UntilDue());
            return 0;
        }

        // ---- connecting ----

        private int Connect()
        {
            long started = _clock.UptimeMilliseconds;
            lock (_gate)
            {
                _birthAnswered = false;
                _advanced = false;
            }

            if (!_mqtt.Open(_settings.Board, _password, _willTopic, WillText, Topics.AllDown(_settings.Board)))
            {
                return Lost(_mqtt.Trouble);
            }

            GoUp(started);
            return 0;
        }

        private void GoUp(long started)
        {
            long now = _clock.UptimeMilliseconds;
            _lastTrouble = "";
            _birthRepeat.Reset();
            _packRepeat.Reset();
            _birthDue = now;
            _packDue = now + ShortestRepeatMilliseconds;    // or as soon as the birth is answered
            int period = _settings.HeartbeatSeconds * 1000;
            _heartbeatDue = now + (period / 2) + _random.Next(period / 2);
            lock (_gate)
            {
                _isUp = true;
                _lastAnswer = now;
            }

            _log.Write("link up: " + _settings.GatewayHost + ":" + _settings.GatewayPort.ToString() + " after " + (now - started).ToString() + " ms");
        }

        // What is wrong with a connection that stands, or "".
        private string Silence()
        {
            lock (_gate)
            {
                // Heartbeats are answered, too: a client that sends and hears nothing any more would miss every order.
                bool waits = !_birthAnswered || _outbox.Pending > 0;
                int patience = PatienceMilliseconds + (waits ? 0 : HeartbeatsUnanswered * _settings.HeartbeatSeconds * 1000);
                bool silent = _clock.UptimeMilliseconds - _lastAnswer > patience;
                return silent ? "no answer from the gateway for " + (patience / 1000).ToString() + " s" : "";
            }
        }

        // Milliseconds until the next try.
        private int Lost(string why)
        {
            lock (_gate)
            {
                _losses += _isUp ? 1 : 0;
                _isUp = false;
            }

            if (why != _lastTrouble)
            {
                _log.Write("link down: " + _settings.GatewayHost + ":" + _settings.GatewayPort.ToString() + ": " + why);
                _lastTrouble = why;
            }

            return _retry.NextMilliseconds();
        }

        // ---- sending ----

        private void SendReceipts()
        {
            while (true)
            {
                Receipt? receipt;
                lock (_gate)
                {
                    receipt = _receiptCount > 0 ? _receipts[_firstReceipt] : null;
                }

                if (receipt == null)
                {
                    return;
                }

                Publish(_receiptTopic, receipt.Encode(), true);
                if (!_mqtt.IsOpen)
                {
                    return;     // it goes first on the next connection
                }

                lock (_gate)
                {
                    if (_receiptCount > 0 && _receipts[_firstReceipt] == receipt)   // else the ring has overtaken it
                    {
                        _receipts[_firstReceipt] = null;
                        _firstReceipt = (_firstReceipt + 1) % _receipts.Length;
                        _receiptCount--;
                    }
                }
            }
        }

        // One page a step: receipts go first.
        private void SendPage()
        {
            LogPage? page = Pages == null ? null : Pages.Next();
            if (page != null)
            {
                Publish(_logTopic, page.Encode(), true);
            }
        }

        private void SendReadings(long now)
        {
            lock (_gate)
            {
                if (_advanced)
                {
                    _advanced = false;
                    _packRepeat.Reset();
                    _packDue = now;
                }
            }

            if (now < _packDue || _outbox.Pending == 0)
            {
                return;
            }

            int count = _outbox.Peek(_items);
            if (count == 0)
            {
                return;
            }

            _pack.Board = _settings.Board;
            _pack.Log = _outbox.LogId;
            _pack.Items = Copy(count);
            Publish(_readingsTopic, _pack.Encode(), false);
            _packDue = _clock.UptimeMilliseconds + _packRepeat.NextMilliseconds();
        }

        private Reading[] Copy(int count)
        {
            if (count == _items.Length)
            {
                return _items;
            }

            Reading[] items = new Reading[count];
            Array.Copy(_items, 0, items, 0, count);
            return items;
        }

        private void Publish(string topic, byte[] payload, bool atLeastOnce)
        {
            _mqtt.Publish(topic, Envelope.Seal(_settings.Key, _settings.Board, topic, payload), atLeastOnce);
        }

        private byte[] StatusNow()
        {
            Status status = new Status();
            status.Board = _settings.Board;
            status.Kind = _settings.Kind;
            status.Firmware = _status.Build == 0 ? Firmware.Version : Firmware.Version + "+" + _status.Build.ToString();
            status.RestartReason = _starts.Reason;
            status.Restarts = _starts.Count;
            status.UptimeMilliseconds = _clock.UptimeMilliseconds;
            status.UnixMilliseconds = _clock.UnixMilliseconds;
            status.ClockQuality = _clock.Quality;
            status.Log = _outbox.LogId;
            status.OldestSequence = _outbox.OldestSequence;
            status.NextSequence = _outbox.NextSequence;
            status.FreeBytes = Platform.Tidy();
            _isScarce = status.FreeBytes < ScarceBytes;
            status.BatteryMillivolts = _status.BatteryMillivolts;
            status.SignalDbm = _status.SignalDbm;
            status.TemperatureDecidegrees = _status.TemperatureDecidegrees;
            status.Refusals = _status.Refusals;
            status.Parts = _status.Parts;
            _saidParts = status.Parts;
            status.TipMicrometres = _status.TipMicrometres;
            status.Configuration = _status.Configuration;
            status.OnTrial = _status.OnTrial;
            status.SelfTest = _status.SelfTest;
            status.SelfTestUnixMilliseconds = _status.SelfTestUnixMilliseconds;
            status.SafeMode = _starts.SafeMode;
            status.LinkLosses = _losses;
            status.ClockSteps = _clock.Steps;
            status.ClockErrorMilliseconds = _clock.ErrorMilliseconds;
            status.ClockAgeSeconds = _clock.AgeSeconds;
            return status.Encode();
        }

        private bool BirthAnswered()
        {
            lock (_gate)
            {
                return _birthAnswered;
            }
        }

        private int UntilDue()
        {
            if (Pages != null && Pages.IsWanted)
            {
                return 0;
            }

            long due = _heartbeatDue;
            lock (_gate)
            {
                if (_receiptCount > 0 || _advanced)
                {
                    return 0;
                }

                if (!_birthAnswered && _birthDue < due)
                {
                    due = _birthDue;
                }
            }

            if (_outbox.Pending > 0 && _packDue < due)
            {
                due = _packDue;
            }

            long wait = due - _clock.UptimeMilliseconds;
            return wait < 0 ? 0 : (int)wait;
        }

        // ---- what comes ----

        /// <inheritdoc/>
        void IMessageTaker.Take(string topic, byte[] message)
        {
            try
            {
                bool known = Topics.TryParse(topic, out _, out Channel channel);
                if (known && channel == Channel.Acknowledgement)
                {
                    TakeAcknowledgement(topic, message);
                }
                else if (known && channel == Channel.Order && Orders != null)
                {
                    if (_isScarce)
                    {
                        Platform.Tidy();    // judging takes twenty calls: in a heap that is in pieces they find no room
                    }

                    Orders.OnOrder(topic, message);
                }
                else if (known && channel == Channel.Order)
                {
                    _log.Write("an order came, and this board obeys none");
                }
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                _log.Write("could not handle a message on " + topic, exception);
            }
        }

        private void TakeAcknowledgement(string topic, byte[] message)
        {
            Reason reason = Envelope.Open(_settings.Key, _settings.Board, topic, message, out int start, out int count);
            if (reason != Reason.None)
            {
                _log.Write("an acknowledgement was refused: " + Words.Of(reason));
                return;
            }

            Acknowledgement acknowledgement;
            string error;
            if (!Acknowledgement.TryDecode(message, start, count, out acknowledgement, out error))
            {
                _log.Write("an acknowledgement was refused: " + error);
                return;
            }

            LearnTime(acknowledgement);
            bool freed = _outbox.Acknowledge(acknowledgement.Log, acknowledgement.UpTo);
            lock (_gate)
            {
                _advanced = _advanced || freed || !_birthAnswered;      // the first answer says where to begin
                _birthAnswered = true;
                _lastAnswer = _clock.UptimeMilliseconds;
                if (IsNews(acknowledgement))    // else a repeat, and whoever repeats is not the gateway
                {
                    _latestStamp = acknowledgement.UnixMilliseconds > _latestStamp ? acknowledgement.UnixMilliseconds : _latestStamp;
                    _lastWord = _lastAnswer;
                }
            }

            _retry.Reset();
        }

        // Stamped later than all before; or the answer to what was asked after the gateway's last word, whose clock may have been put back since.
        private bool IsNews(Acknowledgement acknowledgement)
        {
            return acknowledgement.UnixMilliseconds > _latestStamp
                || (acknowledgement.AnsweredStart == _starts.Count && acknowledgement.AnsweredUptimeMilliseconds > _lastWord);
        }

        // Names a moment of this very life when it answers what was sent in it.
        private void LearnTime(Acknowledgement answer)
        {
            if (answer.AnsweredStart == _starts.Count)
            {
                _clock.LearnFromAnswer(answer.UnixMilliseconds, answer.AnsweredUptimeMilliseconds);
            }
            else
            {
                _clock.LearnFromGateway(answer.UnixMilliseconds);
            }
        }
    }
}
