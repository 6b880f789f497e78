using EdgeWarning.Contract.Tests.Reading;

namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>A board's source and its pins.csv say the same: constant <c>StatusLedPin = 2</c> is net STATUS_LED on GPIO 2, and a converter's channel is its pin's.</summary>
public static class PinNames
{
    private const string PinEnd = "Pin";
    private const string ChannelEnd = "AdcChannel";

    public static IEnumerable<string> Breaches(string board, Constant[] constants, PinRow[] rows, ChipPin[] chip)
    {
        Dictionary<string, long> inSource = constants.Where(constant => constant.Name.EndsWith(PinEnd, StringComparison.Ordinal))
            .ToDictionary(constant => NetOf(constant.Name[..^PinEnd.Length]), constant => constant.Value, StringComparer.Ordinal);
        Dictionary<string, long> inTable = rows.Where(row => row.Direction != "reserved").ToDictionary(row => row.Net, row => row.Gpio, StringComparer.Ordinal);
        foreach (string net in inSource.Keys.Union(inTable.Keys, StringComparer.Ordinal))
        {
            string source = inSource.TryGetValue(net, out long pin) ? $"GPIO{pin}" : "nothing";
            string table = inTable.TryGetValue(net, out long gpio) ? $"GPIO{gpio}" : "nothing";
            if (source != table)
            {
                yield return $"{board}: {net} is {source} in the board's source and {table} in pins.csv";
            }
        }

        foreach (Constant channel in constants.Where(constant => constant.Name.EndsWith(ChannelEnd, StringComparison.Ordinal)))
        {
            PinRow? row = Array.Find(rows, row => row.Net == NetOf(channel.Name[..^ChannelEnd.Length]));
            string leadsTo = Array.Find(chip, pin => pin.Gpio == row?.Gpio)?.Adc ?? "no pin";
            if (row?.Direction != "analogue" || leadsTo != $"ADC1_CH{channel.Value}")
            {
                yield return $"{board}: {channel.Name} = {channel.Value}, but its pin is {row?.Direction ?? "missing"} and leads to {leadsTo}";
            }
        }
    }

    /// <summary>"StatusLed" to STATUS_LED.</summary>
    private static string NetOf(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsAsciiLetterUpper(c) ? $"_{c}" : $"{c}")).ToUpperInvariant();
}
