using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>Starts of a board, one after the other, on one flash.</summary>
public class Starts_Tests
{
    private readonly FrailFlash _flash = new(new Random(1));

    [Fact]
    public void Why_it_starts_is_what_was_written_down_before_and_else_power()
    {
        Assert.Equal(("power", 1), Told(new Starts(_flash)));
        var second = new Starts(_flash);
        Assert.Equal(("power", 2), Told(second));
        second.ExpectRestart("level probe hangs", failed: true);
        Assert.Equal(("level probe hangs", 3), Told(new Starts(_flash)));
        Assert.Equal(("power", 4), Told(new Starts(_flash)));
    }

    [Fact]
    public void A_reason_longer_than_its_room_is_cut_short()
    {
        new Starts(_flash).ExpectRestart(new string('x', 100), failed: true);
        Assert.Equal(new string('x', 40), new Starts(_flash).Reason);
    }

    [Fact]
    public void Five_starts_in_a_row_that_came_to_nothing_lead_to_safe_mode()
    {
        for (var i = 0; i < Starts.FailuresToSafeMode; i++)
        {
            Assert.False(new Starts(_flash).SafeMode, $"after {i} failed starts");
        }

        Assert.True(new Starts(_flash).SafeMode);
    }

    [Fact]
    public void A_thousand_power_cuts_of_a_board_that_had_begun_are_no_boot_loop()
    {
        for (var i = 0; i < 1_000; i++)
        {
            var starts = new Starts(_flash);
            Assert.False(starts.SafeMode);
            starts.NoteBegun();
        }
    }

    [Fact]
    public void A_failure_that_was_written_down_counts_until_the_board_was_healthy()
    {
        for (var i = 0; i < Starts.FailuresToSafeMode; i++)
        {
            var starts = new Starts(_flash);
            Assert.False(starts.SafeMode);
            starts.NoteBegun();
            starts.ExpectRestart("level probe hangs", failed: true);
        }

        Assert.True(new Starts(_flash).SafeMode);
    }

    [Fact]
    public void A_board_that_hangs_once_a_day_never_gets_into_safe_mode()
    {
        for (var day = 0; day < 100; day++)
        {
            var starts = new Starts(_flash);
            Assert.False(starts.SafeMode);
            starts.NoteBegun();
            starts.NoteHealthy();
            starts.ExpectRestart("level probe hangs", failed: true);
        }
    }

    [Fact]
    public void Out_of_safe_mode_leads_one_whole_start_and_back_into_it_one_failure()
    {
        Fail(Starts.FailuresToSafeMode);
        var safe = new Starts(_flash);
        Assert.True(safe.SafeMode);
        safe.NoteBegun();
        safe.NoteHealthy();
        safe.ExpectRestart("leaves safe mode", failed: false);
        var whole = new Starts(_flash);
        Assert.False(whole.SafeMode);
        Assert.Equal("leaves safe mode", whole.Reason);
        Assert.True(new Starts(_flash).SafeMode, "the whole start came to nothing");
    }

    [Fact]
    public void A_whole_start_that_gets_healthy_forgets_all_failures()
    {
        Fail(Starts.FailuresToSafeMode);
        new Starts(_flash).ExpectRestart("restart", failed: false);
        var whole = new Starts(_flash);
        whole.NoteBegun();
        whole.NoteHealthy();
        Fail(Starts.FailuresToSafeMode - 1);
        Assert.False(new Starts(_flash).SafeMode);
    }

    [Fact]
    public void Safe_mode_that_fails_as_well_leaves_the_bare_link()
    {
        Fail(Starts.FailuresToBareLink - 1);
        Assert.False(new Starts(_flash).BareLink);
        Assert.True(new Starts(_flash).BareLink);
    }

    [Fact]
    public void A_flash_that_takes_nothing_keeps_no_board_from_starting()
    {
        _flash.Room = 0;
        var starts = new Starts(_flash);
        starts.NoteBegun();
        starts.NoteHealthy();
        starts.ExpectRestart("restart", failed: false);
        Assert.Equal(("power", 1), Told(new Starts(_flash)));
    }

    private static (string, int) Told(Starts starts) => (starts.Reason, (int)starts.Count);

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _ = new Starts(_flash);
        }
    }
}
