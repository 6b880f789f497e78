using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>A board's clock that a test moves by hand. Sleeping and waiting move it too and take no time.</summary>
public sealed class HandClock : Clock
{
    private long _uptime;

    public override long UptimeMilliseconds => _uptime;

    /// <summary>The platform's own clock: Unix time minus uptime; null = never set.</summary>
    public long? PlatformOffset { get; set; }

    /// <summary>Called with each sleep, after the time has passed: the world moves on.</summary>
    public Action<int>? Slept { get; set; }

    public void Advance(long milliseconds) => _uptime += milliseconds;

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

    protected override long PlatformUnixMilliseconds => PlatformOffset + _uptime ?? _uptime;

    protected override void SetPlatform(long unixMilliseconds) => PlatformOffset = unixMilliseconds - _uptime;
}
