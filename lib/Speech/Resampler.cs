namespace Speech;

/// <summary>Changes the rate of a sound by a windowed sinc, so that nothing folds back below the new band's edge.</summary>
public static class Resampler
{
    /// <summary>Zero crossings of the sinc on each side: about 60 dB of stop band under a Blackman window.</summary>
    private const int HalfWidth = 12;

    public static Pcm16Audio Convert(Pcm16Audio sound, int sampleRateHertz) =>
        new(sampleRateHertz, sound.SampleRateHertz == sampleRateHertz ? sound.Samples : Convert(sound.Samples, sound.SampleRateHertz, sampleRateHertz));

    internal static short[] Convert(ReadOnlySpan<short> from, int fromHertz, int sampleRateHertz)
    {
        if (fromHertz == sampleRateHertz || from.Length == 0)
        {
            return from.ToArray();
        }

        int common = GreatestCommonDivisor(fromHertz, sampleRateHertz);
        int up = sampleRateHertz / common;
        int down = fromHertz / common;

        // Going down, the filter cuts at the new rate's half instead of the old one's, and is wider by the same factor.
        double cut = Math.Min(1.0, (double)up / down);
        int reach = (int)Math.Ceiling(HalfWidth / cut);
        float[][] phases = [.. Enumerable.Range(0, up).Select(phase => Phase((double)phase / up, cut, reach))];
        var samples = new short[(int)(((long)from.Length * up) / down)];
        for (int index = 0; index < samples.Length; index++)
        {
            long position = (long)index * down;
            samples[index] = Sample(from, (int)(position / up) - reach + 1, phases[position % up]);
        }

        return samples;
    }

    private static short Sample(ReadOnlySpan<short> samples, int first, float[] weights)
    {
        float sum = 0;
        int from = Math.Max(0, -first);
        int to = Math.Min(weights.Length, samples.Length - first);
        for (int tap = from; tap < to; tap++)
        {
            sum += samples[first + tap] * weights[tap];
        }

        return (short)Math.Clamp(MathF.Round(sum), short.MinValue, short.MaxValue);
    }

    private static float[] Phase(double fraction, double cut, int reach)
    {
        var weights = new float[2 * reach];
        for (int tap = 0; tap < weights.Length; tap++)
        {
            double distance = tap - reach + 1 - fraction;
            double angle = Math.PI * distance * cut;
            double sinc = Math.Abs(angle) < 1e-9 ? 1 : Math.Sin(angle) / angle;
            double window = Math.Clamp(distance / reach, -1, 1) * Math.PI;
            weights[tap] = (float)(cut * sinc * (0.42 + (0.5 * Math.Cos(window)) + (0.08 * Math.Cos(2 * window))));
        }

        return weights;
    }

    private static int GreatestCommonDivisor(int left, int right) => right == 0 ? left : GreatestCommonDivisor(right, left % right);
}
