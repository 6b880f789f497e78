using System.Buffers.Binary;
using System.Device.Adc;
using System.Device.Gpio;
using System.Device.I2s;
using System.Diagnostics;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.OnNanoHost;

/// <summary>Sound is real time: these tests work with queues that bridge a busy host.</summary>
public sealed class Sound_Tests
{
    private const int RelayPin = 25;
    private const int SensorChannel = 6;
    private const int LongQueueBytes = 64 * 512;    // about a second: no pause of the host makes a gap

    [Theory]
    [InlineData(1023)]                  // one descriptor of 256 mono frames: i2s_driver_install wants two
    [InlineData(511)]
    [InlineData((129 * 512) + 511)]     // and at most 128
    public void A_buffer_that_makes_too_few_or_too_many_descriptors_is_refused(int bufferSize)
    {
        using var bench = new Bench();
        bench.Machine.Call(() =>
        {
            if (bufferSize < 128 * 512)
            {
                Assert.Throws<ArgumentException>(() => new I2sDevice(Settings(bufferSize)));
                using var works = new I2sDevice(Settings(1024));
                Assert.Throws<ArgumentException>(() => new I2sDevice(new I2sConnectionSettings(3)));
            }
            else
            {
                Assert.Throws<ArgumentException>(() => new I2sDevice(Settings(bufferSize)));
            }
        });
    }

    [Fact]
    public void Writing_keeps_pace_with_the_sound_less_what_the_queue_holds()
    {
        using var bench = new Bench();
        double milliseconds = bench.Machine.Call(() =>
        {
            using I2sDevice i2s = I2sDevice.Create(Settings(4 * 512));
            byte[] chunk = new byte[1024];      // 32 ms
            long started = Stopwatch.GetTimestamp();
            for (int i = 0; i < 10; i++)
            {
                i2s.Write(chunk);
            }

            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        });
        // 320 ms of sound, of which 64 ms wait in 4 descriptors when the last write returns.
        Assert.InRange(milliseconds, 255, 2_000);
        Assert.Equal(5_120, bench.Machine.I2s(1).FramesWritten);
    }

    [Fact]
    public void A_queue_that_runs_dry_is_counted()
    {
        using var bench = new Bench();
        bench.Machine.Call(() =>
        {
            using I2sDevice i2s = I2sDevice.Create(Settings(2 * 512));
            i2s.Write(new byte[512]);
            Machine.Sleep(60);
            i2s.Write(new byte[512]);
        });
        Assert.Equal(1, bench.Machine.I2s(1).Underruns);
    }

    /// <summary>PCM5102A without a master clock: 16 kHz at 64 bits a frame is the least that its PLL takes (SLAS764B, table 5).</summary>
    [Theory]
    [InlineData(16_000, I2sBitsPerSample.Bit16, false)]
    [InlineData(8_000, I2sBitsPerSample.Bit32, false)]
    [InlineData(16_000, I2sBitsPerSample.Bit32, true)]
    public void A_converter_that_lives_on_the_bit_clock_is_silent_when_it_is_too_slow(int sampleRate, I2sBitsPerSample bits, bool heard)
    {
        using var bench = new Bench();
        using Amplifier amplifier = Wire(bench);
        bench.Machine.I2s(1).LowestBitClockHertz = I2sPart.Pcm5102aLowestBitClockHertz;
        amplifier.StartUpMute = TimeSpan.Zero;
        bench.Machine.Call(() =>
        {
            RelayOn();
            I2sConnectionSettings settings = Settings(LongQueueBytes);
            settings.SampleRate = sampleRate;
            settings.BitsPerSample = bits;
            using I2sDevice i2s = I2sDevice.Create(settings);
            i2s.Write(new SpanByte([.. Enumerable.Repeat((byte)0x20, 8_192)]));
            Machine.Sleep(300);
        });
        amplifier.Flush();
        Assert.Equal(heard, amplifier.Recording.SoundingSamples > 0);
    }

    [Fact]
    public void What_is_written_is_what_is_recorded_sample_for_sample()
    {
        using var bench = new Bench();
        using Amplifier amplifier = Wire(bench);
        amplifier.StartUpMute = TimeSpan.Zero;
        short[] sent = Enumerable.Range(1, 8_000).Select(i => (short)(i - 4_500)).Where(s => s != 0).ToArray();
        bench.Machine.Call(() =>
        {
            RelayOn();
            using I2sDevice i2s = I2sDevice.Create(Settings(LongQueueBytes));
            for (int at = 0; at < sent.Length; at += 500)
            {
                i2s.Write(Bytes(sent.AsSpan(at, Math.Min(500, sent.Length - at))));
            }

            Machine.Sleep(600);
        });
        amplifier.Flush();
        short[] heard = Samples(amplifier.Recording.Path);
        int first = Array.FindIndex(heard, s => s != 0);
        Assert.Equal(sent, heard.AsSpan(first, sent.Length).ToArray());
        Assert.All(heard[(first + sent.Length)..], s => Assert.Equal(0, s));
    }

    [Fact]
    public void A_tone_is_heard_at_its_frequency_and_its_time_and_silence_is_silent()
    {
        using var bench = new Bench();
        using Amplifier amplifier = Wire(bench);
        bench.Machine.Call(() =>
        {
            RelayOn();
            Machine.Sleep(200);
            Play(frequency: 1_000, amplitude: 8_000, milliseconds: 1_024);
        });
        Thread.Sleep(200);
        amplifier.Flush();
        short[] heard = Samples(amplifier.Recording.Path);
        int first = Array.FindIndex(heard, s => s != 0);
        int last = Array.FindLastIndex(heard, s => s != 0);
        Assert.InRange(first / 16.0, 195, 3_000);                 // milliseconds after the recorder was made
        Assert.InRange((last - first) / 16.0, 1_020, 1_030);
        Assert.True(heard.Length > last + 4_000, "the silence after the tone belongs to the recording");
        double red = Goertzel(heard.AsSpan(first, 16_000), 1_000);
        Assert.InRange(red, 7_800, 8_200);
        Assert.All(new double[] { 500, 875, 1_062.5, 2_000 }, other => Assert.True(Goertzel(heard.AsSpan(first, 16_000), other) < 100));
    }

    [Fact]
    public void The_header_is_valid_at_all_times_and_silence_takes_no_disk()
    {
        using var bench = new Bench();
        using Amplifier amplifier = Wire(bench);
        string path = amplifier.Recording.Path;
        Assert.Empty(Samples(path));
        bench.Machine.Call(() =>
        {
            RelayOn();
            Machine.Sleep(200);
            Play(frequency: 500, amplitude: 8_000, milliseconds: 512);
        });
        Bench.Until(() => Samples(path).Length > 4_000, () => "nothing written while it sounds");
        Thread.Sleep(1_000);
        amplifier.Flush();
        int samples = Samples(path).Length;
        Assert.InRange(samples / 16.0, 1_650, 60_000);
        amplifier.Flush();
        Assert.True(Samples(path).Length >= samples);

        // A quiet minute: what du says, not what ls says.
        using var quiet = new SoundRecorder(bench.File("quiet.wav"));
        quiet.Write(16_000 * 60, [1, 2, 3]);
        quiet.WriteOut();
        Assert.Equal((16_000 * 60) + 3, Samples(quiet.Path).Length);
        Assert.True(DiskBytes(quiet.Path) < 64_000, $"{DiskBytes(quiet.Path)} bytes on disk for a minute of silence");
    }

    [Fact]
    public void What_has_sounded_is_in_the_file_as_soon_as_somebody_asks()
    {
        using var bench = new Bench();
        using Amplifier amplifier = Wire(bench);
        bench.Machine.Call(() =>
        {
            RelayOn();
            Machine.Sleep(200);
            Play(frequency: 500, amplitude: 8_000, milliseconds: 96);      // shorter than what is written at once
        });
        Bench.Until(() => amplifier.HornRms >= 0 && amplifier.Recording.LastSoundAt is not null, () => "no sound");
        TimeSpan sounded = amplifier.Recording.LastSoundAt!.Value - amplifier.Recording.StartedAt;
        amplifier.WriteOut();
        Assert.InRange(Samples(amplifier.Recording.Path).Length, (int)(sounded.TotalSeconds * 16_000), int.MaxValue);
    }

    [Fact]
    public void The_line_input_plays_at_its_own_rate_and_stops_at_once()
    {
        using var bench = new Bench();
        using Amplifier amplifier = Wire(bench);
        bench.Machine.Call(() =>
        {
            RelayOn();
            Machine.Sleep(200);
        });
        AnalogueSound sound = amplifier.Line.Play(Sine(625, 10_000, 22_050, 22_050 * 3), 22_050);
        Assert.InRange(sound.Duration.TotalSeconds, 2.99, 3.01);
        Thread.Sleep(1_200);
        Assert.InRange(sound.Remaining.TotalSeconds, 0.1, 1.81);
        sound.Stop();
        Assert.Equal(TimeSpan.Zero, sound.Remaining);
        Thread.Sleep(100);
        amplifier.Flush();
        short[] heard = Samples(amplifier.Recording.Path);
        int first = Array.FindIndex(heard, s => s != 0);
        int last = Array.FindLastIndex(heard, s => s != 0);
        Assert.InRange((last - first) / 16.0, 1_190, 2_900);
        Assert.InRange(Goertzel(heard.AsSpan(first, 16_000), 625), 9_500, 10_300);
    }

    [Fact]
    public void Both_inputs_are_mixed()
    {
        using var bench = new Bench();
        using Amplifier amplifier = Wire(bench);
        bench.Machine.Call(() =>
        {
            RelayOn();
            Machine.Sleep(200);
            amplifier.Line.Play(Sine(625, 5_000, 16_000, 32_000), 16_000);
            Play(frequency: 1_000, amplitude: 5_000, milliseconds: 1_504);
        });
        amplifier.Flush();
        short[] heard = Samples(amplifier.Recording.Path);
        int first = Array.FindIndex(heard, s => s != 0);
        Span<short> middle = heard.AsSpan(first + 4_000, 16_000);
        Assert.InRange(Goertzel(middle, 625), 4_800, 5_200);
        Assert.InRange(Goertzel(middle, 1_000), 4_800, 5_200);
    }

    [Fact]
    public void The_sensor_tells_heard_from_unplugged_dead_and_a_sleeping_relay()
    {
        using var bench = new Bench();
        using Amplifier amplifier = Wire(bench);
        amplifier.ConnectSensor(bench.Machine.Adc[SensorChannel]);
        (double Quiet, double Loud) Measure() => bench.Machine.Call(() =>
        {
            AdcChannel channel = new AdcController().OpenChannel(SensorChannel);
            double Milliamperes() => Enumerable.Range(0, 32).Average(_ =>
            {
                int counts = channel.ReadValue();
                return counts == 0 ? 0 : (142 + (counts * 52_798 / 65_536)) / Amplifier.SensorMillivoltsPerMilliampere;
            });
            Machine.Sleep(250);     // a filter of 20 ms settles
            double before = Milliamperes();
            double during = 0;
            Play(frequency: 1_000, amplitude: 8_192, milliseconds: 960, during: () => during = Milliamperes());
            return (before, during);
        });

        (double quiet, double loud) = Measure();
        Assert.Equal(0, quiet);                                     // no supply
        Assert.Equal(0, loud);

        bench.Machine.Call(RelayOn);
        (quiet, loud) = Measure();
        Assert.InRange(quiet, 57, 63);
        Assert.InRange(loud, 395, 425);                             // 60 + 2000 * 0.25 / sqrt 2 = 414

        amplifier.HornConnected = false;
        (quiet, loud) = Measure();
        Assert.InRange(quiet, 57, 63);
        Assert.InRange(loud, 57, 63);

        amplifier.HornConnected = true;
        amplifier.Alive = false;
        Assert.Equal((0, 0), Measure());

        amplifier.Alive = true;
        amplifier.RelayWorking = false;
        Assert.Equal((0, 0), Measure());
    }

    [Fact]
    public void What_no_horn_radiates_is_not_recorded()
    {
        using var bench = new Bench();
        using Amplifier amplifier = Wire(bench);
        void PlayOnce() => bench.Machine.Call(() =>
        {
            Machine.Sleep(200);
            Play(frequency: 1_000, amplitude: 8_000, milliseconds: 320);
        });
        PlayOnce();                             // relay off
        bench.Machine.Call(RelayOn);
        amplifier.HornConnected = false;
        PlayOnce();
        amplifier.HornConnected = true;
        amplifier.Alive = false;
        PlayOnce();
        amplifier.Flush();
        Assert.All(Samples(amplifier.Recording.Path), s => Assert.Equal(0, s));
        Assert.Equal(0, amplifier.Recording.SoundingSamples);
        amplifier.Alive = true;
        PlayOnce();
        amplifier.Flush();
        Assert.True(amplifier.Recording.SoundingSamples > 4_000);
    }

    [Fact]
    public void An_amplifier_is_mute_until_it_has_started_up()
    {
        using var bench = new Bench();
        using Amplifier amplifier = Wire(bench);
        amplifier.StartUpMute = TimeSpan.FromMilliseconds(300);
        bench.Machine.Call(() =>
        {
            RelayOn();
            Play(frequency: 1_000, amplitude: 8_000, milliseconds: 640);
        });
        amplifier.Flush();
        Assert.InRange(amplifier.Recording.SoundingSamples / 16.0, 100, 345);
    }

    [Fact]
    public void A_power_cut_silences_at_once_what_was_already_queued()
    {
        using var bench = new Bench();
        using Amplifier amplifier = Wire(bench);
        long cutAt = 0;
        bench.Machine.Run(() =>
        {
            RelayOn();
            Machine.Sleep(200);
            Play(frequency: 1_000, amplitude: 8_000, milliseconds: 60_000);
        });
        amplifier.Line.Play(Sine(625, 5_000, 16_000, 16_000 * 60), 16_000);
        Bench.Until(() => amplifier.SupplyMilliamperes > 200, () => $"{amplifier.SupplyMilliamperes} mA");
        cutAt = amplifier.Recording.SampleAt(HostTime.Nanoseconds);
        bench.Machine.CutPower();
        Thread.Sleep(300);
        amplifier.Flush();
        short[] heard = Samples(amplifier.Recording.Path);
        int last = Array.FindLastIndex(heard, s => s != 0);
        Assert.InRange(last, cutAt - 1_600, cutAt + 1_600);
        Assert.Equal(0, amplifier.SupplyMilliamperes);
    }

    private static Amplifier Wire(Bench bench)
    {
        var amplifier = new Amplifier(bench.Machine, bench.Machine.Pins[RelayPin], bench.File("heard.wav"));
        bench.Machine.I2s(1).Sink = amplifier;
        return amplifier;
    }

    private static void RelayOn() => new GpioController().OpenPin(RelayPin, PinMode.Output).Write(PinValue.High);

    private static I2sConnectionSettings Settings(int bufferSize) => new(1)
    {
        SampleRate = 16_000,
        BitsPerSample = I2sBitsPerSample.Bit16,
        ChannelFormat = I2sChannelFormat.OnlyLeft,
        BufferSize = bufferSize,
    };

    /// <summary>Plays a tone to its end, with a look at it in its middle.</summary>
    private static void Play(double frequency, int amplitude, int milliseconds, Action? during = null)
    {
        using I2sDevice i2s = I2sDevice.Create(Settings(LongQueueBytes));
        short[] tone = Sine(frequency, amplitude, 16_000, milliseconds * 16);
        long end = HostTime.Nanoseconds + (milliseconds * HostTime.Millisecond);
        for (int at = 0; at < tone.Length; at += 512)
        {
            i2s.Write(Bytes(tone.AsSpan(at, Math.Min(512, tone.Length - at))));
        }

        if (during is not null)
        {
            Machine.Sleep(milliseconds / 2);
            during();
        }

        Machine.Sleep((int)Math.Max(0, (end - HostTime.Nanoseconds) / HostTime.Millisecond) + 80);
    }

    private static short[] Sine(double frequency, int amplitude, int sampleRate, int samples) =>
        Enumerable.Range(0, samples).Select(i => (short)(amplitude * Math.Sin(2 * Math.PI * frequency * (i + 0.5) / sampleRate))).ToArray();

    private static byte[] Bytes(ReadOnlySpan<short> samples)
    {
        byte[] bytes = new byte[samples.Length * 2];
        for (int i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(i * 2), samples[i]);
        }

        return bytes;
    }

    /// <summary>The samples that a reader of the file sees, which goes by the header.</summary>
    private static short[] Samples(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] header = new byte[44];
        file.ReadExactly(header);
        Assert.Equal("RIFF"u8.ToArray(), header[..4]);
        Assert.Equal("WAVEfmt "u8.ToArray(), header[8..16]);
        Assert.Equal(16_000, BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(24)));
        uint bytes = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(40));
        Assert.Equal(bytes + 36, BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)));
        byte[] data = new byte[bytes];
        file.ReadExactly(data);
        return Enumerable.Range(0, data.Length / 2).Select(i => BinaryPrimitives.ReadInt16LittleEndian(data.AsSpan(i * 2))).ToArray();
    }

    /// <summary>Amplitude of one frequency.</summary>
    private static double Goertzel(ReadOnlySpan<short> samples, double frequency)
    {
        double coefficient = 2 * Math.Cos(2 * Math.PI * frequency / 16_000);
        double before = 0;
        double last = 0;
        foreach (short sample in samples)
        {
            (before, last) = (last, sample + (coefficient * last) - before);
        }

        return Math.Sqrt((last * last) + (before * before) - (coefficient * last * before)) * 2 / samples.Length;
    }

    private static long DiskBytes(string path)
    {
        using var du = Process.Start(new ProcessStartInfo("du", ["-B1", path]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        string output = du.StandardOutput.ReadToEnd();
        du.WaitForExit();
        return long.Parse(output.Split('\t')[0]);
    }
}
