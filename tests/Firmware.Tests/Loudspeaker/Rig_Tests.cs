using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>What the village hears, from the WAV; what the receipts say, from the simulated sensor. Real drivers, real time.</summary>
public sealed class Rig_Tests
{
    private const int Rate = ToneSynth.SampleRate;

    [Fact]
    public void The_village_hears_the_tone_and_then_speech()
    {
        using var rig = new Rig();
        rig.Send(Rig.Play(1));
        Receipt heard = rig.Await(1, ReceiptState.Heard);
        rig.Await(1, ReceiptState.Finished);
        Assert.InRange(heard.QuietMilliamperes, 55, 65);
        Assert.InRange(heard.ToneMilliamperes, 350, 700);      // 610, less what a busy machine leaves out; a silent horn is at the quiet 60
        Assert.InRange(heard.SpeechMilliamperes, 300, 600);

        short[] sound = Trim(rig.Heard());
        short[] tone = sound[..(Rate * 400 / 1000)];
        double red = ToneSynth_Tests.Goertzel(tone, 1_000);
        Assert.All(new[] { 437.5, 500, 562.5, 625, 750, 875, 2_000 }, hertz => Assert.True(red > 300 * ToneSynth_Tests.Goertzel(tone, hertz), $"{hertz} Hz in the tone"));
        short[] speech = sound[^(Rate * 400 / 1000)..];
        Assert.InRange(Rms(speech), 3_000, 8_000);
        Assert.True(ToneSynth_Tests.Goertzel(speech, 1_000) < red / 300, "the tone still sounds under the speech");
        Assert.InRange(sound.Length, Rate * 950 / 1000, Rate * 2);
    }

    [Fact]
    public void An_unplugged_horn_plays_and_is_not_heard()
    {
        using var rig = new Rig();
        rig.Amplifier.HornConnected = false;
        rig.Send(Rig.Play(1));
        Assert.Equal(Reason.None, rig.Await(1, ReceiptState.NotHeard).Reason);
        Assert.NotNull(rig.Await(1, ReceiptState.Playing));
        Assert.DoesNotContain(rig.Heard(), sample => sample != 0);
    }

    [Fact]
    public void A_dead_amplifier_is_found_out()
    {
        using var rig = new Rig();
        rig.Amplifier.Alive = false;
        rig.Send(Rig.Play(1));
        Assert.Equal(Reason.AmplifierFault, rig.Await(1, ReceiptState.NotHeard).Reason);
    }

    [Fact]
    public void A_sleeping_relay_is_found_out()
    {
        using var rig = new Rig();
        rig.Amplifier.RelayWorking = false;
        rig.Send(Rig.Play(1));
        Assert.Equal(Reason.AmplifierFault, rig.Await(1, ReceiptState.NotHeard).Reason);
    }

    [Fact]
    public void Without_a_sensor_nobody_can_tell()
    {
        using var rig = new Rig(sensor: false);
        rig.Send(Rig.Play(1));
        Assert.Equal(Receipt.NotMeasured, rig.Await(1, ReceiptState.CannotTell).ToneMilliamperes);
        rig.Await(1, ReceiptState.Finished);
        Assert.Contains(rig.Heard(), sample => sample != 0);
    }

    [Fact]
    public void A_dead_speech_module_leaves_the_tone_which_alone_is_not_heard()
    {
        using var rig = new Rig();
        rig.Chip.Alive = false;
        rig.Send(Rig.Play(1));
        Assert.Equal(Reason.SpeechFault, rig.Await(1, ReceiptState.NotHeard).Reason);
        rig.Await(1, ReceiptState.Finished);
        Assert.InRange(Trim(rig.Heard()).Length, Rate * 400 / 1000, Rate * 500 / 1000);
    }

    [Fact]
    public void Refused_orders_make_no_sound()
    {
        using var rig = new Rig();
        Order expired = Rig.Play(3);
        expired.ExpiresUnixMilliseconds = expired.IssuedUnixMilliseconds - 1;
        rig.Send(Desk.Seal(Rig.Play(1), key: new byte[32]));
        rig.Send(Desk.Seal(Rig.Play(2), board: "school"));
        rig.Send(expired);
        rig.Send([1, 2, 3]);
        Assert.Equal([Reason.Forged, Reason.Foreign, Reason.Expired, Reason.Malformed], rig.Receipts.Select(receipt => receipt.Reason));
        Assert.All(rig.Receipts, receipt => Assert.Equal(ReceiptState.Refused, receipt.State));

        // A stop is carried out by the player after all that came before it: when it is proved, nothing else is on its way to the horn.
        rig.Send(Rig.Stop(9));
        rig.Await(9, ReceiptState.Stopped);
        Assert.Equal(0, rig.Amplifier.Recording.SoundingSamples);
        Assert.False(rig.Amplifier.IsPowered);
    }

    [Fact]
    public void A_stop_is_heard_within_a_second_and_proved_by_the_current()
    {
        using var rig = new Rig();
        rig.Send(Rig.Play(1, toneMilliseconds: 30_000));
        rig.Await(1, ReceiptState.Playing);
        rig.Until(() => rig.Amplifier.SupplyMilliamperes > 400, "the tone drew current");
        rig.Send(Rig.Stop(2));
        Receipt stopped = rig.Await(2, ReceiptState.Stopped);
        Assert.InRange(stopped.QuietMilliamperes, 50, 160);
        Assert.Equal(Reason.StoppedByOrder, rig.Await(1, ReceiptState.Stopped).Reason);
        Receipt received = rig.Await(2, ReceiptState.Received);
        Assert.InRange(stopped.UnixMilliseconds - received.UnixMilliseconds, 0, 1_000);
        long samples = rig.Amplifier.Recording.SoundingSamples;
        rig.Until(() => !rig.Amplifier.IsPowered, "the amplifier lost its power after the hold");
        Assert.Equal(samples, rig.Amplifier.Recording.SoundingSamples);
    }

    [Fact]
    public void A_power_cut_in_the_tone_is_reported_and_the_order_does_not_sound_again()
    {
        using var rig = new Rig();
        byte[] message = Desk.Seal(Rig.Play(1, toneMilliseconds: 30_000));
        rig.Send(message);
        rig.Await(1, ReceiptState.Playing);
        rig.Until(() => rig.Amplifier.SupplyMilliamperes > 400, "the tone drew current");
        rig.Machine.CutPower();
        rig.Amplifier.Flush();
        long samples = rig.Amplifier.Recording.SoundingSamples;
        rig.Machine.PowerOn();
        Assert.Equal(Reason.PowerLost, rig.Await(1, ReceiptState.Failed).Reason);
        rig.Send(message);
        Receipt refused = rig.Await(1, ReceiptState.Refused);
        Assert.Equal((Reason.Replayed, ReceiptState.Failed), (refused.Reason, refused.Prior));
        rig.Send(Rig.Stop(2));
        rig.Await(2, ReceiptState.Stopped);
        Assert.Equal(samples, rig.Amplifier.Recording.SoundingSamples);
        Assert.Equal(0, rig.Machine.ParkedThreads);
        Assert.Empty(rig.Machine.Faults);
    }

    internal static short[] Trim(short[] sound)
    {
        int first = Array.FindIndex(sound, sample => sample != 0);
        int last = Array.FindLastIndex(sound, sample => sample != 0);
        Assert.True(first >= 0, "the village heard nothing");
        return sound[first..(last + 1)];
    }

    private static double Rms(short[] sound) => Math.Sqrt(sound.Average(sample => (double)sample * sample));
}
