using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>
/// How urgent an info block is, in the four colours of Chinese warnings. A colour that the issuer names wins: it is what the county's
/// plans are written for. Else the severity: Extreme red, Severe orange, Moderate yellow, Minor and Unknown blue.
/// </summary>
public static class WarningPriority
{
    private static readonly (Priority Colour, string[] Words)[] Colours =
    [
        (Priority.Red, ["红", "紅", "red", "rojo"]),
        (Priority.Orange, ["橙", "orange", "naranja"]),
        (Priority.Yellow, ["黄", "黃", "yellow", "amarillo"]),
        (Priority.Blue, ["蓝", "藍", "blue", "azul"]),
    ];

    private static readonly string[] HeadlineWords = ["红色", "紅色", "橙色", "黄色", "黃色", "蓝色", "藍色"];

    /// <summary>Names of parameters and event codes that carry a colour, in what national profiles call them (awareness_level: MeteoAlarm).</summary>
    private static readonly string[] ColourNames = ["color", "colour", "awareness_level", "alertlevel", "alert_level", "semáforo", "semaforo", "颜色", "顏色", "级别", "等级", "等級"];

    public static Priority Of(CapInfo info) => Stated(info) ?? OfSeverity(info.Severity);

    private static Priority OfSeverity(CapSeverity severity) => severity switch
    {
        CapSeverity.Extreme => Priority.Red,
        CapSeverity.Severe => Priority.Orange,
        CapSeverity.Moderate => Priority.Yellow,
        _ => Priority.Blue,
    };

    private static Priority? Stated(CapInfo info)
    {
        var named = info.Parameters.Concat(info.EventCodes)
            .Where(pair => ColourNames.Any(name => pair.Name.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .Select(pair => Colour(pair.Value))
            .FirstOrDefault(colour => colour is not null);
        return named ?? InChinese(info.Headline) ?? info.EventCodes.Concat(info.Parameters).Select(pair => InChinese(pair.Value)).FirstOrDefault(colour => colour is not null);
    }

    /// <summary>"红色", "Red", "2; yellow; Moderate": the most urgent colour named as a word of its own.</summary>
    private static Priority? Colour(string value)
    {
        var words = value.Split([' ', ';', ',', '/', '(', ')', '-', '_'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var (colour, names) in Colours)
        {
            if (names.Any(name => name.Length == 1 ? value.Contains(name, StringComparison.Ordinal) : words.Contains(name, StringComparer.OrdinalIgnoreCase)))
            {
                return colour;
            }
        }

        return null;
    }

    private static Priority? InChinese(string? text) =>
        text is not null && HeadlineWords.Any(word => text.Contains(word, StringComparison.Ordinal))
            ? Colour(string.Concat(HeadlineWords.Where(word => text.Contains(word, StringComparison.Ordinal))))
            : null;
}
