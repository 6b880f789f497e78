using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>The log of a board over a real broker.</summary>
public class LogSender_Tests
{
    [Theory]
    [InlineData("bench", 12)]
    [InlineData("rain-gauge", 4)]   // its ring is a quarter as long, for its heap
    public void An_order_fetches_the_log_of_any_board_in_pages_and_ends_behind_the_last(string kind, int expectedPages)
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, kind);
        board.RunLink(kind);
        Wait.Until(() => !desk.Births.IsEmpty, () => board.Story);
        board.On(static ground =>
        {
            for (var i = 0; i < 200; i++)
            {
                ground.Log.Write($"line {i} of a long story about water that rises");
            }
        });
        desk.Order(TestBoard.Id, OrderKind.SendLog, 7);
        Wait.Until(() => desk.Receipts.Any(static receipt => receipt.State == ReceiptState.Finished), () => board.Story);
        Wait.Until(() => desk.LogPages.Any(static page => page.IsLast), () => board.Story);
        LogPage[] pages = [.. desk.LogPages];
        Assert.Equal(expectedPages, pages.Length);
        Assert.All(pages, static (page, index) => Assert.Equal((7, index), (page.Sequence, page.Page)));
        string[] lines = string.Concat(pages.Select(static page => page.Text)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, static line => line.EndsWith("line 199 of a long story about water that rises", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, static line => line.Contains(Convert.ToHexString(TestBoard.Key), StringComparison.OrdinalIgnoreCase));
        Assert.Empty(desk.Faults);
    }
}
