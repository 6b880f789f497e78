using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EdgeWarning.Village.Watching;

/// <summary>What a village heard: 16 kHz mono PCM16, from the simulator's start in real time. Silence is kept as holes of the file.</summary>
public sealed class Wav
{
    public const int SampleRate = 16_000;

    /// <summary>About -50 dBFS: below the quietest tone that we play and above rounding.</summary>
    private const int AudibleAmplitude = 100;

    private const int HeaderBytes = 44;

    private readonly short[] _samples;

    private Wav(short[] samples) => _samples = samples;

    public ReadOnlySpan<short> Samples => _samples;

    public TimeSpan Length => TimeSpan.FromSeconds((double)_samples.Length / SampleRate);

    /// <summary>Reads what is there by now; the file may still grow.</summary>
    public static Wav Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (read < HeaderBytes || !bytes.AsSpan(0, 4).SequenceEqual("RIFF"u8) || !bytes.AsSpan(8, 4).SequenceEqual("WAVE"u8))
        {
            throw new InvalidDataException($"{path} is no WAV file");
        }
        int rate = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(24));
        int bits = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(34));
        if (rate != SampleRate || bits != 16)
        {
            throw new InvalidDataException($"{path} is {rate} Hz of {bits} bits, not 16000 Hz of 16 bits");
        }
        return new Wav(MemoryMarshal.Cast<byte, short>(bytes.AsSpan(HeaderBytes, (read - HeaderBytes) & ~1)).ToArray());
    }

    /// <summary>Whether anything at all sounds.</summary>
    public bool IsSilent => FirstSound is null;

    /// <summary>When the first sound begins.</summary>
    public TimeSpan? FirstSound => TimeOf(_samples.AsSpan().IndexOfAnyExceptInRange((short)-AudibleAmplitude, (short)AudibleAmplitude));

    /// <summary>When the last sound ends.</summary>
    public TimeSpan? LastSound => TimeOf(_samples.AsSpan().LastIndexOfAnyExceptInRange((short)-AudibleAmplitude, (short)AudibleAmplitude));

    /// <summary>Root mean square of a part, 0 to 32767.</summary>
    public double Loudness(TimeSpan from, TimeSpan to)
    {
        ReadOnlySpan<short> part = Part(from, to);
        double sum = 0;
        foreach (short sample in part)
        {
            sum += (double)sample * sample;
        }
        return part.IsEmpty ? 0 : Math.Sqrt(sum / part.Length);
    }

    /// <summary>The share of a part's energy that lies at one frequency, 0 to 1 (Goertzel; 1 for a pure tone of whole periods).</summary>
    public double ShareOf(double hertz, TimeSpan from, TimeSpan to)
    {
        ReadOnlySpan<short> part = Part(from, to);
        double coefficient = 2 * Math.Cos(2 * Math.PI * hertz / SampleRate);
        double before = 0, last = 0, energy = 0;
        foreach (short sample in part)
        {
            double now = sample + (coefficient * last) - before;
            (before, last) = (last, now);
            energy += (double)sample * sample;
        }
        double power = (last * last) + (before * before) - (coefficient * last * before);
        return energy == 0 ? 0 : 2 * power / (energy * part.Length);
    }

    /// <summary>The largest share that a frequency has in any quarter of a second, 0 to 1: near 1 where its tone sounds alone.</summary>
    public double LargestShareOf(double hertz) => LargestShareOf(hertz, FirstSound ?? Length, LastSound ?? Length);

    public double LargestShareOf(double hertz, TimeSpan from, TimeSpan to)
    {
        TimeSpan quarter = TimeSpan.FromMilliseconds(250);
        double largest = 0;
        for (TimeSpan at = from; at + quarter <= to; at += quarter / 2)
        {
            largest = Math.Max(largest, ShareOf(hertz, at, at + quarter));
        }
        return largest;
    }

    private ReadOnlySpan<short> Part(TimeSpan from, TimeSpan to)
    {
        int start = Math.Clamp((int)(from.TotalSeconds * SampleRate), 0, _samples.Length);
        int end = Math.Clamp((int)(to.TotalSeconds * SampleRate), start, _samples.Length);
        return _samples.AsSpan(start, end - start);
    }

    private static TimeSpan? TimeOf(int sample) => sample < 0 ? null : TimeSpan.FromSeconds((double)sample / SampleRate);
}
