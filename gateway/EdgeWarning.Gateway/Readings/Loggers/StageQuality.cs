namespace EdgeWarning.Gateway.Readings.Loggers;

/// <summary>Flags of IOOS QARTOD.</summary>
public enum QartodFlag
{
    Good = 1,
    NotEvaluated = 2,
    Suspect = 3,
    Fail = 4,
    Missing = 9,
}

/// <summary>A measurement and what was found about it. Suspect lowers confidence; nothing is thrown away.</summary>
/// <param name="Why">clock, range, spike, rate, flat; empty when good.</param>
public sealed record FlaggedReading(LoggerReading Reading, QartodFlag Flag, string Why);

/// <summary>The tests of QARTOD for water level, on distances of one station in the order of the file.</summary>
public static class StageQuality
{
    /// <summary>A clock that was never set: these loggers begin on 2000-01-01 after each loss of power. The sensor and its chip are younger than this.</summary>
    public static readonly DateTimeOffset EarliestClock = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>MaxBotix XL and HRXL: nothing nearer than 20 cm is measured, and 10 m is the longest of all models. Source: data sheets.</summary>
    public const double NearestCentimetres = 20;
    public const double FarthestCentimetres = 1_000;

    /// <summary>So far above or below both its neighbours: QARTOD's differential spike, which fires on reversal only.</summary>
    public const double SpikeCentimetres = 50;

    /// <summary>A real flood has been recorded at 0.26 cm/s: more than that is doubted, and kept.</summary>
    public const double RateCentimetresASecond = 0.26;

    /// <summary>The same to a hundredth of a millimetre so often in a row: the mean of many echoes never is.</summary>
    public const int FlatCount = 5;

    public static IReadOnlyList<FlaggedReading> Judge(IReadOnlyList<LoggerReading> readings) =>
        [.. readings.GroupBy(reading => reading.Station).SelectMany(station => JudgeStation([.. station])).OrderBy(flagged => flagged.Reading.Line)];

    private static IEnumerable<FlaggedReading> JudgeStation(LoggerReading[] readings)
    {
        int same = 0;
        LoggerReading? trusted = null;      // the latest one whose value and time may be compared with
        for (int i = 0; i < readings.Length; i++)
        {
            same = i > 0 && readings[i].Centimetres.Equals(readings[i - 1].Centimetres) ? same + 1 : 0;
            LoggerReading? before = trusted is not null && Follows(trusted, readings[i]) ? trusted : null;
            LoggerReading? after = i + 1 < readings.Length && Follows(readings[i], readings[i + 1]) ? readings[i + 1] : null;
            (QartodFlag flag, string why) = Judge(before, readings[i], after, same);
            trusted = why is "range" or "clock" or "spike" ? trusted : readings[i];
            yield return new FlaggedReading(readings[i], flag, why);
        }
    }

    private static (QartodFlag, string) Judge(LoggerReading? before, LoggerReading now, LoggerReading? after, int same)
    {
        if (now.Centimetres is < NearestCentimetres or > FarthestCentimetres)
        {
            return (QartodFlag.Fail, "range");
        }

        if (now.At < EarliestClock)
        {
            return (QartodFlag.NotEvaluated, "clock");     // its distance may be right; when it was measured is not known
        }

        if (same >= FlatCount - 1)
        {
            return (QartodFlag.Suspect, "flat");
        }

        double rise = before is null ? 0 : now.Centimetres - before.Centimetres;
        double fall = after is null ? 0 : now.Centimetres - after.Centimetres;
        if (rise * fall > 0 && Math.Min(Math.Abs(rise), Math.Abs(fall)) > SpikeCentimetres)
        {
            return (QartodFlag.Suspect, "spike");
        }

        return before is not null && Math.Abs(rise) > RateCentimetresASecond * (now.At - before.At).TotalSeconds ? (QartodFlag.Suspect, "rate") : (QartodFlag.Good, "");
    }

    // Neighbours in time: both clocks set, and no more than three hours between them.
    private static bool Follows(LoggerReading first, LoggerReading second) =>
        first.At >= EarliestClock && second.At > first.At && second.At - first.At <= TimeSpan.FromHours(3);
}
