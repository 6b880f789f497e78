using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>
/// What the synthesiser really makes of each tone over three minutes, measured from its samples, against what must never be imitated: the civil-defence
/// signals of 36 s on and 24 s off, 6 s on and 6 s off, and 180 s without a break (the project's page on devices).
/// </summary>
public sealed class ToneLaw_Tests
{
    private const int Milliseconds = 180_000;

    public static TheoryData<Tone> AllTones => [Tone.Chime, Tone.Blue, Tone.Yellow, Tone.Orange, Tone.Red, Tone.Drill, Tone.Test, Tone.Whistle];

    [Theory]
    [MemberData(nameof(AllTones))]
    public void No_tone_can_be_taken_for_an_air_raid_signal(Tone tone)
    {
        (bool On, int Milliseconds)[] runs = [.. Runs(Samples(tone)).SkipLast(1)];
        Assert.True(runs.Length > 50, "an even signal");
        (double on, double off) = (runs.Where(run => run.On).Max(run => run.Milliseconds), runs.Where(run => !run.On).Max(run => run.Milliseconds));
        Assert.All(new[] { (36_000.0, 24_000.0), (6_000.0, 6_000.0), (180_000.0, double.NaN) }, forbidden =>
        {
            Assert.True(on * 3 < forbidden.Item1, $"strokes of {on} ms");
            Assert.True(!(off * 2 > forbidden.Item2), $"pauses of {off} ms");
        });
    }

    [Theory]
    [MemberData(nameof(AllTones))]
    public void A_tone_stays_at_its_pitch_and_does_not_wail(Tone tone)
    {
        short[] sound = Samples(tone)[..(ToneSynth.SampleRate * 12)];
        foreach (short[] piece in sound.Chunk(ToneSynth.SampleRate / 10).Where(piece => Rms(piece) > 0.98 * ToneSynth.PeakAmplitude / Math.Sqrt(2)))
        {
            int crossings = Enumerable.Range(1, piece.Length - 1).Count(i => piece[i - 1] < 0 && piece[i] >= 0);
            Assert.InRange(crossings * 10_000L, Tones.MillihertzOf(tone) - 20_000, Tones.MillihertzOf(tone) + 20_000);
        }
    }

    [Fact]
    public void Every_tone_is_another_one() => Assert.Equal(AllTones.Count, AllTones.Select(row => Tones.MillihertzOf(row.Data)).Distinct().Count());

    private static double Rms(short[] piece) => Math.Sqrt(piece.Average(sample => (double)sample * sample));

    private static short[] Samples(Tone tone)
    {
        var synth = new ToneSynth();
        Assert.True(synth.Tune(Tones.MillihertzOf(tone), 100));
        int total = Cadence.Chunks(Milliseconds);
        short[] samples = new short[total * ToneSynth.FramesPerChunk];
        for (int chunk = 0; chunk < total; chunk++)
        {
            byte[] bytes = synth.Chunk(Cadence.At(tone, chunk, total));
            for (int i = 0; i < ToneSynth.FramesPerChunk; i++)
            {
                samples[(chunk * ToneSynth.FramesPerChunk) + i] = (short)(bytes[(4 * i) + 2] | (bytes[(4 * i) + 3] << 8));
            }
        }

        return samples;
    }

    /// <summary>On and off by the envelope in steps of 8 ms, a tenth of full scale.</summary>
    private static IEnumerable<(bool On, int Milliseconds)> Runs(short[] samples)
    {
        const int StepMilliseconds = 8;
        bool on = false;
        int milliseconds = 0;
        foreach (short[] step in samples.Chunk(ToneSynth.SampleRate * StepMilliseconds / 1_000))
        {
            bool now = step.Max(sample => Math.Abs((int)sample)) > 3_200;
            if (now != on && milliseconds > 0)
            {
                yield return (on, milliseconds);
                milliseconds = 0;
            }

            on = now;
            milliseconds += StepMilliseconds;
        }

        yield return (on, milliseconds);
    }
}
