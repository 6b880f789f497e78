namespace EdgeWarning.Gateway.Voice;

/// <summary>
/// Brings speech to the level of the tones before it, so that a village hears both with one setting of its amplifier.
///
/// A tone of a board has its peaks at -1 dB of full scale and its mean at -4. Speech has peaks 15 dB above its mean: with the same peaks it would be 12 dB softer than the tone.
/// A limiter takes the rarest peaks down, and the speech comes up to 10 dB below the tone, still without hoarseness.
/// </summary>
public static class Loudness
{
    /// <summary>The highest peak, as of the tones: firmware's ToneSynth.PeakAmplitude.</summary>
    public const int PeakAmplitude = 29_203;

    /// <summary>Where the mean of speech is brought to, decibels of full scale; espeak-ng's voices are limited by 4 dB for it. [M]</summary>
    public const double SpeechLevel = -14;

    /// <summary>Below this nobody hears words, decibels of full scale.</summary>
    public const double Inaudible = -60;

    /// <summary>What lies further below the loudest is a pause or a room, decibels.</summary>
    private const double TrimBelowPeak = 45;

    private const int EdgeMilliseconds = 60;
    private const double Nothing = -120;

    // ITU-R BS.1770-5, annex 1: blocks of 400 ms every 100 ms; those below -70 and those 10 below the mean of the others do not count. Without its frequency weighting: a horn has its own.
    private const int BlockMilliseconds = 400;
    private const int StepMilliseconds = 100;
    private const double AbsoluteGate = -70;
    private const double RelativeGate = 10;

    private const int Passes = 6;

    /// <summary>The mean level of what is spoken, decibels of full scale: pauses do not count.</summary>
    public static double LevelOf(Sound sound) => LevelOf(sound.Samples, sound.RateHertz);

    private static double LevelOf(ReadOnlySpan<short> samples, int rateHertz)
    {
        var blocks = Blocks(samples, rateHertz);
        var gate = Math.Max(AbsoluteGate, Mean(blocks.Where(block => block > AbsoluteGate)) - RelativeGate);
        return Mean(blocks.Where(block => block > gate));
    }

    /// <summary>The same sound at <see cref="SpeechLevel"/> with no peak above <see cref="PeakAmplitude"/>, without silence before and after. What is silent stays so.</summary>
    public static Sound Match(Sound sound)
    {
        var heard = Heard(sound);
        var level = LevelOf(sound.Samples.AsSpan(heard), sound.RateHertz);
        if (level <= AbsoluteGate)
        {
            return sound with { Samples = sound.Samples[heard] };
        }

        // The limiter takes some of what the gain gives. One buffer for all passes: half a minute is a megabyte, and this runs beside everything else.
        var (gain, limiter) = (0.0, new Limiter(sound, heard));
        for (var pass = 0; pass < Passes; pass++)
        {
            gain += SpeechLevel - level;
            level = LevelOf(limiter.Apply(Math.Pow(10, gain / 20)), sound.RateHertz);
        }

        return limiter.Limited;
    }

    /// <summary>What lies between the silence before and after.</summary>
    private static Range Heard(Sound sound)
    {
        var peak = sound.Samples.Aggregate(0, (most, sample) => Math.Max(most, Math.Abs((int)sample)));
        var floor = Math.Max(1, (int)(peak * Math.Pow(10, -TrimBelowPeak / 20)));
        var first = Array.FindIndex(sound.Samples, sample => Math.Abs((int)sample) >= floor);
        if (first < 0)
        {
            return Range.All;
        }

        var edge = sound.RateHertz * EdgeMilliseconds / 1_000;
        var last = Array.FindLastIndex(sound.Samples, sample => Math.Abs((int)sample) >= floor);
        return Math.Max(0, first - edge)..Math.Min(sound.Samples.Length, last + edge + 1);
    }

    private static List<double> Blocks(ReadOnlySpan<short> samples, int rateHertz)
    {
        var (length, step) = (rateHertz * BlockMilliseconds / 1_000, rateHertz * StepMilliseconds / 1_000);
        var blocks = new List<double>();
        for (var from = 0; from == 0 || from + length <= samples.Length; from += step)
        {
            var block = samples.Slice(from, Math.Min(length, samples.Length - from));
            var sum = 0.0;
            foreach (var sample in block)
            {
                sum += (double)sample * sample;
            }

            blocks.Add(sum == 0 ? Nothing : 10 * Math.Log10(sum / block.Length / 32_768 / 32_768));
        }

        return blocks;
    }

    private static double Mean(IEnumerable<double> levels)
    {
        var (sum, count) = (0.0, 0);
        foreach (var level in levels)
        {
            (sum, count) = (sum + Math.Pow(10, level / 10), count + 1);
        }

        return count == 0 ? Nothing : 10 * Math.Log10(sum / count);
    }
}
