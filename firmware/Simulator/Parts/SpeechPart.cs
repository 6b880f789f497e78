using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Simulator.Parts;

/// <summary>
/// A speech module on a UART, its voice on the amplifier's analogue line: says a text in real time, answers as the chip does. A text that
/// comes while it speaks replaces the one before. Sources: see <see cref="SpeechChip"/>.
/// </summary>
public sealed class SpeechPart : ISerialPeer
{
    private const byte Ready = 0x4A;
    private const byte Accepted = 0x41;
    private const byte BadFrame = 0x45;
    private const byte Busy = 0x4E;
    private const byte Idle = 0x4F;

    /// <summary>
    /// A sender that stops inside a frame for so long has lost it. The chip's own limit is some 15 ms [M]; a busy host needs more, and a
    /// complete frame never waits that long.
    /// </summary>
    private static readonly TimeSpan LongestPauseInFrame = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly SpeechChip _chip;
    private readonly ChipVoice _voice;
    private readonly AnalogueInput _output;
    private readonly Action<string> _fault;
    private SpeechFrames _frames;
    private ISerialLine? _line;
    private bool _powered;
    private bool _awake;
    private bool _alive = true;
    private int _volume;
    private int _utterance;         // grows with every text and stop, so that what was rendered too late is known
    private bool _speaking;
    private short[] _samples = [];
    private TimeSpan _paused = TimeSpan.MinValue;
    private AnalogueSound? _sound;
    private Alarm? _startUp;
    private Alarm? _end;
    private Alarm? _frameLimit;

    /// <param name="output">Where its voice goes.</param>
    /// <param name="fault">Told when a text could not be spoken, which the chip itself would not say.</param>
    public SpeechPart(SpeechChip chip, ChipVoice voice, AnalogueInput output, Action<string> fault)
    {
        _chip = chip;
        _frames = new SpeechFrames(chip);
        _volume = chip.DefaultVolume;
        _voice = voice;
        _output = output;
        _fault = fault;
    }

    public int BaudRate => 9_600;

    /// <summary>Texts accepted since it was made.</summary>
    public int Utterances { get; private set; }

    /// <summary>It says something now, or is about to.</summary>
    public bool IsSpeaking
    {
        get
        {
            lock (_gate)
            {
                return _speaking;
            }
        }
    }

    /// <summary>A dead module neither speaks nor answers.</summary>
    public bool Alive
    {
        get
        {
            lock (_gate)
            {
                return _alive;
            }
        }

        set
        {
            lock (_gate)
            {
                _alive = value;
                if (!value)
                {
                    Silence();
                }
            }
        }
    }

    public void Attached(ISerialLine line) => _line = line;

    public void PowerChanged(bool on)
    {
        lock (_gate)
        {
            Silence();
            _startUp?.Cancel();
            _startUp = null;
            _powered = false;
            _awake = true;
            _frames = new SpeechFrames(_chip);
            _volume = _chip.DefaultVolume;
            if (on)
            {
                _startUp = HardwareClock.After(_chip.StartUp, ComeUp);
            }
        }
    }

    public void Received(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (!_powered || !_alive)
            {
                return;
            }

            _frameLimit?.Cancel();
            foreach (byte value in bytes)
            {
                if (_frames.Take(value) is { } frame)
                {
                    Obey(frame);
                }
            }

            _frameLimit = _frames.IsWithinFrame ? HardwareClock.After(LongestPauseInFrame, GiveUpFrame) : null;
        }
    }

    private void ComeUp()
    {
        lock (_gate)
        {
            if (_startUp is not null)
            {
                _powered = true;
                Answer(Ready);
            }
        }
    }

    private void GiveUpFrame()
    {
        lock (_gate)
        {
            if (_powered && _frames.IsWithinFrame)
            {
                Obey(_frames.Drop());
            }
        }
    }

    private void Obey(SpeechFrame frame)
    {
        if (!_awake && frame.Command is not SpeechCommand.Wake)
        {
            return;
        }

        switch (frame.Command)
        {
            case SpeechCommand.Synthesise:
                Answer(Accepted);
                Say(frame.Text);
                break;
            case SpeechCommand.Stop:
                Answer(Accepted);
                Finish();
                break;
            case SpeechCommand.Pause:
                Answer(Accepted);
                Pause();
                break;
            case SpeechCommand.Resume:
                Answer(Accepted);
                Resume();
                break;
            case SpeechCommand.Query:
                Answer(_speaking ? Busy : Idle);
                break;
            case SpeechCommand.PowerDown:
                Answer(Accepted);
                Silence();
                _awake = false;
                break;
            case SpeechCommand.Wake:
                _awake = true;
                Answer(Accepted);
                break;
            default:
                Answer(BadFrame);
                break;
        }
    }

    private void Say(string tagged)
    {
        Silence();
        string text = SpeechTags.Strip(tagged, _chip, ref _volume);
        _speaking = true;
        Utterances++;
        int utterance = _utterance;
        int loudness = _volume * 100 / _chip.LoudestVolume;

        // The rendering takes a child process and some 100 ms: not on the hardware thread, which serves every board.
        _ = Task.Run(async () =>
        {
            short[] samples = [];
            try
            {
                samples = await _voice.Say(text, loudness);
            }
            catch (Exception failure)
            {
                _fault($"could not say {text.Length} characters: {failure.Message}");
            }

            Begin(utterance, samples);
        });
    }

    private void Begin(int utterance, short[] samples)
    {
        lock (_gate)
        {
            if (utterance == _utterance && _speaking)
            {
                _samples = samples;
                if (samples.Length == 0)
                {
                    Finish();
                }
                else if (_paused == TimeSpan.MinValue)
                {
                    Play(TimeSpan.Zero);
                }
            }
        }
    }

    private void Play(TimeSpan from)
    {
        int first = Math.Min(_samples.Length, (int)(from.TotalSeconds * ChipVoice.SampleRateHertz));
        _sound = _output.Play(_samples.AsMemory(first), ChipVoice.SampleRateHertz);
        int utterance = _utterance;
        _end = HardwareClock.After(_sound.Duration, () =>
        {
            lock (_gate)
            {
                if (utterance == _utterance && _sound is not null)
                {
                    Finish();
                }
            }
        });
    }

    private void Pause()
    {
        if (_speaking && _paused == TimeSpan.MinValue)
        {
            TimeSpan length = TimeSpan.FromSeconds((double)_samples.Length / ChipVoice.SampleRateHertz);
            _paused = _sound is null ? TimeSpan.Zero : length - _sound.Remaining;
            _end?.Cancel();
            _sound?.Stop();
            _sound = null;
        }
    }

    private void Resume()
    {
        if (_speaking && _paused != TimeSpan.MinValue)
        {
            TimeSpan from = _paused;
            _paused = TimeSpan.MinValue;
            if (_samples.Length > 0)
            {
                Play(from);
            }
        }
    }

    /// <summary>The end of a text, said or stopped: the chip tells that it is idle again.</summary>
    private void Finish()
    {
        bool spoke = _speaking;
        Silence();
        if (spoke)
        {
            Answer(Idle);
        }
    }

    private void Silence()
    {
        _utterance++;
        _speaking = false;
        _paused = TimeSpan.MinValue;
        _end?.Cancel();
        _end = null;
        _sound?.Stop();
        _sound = null;
        _samples = [];
        _frameLimit?.Cancel();
        _frameLimit = null;
    }

    private void Answer(byte answer) => _line?.Send([answer]);
}
