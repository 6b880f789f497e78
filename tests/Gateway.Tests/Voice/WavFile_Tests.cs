using System.Buffers.Binary;
using EdgeWarning.Gateway.Voice;

namespace EdgeWarning.Gateway.Tests.Voice;

public sealed class WavFile_Tests
{
    private static readonly byte[] s_whole = WavFile.Write(new Sound(16_000, [.. Enumerable.Range(0, 500).Select(i => (short)(i * 60))]));

    [Theory]
    [InlineData(16_000)]
    [InlineData(8_000)]
    public void What_is_written_is_read_back(int rate)
    {
        var sound = new Sound(rate, [0, 1, -1, short.MaxValue, short.MinValue]);
        var read = WavFile.Read(WavFile.Write(sound), out var fault);
        Assert.Null(fault);
        Assert.Equal(rate, read!.RateHertz);
        Assert.Equal(sound.Samples, read.Samples);
    }

    [Fact]
    public void Chunks_that_programs_add_are_stepped_over()
    {
        byte[] list = [.. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0];
        Assert.Equal(500, WavFile.Read([.. s_whole[..12], .. list, .. s_whole[12..36], .. list, .. s_whole[36..], .. list], out _)!.Samples.Length);
    }

    [Theory]
    [InlineData(0, 'X', "no WAV")]
    [InlineData(20, 3, "not plain PCM")]
    [InlineData(22, 2, "2 channels of 16 bits")]
    [InlineData(34, 24, "1 channels of 24 bits")]
    [InlineData(25, 0xAC, "44160 samples a second")]
    [InlineData(42, 1, "longer than the file")]
    [InlineData(40, 0, "")]
    public void What_boards_cannot_play_is_refused_with_its_reason(int place, int value, string fault)
    {
        byte[] broken = [.. s_whole];
        broken[place] = (byte)value;
        var sound = WavFile.Read(broken, out var said);
        Assert.Contains(fault, $"{said}");
        Assert.Equal(fault.Length == 0, sound is not null);
    }

    [Fact]
    public void Samples_before_their_format_are_refused()
    {
        Assert.Null(WavFile.Read([.. s_whole[..12], .. s_whole[36..], .. s_whole[12..36]], out var fault));
        Assert.Contains("before their format", fault?.Text);
    }

    /// <summary>Also for longer: EDGEWARNING_FUZZ_SECONDS=300.</summary>
    [Fact]
    public void Whatever_the_bytes_reading_ends_and_answers()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("EDGEWARNING_FUZZ_SEED"), out var given) ? given : 20261122;
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("EDGEWARNING_FUZZ_SECONDS"), out var asked) ? asked : 1;
        var random = new Random(seed);
        var (tried, taken, end) = (0, 0, DateTime.UtcNow.AddSeconds(seconds));
        while (DateTime.UtcNow < end || tried < 20_000)
        {
            var file = Damaged(random);
            try
            {
                if (WavFile.Read(file, out var fault) is { } sound)
                {
                    taken++;
                    Assert.Equal(sound.Samples, WavFile.Read(WavFile.Write(sound), out _)!.Samples);
                }
                else
                {
                    Assert.NotNull(fault);
                }
            }
            catch (Exception escaped)
            {
                Assert.Fail($"seed {seed}, {Convert.ToHexString(file)}: {escaped}");
            }

            tried++;
        }

        Assert.InRange(taken, 100, tried - 100);    // neither all damage nor none
    }

    private static byte[] Damaged(Random random)
    {
        var file = WavFile.Write(new Sound(16_000, new short[random.Next(1, 30)]));
        for (var strike = random.Next(0, 4); strike > 0; strike--)
        {
            var at = random.Next(file.Length);
            switch (random.Next(5))
            {
                case 0: file[at] = (byte)random.Next(256); break;
                case 1: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: file = file[..at]; break;
                case 3: file = [.. file[..at], .. file[random.Next(file.Length)..]]; break;
                default: BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(Math.Max(0, Math.Min(at, file.Length - 4))), (uint)random.NextInt64(uint.MaxValue)); break;
            }

            if (file.Length < 4)
            {
                return file;
            }
        }

        return file;
    }
}
