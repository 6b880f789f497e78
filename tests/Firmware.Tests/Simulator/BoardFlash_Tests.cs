using EdgeWarning.Common;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Protocol;
using EdgeWarning.RainGauge;
using EdgeWarning.Simulator;

namespace EdgeWarning.Firmware.Tests.Simulator;

/// <summary>What the simulator reads from a board's flash against what the firmware wrote there.</summary>
public sealed class BoardFlash_Tests : IDisposable
{
    private const int Segment = 255;

    private readonly string _folder = Directory.CreateTempSubdirectory("edgewarning-flash-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Segment)]
    [InlineData(Segment + 1)]
    [InlineData(3 * Segment)]
    public void Readings_made_are_counted_whether_the_gateway_has_them_or_not(int readings)
    {
        var clock = new HandClock();
        var outbox = new Outbox(new FileFlash(_folder), clock, new Log(clock, 8), new Random(1), Outbox.MostSegments);
        for (int reading = 0; reading < readings; reading++)
        {
            outbox.Append(ReadingKind.Rain, reading * 200);
        }

        Assert.Equal(readings, new BoardFlash(_folder).ReadingsMade());
        outbox.Acknowledge(outbox.LogId, readings);
        Assert.Equal(readings, new BoardFlash(_folder).ReadingsMade());
    }

    [Fact]
    public void Rain_is_what_the_gauge_has_written_down()
    {
        new RainCounter(new FileFlash(_folder)).Add(7, 254);

        Assert.Equal(7 * 254, new BoardFlash(_folder).RainMicrometres());
    }

    [Fact]
    public void An_empty_or_missing_flash_has_made_nothing()
    {
        Assert.Equal(0, new BoardFlash(_folder).ReadingsMade());
        Assert.Equal(0, new BoardFlash(Path.Combine(_folder, "none")).ReadingsMade());
    }
}
