using System.Diagnostics;

namespace EdgeWarning.Gateway.Tests.Platform;

/// <summary>Waits for a condition, never for a time: ends as soon as it holds, and says what was last seen when it never does.</summary>
internal static class Eventually
{
    /// <summary>Long enough for two busy cores; only a failing test waits so long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task True(Func<bool> condition, Func<string> lastSeen)
    {
        long started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, lastSeen());
            await Task.Delay(5);
        }
    }

    public static Task Equal<T>(T expected, Func<T> actual) =>
        True(() => EqualityComparer<T>.Default.Equals(expected, actual()), () => $"expected {expected}, last seen {actual()}");
}
