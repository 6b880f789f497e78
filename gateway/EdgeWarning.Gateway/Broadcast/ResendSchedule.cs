namespace EdgeWarning.Gateway.Broadcast;

/// <summary>When an unanswered order is sent again: after 0.5, 1, 2, 4, 8 and then every 15 seconds, each spread by a fifth so that
/// a county's boards do not all answer in the same millisecond.</summary>
public static class ResendSchedule
{
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>How long to wait after the given attempt (1 = the first).</summary>
    /// <param name="spread">0 to 1, any; the same board may always use the same.</param>
    public static TimeSpan After(int attempt, double spread)
    {
        var doubled = First.TotalMilliseconds * Math.Pow(2, Math.Clamp(attempt - 1, 0, 10));
        return TimeSpan.FromMilliseconds(Math.Min(doubled, Longest.TotalMilliseconds) * (0.9 + (0.2 * spread)));
    }
}
