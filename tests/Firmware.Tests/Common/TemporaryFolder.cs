namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>A folder that goes with its test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("edgewarning-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Waits for a condition and says how far it came when it does not.</summary>
public static class Wait
{
    public static void Until(Func<bool> condition, Func<string> state, int seconds = 30)
    {
        var deadline = Environment.TickCount64 + (seconds * 1000L);
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < deadline, $"not within {seconds} s: {state()}");
            Thread.Sleep(5);
        }
    }
}
