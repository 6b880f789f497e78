using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Broadcast;

public sealed class OrderBook_Tests
{
    private static readonly DateTimeOffset s_now = new(2026, 7, 20, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Sequences_grow_also_when_the_clock_is_set_back()
    {
        var future = s_now.AddDays(1).ToUnixTimeMilliseconds();
        var book = new OrderBook(new Dictionary<string, long> { ["a"] = future });
        Assert.Equal(future + 1, book.TakeSequence("a", s_now));
        Assert.Equal(future + 2, book.TakeSequence("a", s_now));
        Assert.Equal(s_now.ToUnixTimeMilliseconds(), book.TakeSequence("b", s_now));
    }

    [Fact]
    public void An_unanswered_order_is_sent_again_after_longer_and_longer_pauses_of_at_most_a_quarter_minute()
    {
        var book = Book(Play("a", 1));
        var times = new List<double>();
        for (var now = TimeSpan.Zero; now < TimeSpan.FromMinutes(2); now += TimeSpan.FromMilliseconds(50))
        {
            foreach (var order in book.Due(now, s_now))
            {
                times.Add(now.TotalSeconds);
                book.Tried(order.Key, now);
            }
        }

        var pauses = times.Zip(times.Skip(1), (earlier, later) => later - earlier).ToArray();
        Assert.Equal([0.5, 1, 2, 4, 8, 15, 15, 15], pauses.Take(8).Zip([0.5, 1.0, 2, 4, 8, 15, 15, 15], (actual, ideal) => Math.Abs(actual - ideal) <= (ideal * 0.1) + 0.05 ? ideal : actual));
    }

    [Fact]
    public void A_verdict_ends_the_sending_and_a_mere_received_does_not()
    {
        var book = Book(Play("a", 1));
        book.Learn(new Receipt { Board = "a", Sequence = 1, State = ReceiptState.Received }, s_now);
        Assert.Equal(1, book.Outstanding);
        book.Learn(new Receipt { Board = "a", Sequence = 1, State = ReceiptState.NotHeard }, s_now);
        Assert.Equal(0, book.Outstanding);
        Assert.Null(book.NextDue);
    }

    [Fact]
    public void A_board_that_starts_gets_all_that_waits_for_it_at_once()
    {
        var book = Book(Play("a", 1), Play("b", 1));
        foreach (var order in book.Due(TimeSpan.Zero, s_now))
        {
            book.Tried(order.Key, TimeSpan.Zero);
        }

        Assert.Empty(book.Due(TimeSpan.FromMilliseconds(10), s_now));
        book.DueNow("b");
        Assert.Equal(["b"], book.Due(TimeSpan.FromMilliseconds(10), s_now).Select(order => order.Board));
        book.DueNow();
        Assert.Equal(2, book.Due(TimeSpan.FromMilliseconds(10), s_now).Count);
    }

    [Fact]
    public void What_is_replaced_or_stopped_is_not_sent_again()
    {
        var book = Book(Play("a", 1), Play("b", 1));
        book.Add(Play("a", 2) with { Of = 1 });
        book.Add(Play("b", 2) with { Kind = OrderKind.Stop, Of = 1 });
        Assert.Equal([2L, 2L], book.Due(TimeSpan.Zero, s_now).Select(order => order.Sequence));
    }

    [Fact]
    public void A_stop_that_is_proved_ends_the_order_that_it_stops()
    {
        var book = Book(Play("a", 1), Play("a", 2) with { Kind = OrderKind.Stop, Of = 1 });
        book.Learn(new Receipt { Board = "a", Sequence = 2, State = ReceiptState.Received }, s_now);
        Assert.False(book.Find(new OrderKey("a", 1))!.Progress.HasEnded);
        book.Learn(new Receipt { Board = "a", Sequence = 2, State = ReceiptState.Stopped }, s_now);
        Assert.Equal((OrderState.Stopped, Reason.StoppedByOrder), (StateOf(book, 1), book.Find(new OrderKey("a", 1))!.Progress.Reason));
    }

    [Fact]
    public void At_its_expiry_an_unanswered_order_is_given_up_with_what_was_last_known()
    {
        var book = Book(Play("a", 1));
        book.Sent(new OrderKey("a", 1), s_now);
        book.Learn(new Receipt { Board = "a", Sequence = 1, State = ReceiptState.Received }, s_now);
        Assert.Equal(s_now.AddHours(1), book.NextExpiry);
        book.GiveUp(s_now.AddHours(1));
        var progress = book.Find(new OrderKey("a", 1))!.Progress;
        Assert.Equal([OrderState.Committed, OrderState.Sent, OrderState.Received, OrderState.Expired], progress.Steps.Select(step => step.State));
        Assert.Empty(book.Due(TimeSpan.FromHours(1), s_now.AddHours(1)));
    }

    [Fact]
    public void Nothing_is_forgotten_before_it_is_saved()
    {
        var book = Book(Play("a", 1));
        book.GiveUp(s_now.AddDays(1));
        Assert.Single(book.Orders);
        var unsaved = book.Unsaved;
        book.Learn(new Receipt { Board = "a", Sequence = 1, State = ReceiptState.Heard }, s_now.AddDays(1));
        book.Saved(unsaved);
        Assert.Single(book.Unsaved);
        book.Saved(book.Unsaved);
        book.GiveUp(s_now.AddDays(1));
        Assert.Empty(book.Orders);
    }

    private static OrderState StateOf(OrderBook book, long sequence) => book.Find(new OrderKey("a", sequence))!.Progress.State;

    private static OrderBook Book(params BroadcastOrder[] orders)
    {
        var book = new OrderBook(new Dictionary<string, long>());
        foreach (var order in orders)
        {
            book.Add(order);
        }

        return book;
    }

    private static BroadcastOrder Play(string board, long sequence) => new(
        new OrderKey(board, sequence), OrderKind.Play, "w1", 0, Scope.Actual, Priority.Red, s_now, s_now.AddHours(1), [], OrderProgress.Committed(s_now));
}
