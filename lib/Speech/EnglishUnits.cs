using System.Text.RegularExpressions;

namespace Speech;

/// <summary>Unit signs after a number that espeak-ng's English voices would spell.</summary>
internal static partial class EnglishUnits
{
    public static string Read(string text, string languageTag) =>
        languageTag.StartsWith("en", StringComparison.OrdinalIgnoreCase)
            ? Quantity().Replace(text, quantity => $"{quantity.Groups["figure"].Value} {Word(quantity.Groups["unit"].Value)}")
            : text;

    private static string Word(string unit) => unit switch
    {
        "mm/h" => "millimetres per hour",
        "mm" => "millimetres",
        "cm" => "centimetres",
        "km/h" => "kilometres per hour",
        "km" => "kilometres",
        "m/s" => "metres per second",
        "m³/s" => "cubic metres per second",
        "m" => "metres",
        "℃" or "°C" => "degrees Celsius",
        "h" => "hours",
        _ => unit,
    };

    [GeneratedRegex(
        @"(?<![\p{L}0-9])(?<figure>[0-9][0-9.,]*)\s*(?<unit>mm/h|mm|cm|km/h|km|m³/s|m/s|m|℃|°C|h)(?![\p{L}0-9])",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Quantity();
}
