using System.Buffers.Binary;

namespace EdgeWarning.Firmware.Tests.Simulator;

/// <summary>A WAV of 16 kHz mono PCM16, and what an ear would find in it.</summary>
internal sealed class Recording
{
    private const int SampleRate = 16_000;
    private const int Window = 800;

    private readonly short[] _samples;

    public Recording(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        Assert.Equal("RIFF"u8, file.AsSpan(0, 4));
        Assert.Equal(SampleRate, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(24)));
        int bytes = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(40));
        Assert.Equal(file.Length, 44 + bytes);
        _samples = [.. Enumerable.Range(0, bytes / 2).Select(index => BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(44 + (index * 2))))];
    }

    public double Seconds => (double)_samples.Length / SampleRate;

    public bool IsSilent => _samples.All(sample => sample == 0);

    /// <summary>Seconds (in windows of 50 ms) in which at least nine tenths of the energy are at one frequency.</summary>
    public double SecondsOfTone(double hertz) => Windows().Count(window => Energy(window) > 1e5 && ShareAt(window, hertz) > 0.9) * 0.05;

    /// <summary>Seconds (in windows of 50 ms) with energy that no single one of the alert tones explains.</summary>
    public double SecondsOfSpeech(params double[] tones) =>
        Windows().Count(window => Energy(window) > 1e5 && tones.All(hertz => ShareAt(window, hertz) < 0.5)) * 0.05;

    private IEnumerable<ArraySegment<short>> Windows() =>
        Enumerable.Range(0, _samples.Length / Window).Select(index => new ArraySegment<short>(_samples, index * Window, Window));

    private static double Energy(ArraySegment<short> window) => window.Average(sample => (double)sample * sample);

    /// <summary>Goertzel: the part of a window's energy at one frequency; 1 for a pure tone.</summary>
    private static double ShareAt(ArraySegment<short> window, double hertz)
    {
        double angle = 2 * Math.PI * hertz / SampleRate;
        double coefficient = 2 * Math.Cos(angle);
        double before = 0;
        double last = 0;
        foreach (short sample in window)
        {
            (before, last) = (last, sample + (coefficient * last) - before);
        }

        double power = (before * before) + (last * last) - (coefficient * before * last);
        return 2 * power / (window.Count * window.Sum(sample => (double)sample * sample));
    }
}
