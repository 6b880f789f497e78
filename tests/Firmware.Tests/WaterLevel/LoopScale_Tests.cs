using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Protocol;
using EdgeWarning.WaterLevel;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.WaterLevel;

public class LoopScale_Tests
{
    private static readonly LoopScale Calibrated = new(420, 2803, 5_000);

    [Fact]
    public void Two_points_make_the_line()
    {
        Assert.Equal(4_000, Calibrated.MicroamperesOf(420));
        Assert.Equal(20_000, Calibrated.MicroamperesOf(2803));
        Assert.InRange(Calibrated.MicroamperesOf(1611), 11_990, 12_000);
        Assert.Equal(0, new LoopScale(2_000, 2_100, 5_000).MicroamperesOf(0));
    }

    [Theory]
    [InlineData(4_000, 0)]
    [InlineData(12_000, 2_500)]
    [InlineData(20_000, 5_000)]
    [InlineData(3_900, -31)]
    [InlineData(20_400, 5_125)]
    public void Current_is_depth(int microamperes, int millimetres)
    {
        Assert.Equal(ProbeFault.None, Calibrated.DepthOf(microamperes, out var depth));
        Assert.Equal(millimetres, depth);
    }

    /// <summary>The limits of NAMUR NE 43.</summary>
    [Theory]
    [InlineData(0, ProbeFault.CableCut)]
    [InlineData(3_599, ProbeFault.CableCut)]
    [InlineData(3_600, ProbeFault.None)]
    [InlineData(20_500, ProbeFault.None)]
    [InlineData(20_501, ProbeFault.OutOfRange)]
    [InlineData(21_000, ProbeFault.OutOfRange)]
    [InlineData(21_001, ProbeFault.ShortCircuit)]
    public void What_is_outside_the_loop_is_a_fault(int microamperes, ProbeFault fault) =>
        Assert.Equal(fault, Calibrated.DepthOf(microamperes, out _));

    [Fact]
    public void A_board_that_is_not_calibrated_takes_a_typical_chip()
    {
        // NanoHost's converter is made from ESP-IDF's own figures; both roundings may differ by a count.
        for (var microamperes = 2_000; microamperes <= 22_000; microamperes += 100)
        {
            Assert.InRange(LoopScale.TypicalCountsOf(microamperes, 120) - AdcCurve.Esp32S3.CountsOf(microamperes * 0.12), -1, 1);
        }

        Assert.Equal(0, LoopScale.TypicalCountsOf(0, 120));
        var scale = LoopScale.Of(TestSettings.Of("water-level"), 120);
        Assert.Equal(20_000, scale.MicroamperesOf(LoopScale.TypicalCountsOf(20_000, 120)));
    }

    [Fact]
    public void A_calibrated_board_takes_its_own_points()
    {
        var settings = TestSettings.Of("water-level", "stage.loop.low.counts = 500", "stage.loop.high.counts = 3000", "stage.loop.fullscale.millimetres = 10000");
        var scale = LoopScale.Of(settings, 120);
        Assert.Equal(4_000, scale.MicroamperesOf(500));
        Assert.Equal(20_000, scale.MicroamperesOf(3_000));
        Assert.Equal(ProbeFault.None, scale.DepthOf(20_000, out var depth));
        Assert.Equal(10_000, depth);
    }
}
