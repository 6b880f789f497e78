using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Programmes;

/// <summary>How the broadcast plan gives programmes their place among warnings.</summary>
public sealed class Airing_Tests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 7, 0, 1, TimeSpan.Zero);
    private static readonly Board[] s_boards = [At("a-1", "411321100001"), At("a-2", "411321100002"), At("b-1", "411322100001")];

    [Fact]
    public void Every_loudspeaker_of_its_area_plays_it_once_as_a_programme()
    {
        var planned = Missing([], []);
        Assert.Equal(["a-1", "a-2"], planned.Select(order => order.Board));
        Assert.All(planned, order => Assert.Equal(
            (OrderKind.Play, Tone.Chime, Priority.Programme, Scope.Actual, "P-1-1", s_news.BeginBy, s_news.Expires),
            (order.Kind, order.Tone, order.Priority, order.Scope, order.Warning, order.SendUntil, order.Expires)));
        Assert.Empty(Missing([], Commit(planned)));
    }

    [Theory]
    [InlineData(OrderState.Stopped, Reason.PreEmpted)]
    [InlineData(OrderState.Failed, Reason.PowerLost)]
    [InlineData(OrderState.Refused, Reason.Unsupported)]
    public void However_it_ended_it_is_not_given_again(OrderState end, Reason reason) => Assert.Empty(Missing([], Commit(Missing([], []), end, reason)));

    [Fact]
    public void Nobody_is_told_to_begin_too_late() => Assert.Empty(Missing([], [], s_news.BeginBy));

    [Theory]
    [InlineData(Scope.Actual)]
    [InlineData(Scope.Drill)]
    public void No_village_with_a_warning_is_told(Scope scope) => Assert.Equal(
        ["a-2"], Missing([Red("411321100001", scope)], []).Where(order => order.Priority == Priority.Programme).Select(order => order.Board));

    [Fact]
    public void The_order_of_a_warning_takes_the_place_of_the_programme_without_a_stop_between()
    {
        var orders = Commit(Missing([], []), OrderState.Playing);
        var planned = Missing([Red("411321100001")], orders);
        var warning = Assert.Single(planned);
        Assert.Equal(("a-1", OrderKind.Play, Priority.Red, orders[0].Sequence), (warning.Board, warning.Kind, warning.Priority, warning.Of));
    }

    [Fact]
    public void A_drill_may_not_replace_what_is_real_so_the_programme_is_stopped()
    {
        var orders = Commit(Missing([], []), OrderState.Playing);
        var planned = Missing([Red("411321100001", Scope.Drill)], orders);
        Assert.Equal([(OrderKind.Play, 0L), (OrderKind.Stop, orders[0].Sequence)], planned.Select(order => (order.Kind, order.Of)));
        Assert.Equal(Scope.Actual, planned[1].Scope);
    }

    [Fact]
    public void After_the_warning_the_rest_of_it_is_not_played()
    {
        var programme = Commit(Missing([], []), OrderState.Playing);
        var warning = Commit(Missing([Red("411321100001")], programme), OrderState.Finished);
        Assert.Empty(Missing([], [.. programme.Select(order => order.Board == "a-1" ? Ended(order, OrderState.Stopped, Reason.Superseded) : order), .. warning]));
    }

    [Fact]
    public void What_was_taken_off_the_air_is_stopped_where_it_may_still_play()
    {
        var orders = Commit(Missing([], []), OrderState.Playing);
        orders[1] = Ended(orders[1], OrderState.Finished, Reason.None);
        var stop = Assert.Single(BroadcastPlan.Missing([], s_boards, orders, new SoundSettings(), s_now));
        Assert.Equal(("a-1", OrderKind.Stop, orders[0].Sequence), (stop.Board, stop.Kind, stop.Of));
    }

    [Fact]
    public void An_order_that_no_board_took_in_time_is_given_up_and_one_that_was_taken_is_asked_after()
    {
        var orders = Commit(Missing([], []));
        var book = new OrderBook(new Dictionary<string, long>());
        orders.ForEach(book.Add);
        book.Learn(new Receipt { Board = "a-1", Sequence = orders[0].Sequence, State = ReceiptState.Received }, s_now);
        Assert.Equal(s_news.BeginBy, book.NextExpiry);
        Assert.Equal(["a-1"], book.Due(TimeSpan.Zero, s_news.BeginBy).Select(order => order.Board));
        book.GiveUp(s_news.BeginBy);
        Assert.Equal([OrderState.Received, OrderState.Expired], book.Orders.OrderBy(order => order.Board).Select(order => order.Progress.State));
        book.GiveUp(s_news.Expires);
        Assert.Equal(OrderState.Expired, book.Find(orders[0].Key)!.Progress.State);
    }

    private static readonly Airing s_news = new("P-1-1", [Area("411321")], "现在播送新闻。", "zh-CN", 1, 70, s_now, s_now.AddMinutes(5), s_now.AddMinutes(8));

    private static IReadOnlyList<PlannedOrder> Missing(IReadOnlyList<WarningEffect> live, IReadOnlyCollection<BroadcastOrder> orders, DateTimeOffset? now = null) =>
        BroadcastPlan.Missing(live, s_boards, orders, new SoundSettings(), now ?? s_now, airings: [s_news]);

    private static List<BroadcastOrder> Commit(IReadOnlyList<PlannedOrder> planned, OrderState state = OrderState.Committed, Reason reason = Reason.None) =>
        [.. planned.Select((order, index) => Ended(
            new BroadcastOrder(
                new OrderKey(order.Board, 100 + index), order.Kind, order.Warning, order.Of, order.Scope, order.Priority, s_now, order.Expires, [], OrderProgress.Committed(s_now)) { SendUntil = order.SendUntil },
            state,
            reason))];

    private static BroadcastOrder Ended(BroadcastOrder order, OrderState state, Reason reason) => order with { Progress = order.Progress.With(new OrderStep(state, s_now, Reason: reason)) };

    private static WarningEffect Red(string village, Scope scope = Scope.Actual) => new(
        "W-1", scope, [], [new Announcement(Priority.Red, "请立即转移。", "zh-CN", s_now.AddHours(1), [Area(village)])]);

    private static CapArea Area(string code) => new("", [], [], [new CapNamedValue("division", code)], null, null);

    private static Board At(string id, string village) => new(1, id, BoardKinds.Loudspeaker, village, "", null, null, null, 0);
}
