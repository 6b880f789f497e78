using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Desk;

/// <summary>What the officer sees of a warning, village by village.</summary>
public class Delivery_Tests
{
    private static readonly DateTimeOffset s_now = new(2026, 7, 20, 16, 0, 0, TimeSpan.Zero);
    private static readonly CapArea[] s_township = [new CapArea("镇", [], [], [new CapNamedValue("code", "411321100")], null, null)];

    private static readonly Division[] s_villages = [.. Enumerable.Range(1, 8).Select(n => new Division($"41132110000{n}", $"{n}村", "411321100", 100 * n, Contact: $"{n} 13800000000"))];

    [Fact]
    public void What_needs_a_person_comes_first_then_what_is_under_way_then_what_is_done()
    {
        BroadcastOrder[] orders =
        [
            Play(1, OrderState.Heard), Play(2, OrderState.Sent, secondsAgo: 60), Play(3, OrderState.Playing), Play(4, OrderState.NotHeard), Play(5, OrderState.Refused, reason: Reason.Expired),
            Play(6, OrderState.Refused, reason: Reason.Busy), Play(7, OrderState.CannotTell),
        ];
        var seen = Of(orders, [new LifeStep(s_now, "li", "reached", "打了电话", "411321100007")]);
        Assert.Equal(
            [("4村", DeliveryState.NotHeard, true), ("5村", DeliveryState.Refused, true), ("2村", DeliveryState.Silent, true), ("8村", DeliveryState.NoLoudspeaker, true), ("6村", DeliveryState.Sent, false),
                ("3村", DeliveryState.Playing, false), ("7村", DeliveryState.CannotTell, false), ("1村", DeliveryState.Heard, false)],
            seen.Select(village => (village.Name, village.State, village.NeedsPerson)));
        Assert.Equal(new ReachedNote(s_now, "li", "打了电话"), seen[6].Reached);
        var told = Delivery.Told(
            s_township, s_villages, s_boards, orders.ToDictionary(order => order.Board, order => order.Progress.Verdict == OrderState.Heard, StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal) { "411321100007" }, null);
        Assert.Equal(new ToldCount(Villages: 8, VillagesTold: 2, People: 3_600, PeopleTold: 800), told);
        Assert.Equal(new DeliveryCounts(Villages: 8, Heard: 1, Reached: 1, Underway: 2, NeedPerson: 4, People: 3_600, PeopleTold: 800), Delivery.Count(seen));
    }

    [Fact]
    public void A_village_has_heard_when_one_of_its_loudspeakers_was_heard()
    {
        var seen = Of([Play(1, OrderState.NotHeard), Play(1, OrderState.Heard, "b")], []);
        Assert.Equal((DeliveryState.Heard, 2), (seen[^1].State, seen[^1].Boards.Count));
    }

    [Fact]
    public void What_was_heard_stays_heard_when_it_is_ordered_once_more_and_that_fails()
    {
        var first = Play(1, OrderState.Heard);
        Assert.Equal(DeliveryState.Playing, State([first, Again(first, OrderState.Playing)]));
        Assert.Equal(DeliveryState.Heard, State([first, Again(first, OrderState.Failed)]));
        Assert.Equal(2, Of([first, Again(first, OrderState.Failed)], [])[^1].Boards[0].Tries);
    }

    [Fact]
    public void A_board_that_is_not_ordered_yet_is_held_and_after_the_end_was_never_ordered()
    {
        Assert.Contains(Of([], []), village => village is { Name: "1村", State: DeliveryState.Held, NeedsPerson: false });
        Assert.Contains(Of([], [], isLive: false), village => village is { Name: "1村", State: DeliveryState.NotOrdered, NeedsPerson: false });
    }

    [Fact]
    public void Nobody_is_needed_for_a_warning_that_is_over() =>
        Assert.DoesNotContain(Of([Play(1, OrderState.NotHeard)], [], isLive: false), village => village.NeedsPerson);

    [Fact]
    public void The_county_is_covered_where_a_linked_loudspeaker_with_a_voice_was_not_found_mute()
    {
        BoardState Of(string id) => new(
            id == "ls-2" ? BoardCondition.Silent : BoardCondition.Online, s_now, s_now, s_now,
            new Status { Parts = id == "ls-3" ? Status.RainPart : Status.SpeakerPart, SelfTest = id == "ls-4" ? ReceiptState.NotHeard : ReceiptState.Heard });
        Assert.Equal(new CountyCoverage(Villages: 8, WithLoudspeaker: 7, Covered: 4, People: 3_600, PeopleCovered: 1_900), CountyCoverage.Of(s_villages, s_boards, Of));
    }

    private static readonly Board[] s_boards =
    [
        .. Enumerable.Range(1, 7).Select(n => Speaker($"ls-{n}", n)), Speaker("ls-1b", 1), Speaker("rg-8", 8) with { Kind = BoardKinds.RainGauge },
    ];

    private static DeliveryState State(BroadcastOrder[] orders) => Of(orders, []).Single(village => village.Name == "1村").Boards.Single(board => board.Board == "ls-1").State;

    private static IReadOnlyList<VillageDelivery> Of(BroadcastOrder[] orders, LifeStep[] steps, bool isLive = true) =>
        Delivery.Of(s_township, s_villages, [.. s_boards.Where(board => board.Id != "ls-1b" || orders.Any(order => order.Board == "ls-1b"))], orders, steps, isLive, s_now);

    private static BroadcastOrder Again(BroadcastOrder order, OrderState state) => order with
    {
        Key = order.Key with { Sequence = order.Sequence + 1 },
        Progress = OrderProgress.Committed(s_now).With(new OrderStep(state, s_now)),
    };

    private static BroadcastOrder Play(int village, OrderState state, string suffix = "", int secondsAgo = 1, Reason reason = Reason.None) => new(
        new OrderKey($"ls-{village}{suffix}", 1), OrderKind.Play, "W-1", 0, Scope.Actual, Priority.Red, s_now.AddSeconds(-secondsAgo), s_now.AddHours(1), [],
        OrderProgress.Committed(s_now).With(new OrderStep(state, s_now, Reason: reason)));

    private static Board Speaker(string id, int village) => new(1, id, BoardKinds.Loudspeaker, $"41132110000{village}", "", null, null, null, 0);
}
