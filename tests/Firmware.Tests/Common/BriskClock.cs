using EdgeWarning.Common;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>The clock of a simulated board whose time runs faster than ours, with its real threads: for what takes minutes by design.</summary>
public sealed class BriskClock(int factor) : Clock
{
    private readonly Machine _machine = Machine.Current;

    public override long UptimeMilliseconds => _machine.UptimeMilliseconds * factor;

    public override void Sleep(int milliseconds) => Machine.Sleep(milliseconds == 0 ? 0 : Math.Max(1, milliseconds / factor));

    public override bool Wait(AutoResetEvent signal, int milliseconds)
    {
        Machine.Checkpoint();
        var set = signal.WaitOne(Math.Max(1, milliseconds / factor));
        Machine.Checkpoint();
        return set;
    }
}
