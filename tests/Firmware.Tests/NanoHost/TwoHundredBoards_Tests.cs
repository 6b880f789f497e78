using System.Device.Adc;
using System.Device.Gpio;
using System.Device.I2s;
using System.Diagnostics;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.OnNanoHost;

/// <summary>A county on the host. What it costs is written to the output and judged by nobody here: figures belong to tests/benchmarks.</summary>
[Collection(Busy.Name)]
public sealed class TwoHundredBoards_Tests(ITestOutputHelper output)
{
    private const int Boards = 200;

    [Fact]
    public void Two_hundred_boards_sound_at_once_and_fall_silent_when_their_power_is_cut()
    {
        var benches = Enumerable.Range(0, Boards).Select(i => new Bench(options => options.Seed = i + 1)).ToList();
        long memoryBefore = Environment.WorkingSet;
        var amplifiers = new List<Amplifier>();
        int sounding = 0;
        foreach (Bench bench in benches)
        {
            var amplifier = new Amplifier(bench.Machine, bench.Machine.Pins[25], bench.File("heard.wav"));
            amplifier.ConnectSensor(bench.Machine.Adc[6]);
            bench.Machine.I2s(1).Sink = amplifier;
            amplifiers.Add(amplifier);
            bench.Machine.Run(() => Loudspeaker(ref sounding));
        }

        Bench.Until(() => sounding == Boards, () => $"{sounding} sound");
        using var self = Process.GetCurrentProcess();
        TimeSpan processorBefore = self.TotalProcessorTime;
        long started = Stopwatch.GetTimestamp();
        Bench.Until(() => amplifiers.TrueForAll(amplifier => amplifier.Recording.SoundingSamples > 3 * 16_000), () => "not every board has sounded for three seconds");
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        self.Refresh();
        double cores = (self.TotalProcessorTime - processorBefore) / elapsed;
        double megabytes = (Environment.WorkingSet - memoryBefore) / 1e6;
        int underruns = benches.Sum(bench => bench.Machine.I2s(1).Underruns);
        int threads = self.Threads.Count;
        int heard = amplifiers.Count(amplifier => amplifier.SupplyMilliamperes > 300);

        long cutStarted = Stopwatch.GetTimestamp();
        Parallel.ForEach(benches, bench => bench.Machine.CutPower());
        double cutSeconds = Stopwatch.GetElapsedTime(cutStarted).TotalSeconds;
        output.WriteLine(
            $"{Boards} boards sounding: {cores:F2} cores, {megabytes:F0} MB more than before, {threads} threads, {underruns} underruns in {elapsed.TotalSeconds:F1} s; all cut in {cutSeconds:F2} s");
        Assert.All(benches, bench => Assert.Empty(bench.Machine.Faults));
        amplifiers.ForEach(amplifier => amplifier.Dispose());
        long disk = amplifiers.Sum(amplifier => new FileInfo(amplifier.Recording.Path).Length);
        benches.ForEach(bench => bench.Dispose());

        Assert.Equal(Boards, heard);
        Assert.True(disk > Boards * 3 * 32_000L, "three seconds of every board belong on disk");
    }

    private static void Loudspeaker(ref int sounding)
    {
        new GpioController().OpenPin(25, PinMode.Output).Write(PinValue.High);
        AdcChannel sensor = new AdcController().OpenChannel(6);
        var i2s = I2sDevice.Create(new I2sConnectionSettings(1)
        {
            SampleRate = 16_000,
            BitsPerSample = I2sBitsPerSample.Bit16,
            ChannelFormat = I2sChannelFormat.OnlyLeft,
            BufferSize = 6 * 512,
        });
        byte[] chunk = new byte[1_024];     // 512 frames hold whole periods of 1000 Hz
        for (int i = 0; i < 512; i++)
        {
            short sample = (short)(8_000 * Math.Sin(2 * Math.PI * 1_000 * i / 16_000));
            chunk[2 * i] = (byte)sample;
            chunk[(2 * i) + 1] = (byte)(sample >> 8);
        }

        for (int written = 0; ; written++)
        {
            i2s.Write(chunk);
            if (written % 8 == 0)
            {
                sensor.ReadValue();
            }

            if (written == 20)
            {
                Interlocked.Increment(ref sounding);
            }
        }
    }
}
