using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Programmes;

/// <summary>When which board fetches which sound before a programme.</summary>
public sealed class FetchAhead_Tests
{
    private const int Long = 900_000;

    private static readonly DateTimeOffset s_start = new(2026, 11, 23, 7, 0, 0, TimeSpan.Zero);
    private static readonly Board[] s_boards = [.. Enumerable.Range(0, 200).Select(number => new Board(1, $"horn-{number}", BoardKinds.Loudspeaker, "411321100001", "", null, null, null, 0))];

    [Fact]
    public void Boards_begin_one_after_the_other_and_all_of_them_ten_minutes_before_it()
    {
        Assert.Empty(At(s_start - FetchAhead.Lead - TimeSpan.FromSeconds(1)));
        var told = Enumerable.Range(0, 21).Select(minute => At(s_start - FetchAhead.Lead + TimeSpan.FromMinutes(minute)).Count).ToList();
        Assert.Equal(s_boards.Length, told[^1]);
        Assert.All(told.Prepend(0).Zip(told), minute => Assert.InRange(minute.Second - minute.First, 0, s_boards.Length / 5));

        static IReadOnlyList<PlannedOrder> At(DateTimeOffset now) => FetchAhead.Plays([News("P-1-1", s_start)], s_boards, [], new SoundSettings(), now);
    }

    [Fact]
    public void A_village_in_which_a_warning_stands_is_left_in_peace()
    {
        var red = new WarningEffect("W-1", Scope.Actual, [], [new Announcement(Priority.Red, "请立即转移。", "zh-CN", s_start.AddHours(1), [Area("411321100001")])]);
        Assert.Empty(FetchAhead.Plays([News("P-1-1", s_start)], s_boards, [red], new SoundSettings(), s_start));
    }

    [Fact]
    public void A_board_fetches_for_one_programme_after_the_other_and_each_once()
    {
        IReadOnlyList<PlannedOrder> plays = [Play("P-1-1", "a"), Play("P-2-1", "b")];
        Assert.Equal("a", Next(plays, [])!.Clip);
        Assert.Null(Next(plays, [Fetch("P-1-1", "a", OrderState.Received)]));
        Assert.Equal("b", Next(plays, [Fetch("P-1-1", "a", OrderState.Finished)])!.Clip);
        Assert.Equal("b", Next(plays, [Fetch("P-1-1", "a", OrderState.Refused)])!.Clip);
        Assert.Null(Next(plays, [Fetch("P-1-1", "a", OrderState.Finished), Fetch("P-2-1", "b", OrderState.Failed)]));
        Assert.Equal("a", Next(plays, [Fetch("P-1-0", "a", OrderState.Finished)])!.Clip);    // of yesterday: it may have made room
    }

    [Fact]
    public void No_sound_pushes_out_another_that_is_played_before_it()
    {
        IReadOnlyList<PlannedOrder> plays = [Play("P-1-1", "a"), Play("P-2-1", "b")];
        IReadOnlyList<BroadcastOrder> first = [Fetch("P-1-1", "a", OrderState.Finished)];
        Assert.Null(Next(plays, first, Long));
        Assert.Null(Next([plays[1]], [Plays("P-1-1", "a", OrderState.Playing)], Long));
        Assert.Equal("b", Next([plays[1]], [Plays("P-1-1", "a", OrderState.Finished)], Long)!.Clip);
        Assert.Equal("a", Next([Play("P-1-1", "a"), Play("P-2-1", "a")], [], Long)!.Clip);
        Assert.Equal("P-2-1", Next([Play("P-1-1", "a"), Play("P-2-1", "a")], first, Long)!.Warning);   // the same sound takes no more room
    }

    private static PlannedOrder? Next(IReadOnlyList<PlannedOrder> plays, IReadOnlyList<BroadcastOrder> orders, int bytes = 1_000) => FetchAhead.Unfetched(plays, orders, _ => bytes).SingleOrDefault();

    private static PlannedOrder Play(string id, string clip) => BroadcastPlan.Play(News(id, s_start), "horn-1", new SoundSettings()) with { Clip = clip };

    private static BroadcastOrder Fetch(string id, string clip, OrderState state) => Order(OrderKind.FetchClip, id, clip, state);

    private static BroadcastOrder Plays(string id, string clip, OrderState state) => Order(OrderKind.Play, id, clip, state);

    private static BroadcastOrder Order(OrderKind kind, string id, string clip, OrderState state) =>
        new(new OrderKey("horn-1", 1), kind, id, 0, Scope.Actual, Priority.Programme, s_start, s_start.AddMinutes(9), [], OrderProgress.Committed(s_start).With(new OrderStep(state, s_start))) { Clip = clip };

    private static Airing News(string id, DateTimeOffset start) => new(id, [Area("411321")], "现在播送新闻。", "zh-CN", 1, 70, start, start.AddMinutes(5), start.AddMinutes(9));

    private static CapArea Area(string code) => new("", [], [], [new CapNamedValue("division", code)], null, null);
}
