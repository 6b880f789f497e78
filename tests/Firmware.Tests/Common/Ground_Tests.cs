using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Common;

public class Ground_Tests
{
    [Theory]
    [InlineData("kind = toaster", "settings.txt line 2: kind: expected loudspeaker")]
    [InlineData("kind = loudspeaker", "settings.txt: kind is loudspeaker, and this is the firmware of a rain-gauge")]
    [InlineData("kind = rain-gauge", "ca.pem: no such file on this board's flash, and gateway.tls is 1")]
    public void A_board_says_what_is_wrong_every_ten_seconds_until_it_is_corrected(string kind, string says)
    {
        var flash = new FrailFlash(new Random(1));
        flash.Put("settings.txt", Settings(kind));
        var said = 0;
        var clock = new HandClock();
        clock.Slept = milliseconds =>
        {
            Assert.Equal(10_000, milliseconds);
            if (++said == 3)
            {
                flash.Put("settings.txt", Settings("kind = rain-gauge\ngateway.tls = 0"));      // the technician came
            }
        };
        var ground = Ground.Open("rain-gauge", clock, flash);
        Assert.Equal(3, said);
        Assert.Equal(3, ground.Log.Kept().Count(line => line.Contains(says, StringComparison.Ordinal)));
        Assert.Equal("nz-001", ground.Log.Board);
    }

    [Fact]
    public void Counts_starts_and_remembers_a_restart_that_it_asked_for()
    {
        var flash = new FrailFlash(new Random(1));
        Assert.Equal((1, "power"), Start());
        Assert.Equal((2, "power"), Start());
        new Starts(flash).ExpectRestart();
        Assert.Equal((4, "restart"), Start());
        Assert.Equal((5, "power"), Start());

        (int, string) Start()
        {
            var starts = new Starts(flash);
            return ((int)starts.Count, starts.Reason);
        }
    }

    [Fact]
    public void An_asked_for_restart_is_told_at_the_next_birth()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "bench");
        board.RunLink();
        Wait.Until(() => desk.Births.Count == 1, () => board.Story);
        Assert.ThrowsAny<Exception>(() => board.On(static ground => ground.Restart()));
        Wait.Until(() => desk.Births.Count == 2, () => board.Story);
        Status[] births = [.. desk.Births];
        Assert.Equal(("power", "restart"), (births[0].RestartReason, births[1].RestartReason));
        Assert.Equal(births[0].Log, births[1].Log);
    }

    private static byte[] Settings(string kind) =>
        System.Text.Encoding.UTF8.GetBytes($"board = nz-001\n{kind}\nkey = {new string('0', 64)}\ngateway.host = 127.0.0.1");
}
