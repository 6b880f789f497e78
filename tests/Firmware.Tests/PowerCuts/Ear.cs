using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>The parts of a loudspeaker for one life of its board; whatever sounds is told to the truth. A tone belongs to the order that last said it plays.</summary>
internal sealed class Ear(HandClock clock, Truth truth) : ISpeaker, IAmplifier, ICurrentSensor, ISpeechModule
{
    private const int QuietMilliamperes = 60;
    private const int SoundMilliamperes = 500;
    private const int SpeechMilliseconds = 200;

    private long _sounded;
    private bool _tone;
    private long _until;

    /// <summary>The order that last said it plays.</summary>
    public long Playing { get; set; }

    public bool Powered { get; private set; }

    public SpeechState State { get; private set; }

    public void Begin()
    {
    }

    public void Write(byte[] chunk)
    {
        _tone = chunk.AsSpan().ContainsAnyExcept((byte)0);
        if (_tone)
        {
            Hear(Playing);
        }

        clock.Sleep(ToneSynth.ChunkMilliseconds);
    }

    public void End() => _tone = false;

    public void Power(bool on) => Powered = on;

    public int ReadMilliamperes() => Powered ? _tone || State == SpeechState.Speaking ? SoundMilliamperes : QuietMilliamperes : 0;

    /// <summary>A warning's text begins with its number; an announcement of a drill does not.</summary>
    public SpeechState Say(string text, int volumePercent)
    {
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        if (digits > 0)
        {
            Hear(long.Parse(text.AsSpan(0, digits), System.Globalization.CultureInfo.InvariantCulture));
        }

        _until = clock.UptimeMilliseconds + SpeechMilliseconds;
        return State = SpeechState.Speaking;
    }

    public SpeechState Wait(int milliseconds)
    {
        clock.Sleep(milliseconds);
        return State = State == SpeechState.Speaking && clock.UptimeMilliseconds >= _until ? SpeechState.Idle : State;
    }

    public bool Answers() => true;

    public void Stop() => State = SpeechState.Idle;

    private void Hear(long sequence)
    {
        if (_sounded != sequence)
        {
            _sounded = sequence;
            truth.Hear(sequence);
        }
    }
}
