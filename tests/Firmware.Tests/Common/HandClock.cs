using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>A board's clock that a test moves by hand. Sleeping and waiting move it too and take no time.</summary>
public sealed class HandClock : Clock
{
    private long _uptime;

    public override long UptimeMilliseconds => _uptime;

    /// <summary>What the platform would say when asked; 0 = it does not know.</summary>
    public long PlatformUnixMilliseconds { get; set; }

    /// <summary>Called with each sleep, after the time has passed: the world moves on.</summary>
    public Action<int>? Slept { get; set; }

    public void Advance(long milliseconds) => _uptime += milliseconds;

    public override void AskPlatform() => LearnFromPlatform(PlatformUnixMilliseconds);

    public override void Sleep(int milliseconds)
    {
        _uptime += milliseconds;
        Slept?.Invoke(milliseconds);
    }

    public override bool Wait(AutoResetEvent signal, int milliseconds)
    {
        _uptime += milliseconds;
        return false;
    }
}
