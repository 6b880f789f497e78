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
        new Starts(flash).ExpectRestart("restart", failed: false);
        Assert.Equal((4, "restart"), Start());
        Assert.Equal((5, "power"), Start());

        (int, string) Start()
        {
            var starts = new Starts(flash);
            return ((int)starts.Count, starts.Reason);
        }
    }

    [Theory]
    [InlineData("bench")]
    [InlineData("rain-gauge")]
    public void Any_board_restarts_when_ordered_and_proves_it_after_the_restart(string kind)
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, kind);
        board.RunLink(kind);
        Wait.Until(() => desk.Births.Count == 1, () => board.Story);
        var order = desk.Order(TestBoard.Id, OrderKind.Restart, 7);
        Wait.Until(() => desk.Births.Count == 2 && desk.Receipts.Count == 2, () => board.Story);
        desk.Send(TestBoard.Id, order);
        Wait.Until(() => desk.Receipts.Count == 3, () => board.Story);
        Status[] births = [.. desk.Births];
        Assert.Equal(("power", "restart"), (births[0].RestartReason, births[1].RestartReason));
        Assert.Equal(births[0].Log, births[1].Log);
        Assert.Equal(
            [(7, ReceiptState.Received, Reason.None), (7, ReceiptState.Finished, Reason.None), (7, ReceiptState.Refused, Reason.Replayed)],
            desk.Receipts.Select(receipt => (receipt.Sequence, receipt.State, receipt.Reason)));
        Assert.Equal(2, desk.Births.Count);
    }

    [Theory]
    [InlineData(OrderKind.Play)]
    [InlineData(OrderKind.Stop)]
    [InlineData(OrderKind.Test)]
    public void A_board_without_a_voice_says_that_it_cannot_sound(OrderKind kind)
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "rain-gauge");
        board.RunLink("rain-gauge");
        Wait.Until(() => desk.Births.Count == 1, () => board.Story);
        desk.Order(TestBoard.Id, kind, 1);
        Wait.Until(() => desk.Receipts.Count == 1, () => board.Story);
        Receipt receipt = desk.Receipts.Single();
        Assert.Equal((1, ReceiptState.Refused, Reason.Unsupported), (receipt.Sequence, receipt.State, receipt.Reason));
        Assert.Equal($"this rain-gauge board does not {Words.Of(kind)}", receipt.Detail);
    }

    private static byte[] Settings(string kind) =>
        System.Text.Encoding.UTF8.GetBytes($"board = nz-001\n{kind}\nkey = {new string('0', 64)}\ngateway.host = 127.0.0.1");
}
