using EdgeWarning.Common;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

public class Root_Tests
{
    [Fact]
    public void A_board_that_cannot_start_starts_again_until_it_can()
    {
        using var folder = new TemporaryFolder();
        using var machine = new Machine(new MachineOptions { Name = "church", FlashPath = folder.Path });
        using var up = new ManualResetEventSlim();
        folder.WriteSettings("bench");
        string reason = "";
        machine.Run(() => Root.Run("bench", Assemble, 10));
        Assert.True(up.Wait(TimeSpan.FromSeconds(30)), $"{machine.Restarts} restarts: {string.Join(" | ", machine.Faults)}");
        Assert.Equal(2, machine.Restarts);
        Assert.StartsWith("could not start: InvalidOperation", reason, StringComparison.Ordinal);
        Assert.Empty(machine.Faults);

        void Assemble(Ground ground)
        {
            if (Machine.Current.Restarts < 2)
            {
                throw new InvalidOperationException("GPIO 4 is taken");
            }

            reason = ground.Starts.Reason;
            up.Set();
        }
    }

    [Fact]
    public void A_power_cut_is_no_failed_start()
    {
        using var folder = new TemporaryFolder();
        using var machine = new Machine(new MachineOptions { Name = "church", FlashPath = folder.Path });
        using var started = new ManualResetEventSlim();
        folder.WriteSettings("bench");
        machine.Run(() => Root.Run(
            "bench",
            _ =>
            {
                started.Set();
                Machine.Sleep(60_000);
            },
            10));
        Assert.True(started.Wait(TimeSpan.FromSeconds(30)));
        machine.CutPower();
        Assert.Equal(0, machine.LivingThreads);
        Assert.Equal(0, machine.Restarts);
        Assert.Equal(0, machine.ParkedThreads);
    }
}
