using EdgeWarning.Contract.Tests.Reading;
using EdgeWarning.Contract.Tests.Rules;

namespace EdgeWarning.Contract.Tests;

public class Pins_Tests
{
    [Fact]
    public void Every_board_uses_pins_that_an_ESP32_S3_has_free() => House.None(Pins.Breaches(House.Assembly("EdgeWarning.Boards")));

    /// <summary>Pin numbers live on a board's page and nowhere else.</summary>
    [Fact]
    public void No_pin_number_lives_outside_a_board() => House.None(House.Firmware.Keys
        .SelectMany(name => House.Assembly(name).Constants)
        .Where(constant => constant.Name.EndsWith("Pin", StringComparison.Ordinal) && !constant.Type.EndsWith("Board", StringComparison.Ordinal))
        .Select(constant => $"{constant.Type}.{constant.Name}: pin numbers live in <Board>Board.cs alone"));

    /// <summary>Guards the tests above: a renamed class would leave them nothing to look at.</summary>
    [Theory]
    [InlineData("LoudspeakerBoard")]
    [InlineData("RainGaugeBoard")]
    [InlineData("WaterLevelBoard")]
    [InlineData("VillageStationBoard")]
    public void Every_board_with_pins_has_its_page(string board)
    {
        Constant[] pins = [.. House.Assembly("EdgeWarning.Boards").Constants.Where(constant =>
            constant.Type.EndsWith("." + board, StringComparison.Ordinal) && constant.Name.EndsWith("Pin", StringComparison.Ordinal))];
        Assert.NotEmpty(pins);
    }
}
