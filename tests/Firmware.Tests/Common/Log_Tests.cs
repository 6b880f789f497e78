using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.Common;

public class Log_Tests
{
    [Fact]
    public void Keeps_the_last_lines_with_uptime_and_board()
    {
        var clock = new HandClock();
        var log = new Log(clock, 3) { Board = "church" };
        for (var i = 1; i <= 5; i++)
        {
            clock.Advance(10);
            log.Write("line " + i);
        }

        Assert.Equal(["30 church: line 3", "40 church: line 4", "50 church: line 5"], log.Kept());
        Assert.Equal(5, log.Written);
    }

    [Fact]
    public void An_exception_is_told_as_act_and_cause()
    {
        var log = new Log(new HandClock(), 3) { Board = "church" };
        log.Write("could not speak", new InvalidOperationException("the module is busy"));
        Assert.Equal(["0 church: could not speak: InvalidOperationException: the module is busy"], log.Kept());
    }
}
