using System.Xml.Linq;
using EdgeWarning.Gateway.Commands;

namespace EdgeWarning.Contract.Tests;

/// <summary>Drawings, lists and calculations of hardware/ against the tables and the program that they come from.</summary>
public sealed class Hardware_Tests : IDisposable
{
    private const string BomColumns = "part,maker's number,quantity,price class,why this one,second source,checked";
    private readonly string _folder = Directory.CreateTempSubdirectory("wiring").FullName;

    public static TheoryData<string> Drawn => [.. House.Files("hardware", "parts.csv").Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Budgets => ["loudspeaker", "rain-gauge", "water-level", "village-station"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Drawn))]
    public void A_drawing_is_what_the_tables_say(string board)
    {
        string folder = House.In($"hardware/{board}");
        Assert.True(
            File.ReadAllText(Path.Combine(folder, "wiring.svg")) == HardwareWiring.Draw(folder),
            $"hardware/{board}/wiring.svg is older than its tables: gateway hardware wiring hardware/{board}, then look at it");
    }

    /// <summary>Text of a drawing by its own sizes: a CJK character is as wide as it is high, others about 0.58 of that.</summary>
    [Theory]
    [MemberData(nameof(Drawn))]
    public void Every_word_of_a_drawing_has_room(string board)
    {
        XElement svg = XDocument.Load(House.In($"hardware/{board}/wiring.svg")).Root!;
        XElement[] texts = [.. svg.Elements().Where(element => element.Name.LocalName == "text" && element.Attribute("class") is not null)];
        Assert.NotEmpty(texts);
        House.None(texts.Where(text => WidthOf(text) > RoomOf(text)).Select(text => $"{board}: \"{text.Value}\" is {WidthOf(text):0} wide and has {RoomOf(text)}"));
        (double Top, string Side)[] boxes = [.. svg.Elements().Where(element => (string?)element.Attribute("class") == "box").Select(box => ((double)box.Attribute("y")!, (string)box.Attribute("x")!))];
        Assert.Equal(boxes.Length, boxes.Distinct().Count());
    }

    [Theory]
    [InlineData("net AIR has one end only: horn +", "horn,right,,,Horn,喇叭\nhorn,right,+,AIR,,\n")]
    [InlineData("net BUCKET has one end only: module GPIO4", "")]
    [InlineData("part horn is there twice", "horn,right,,,Horn,喇叭\nhorn,right,+,GND,,\nhorn,left,,,Horn,喇叭\nhorn,left,-,GND,,\n")]
    [InlineData("part horn has no terminal", "horn,right,,,Horn,喇叭\n")]
    [InlineData("horn has two terminals +", "horn,right,,,Horn,喇叭\nhorn,right,+,GND,,\nhorn,right,+,GND,,\n")]
    [InlineData("does not follow its part", "horn,right,+,GND,,\n")]
    [InlineData("line 3: 5 fields instead of 6", "horn,right,+,GND,\n")]
    public void Tells_what_nobody_could_wire(string fault, string parts)
    {
        File.WriteAllText(Path.Combine(_folder, "pins.csv"), "gpio,net,direction,pull,notes\n4,BUCKET,in,internal up,reed\n");
        File.WriteAllText(Path.Combine(_folder, "parts.csv"), $"part,side,terminal,net,english,chinese\nmodule,,,,Module,模块\n{parts}");
        Assert.Contains(fault, Assert.Throws<CommandException>(() => HardwareWiring.Draw(_folder)).Message);
    }

    [Theory]
    [MemberData(nameof(Budgets))]
    public void The_power_calculation_on_a_boards_page_is_the_programs(string board)
    {
        string page = File.ReadAllText(House.In($"hardware/{board}/README.md"));
        Assert.True(page.Contains(HardwareCommand.Text(board, new PowerWish()), StringComparison.Ordinal), $"hardware/{board}/README.md must hold what \"gateway hardware power {board}\" prints");
    }

    [Fact]
    public void Cold_darkness_and_loud_days_ask_for_more_and_never_for_less()
    {
        PowerBudget usual = PowerBudget.Of("loudspeaker", new PowerWish());
        Assert.True(PowerBudget.Of("loudspeaker", new PowerWish { TemperatureCelsius = -10 }).BatteryAmpereHours > usual.BatteryAmpereHours);
        Assert.True(PowerBudget.Of("loudspeaker", new PowerWish { SoundMinutes = 60 }).WattHoursPerDay > usual.WattHoursPerDay);
        Assert.Equal(2 * usual.BatteryAmpereHours, PowerBudget.Of("loudspeaker", new PowerWish { CloudyDays = 10 }).BatteryAmpereHours, 6);
        Assert.Equal(2 * usual.PanelWatts, PowerBudget.Of("loudspeaker", new PowerWish { SunHours = 1.25 }).PanelWatts, 6);
        Assert.Equal(["1.00", "0.60", "0.40"], new double[] { 25, 0, -10 }.Select(celsius => $"{PowerBudget.CapacityAt(celsius):0.00}"));
        Assert.All(Enumerable.Range(-40, 80), celsius => Assert.True(PowerBudget.CapacityAt(celsius) <= PowerBudget.CapacityAt(celsius + 1)));
    }

    /// <summary>By hand: 1 W all day and nothing else, three days at 25 °C, 4 sun hours, recovery in three days.</summary>
    [Fact]
    public void The_formula_gives_what_paper_gives()
    {
        PowerBudget nothing = PowerBudget.Of("bench", new PowerWish(3, 25, 4, 3, 0, 1, 0));
        PowerBudget one = PowerBudget.Of("bench", new PowerWish(3, 25, 4, 3, 0, 1, 1_000));
        Assert.Equal(24, one.WattHoursPerDay - nothing.WattHoursPerDay, 6);
        Assert.Equal(24 / 12.8 * 3 / 0.8, one.BatteryAmpereHours - nothing.BatteryAmpereHours, 6);
        Assert.Equal(24 * 1.2 * 2 / 4, one.PanelWatts - nothing.PanelWatts, 6);
    }

    [Theory]
    [MemberData(nameof(Drawn))]
    public void A_list_of_parts_says_of_each_why_and_what_else_would_do(string board)
    {
        string[] lines = File.ReadAllLines(House.In($"hardware/{board}/bom.csv"));
        Assert.Equal(BomColumns, lines[0]);
        House.None(lines.Skip(1).SelectMany(line => Faults(board, line)));
        Assert.True(lines.Length > 4, "a list of parts without parts");
        string page = File.ReadAllText(House.In($"hardware/{board}/README.md"));
        House.None(((string[])["## What it is", "## Assemble", "## Test", "## Cost", "wiring.svg", "bom.csv"]).Where(what => !page.Contains(what, StringComparison.Ordinal)).Select(what => $"hardware/{board}/README.md has no {what}"));
    }

    private static IEnumerable<string> Faults(string board, string line)
    {
        string[] fields = line.Split(',');
        if (fields.Length != BomColumns.Split(',').Length)
        {
            yield return $"{board}: {fields.Length} fields: {line}";
        }
        else
        {
            if (!int.TryParse(fields[2], out int quantity) || quantity < 1)
            {
                yield return $"{board}: quantity of {fields[0]}";
            }

            if (fields[3] is not ("A" or "B" or "C" or "D"))
            {
                yield return $"{board}: price class of {fields[0]}: A to D";
            }

            if (fields[0].Length == 0 || fields[1].Length == 0 || fields[4].Length == 0 || fields[5].Length == 0)
            {
                yield return $"{board}: something is empty: {line}";
            }

            if (fields[6] is not ("yes" or "no" or "generic"))
            {
                yield return $"{board}: {fields[0]}: checked is yes (data sheet or maker's page read), no (from memory) or generic (no maker's number)";
            }
        }
    }

    private static double RoomOf(XElement text) => text.Attribute("class")!.Value switch
    {
        "net" when (string?)text.Attribute("text-anchor") == "start" => 216,    // in a flag
        "net" => 240,                                                           // over a wire
        "note" when text.Value.StartsWith('→') => 220,
        "note" when (string?)text.Attribute("text-anchor") == "middle" => 276,  // in the module
        _ => 335,                                                               // in a part
    };

    private static double WidthOf(XElement text)
    {
        double size = text.Attribute("class")!.Value switch { "head" => 15, "zh" => 13, "name" => 14, _ => 11 };
        return text.Value.Sum(c => c > '\u2e7f' ? size : size * 0.58);
    }

}
