using System.Device.Adc;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.OnNanoHost;

public sealed class AnalogueInput_Tests
{
    [Fact]
    public void Readings_are_twelve_bits_and_blind_at_the_bottom()
    {
        using var bench = new Bench();
        double millivolts = 0;
        bench.Machine.Adc[6].Millivolts = () => millivolts;
        bench.Machine.Adc[6].NoiseCounts = 0;
        AdcChannel channel = bench.Machine.Call(() => new AdcController().OpenChannel(6));
        int Read(double volts)
        {
            millivolts = volts;
            return bench.Machine.Call(channel.ReadValue);
        }

        Assert.Equal(0, Read(0));
        Assert.Equal(0, Read(140));                 // below 142 mV an ESP32 at 12 dB sees nothing
        Assert.InRange(Read(1_650), 1_870, 1_873);
        Assert.Equal(4_095, Read(5_000));
        foreach (double volts in new double[] { 150, 480, 1_000, 2_400 })
        {
            int counts = Read(volts);
            Assert.InRange(142 + (counts * 52_798 / 65_536), volts - 1.5, volts + 1.5);     // the conversion that the page gives to firmware
        }
    }

    [Fact]
    public void Noise_is_a_few_counts_and_the_same_for_the_same_seed()
    {
        int[] Readings(int seed)
        {
            using var bench = new Bench(options => options.Seed = seed);
            bench.Machine.Adc[0].Millivolts = static () => 1_000;
            return bench.Machine.Call(() =>
            {
                AdcChannel channel = new AdcController().OpenChannel(0);
                return Enumerable.Range(0, 500).Select(_ => channel.ReadValue()).ToArray();
            });
        }

        int[] first = Readings(7);
        int middle = AdcCurve.Esp32.CountsOf(1_000);
        Assert.InRange(first.Average(), middle - 1, middle + 1);
        Assert.True(first.Distinct().Count() > 3, "no noise");
        Assert.All(first, count => Assert.InRange(count, middle - 10, middle + 10));
        Assert.Equal(first, Readings(7));
        Assert.NotEqual(first, Readings(8));
    }

    [Fact]
    public void Another_reference_voltage_shifts_the_counts()
    {
        Assert.True(AdcCurve.Esp32.CountsOf(2_000, referenceMillivolts: 1_000) > AdcCurve.Esp32.CountsOf(2_000) * 1.08);
        Assert.True(AdcCurve.Esp32.CountsOf(2_000, referenceMillivolts: 1_200) < AdcCurve.Esp32.CountsOf(2_000) * 0.93);
    }

    [Fact]
    public void An_S3_converts_from_zero()
    {
        Assert.Equal(0, AdcCurve.Esp32S3.CountsOf(0));
        Assert.Equal(396, AdcCurve.Esp32S3.CountsOf(300));
        Assert.Equal(4_095, AdcCurve.Esp32S3.CountsOf(3_100));
    }

    [Fact]
    public void The_second_converter_fails_while_Wi_Fi_is_on()
    {
        using var bench = new Bench();
        bench.Machine.Adc[12].Source = static () => 77;
        bench.Machine.Call(() =>
        {
            AdcChannel channel = new AdcController().OpenChannel(12);
            var e = Assert.ThrowsAny<Exception>(() => channel.ReadValue());
            Assert.Contains("Wi-Fi", e.Message, StringComparison.Ordinal);
        });
        bench.Machine.WifiOn = false;
        Assert.Equal(77, bench.Machine.Call(() => new AdcController().OpenChannel(12).ReadValue()));
        Assert.Throws<ArgumentException>(() => bench.Machine.Call(() => new AdcController().OpenChannel(20)));
    }

    [Fact]
    public void A_loop_probe_shows_its_current_and_its_faults()
    {
        using var bench = new Bench();
        var probe = new LoopProbePart(bench.Machine.Adc[6]);
        AdcChannel channel = bench.Machine.Call(() => new AdcController().OpenChannel(6));
        double Milliamperes()
        {
            double counts = bench.Machine.Call(() => Enumerable.Range(0, 64).Average(_ => channel.ReadValue()));
            return counts == 0 ? 0 : (142 + (counts * 52_798 / 65_536)) / 120;
        }

        Assert.InRange(Milliamperes(), 3.95, 4.05);
        probe.PartOfFullScale = static () => 0.5;
        Assert.InRange(Milliamperes(), 11.95, 12.05);
        probe.PartOfFullScale = static () => 3;
        Assert.InRange(Milliamperes(), 20.45, 20.55);
        probe.Fault = LoopFault.CableCut;
        Assert.Equal(0, Milliamperes());
        probe.Fault = LoopFault.Short;
        Assert.True(Milliamperes() > 21);
    }
}
