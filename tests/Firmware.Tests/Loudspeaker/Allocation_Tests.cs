namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>A board's heap is small and its collector stops the sound: what repeats allocates nothing.</summary>
public sealed class Allocation_Tests
{
    private readonly Desk _desk = new();

    [Fact]
    public void A_sounding_tone_allocates_nothing()
    {
        long before = 0;
        long after = 0;
        int chunk = 0;
        _desk.Horn.Sounding = _ =>
        {
            chunk++;
            before = chunk == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            after = chunk == 300 ? GC.GetAllocatedBytesForCurrentThread() : after;
        };
        var order = _desk.Play(1);
        order.ToneMilliseconds = 60_000;
        _desk.Send(order);
        _desk.Settle();
        Assert.True(after > 0, $"only {chunk} chunks sounded");
        Assert.Equal(0, after - before);
    }

    [Fact]
    public void A_speaking_module_is_watched_without_allocating()
    {
        long before = 0;
        long after = 0;
        var order = _desk.Play(1);
        order.Text = new string('雨', 200);    // 40 s of speech
        _desk.After(10_000, () => before = GC.GetAllocatedBytesForCurrentThread());
        _desk.After(30_000, () => after = GC.GetAllocatedBytesForCurrentThread());
        _desk.Send(order);
        _desk.Settle();
        Assert.True(after > 0);
        Assert.Equal(0, after - before);
    }

    [Fact]
    public void An_idle_board_allocates_nothing()
    {
        _desk.Send(_desk.Play(1));
        _desk.Settle();
        _desk.StepOnce();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            _desk.StepOnce();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_flood_of_repeats_costs_a_bounded_few_bytes_each()
    {
        byte[] message = Desk.Seal(_desk.Play(1));
        _desk.Send(message);
        _desk.Settle();
        _desk.Send(message);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            _desk.Send(message);
        }

        // Seal opened where it lies, order decoded, receipt made and logged: all garbage at once. 1,900 bytes were measured; with copies of the message it was several times that.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 1, 2_400);
    }
}
