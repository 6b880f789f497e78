using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;

namespace EdgeWarning.Village.Tests;

/// <summary>The office changes what boards do and keep, and a village is never worse off for it.</summary>
public class Changed_boards_Tests
{
    [Fact]
    public async Task Settings_that_cut_a_board_off_are_rolled_back_and_good_ones_are_kept()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Counties.Start(Counties.Loudspeaker(1));
        await county.Gateway.Configure("ls-1", $"gateway.port = {FreePorts.Take()}\ntrial.seconds = 3\n", stopping);
        ConfigurationSeen bad = await Ended(county);
        Assert.Equal(("rolled-back", "rolled-back"), (bad.State, bad.Reason));

        await county.Gateway.Configure("ls-1", "volume.percent = 80\n", stopping);
        ConfigurationSeen good = await Ended(county, version: 2);
        Assert.Equal((2, "done"), (good.Version, good.State));

        Intake warning = await county.Publish(Cap.Alert(Counties.Village(1)));
        await county.UntilHeard(warning, "ls-1");
    }

    [Fact]
    public async Task A_clip_whose_fetch_network_and_power_broke_off_goes_on_and_arrives_whole()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        using var wire = new FrailWire { Left = 300_000 };
        await using LiveCounty county = await Counties.Start(
            setup => setup with { BoardSettings = new Dictionary<string, string>(setup.BoardSettings) { ["gateway.http.port"] = $"{wire.Port}" } }, Counties.Loudspeaker(1));
        wire.Target = county.Console.Port;
        byte[] clip = Clip(seconds: 25);    // 800 KB, 25 parts
        string file = Path.Combine(county.Data, "siren.wav");
        await File.WriteAllBytesAsync(file, clip, stopping);
        await county.Command(["clip", "send", file, "--name", "siren"], stopping);
        await county.Until("the wire to break", () => Task.FromResult(wire.Refused), refused => refused > 0, refused => $"{wire.Left} bytes left", Counties.Patience, stopping);

        string flash = county.FlashOf("ls-1");
        string part = Assert.Single(Directory.GetFiles(flash, "*.part"));
        Assert.InRange(new FileInfo(part).Length, 250_000, 300_000);
        Assert.Contains("ordered", await county.Command(["clip", "list"], stopping));
        await county.Simulator.Power("ls-1", on: false, stopping);
        await county.Simulator.Power("ls-1", on: true, stopping);
        wire.Left = clip.Length - 200_000;    // not enough for the whole file again

        await county.Until(
            "the clip", () => county.Command(["clip", "list"], stopping), seen => !seen.Contains("ordered"), seen => $"{seen}, {wire.Left} bytes left", Counties.Patience, stopping);
        Assert.Contains("ls-1  clip siren  done", await county.Command(["clip", "list"], stopping));
        Assert.Contains(Directory.GetFiles(flash), kept => File.ReadAllBytes(kept).AsSpan().SequenceEqual(clip));
        Assert.Empty(Directory.GetFiles(flash, "*.part"));
    }

    private static Task<ConfigurationSeen> Ended(LiveCounty county, long version = 1) => county.Until(
        $"version {version} to end",
        () => county.Gateway.Configuration("ls-1", TestContext.Current.CancellationToken),
        seen => seen.Version == version && seen.State is not ("wanted" or "ordered"),
        seen => seen.ToString(),
        Counties.Patience,
        TestContext.Current.CancellationToken);

    /// <summary>A sawtooth of 125 Hz, so that every block of the file is another one.</summary>
    private static byte[] Clip(int seconds)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        int samples = seconds * 16_000;
        writer.Write("RIFF"u8);
        writer.Write(36 + (samples * 2));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(16_000);
        writer.Write(32_000);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(samples * 2);
        for (int i = 0; i < samples; i++)
        {
            writer.Write((short)((i * 512) + (i / 128)));
        }

        return stream.ToArray();
    }
}
