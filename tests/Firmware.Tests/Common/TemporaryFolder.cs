namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>A folder that goes with its test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("edgewarning-").FullName;

    /// <summary>Makes it the flash of a board whose gateway is away.</summary>
    public void WriteSettings(string kind) => File.WriteAllText(
        System.IO.Path.Combine(Path, EdgeWarning.Common.Settings.FileName),
        $"board = nz-001\nkind = {kind}\nkey = {new string('0', 64)}\ngateway.host = 127.0.0.1\ngateway.port = 9\ngateway.tls = 0\n");

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
