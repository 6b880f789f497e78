using System.IO.Ports;
using System.Threading;
using EdgeWarning.Common;
using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// A speech module (XFS5152CE, SYN6658, SYN6288) on a UART, 9600 8N1. Each frame is answered with 0x41 (taken), 0x45 (not understood) or 0x4E
    /// (busy); 0x4F says that it has spoken, 0x4A that it has just started. Sources: data sheets of the XFS5152CE, chapter 3, and of the SYN6288.
    /// </summary>
    public sealed class SpeechModule : ISpeechModule
    {
        /// <summary>Bits per second after power-on.</summary>
        public const int BaudRate = 9600;

        /// <summary>After the last byte of a frame the answer takes some milliseconds; a module that needs longer than this is not there. [M]</summary>
        public const int AnswerMilliseconds = 1_000;

        /// <summary>Mandarin takes about 250 ms a character. After this long the module is asked whether it still speaks: its "done" may have been lost. [M]</summary>
        public const int UsualMillisecondsPerCharacter = 400;

        /// <summary>Nobody needs longer for a character, numbers read out included: then it hangs. [M]</summary>
        public const int SlowestMillisecondsPerCharacter = 1_000;

        /// <summary>How often a frame is sent again after "busy", "not understood" or no answer, and a question after no answer: a byte may be lost on the line.</summary>
        public const int Repeats = 2;

        private const int BusyPauseMilliseconds = 200;
        private const int SpareMilliseconds = 1_000;
        private const int HangMilliseconds = 5_000;
        private const byte Ready = 0x4A;
        private const byte Taken = 0x41;
        private const byte NotUnderstood = 0x45;
        private const byte IsBusy = 0x4E;
        private const byte IsIdle = 0x4F;

        private readonly SpeechDialect _dialect;
        private readonly SpeechScript _script;
        private readonly byte[] _reply = new byte[1];
        private readonly AutoResetEvent _replied = new AutoResetEvent(false);
        private readonly SerialPort _port;
        private readonly Clock _clock;
        private int _frameBytes;
        private int _repeats;
        private bool _resendLater;
        private int _asked;
        private long _deadlineUptime;
        private long _hangsUptime;
        private byte _stopAnswer;
        private long _stoppedUptime;

        /// <summary>A module on a port whose pins the board's program has named.</summary>
        public SpeechModule(string portName, SpeechDialect dialect, Clock clock)
        {
            _dialect = dialect;
            _script = new SpeechScript(dialect);
            _clock = clock;
            _port = new SerialPort(portName, BaudRate);
            _port.DataReceived += OnDataReceived;
            _port.Open();
        }

        /// <inheritdoc/>
        public SpeechState State { get; private set; }

        /// <inheritdoc/>
        public SpeechState Say(string text, int volumePercent)
        {
            LetStopSettle();
            DropReplies();
            _script.Begin(text, volumePercent);
            SendNext();
            return State;
        }

        /// <inheritdoc/>
        public SpeechState Wait(int milliseconds)
        {
            long until = _clock.UptimeMilliseconds + milliseconds;
            while (true)
            {
                while (IsAtWork && TryReadReply(out byte reply))
                {
                    Hear(reply);
                }

                long now = _clock.UptimeMilliseconds;
                if (IsAtWork && now >= _deadlineUptime)
                {
                    Overdue();
                    continue;
                }

                if (!IsAtWork || now >= until)
                {
                    return State;
                }

                long wake = until < _deadlineUptime ? until : _deadlineUptime;
                _clock.Wait(_replied, (int)(wake - now));
            }
        }

        /// <inheritdoc/>
        public void Stop()
        {
            _stopAnswer = State == SpeechState.Speaking ? IsIdle : Taken;
            State = SpeechState.Idle;
            _port.Write(_dialect.StopFrame, 0, _dialect.StopFrame.Length);
            _stoppedUptime = _clock.UptimeMilliseconds;
        }

        /// <inheritdoc/>
        public bool Answers()
        {
            LetStopSettle();
            DropReplies();
            _port.Write(_dialect.QueryFrame, 0, _dialect.QueryFrame.Length);
            long until = _clock.UptimeMilliseconds + AnswerMilliseconds;
            while (true)
            {
                while (TryReadReply(out byte reply))
                {
                    if (reply == IsIdle || reply == IsBusy)
                    {
                        return true;
                    }
                }

                long left = until - _clock.UptimeMilliseconds;
                if (left <= 0)
                {
                    return false;
                }

                _clock.Wait(_replied, (int)left);
            }
        }

        private bool IsAtWork
        {
            get { return State == SpeechState.Sending || State == SpeechState.Speaking; }
        }

        private void SendNext()
        {
            _frameBytes = _script.TakeFrame();
            _repeats = 0;
            if (_frameBytes == 0)
            {
                State = SpeechState.Idle;
                return;
            }

            Send();
        }

        private void Send()
        {
            State = SpeechState.Sending;
            _resendLater = false;
            _port.Write(_script.Frame, 0, _frameBytes);
            int lineMilliseconds = _frameBytes * 10 * 1000 / BaudRate;    // the driver may return before the last byte has left
            _deadlineUptime = _clock.UptimeMilliseconds + lineMilliseconds + AnswerMilliseconds;
        }

        private void Hear(byte reply)
        {
            switch (reply)
            {
                case Taken:
                    if (State == SpeechState.Sending && !_resendLater)
                    {
                        BeginSpeaking();
                    }

                    break;
                case IsIdle:
                    if (State == SpeechState.Speaking)
                    {
                        SendNext();
                    }

                    break;
                case IsBusy:
                    if (State == SpeechState.Speaking)
                    {
                        _asked = 0;    // the answer to our question: it still speaks
                        _deadlineUptime = _clock.UptimeMilliseconds + SpareMilliseconds;
                    }
                    else
                    {
                        SendAgain(SpeechState.Busy, BusyPauseMilliseconds);
                    }

                    break;
                case NotUnderstood:
                    SendAgain(SpeechState.BadFrame, 0);
                    break;
                case Ready:
                    SendAgain(SpeechState.Silent, 0);    // it has just restarted, in the middle of our text
                    break;
                default:
                    break;    // noise on the line
            }
        }

        private void BeginSpeaking()
        {
            long now = _clock.UptimeMilliseconds;
            State = SpeechState.Speaking;
            _asked = 0;
            _deadlineUptime = now + SpareMilliseconds + _script.Characters * UsualMillisecondsPerCharacter;
            _hangsUptime = now + HangMilliseconds + _script.Characters * SlowestMillisecondsPerCharacter;
        }

        private void SendAgain(SpeechState fault, int pauseMilliseconds)
        {
            if (_repeats == Repeats)
            {
                State = fault;
                return;
            }

            _repeats++;
            if (pauseMilliseconds == 0)
            {
                Send();
                return;
            }

            State = SpeechState.Sending;
            _resendLater = true;
            _deadlineUptime = _clock.UptimeMilliseconds + pauseMilliseconds;
        }

        private void Overdue()
        {
            long now = _clock.UptimeMilliseconds;
            if (_resendLater)
            {
                Send();
            }
            else if (State == SpeechState.Sending)
            {
                SendAgain(SpeechState.Silent, 0);
            }
            else if (_asked <= Repeats && now < _hangsUptime)
            {
                _asked++;
                _port.Write(_dialect.QueryFrame, 0, _dialect.QueryFrame.Length);
                _deadlineUptime = now + AnswerMilliseconds;
            }
            else
            {
                State = SpeechState.Silent;
            }
        }

        // The answers to a stop (taken; also done, if it spoke) must not pass for those to the text that follows it.
        private void LetStopSettle()
        {
            long until = _stoppedUptime + AnswerMilliseconds;
            while (_stopAnswer != 0 && _clock.UptimeMilliseconds < until)
            {
                if (TryReadReply(out byte reply))
                {
                    _stopAnswer = reply == _stopAnswer ? (byte)0 : _stopAnswer;
                    continue;
                }

                long left = until - _clock.UptimeMilliseconds;
                if (left > 0)
                {
                    _clock.Wait(_replied, (int)left);
                }
            }

            _stopAnswer = 0;
        }

        // Left over from what was said before.
        private void DropReplies()
        {
            while (TryReadReply(out byte _))
            {
            }
        }

        private bool TryReadReply(out byte reply)
        {
            reply = 0;
            if (_port.BytesToRead == 0)
            {
                return false;
            }

            _port.Read(_reply, 0, 1);
            reply = _reply[0];
            return true;
        }

        private void OnDataReceived(object sender, SerialDataReceivedEventArgs e)
        {
            _replied.Set();
        }
    }
}
