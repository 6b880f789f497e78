namespace EdgeWarning.Gateway.Readings;

/// <summary>
/// How much rain a counter reading stands for: pure. A board's counter only grows, until its flash is replaced or wiped; then it begins again at 0,
/// and a counter below the one before says so.
/// </summary>
public static class RainGain
{
    /// <summary>Rain between two counter readings that follow each other, micrometres.</summary>
    public static long Between(long before, long after) => after >= before ? after - before : after;

    /// <summary>
    /// Rain that the very first reading of a board stands for. Met at the beginning of its log, the board is new and counted from 0;
    /// otherwise it has a past that this gateway knows nothing of, and years of rain must not fall in one hour.
    /// </summary>
    public static long OfFirst(long counter, bool metAtBeginning) => metAtBeginning ? counter : 0;
}
