using EdgeWarning.WaterLevel;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.WaterLevel;

/// <summary>The rest of its tests: tests/Board.Tests/Sensors.</summary>
public class LoopScale_Tests
{
    /// <summary>NanoHost's converter is made from ESP-IDF's own figures; both roundings may differ by a count.</summary>
    [Fact]
    public void A_typical_chip_converts_as_the_simulated_one_does()
    {
        for (var microamperes = 2_000; microamperes <= 22_000; microamperes += 100)
        {
            Assert.InRange(LoopScale.TypicalCountsOf(microamperes, 120) - AdcCurve.Esp32S3.CountsOf(microamperes * 0.12), -1, 1);
        }
    }
}
