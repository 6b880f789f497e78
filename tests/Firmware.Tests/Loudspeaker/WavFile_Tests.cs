using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

public sealed class WavFile_Tests
{
    private readonly WavFile _wav = new();

    [Theory]
    [InlineData(8_000, false)]
    [InlineData(16_000, false)]
    [InlineData(16_000, true)]
    public void A_clip_is_read_also_when_other_chunks_stand_before_its_samples(int sampleRate, bool list)
    {
        byte[] file = Wav.Of(new short[sampleRate / 2], sampleRate, list);
        Assert.Equal("", Read(file));
        Assert.Equal((sampleRate, sampleRate, 500), (_wav.SampleRate, _wav.DataBytes, _wav.Milliseconds));
        Assert.Equal(file.Length, _wav.DataPosition + _wav.DataBytes);
    }

    [Fact]
    public void The_long_form_of_plain_PCM_is_PCM() =>
        Assert.Equal("", Read(Wav.Riff([.. Wav.Chunk("fmt ", [.. Wav.Format(), 0, 0]), .. Wav.Chunk("data", new byte[320])])));

    [Fact]
    public void What_cannot_be_played_is_refused_with_its_reason()
    {
        byte[] format = Wav.Chunk("fmt ", Wav.Format());
        byte[] data = Wav.Chunk("data", new byte[320]);
        (byte[] File, string Why)[] cases =
        [
            ([], "not a RIFF/WAVE file"),
            ([.. "ID3 a song of another kind"u8], "not a RIFF/WAVE file"),
            ([.. Wav.Riff([.. format, .. data]), 0], "its RIFF size is not that of the file"),
            (Wav.Riff([.. format, .. data])[..^1], "its RIFF size is not that of the file"),
            (Wav.Riff(format), "it ends without samples"),
            (Wav.Riff(data), "samples before their format"),
            (Wav.Riff([.. format, .. format, .. data]), "two formats"),
            (Wav.Riff([.. Wav.Chunk("fmt ", Wav.Format(channels: 2)), .. data]), "not mono with 16 bits a sample"),
            (Wav.Riff([.. Wav.Chunk("fmt ", Wav.Format(bits: 8)), .. data]), "not mono with 16 bits a sample"),
            (Wav.Riff([.. Wav.Chunk("fmt ", Wav.Format(44_100)), .. data]), "neither 8 nor 16 kHz"),
            (Wav.Riff([.. Wav.Chunk("fmt ", Wav.Format(code: 7)), .. data]), "not plain PCM"),
            (Wav.Riff([.. Wav.Chunk("fmt ", [.. Wav.Format(), 0, 0, 0, 0]), .. data]), "not plain PCM"),
            (Wav.Riff([.. format, .. Wav.Chunk("data", [])]), "no whole samples"),
            (Wav.Riff([.. format, .. Wav.Chunk("data", new byte[3])]), "no whole samples"),
            (Wav.Riff([.. format, .. "data"u8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2]), "a chunk is longer than the file"),
            (Wav.Riff([.. format, .. Enumerable.Range(0, 40).SelectMany(_ => Wav.Chunk("junk", [])), .. data]), "no samples among its first chunks"),
        ];
        Assert.All(cases, one => Assert.Equal(one.Why, Read(one.File)));
    }

    /// <summary>A sound file with some bytes changed, cut or stretched: a hundred thousand of them here; EDGEWARNING_FUZZ_SECONDS asks for longer.</summary>
    [Fact]
    public void Whatever_the_bytes_reading_ends_and_a_clip_that_passes_lies_within_its_file()
    {
        var random = new Random(4);
        byte[] sound = Wav.Of(new short[200], 8_000, list: true);
        long seconds = long.TryParse(Environment.GetEnvironmentVariable("EDGEWARNING_FUZZ_SECONDS"), out long asked) ? asked : 0;
        long until = Environment.TickCount64 + (seconds * 1_000);
        int passed = 0;
        for (int i = 0; i < 100_000 || Environment.TickCount64 < until; i++)
        {
            byte[] file = [.. sound];
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                file[random.Next(file.Length > 60 && random.Next(4) > 0 ? 60 : file.Length)] = (byte)(random.Next(3) == 0 ? random.Next(256) : random.Next(2) * 255);
            }

            file = random.Next(4) == 0 ? file[..random.Next(1, file.Length)] : file;
            if (Read(file).Length == 0)
            {
                passed++;
                Assert.InRange(_wav.DataPosition, 44, file.Length);
                Assert.InRange(_wav.DataBytes, 2, file.Length - _wav.DataPosition);
                Assert.Contains(_wav.SampleRate, new[] { 8_000, 16_000 });
            }
        }

        Assert.True(passed > 100, $"only {passed} passed: this looks at nothing");
    }

    private string Read(byte[] file)
    {
        var flash = new DrawerFlash();
        flash.Write("clip.0", 0, file, 0, file.Length);
        return _wav.Read(flash, "clip.0");
    }
}
