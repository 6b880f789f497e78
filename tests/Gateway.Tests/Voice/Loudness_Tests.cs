using EdgeWarning.Gateway.Voice;

namespace EdgeWarning.Gateway.Tests.Voice;

public sealed class Loudness_Tests
{
    /// <summary>A full-scale sine is 3.01 dB below full scale in the mean.</summary>
    [Fact]
    public void The_level_of_a_sine_is_known()
    {
        var sine = new Sound(16_000, [.. Enumerable.Range(0, 16_000).Select(i => (short)(32_767 * Math.Sin(2 * Math.PI * 500 * i / 16_000)))]);
        Assert.Equal(-3.01, Loudness.LevelOf(sine), 0.05);
    }

    [Fact]
    public void Pauses_do_not_make_speech_softer()
    {
        var spoken = Studio.Hum(2, 8_000);
        var withPauses = Sound.Join(spoken, Sound.Silence(3_000), spoken);
        Assert.Equal(Loudness.LevelOf(spoken), Loudness.LevelOf(withPauses), 0.6);     // blocks that lie half in a pause count
    }

    [Theory]
    [InlineData(150)]
    [InlineData(2_000)]
    [InlineData(12_000)]
    [InlineData(32_000)]
    public void Whatever_its_level_before_speech_comes_out_at_the_same(int amplitude)
    {
        var matched = Loudness.Match(Studio.Hum(3, amplitude));
        Assert.Equal(Loudness.SpeechLevel, Loudness.LevelOf(matched), 0.5);
        Assert.True(Peak(matched) <= Loudness.PeakAmplitude, $"peak {Peak(matched)}");
    }

    [Fact]
    public void A_bang_in_soft_speech_is_limited_and_does_not_keep_the_speech_soft()
    {
        var speech = Studio.Hum(4, 3_000);
        var bang = speech with { Samples = [.. speech.Samples] };
        for (var i = 32_000; i < 32_080; i++)
        {
            bang.Samples[i] = (short)(i % 2 == 0 ? 32_000 : -32_000);
        }

        var matched = Loudness.Match(bang);
        Assert.True(Peak(matched) <= Loudness.PeakAmplitude);
        Assert.Equal(Loudness.SpeechLevel, Loudness.LevelOf(matched), 1);
        Assert.Equal(Loudness.SpeechLevel, Loudness.LevelOf(matched with { Samples = matched.Samples[..28_000] }), 1.5);
    }

    /// <summary>A limiter that followed single waves would bring overtones: here less than a hundredth of the power.</summary>
    [Fact]
    public void The_limiter_keeps_a_steady_tone_pure()
    {
        var tone = new Sound(16_000, [.. Enumerable.Range(0, 32_000).Select(i => (short)(30_000 * Math.Sin(2 * Math.PI * 250 * i / 16_000)))]);
        var matched = Loudness.Match(tone);
        var middle = matched.Samples[8_000..24_000];
        var (sine, cosine) = (0.0, 0.0);
        for (var i = 0; i < middle.Length; i++)
        {
            sine += middle[i] * Math.Sin(2 * Math.PI * 250 * i / 16_000);
            cosine += middle[i] * Math.Cos(2 * Math.PI * 250 * i / 16_000);
        }

        var ofTone = 2 * ((sine * sine) + (cosine * cosine)) / middle.Length / middle.Length;
        var all = middle.Average(sample => (double)sample * sample);
        Assert.InRange(1 - (ofTone / all), -0.001, 0.01);
    }

    [Fact]
    public void Silence_before_and_after_goes_and_silence_itself_stays_silent()
    {
        var matched = Loudness.Match(Sound.Join(Sound.Silence(2_000), Studio.Hum(1, 8_000), Sound.Silence(2_000)));
        Assert.InRange(matched.Milliseconds, 1_000, 1_150);
        Assert.Equal(0, Peak(Loudness.Match(Sound.Silence(500))));
        Assert.Empty(Loudness.Match(new Sound(16_000, [])).Samples);
    }

    private static int Peak(Sound sound) => sound.Samples.Max(sample => Math.Abs((int)sample));
}
