namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>A line of a board's pins.csv.</summary>
public sealed record PinRow(long Gpio, string Net, string Direction, string Pull, string Notes);

/// <summary>A line of hardware/chips/*.csv: what a pin of that chip is, and the converter channel that it leads to.</summary>
public sealed record ChipPin(long Gpio, string Role, string Adc, string Why);

/// <summary>The rules that a board's pin plan must keep. What a chip's pins are is data (hardware/chips); what follows from it is here.</summary>
public static class PinPlan
{
    private static readonly string[] s_directions = ["in", "out", "analogue", "reserved"];
    private static readonly string[] s_pulls = ["", "up", "internal up", "internal down", "external up", "external down", "internal and external up"];

    /// <summary>Pins that every plan must name as reserved: whoever solders must know what already hangs there.</summary>
    private static readonly string[] s_noted = ["usb", "console"];

    public static PinRow[] Read(string path) => [.. Lines(path, "gpio,net,direction,pull,notes").Select(f => new PinRow(Number(f[0]), f[1], f[2], f[3], f[4]))];

    public static ChipPin[] ReadChip(string path) => [.. Lines(path, "gpio,role,adc,why").Select(f => new ChipPin(Number(f[0]), f[1], f[2], f[3]))];

    public static IEnumerable<string> Breaches(string board, PinRow[] rows, ChipPin[] chip)
    {
        foreach (PinRow row in rows)
        {
            string who = $"{board}: GPIO{row.Gpio} ({row.Net})";
            ChipPin? pin = Array.Find(chip, pin => pin.Gpio == row.Gpio);
            IEnumerable<string> faults = pin is null ? [$"the chip has no GPIO{row.Gpio}"] : Faults(row, pin);
            foreach (string fault in faults.Concat(WrongWords(row)))
            {
                yield return $"{who}: {fault}";
            }
        }

        foreach (IGrouping<long, PinRow> twice in rows.GroupBy(row => row.Gpio).Where(group => group.Count() > 1))
        {
            yield return $"{board}: GPIO{twice.Key} is used twice ({string.Join(", ", twice.Select(row => row.Net))})";
        }

        foreach (IGrouping<string, PinRow> twice in rows.GroupBy(row => row.Net, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return $"{board}: {twice.Key} has two pins";
        }

        foreach (ChipPin pin in chip.Where(pin => s_noted.Contains(pin.Role) && !Array.Exists(rows, row => row.Gpio == pin.Gpio)))
        {
            yield return $"{board}: GPIO{pin.Gpio} ({pin.Why}) must be named as reserved";
        }
    }

    private static IEnumerable<string> Faults(PinRow row, ChipPin pin)
    {
        bool isReserved = row.Direction == "reserved";
        if (!isReserved && pin.Role is not ("free" or "input-only"))
        {
            yield return pin.Role switch
            {
                "flash" => $"carries the module's flash and PSRAM ({pin.Why})",
                "strapping" when row.Direction == "out" => $"is a strapping pin ({pin.Why}) and would be driven",
                "strapping" => $"is a strapping pin ({pin.Why}): what hangs there decides how the chip starts",
                _ => $"is taken ({pin.Why})",
            };
        }

        if (pin.Role == "input-only" && (row.Direction == "out" || row.Pull.StartsWith("internal", StringComparison.Ordinal)))
        {
            yield return $"is an input only ({pin.Why})";
        }

        if (row.Direction == "analogue" && !pin.Adc.StartsWith("ADC1_", StringComparison.Ordinal))
        {
            yield return pin.Adc.Length == 0 ? "leads to no converter" : $"is {pin.Adc}: ADC2 is not usable while Wi-Fi is on";
        }

        if (isReserved && pin.Role == "free")
        {
            yield return "is free, so nothing reserves it";
        }
    }

    private static IEnumerable<string> WrongWords(PinRow row)
    {
        if (!s_directions.Contains(row.Direction))
        {
            yield return $"direction \"{row.Direction}\": there are {string.Join(", ", s_directions)}";
        }

        if (!s_pulls.Contains(row.Pull))
        {
            yield return $"pull \"{row.Pull}\": there are {string.Join(", ", s_pulls.Skip(1))} and nothing";
        }

        if (row.Notes.Length == 0)
        {
            yield return "says nothing of what hangs there";
        }
    }

    private static long Number(string text) => long.Parse(text, System.Globalization.NumberStyles.None);

    /// <summary>Our tables need no quotation marks: a comma always ends a field.</summary>
    private static IEnumerable<string[]> Lines(string path, string header)
    {
        string[] lines = File.ReadAllLines(path);
        int columns = header.Split(',').Length;
        return lines[0] != header
            ? throw new InvalidDataException($"{path}: expected the first line \"{header}\"")
            : lines.Skip(1).Select((line, index) => line.Split(',') is { } fields && fields.Length == columns
                ? fields
                : throw new InvalidDataException($"{path} line {index + 2}: expected {columns} fields: {line}"));
    }
}
