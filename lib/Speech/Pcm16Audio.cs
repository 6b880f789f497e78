namespace Speech;

/// <summary>Mono sound, signed 16-bit samples. Callers share one instance: nobody writes into <see cref="Samples"/>.</summary>
public sealed record Pcm16Audio(int SampleRateHertz, short[] Samples)
{
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRateHertz);
}
