using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeWarning.Gateway.Readings.Loggers;

/// <summary>One measurement of a logger with an ultrasonic probe.</summary>
/// <param name="Line">Where it stands in the file, from 1.</param>
/// <param name="Station">The logger's name; empty when the file has only one.</param>
/// <param name="At">By the logger's clock.</param>
/// <param name="Centimetres">Distance from the probe to the water.</param>
public sealed record LoggerReading(int Line, string Station, DateTimeOffset At, double Centimetres, double BatteryVolts);

/// <summary>A line, or a part of one, that is no measurement.</summary>
public sealed record RefusedLine(int Line, string Text);

/// <summary>
/// Files of small loggers with a MaxBotix probe (Open-Water-Level): "Unix seconds, distance in cm, battery V, charge %", raw from the card with the rubbish of bad power, or by
/// telemetry with the logger's identity before it. Strict about what is a measurement, and never gives up a whole one for the rubbish before it on its line.
/// </summary>
public static partial class LoggerFile
{
    public static (IReadOnlyList<LoggerReading> Readings, IReadOnlyList<RefusedLine> Refused) Read(IEnumerable<string> lines)
    {
        var readings = new List<LoggerReading>();
        var refused = new List<RefusedLine>();
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            Match match = Measurement().Match(line);
            string before = match.Success ? match.Groups["before"].Value : line;
            string? station = StationOf(before);
            if (station is null)
            {
                refused.Add(new RefusedLine(number, before));
            }

            if (match.Success)
            {
                readings.Add(new LoggerReading(
                    number, station ?? "", DateTimeOffset.FromUnixTimeSeconds(long.Parse(match.Groups["unix"].ValueSpan, CultureInfo.InvariantCulture)), Number(match.Groups["cm"]), Number(match.Groups["volts"])));
            }
        }

        return (readings, refused);
    }

    // What may stand before a measurement: nothing, the end mark of the record before, or the logger's identity. Null: rubbish.
    private static string? StationOf(string before)
    {
        if (before is "" or ";")
        {
            return "";
        }

        Match identity = Identity().Match(before);
        return identity.Success ? identity.Groups["name"].Value : null;
    }

    private static double Number(Group group) => double.Parse(group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<before>.*?)(?<![\d.])(?<unix>\d{9,10}),(?<cm>\d{1,4}\.\d{1,8}),(?<volts>\d{1,2}\.\d{1,4}),\d{1,3}\.\d{1,4}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Measurement();

    [GeneratedRegex(@"^[0-9a-f]{24},[\d/]+ [\d:]+,(?<name>\w+),\w+,$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Identity();
}
