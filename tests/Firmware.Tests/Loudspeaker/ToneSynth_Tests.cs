using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

public sealed class ToneSynth_Tests
{
    private readonly ToneSynth _synth = new();

    public static TheoryData<Tone> AllTones => [Tone.Chime, Tone.Blue, Tone.Yellow, Tone.Orange, Tone.Red, Tone.Drill, Tone.Test];

    [Theory]
    [MemberData(nameof(AllTones))]
    public void A_tone_has_its_frequency_and_no_other(Tone tone)
    {
        double wanted = Tones.MillihertzOf(tone) / 1000.0;
        short[] sound = Stroke(tone, 10, 100);
        double atTone = Goertzel(sound, wanted);
        foreach (Tone other in AllTones.Select(row => row.Data).Where(other => other != tone))
        {
            Assert.True(atTone > 1_000 * Goertzel(sound, Tones.MillihertzOf(other) / 1000.0), $"{tone} has something of {other}");
        }

        Assert.True(atTone > 1_000 * Goertzel(sound, wanted * 2), "first overtone");
        Assert.True(atTone > 1_000 * Goertzel(sound, wanted * 3), "second overtone");
    }

    [Theory]
    [MemberData(nameof(AllTones))]
    public void Chunks_join_without_a_step_and_the_tone_begins_and_ends_in_silence(Tone tone)
    {
        short[] sound = Stroke(tone, 5, 100);
        double steepest = ToneSynth.PeakAmplitude * 2 * Math.PI * Tones.MillihertzOf(tone) / 1000.0 / ToneSynth.SampleRate;
        for (int i = 1; i < sound.Length; i++)
        {
            Assert.InRange(Math.Abs(sound[i] - sound[i - 1]), 0, steepest * 1.1);
        }

        Assert.InRange(Math.Abs(sound[1] - sound[0]), 0, 50);
        Assert.InRange(Math.Abs((int)sound[^1]), 0, 50);
    }

    [Theory]
    [InlineData(100, ToneSynth.PeakAmplitude)]
    [InlineData(50, ToneSynth.PeakAmplitude / 2)]
    [InlineData(1, ToneSynth.PeakAmplitude / 100)]
    [InlineData(0, 0)]
    [InlineData(250, ToneSynth.PeakAmplitude)]
    public void The_volume_is_the_peak(int percent, int peak) =>
        Assert.InRange(Stroke(Tone.Red, 3, percent).Max(sample => Math.Abs((int)sample)), peak - 2, peak);

    [Theory]
    [InlineData(0)]
    [InlineData(-31_250)]
    [InlineData(440_000)]
    [InlineData(8_000_000)]
    [InlineData(1_000_001)]
    public void A_frequency_that_does_not_fit_a_chunk_is_refused(int millihertz) => Assert.False(_synth.Tune(millihertz, 100));

    [Fact]
    public void Retuning_leaves_nothing_of_the_tone_before()
    {
        short[] fresh = Stroke(Tone.Blue, 4, 30);
        Stroke(Tone.Red, 4, 100);
        Assert.Equal(fresh, Stroke(Tone.Blue, 4, 30));
    }

    [Fact]
    public void Silence_is_silent() => Assert.All(_synth.Chunk(TonePhase.Silence), b => Assert.Equal(0, b));

    internal static double Goertzel(ReadOnlySpan<short> sound, double hertz)
    {
        double coefficient = 2 * Math.Cos(2 * Math.PI * hertz / ToneSynth.SampleRate);
        double before = 0, last = 0;
        foreach (short sample in sound)
        {
            (before, last) = (last, sample + (coefficient * last) - before);
        }

        return ((last * last) + (before * before) - (coefficient * last * before)) / sound.Length;
    }

    /// <summary>Attack, steady chunks, release.</summary>
    private short[] Stroke(Tone tone, int chunks, int volumePercent)
    {
        Assert.True(_synth.Tune(Tones.MillihertzOf(tone), volumePercent));
        var bytes = new List<byte>();
        for (int i = 0; i < chunks; i++)
        {
            bytes.AddRange(_synth.Chunk(i == 0 ? TonePhase.Attack : i == chunks - 1 ? TonePhase.Release : TonePhase.Steady));
        }

        return [.. Enumerable.Range(0, bytes.Count / ToneSynth.FrameBytes).Select(i => (short)(bytes[(4 * i) + 2] | (bytes[(4 * i) + 3] << 8)))];
    }
}
