using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>Clips, hum and microphone on the board's own drivers in real time, judged by the WAV of what the village hears.</summary>
public sealed class ClipRig_Tests
{
    private const double ClipHertz = 700;       // no tone of ours

    [Fact]
    public void Power_lost_in_the_middle_of_a_clip_is_silence_at_once()
    {
        using var rig = new Rig();
        rig.Keep("long", Wav.Sine(ClipHertz, 10_000));
        Order order = Rig.Play(1);
        (order.Clip, order.Tone, order.ToneMilliseconds) = ("long", Tone.None, 0);
        rig.Send(order);
        rig.Until(() => rig.Amplifier.SupplyMilliamperes > 200, "the clip sounds");
        rig.Machine.CutPower();
        Assert.Equal(0, rig.Amplifier.SupplyMilliamperes);
    }

    [Fact]
    public void A_near_silent_test_hums_below_what_a_horn_radiates_and_proves_the_coil()
    {
        using var rig = new Rig();
        rig.Send(Test(1));
        Receipt heard = rig.Await(1, ReceiptState.Heard);
        rig.Await(1, ReceiptState.Finished);
        Assert.True(heard.ToneMilliamperes - heard.QuietMilliamperes > 100, $"{heard.QuietMilliamperes} to {heard.ToneMilliamperes} mA");
        short[] sound = Rig_Tests.Trim(rig.Heard());
        double hum = ToneSynth_Tests.Goertzel(sound, 62.5);
        Assert.All(new[] { 200.0, 437.5, 500, 1_000 }, hertz => Assert.True(hum > 1_000 * ToneSynth_Tests.Goertzel(sound, hertz), $"{hertz} Hz in the hum"));

        rig.Amplifier.HornConnected = false;
        rig.Send(Test(2));
        rig.Await(2, ReceiptState.NotHeard);
    }

    [Fact]
    public void With_a_microphone_a_torn_diaphragm_is_found_which_the_current_does_not_show()
    {
        using var rig = new Rig(microphone: true);
        rig.Send(Rig.Play(1));
        rig.Await(1, ReceiptState.Heard);
        rig.Await(1, ReceiptState.Finished);
        rig.Amplifier.HornRadiates = false;
        rig.Send(Rig.Play(2));
        Assert.Equal("current flowed, the microphone heard nothing", rig.Await(2, ReceiptState.CannotTell).Detail);
    }

    /// <summary>Gusts of wind and a dog that barks, with an unplugged horn: neither passes for a warning.</summary>
    [Fact]
    public void A_microphone_alone_is_not_fooled_by_wind_and_dog()
    {
        using var rig = new Rig(sensor: false, microphone: true);
        var random = new Random(5);
        long start = Environment.TickCount64;
        rig.Microphone.AmbientMillivolts = () =>
        {
            double seconds = (Environment.TickCount64 - start) / 1_000.0;
            double wind = 60 + (50 * Math.Sin(seconds * 1.3)) + (random.NextDouble() * 30);
            return seconds % 1.7 < 0.15 ? 600 : wind;
        };
        rig.Amplifier.HornConnected = false;
        Order order = Rig.Play(1, 4_000);
        order.Text = "";
        rig.Send(order);
        rig.Await(1, ReceiptState.NotHeard);
        rig.Await(1, ReceiptState.Finished);
        rig.Amplifier.HornConnected = true;
        order = Rig.Play(2, 4_000);
        order.Text = "";
        rig.Send(order);
        rig.Await(2, ReceiptState.Heard);
    }

    private static Order Test(long sequence)
    {
        Order order = Rig.Play(sequence);
        (order.Kind, order.Scope, order.Priority, order.Tone, order.ToneMilliseconds, order.Text) = (OrderKind.Test, Scope.Test, Priority.None, Tone.None, 0, "");
        return order;
    }
}
