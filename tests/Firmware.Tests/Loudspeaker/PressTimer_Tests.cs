using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

public sealed class PressTimer_Tests
{
    private PressTimer _timer = new();
    private long _now;

    public PressTimer_Tests() => Hold((false, 100));

    [Theory]
    [InlineData(30, "")]
    [InlineData(49, "")]
    [InlineData(200, "Short")]
    [InlineData(2_900, "Short")]
    [InlineData(3_200, "Long")]
    [InlineData(60_000, "Long")]
    public void A_press_is_short_long_or_none(int heldMilliseconds, string presses) => Assert.Equal(presses, string.Join(" ", Hold((true, heldMilliseconds), (false, 500))));

    [Fact]
    public void Bounces_at_both_ends_make_one_press() => Assert.Equal(
        [Press.Short], Hold((true, 5), (false, 3), (true, 8), (false, 2), (true, 400), (false, 4), (true, 6), (false, 2), (true, 3), (false, 600)));

    [Fact]
    public void A_long_press_is_told_while_the_hand_is_still_there()
    {
        Assert.Equal([Press.Long], Hold((true, PressTimer.LongMilliseconds + (2 * PressTimer.SteadyMilliseconds))));
        Assert.Empty(Hold((false, 500)));
    }

    [Fact]
    public void Noise_that_never_stands_still_is_no_press() => Assert.Empty(Hold([.. Enumerable.Range(0, 200).Select(i => (i % 2 == 0, 1 + (i * 7 % 40)))]));

    [Fact]
    public void A_stuck_button_is_one_long_press_and_two_presses_are_two()
    {
        Assert.Equal([Press.Long], Hold((true, 3_600_000)));
        Assert.Equal([Press.Long, Press.Short], Hold((false, 300), (true, 4_000), (false, 300), (true, 300), (false, 300)));
    }

    [Fact]
    public void A_button_that_is_closed_when_the_board_starts_counts_once_it_has_been_open()
    {
        _timer = new PressTimer();
        Assert.Empty(Hold((true, 3_600_000), (false, 300)));
        Assert.Equal([Press.Short, Press.Long], Hold((true, 300), (false, 300), (true, 4_000)));
    }

    private List<Press> Hold(params (bool Closed, int Milliseconds)[] moves)
    {
        List<Press> presses = [];
        foreach ((bool closed, int milliseconds) in moves)
        {
            for (int i = 0; i < milliseconds; i++, _now++)
            {
                if (_timer.Look(closed, _now) is var press and not Press.None)
                {
                    presses.Add(press);
                }
            }
        }

        return presses;
    }
}
