using EdgeWarning.Contract.Tests.Reading;
using EdgeWarning.Contract.Tests.Rules;

namespace EdgeWarning.Contract.Tests;

/// <summary>hardware/*/pins.csv against the chip and against the board's source; each rule is shown to fail on a planted row.</summary>
public class Pins_Tests
{
    private static readonly ChipPin[] s_s3 = PinPlan.ReadChip(House.In("hardware/chips/esp32-s3-n16r8.csv"));
    private static readonly ChipPin[] s_wrover = PinPlan.ReadChip(House.In("hardware/chips/esp32-wrover.csv"));

    /// <summary>Folder of the board's hardware, the same word as its firmware's.</summary>
    public static TheoryData<string> Boards => [.. House.Files("hardware", "pins.csv").Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_boards_pins_can_do_what_hangs_on_them(string board) => House.None(PinPlan.Breaches(board, Rows(board), s_s3));

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_boards_source_and_its_table_name_the_same_pins(string board) => House.None(PinNames.Breaches(board, Constants(board), Rows(board), s_s3));

    /// <summary>Guards the tests above: a missing table or a renamed class would leave them nothing to look at.</summary>
    [Fact]
    public void Every_board_with_pins_has_its_table()
    {
        IEnumerable<string> withPins = House.Assembly("EdgeWarning.Boards").Constants
            .Where(constant => constant.Name.EndsWith("Pin", StringComparison.Ordinal)).Select(constant => constant.Type).Distinct()
            .Select(type => type.Split('.')[^2]).Order(StringComparer.Ordinal);
        Assert.Equal(["Loudspeaker", "RainGauge", "VillageStation", "WaterLevel"], withPins);
        Assert.Equal(["loudspeaker", "rain-gauge", "village-station", "water-level"], Boards.Select(row => row.Data));
    }

    /// <summary>Pin numbers live on a board's page and nowhere else.</summary>
    [Fact]
    public void No_pin_number_lives_outside_a_board() => House.None(House.Firmware.Keys
        .SelectMany(name => House.Assembly(name).Constants)
        .Where(constant => constant.Name.EndsWith("Pin", StringComparison.Ordinal) && !constant.Type.EndsWith("Board", StringComparison.Ordinal))
        .Select(constant => $"{constant.Type}.{constant.Name}: pin numbers live in <Board>Board.cs alone"));

    [Theory]
    [InlineData(2, "out", "", "is used twice")]
    [InlineData(30, "in", "", "flash and PSRAM")]
    [InlineData(35, "out", "", "flash and PSRAM")]
    [InlineData(0, "out", "", "would be driven")]
    [InlineData(3, "out", "", "would be driven")]
    [InlineData(45, "out", "", "would be driven")]
    [InlineData(46, "in", "internal up", "decides how the chip starts")]
    [InlineData(19, "out", "", "is taken")]
    [InlineData(43, "out", "", "is taken")]
    [InlineData(23, "out", "", "the chip has no GPIO23")]
    [InlineData(13, "analogue", "", "ADC2 is not usable while Wi-Fi is on")]
    [InlineData(21, "analogue", "", "leads to no converter")]
    [InlineData(40, "reserved", "", "nothing reserves it")]
    [InlineData(40, "both", "", "direction \"both\"")]
    [InlineData(40, "out", "sideways", "pull \"sideways\"")]
    public void Tells_a_pin_that_cannot_be_used(long gpio, string direction, string pull, string why) =>
        Told(PinPlan.Breaches("planted", [.. Rows("rain-gauge"), new PinRow(gpio, "PLANTED", direction, pull, "a planted row")], s_s3), why);

    [Theory]
    [InlineData(34, "out", "", "is an input only")]
    [InlineData(35, "in", "internal up", "is an input only")]
    [InlineData(12, "out", "", "would be driven")]
    [InlineData(17, "out", "", "flash and PSRAM")]
    [InlineData(25, "analogue", "", "ADC2")]
    public void Tells_the_same_of_another_chip(long gpio, string direction, string pull, string why) =>
        Told(PinPlan.Breaches("planted", [new PinRow(gpio, "PLANTED", direction, pull, "a planted row")], s_wrover), why);

    [Fact]
    public void Takes_an_input_where_only_inputs_are_possible() =>
        Assert.DoesNotContain(PinPlan.Breaches("planted", [new PinRow(34, "PLANTED", "analogue", "external down", "a planted row")], s_wrover), breach => breach.Contains("PLANTED"));

    [Fact]
    public void Tells_a_net_with_two_pins_and_a_pin_without_a_word()
    {
        string[] breaches = [.. PinPlan.Breaches("planted", [.. Rows("rain-gauge"), new PinRow(40, "BUCKET", "in", "", "")], s_s3)];
        Told(breaches, "BUCKET has two pins");
        Told(breaches, "says nothing");
    }

    [Fact]
    public void Tells_a_table_that_forgets_the_console_and_USB()
    {
        string[] breaches = [.. PinPlan.Breaches("planted", [.. Rows("rain-gauge").Where(row => row.Direction != "reserved")], s_s3)];
        Assert.All([19, 20, 43, 44], gpio => Told(breaches, $"GPIO{gpio} ("));
    }

    [Fact]
    public void Tells_a_source_that_differs_from_its_table()
    {
        Constant[] real = Constants("rain-gauge");
        Told(PinNames.Breaches("planted", [.. real.Where(constant => constant.Name != "BucketPin")], Rows("rain-gauge"), s_s3), "BUCKET is nothing in the board's source and GPIO4 in pins.csv");
        Told(PinNames.Breaches("planted", [.. real, new Constant("X", "HornPin", 9)], Rows("rain-gauge"), s_s3), "HORN is GPIO9 in the board's source and nothing in pins.csv");
        Told(PinNames.Breaches("planted", [.. real, new Constant("X", "BucketAdcChannel", 3)], Rows("rain-gauge"), s_s3), "BucketAdcChannel = 3");
        Told(PinNames.Breaches("planted", [new Constant("X", "BatteryAdcChannel", 1)], Rows("rain-gauge"), s_s3), "leads to ADC1_CH0");
    }

    private static PinRow[] Rows(string board) => PinPlan.Read(House.In($"hardware/{board}/pins.csv"));

    private static Constant[] Constants(string board)
    {
        string type = string.Concat(board.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return [.. House.Assembly("EdgeWarning.Boards").Constants.Where(constant => constant.Type == $"EdgeWarning.Boards.{type}.{type}Board")];
    }

    private static void Told(IEnumerable<string> breaches, string what)
    {
        string[] all = [.. breaches];
        Assert.True(Array.Exists(all, breach => breach.Contains(what, StringComparison.Ordinal)), $"nobody told \"{what}\"; told were:\n  " + string.Join("\n  ", all));
    }
}
