using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

public sealed class Cadence_Tests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(1, 2)]
    [InlineData(64, 2)]
    [InlineData(65, 3)]
    [InlineData(8_000, 250)]
    public void A_tone_lasts_at_least_its_time(int milliseconds, int chunks) => Assert.Equal(chunks, Cadence.Chunks(milliseconds));

    /// <summary>ISO 8201: 0.5 s on, 0.5 s off, three times, then 1.5 s; each within 10 %.</summary>
    [Fact]
    public void A_warning_beats_in_threes()
    {
        (bool On, int Milliseconds)[] runs = Runs(Tone.Red, 12_000);
        Assert.Equal([true, false, true, false, true, false, true, false, true, false, true, false], runs.Take(12).Select(run => run.On));
        Assert.All(runs.Take(5), run => Assert.InRange(run.Milliseconds, 450, 550));
        Assert.InRange(runs[5].Milliseconds, 1_350, 1_650);
        Assert.All(runs.Skip(6).Take(5), run => Assert.InRange(run.Milliseconds, 450, 550));
        Assert.InRange(runs[11].Milliseconds, 1_350, 1_650);
    }

    [Fact]
    public void A_drill_beats_slowly_and_evenly() =>
        Assert.All(Runs(Tone.Drill, 10_000).SkipLast(1), run => Assert.InRange(run.Milliseconds, 950, 1_050));

    [Fact]
    public void Whatever_its_length_every_stroke_rises_and_falls()
    {
        for (int total = 0; total < 400; total++)
        {
            TonePhase before = TonePhase.Silence;
            for (int i = 0; i <= total; i++)
            {
                TonePhase phase = Cadence.At(Tone.Orange, i, total);
                bool legal = before is TonePhase.Silence or TonePhase.Release
                    ? phase is TonePhase.Silence or TonePhase.Attack
                    : phase is TonePhase.Steady or TonePhase.Release;
                Assert.True(legal, $"{phase} after {before} in chunk {i} of {total}");
                before = phase;
            }
        }
    }

    [Fact]
    public void No_tone_is_silence() => Assert.Equal(TonePhase.Silence, Cadence.At(Tone.None, 0, 10));

    private static (bool On, int Milliseconds)[] Runs(Tone tone, int milliseconds)
    {
        int total = Cadence.Chunks(milliseconds);
        List<(bool On, int Milliseconds)> runs = [];
        for (int i = 0; i < total; i++)
        {
            bool on = Cadence.At(tone, i, total) != TonePhase.Silence;
            if (runs.Count > 0 && runs[^1].On == on)
            {
                runs[^1] = (on, runs[^1].Milliseconds + ToneSynth.ChunkMilliseconds);
            }
            else
            {
                runs.Add((on, ToneSynth.ChunkMilliseconds));
            }
        }

        return [.. runs];
    }
}
