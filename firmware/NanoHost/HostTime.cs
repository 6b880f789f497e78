using System.Diagnostics;

namespace NanoHost;

/// <summary>The one clock of all simulated hardware: nanoseconds that never go back, from an arbitrary start.</summary>
public static class HostTime
{
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>Nanoseconds now.</summary>
    public static long Nanoseconds => Stopwatch.Frequency == 1_000_000_000
        ? Stopwatch.GetTimestamp()
        : (long)(Stopwatch.GetTimestamp() * NanosecondsPerTick);

    /// <summary>Nanoseconds in a millisecond.</summary>
    public const long Millisecond = 1_000_000;

    /// <summary>Nanoseconds in a second.</summary>
    public const long Second = 1_000_000_000;

    /// <summary>Whole milliseconds until <paramref name="dueNanoseconds"/>, rounded up, at least 0.</summary>
    internal static int MillisecondsUntil(long dueNanoseconds) =>
        (int)Math.Clamp((dueNanoseconds - Nanoseconds + Millisecond - 1) / Millisecond, 0, int.MaxValue);
}
