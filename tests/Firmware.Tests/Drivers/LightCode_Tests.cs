using System.Globalization;
using EdgeWarning.Drivers;
using EdgeWarning.Firmware.Tests.Simulator;

namespace EdgeWarning.Firmware.Tests.Drivers;

public class LightCode_Tests
{
    [Fact]
    public void The_table_for_people_shows_every_code_as_the_light_does_and_in_its_order()
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "how-to", "leds.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))];
        Assert.Equal(Enum.GetValues<LightCode>().Length, Enum.GetValues<LightCode>().Length);
        Assert.Equal(
            Enum.GetValues<LightCode>().Select(code => $"{code}: {string.Join(' ', LightCodes.PatternOf(code).Select(time => time.ToString(CultureInfo.InvariantCulture)))}"),
            rows.Select(row => $"{row[1]}: {row[2]}"));
        Assert.All(rows, row => Assert.All(row[1..^1], cell => Assert.NotEmpty(cell)));
    }

    [Fact]
    public void No_two_codes_look_alike()
    {
        var looks = Enum.GetValues<LightCode>().Select(code => string.Join(' ', LightCodes.PatternOf(code)));
        Assert.Equal(Enum.GetValues<LightCode>().Length, looks.Distinct().Count());
    }
}
