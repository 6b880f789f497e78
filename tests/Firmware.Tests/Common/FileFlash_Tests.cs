using EdgeWarning.Common;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

public sealed class FileFlash_Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Writes_in_place_cuts_off_what_lay_beyond_and_reads_back()
    {
        var flash = new FileFlash(_folder.Path);
        flash.Write("a.x", 0, [0, 1, 2, 3, 4, 5], 1, 5);
        flash.Write("a.x", 2, [9], 0, 1);
        var buffer = new byte[10];
        Assert.Equal(3, flash.Length("a.x"));
        Assert.Equal(2, flash.Read("a.x", 1, buffer, 4, 6));
        Assert.Equal(new byte[] { 0, 0, 0, 0, 2, 9, 0, 0, 0, 0 }, buffer);
        Assert.Equal(["a.x"], flash.Names());
    }

    [Fact]
    public void A_missing_file_is_no_error()
    {
        var flash = new FileFlash(Path.Combine(_folder.Path, "new"));
        Assert.Equal(-1, flash.Length("none"));
        Assert.Equal(0, flash.Read("none", 0, new byte[4], 0, 4));
        flash.Delete("none");
        Assert.Empty(flash.Names());
    }

    [Fact]
    public void Refuses_to_leave_a_hole()
    {
        var flash = new FileFlash(_folder.Path);
        var refusal = Assert.Throws<IOException>(() => flash.Write("a", 5, [1], 0, 1));
        Assert.Contains("it has only 0 bytes", refusal.Message);
    }

    /// <summary>The outbox on real files: a board whose power is cut at every single flash write, in turn.</summary>
    [Fact]
    public void An_outbox_on_files_lives_through_a_cut_at_every_write()
    {
        using var machine = new Machine(new MachineOptions { Name = "church", FlashPath = _folder.Path });
        long promised = 0;
        for (var cut = 1; cut < 40; cut++)
        {
            machine.Call(static () => { });     // power on
            machine.CutPowerAtCheckpoint(cut);
            Assert.ThrowsAny<Exception>(() => machine.Call(() =>
            {
                var outbox = Open();
                while (true)
                {
                    outbox.Append(EdgeWarning.Protocol.ReadingKind.Rain, outbox.NextSequence * 200);
                    promised = outbox.NextSequence - 1;
                }
            }));
            Wait.Until(() => !machine.IsPowered && machine.LivingThreads == 0, () => $"{machine.LivingThreads} threads");
        }

        machine.CutPowerAtCheckpoint(-1);
        machine.Call(() =>
        {
            var outbox = Open();
            Assert.InRange(outbox.NextSequence - 1, promised, promised + 1);
            Assert.Equal(outbox.NextSequence - 1, outbox.Pending);
        });
        Assert.True(promised > 100, $"only {promised} readings");

        static Outbox Open()
        {
            var clock = new BoardClock();
            return new Outbox(new FileFlash(Platform.FlashRoot), clock, new Log(clock, 8), new Random(1), 64);
        }
    }
}
