using System.Diagnostics;

namespace EdgeWarning.Firmware.Tests.Simulator;

/// <summary>Waits for a condition, and says what was seen last when it does not come.</summary>
internal static class Until
{
    public static void True(Func<bool> condition, Func<string> state, int seconds = 60)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed.TotalSeconds < seconds, $"not within {seconds} s; last seen: {state()}");
            Thread.Sleep(5);
        }
    }
}
