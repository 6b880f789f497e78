using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>A clip in real time, judged by each of its samples: with the busy ones, because there nothing else may pause it.</summary>
[Collection(Busy.Name)]
public sealed class UnbrokenClip_Tests
{
    private const int Rate = ToneSynth.SampleRate;
    private const double ClipHertz = 700;       // no tone of ours

    /// <summary>Its samples go out in real time: where the whole machine stands still for 100 ms, this is heard, and says nothing of a board. A board that breaks its clips does so each time.</summary>
    private const int Attempts = 5;

    [Theory]
    [InlineData(8_000)]
    [InlineData(16_000)]
    public void The_village_hears_the_tone_and_then_the_clip_at_its_pitch_without_gaps(int sampleRate)
    {
        for (int attempt = 1; !Hears(sampleRate, isLast: attempt == Attempts); attempt++)
        {
        }
    }

    private static bool Hears(int sampleRate, bool isLast)
    {
        using var rig = new Rig();
        rig.Keep("siren", Wav.Sine(ClipHertz, 1_500, 20_000, sampleRate));
        Order order = Rig.Play(1);
        order.Clip = "siren";
        order.VolumePercent = 100;
        rig.Send(order);
        Receipt heard = rig.Await(1, ReceiptState.Heard);
        rig.Await(1, ReceiptState.Finished);
        Assert.True(heard.SpeechMilliamperes > 500, $"{heard.SpeechMilliamperes} mA");
        short[] sound = Rig_Tests.Trim(rig.Heard());
        long underruns = rig.Machine.I2s(Boards.Loudspeaker.LoudspeakerBoard.SpeakerBus).Underruns;
        if (underruns > 1 && !isLast)
        {
            return false;
        }

        Assert.InRange(underruns, 0, 1);    // while the amplifier settles
        short[] clip = sound[^(Rate * 1_400 / 1_000)..^(Rate / 10)];
        double pitch = ToneSynth_Tests.Goertzel(clip, ClipHertz);
        Assert.All(new[] { 350.0, 1_000, 1_400, 2_100 }, hertz => Assert.True(pitch > 300 * ToneSynth_Tests.Goertzel(clip, hertz), $"{hertz} Hz in the clip"));
        Assert.InRange(clip.Max(sample => Math.Abs((int)sample)), 19_500, 20_000);
        int quiet = 0;
        Assert.All(clip, sample => Assert.True((quiet = sample == 0 ? quiet + 1 : 0) < 16, "a gap in the clip"));
        return true;
    }
}
