using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.Commands;

/// <summary>A terminal of a part, and the net that is soldered or screwed to it.</summary>
internal sealed record Terminal(string Name, string Net, string English, string Chinese);

/// <summary>A thing with terminals: left or right of the module in the drawing.</summary>
internal sealed record WiringPart(string Id, bool IsLeft, string English, string Chinese, IReadOnlyList<Terminal> Terminals);

/// <summary>
/// What hangs on what: a board's pins.csv (the chip's side of each net) and parts.csv (everything else). A line of parts.csv without a terminal begins a part; the part
/// named "module" is the chip's board itself.
/// </summary>
public sealed class HardwareWiring
{
    private const string Module = "module";
    private static readonly string[] s_pinColumns = ["gpio", "net", "direction", "pull", "notes"];
    private static readonly string[] s_partColumns = ["part", "side", "terminal", "net", "english", "chinese"];

    /// <summary>Nets that are everywhere: drawn as flags.</summary>
    private static readonly string[] s_supplies = ["GND", "3V3", "5V", "12V", "24V", "EARTH"];

    private HardwareWiring(string name, WiringPart module, IReadOnlyList<WiringPart> parts, IReadOnlyList<string> reserved)
    {
        Name = name;
        ModulePart = module;
        Parts = parts;
        Reserved = reserved;
    }

    /// <summary>The board's kind, its folder's name.</summary>
    internal string Name { get; }

    internal WiringPart ModulePart { get; }

    internal IReadOnlyList<WiringPart> Parts { get; }

    /// <summary>Pins of the module that stay free or belong to the module, in words.</summary>
    internal IReadOnlyList<string> Reserved { get; }

    /// <summary>The drawing of a folder; refuses one with <see cref="Faults"/>.</summary>
    public static string Draw(string folder)
    {
        HardwareWiring wiring = Read(folder);
        return wiring.Faults() is { Count: > 0 } faults
            ? throw new CommandException($"{folder}:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", faults)}")
            : HardwareDrawing.Svg(wiring);
    }

    internal static HardwareWiring Read(string folder)
    {
        string pins = Path.Combine(folder, "pins.csv");
        List<string[]> rows = File.Exists(pins) ? Lines(pins, s_pinColumns) : [];
        IEnumerable<Terminal> chip = rows.Where(row => row[2] != "reserved").Select(row => new Terminal($"GPIO{row[0]}", row[1], $"{row[2]}{(row[3].Length > 0 ? $", {row[3]}" : "")}", ""));
        List<WiringPart> parts = PartsIn(Path.Combine(folder, "parts.csv"));
        WiringPart module = parts.Find(part => part.Id == Module) ?? throw new CommandException($"{folder}: parts.csv has no part \"{Module}\"");
        return new HardwareWiring(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))),
            module with { Terminals = [.. chip, .. module.Terminals] },
            [.. parts.Where(part => part.Id != Module)],
            [.. rows.Where(row => row[2] == "reserved").Select(row => $"GPIO{row[0]} {row[1]}")]);
    }

    /// <summary>Whatever nobody could wire: pins without a part, and wires that end in the air.</summary>
    internal IReadOnlyList<string> Faults()
    {
        var ends = Parts.Append(ModulePart).SelectMany(part => part.Terminals.Select(terminal => (Part: part, terminal.Net, terminal.Name))).ToLookup(end => end.Net, StringComparer.Ordinal);
        return
        [
            .. ends.Where(net => net.Count() == 1).Select(net => $"net {net.Key} has one end only: {net.Single().Part.Id} {net.Single().Name}"),
            .. Parts.GroupBy(part => part.Id, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"part {group.Key} is there twice"),
            .. Parts.Where(part => part.Terminals.Count == 0).Select(part => $"part {part.Id} has no terminal"),
            .. Parts.SelectMany(part => part.Terminals.GroupBy(terminal => terminal.Name).Where(group => group.Count() > 1).Select(group => $"{part.Id} has two terminals {group.Key}")),
        ];
    }

    internal static bool IsSupply(string net) => s_supplies.Contains(net);

    /// <summary>The module's end of a net, unless it is a supply.</summary>
    internal Terminal? OnModule(string net) => IsSupply(net) ? null : ModulePart.Terminals.FirstOrDefault(terminal => terminal.Net == net);

    /// <summary>The other ends of a net, "Amplifier IN+".</summary>
    internal IEnumerable<string> OtherEnds(WiringPart part, Terminal terminal) => Parts
        .SelectMany(other => other.Terminals.Where(end => end.Net == terminal.Net && !(other == part && end == terminal)).Select(end => $"{other.English}: {end.Name}"));

    private static List<WiringPart> PartsIn(string file)
    {
        var parts = new List<WiringPart>();
        foreach (string[] row in Lines(file, s_partColumns))
        {
            if (row[2].Length == 0)
            {
                parts.Add(new WiringPart(row[0], row[1] == "left", row[4], row[5], []));
            }
            else if (parts.Count == 0 || parts[^1].Id != row[0])
            {
                throw new CommandException($"{file}: terminal {row[2]} of {row[0]} does not follow its part");
            }
            else
            {
                parts[^1] = parts[^1] with { Terminals = [.. parts[^1].Terminals, new Terminal(row[2], row[3], row[4], row[5])] };
            }
        }

        return parts;
    }

    private static List<string[]> Lines(string file, string[] columns)
    {
        using var text = new StreamReader(file);
        CsvLine[] lines = [.. CsvLines.Read(text)];
        string? fault = lines.FirstOrDefault(line => line.Fault is not null || line.Fields.Count != columns.Length) is { } wrong
            ? $"line {wrong.Number}: {wrong.Fault?.Text ?? $"{wrong.Fields.Count} fields instead of {columns.Length}"}"
            : lines.Length == 0 || !lines[0].Fields.SequenceEqual(columns) ? $"expected the first line {string.Join(',', columns)}" : null;
        return fault is null ? [.. lines.Skip(1).Select(line => line.Fields.ToArray())] : throw new CommandException($"{file}: {fault}");
    }
}
