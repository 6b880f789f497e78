using System.Text;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Broadcast;

public sealed class BroadcastPlan_Tests
{
    private static readonly DateTimeOffset s_now = new(2026, 7, 20, 16, 0, 0, TimeSpan.Zero);
    private static readonly SoundSettings s_sound = new();

    private static readonly Board[] s_boards =
    [
        At("a-1", BoardKinds.Loudspeaker, "411321100001"),
        At("a-2", BoardKinds.VillageStation, "411321100002"),
        At("a-3", BoardKinds.RainGauge, "411321100003"),
        At("b-1", BoardKinds.Bench, "411322100001"),
    ];

    [Fact]
    public void Every_loudspeaker_of_the_area_is_ordered_once_and_nobody_else()
    {
        var planned = Missing([Red("w1")], []);
        Assert.Equal(["a-1", "a-2"], planned.Select(order => order.Board));
        Assert.All(planned, order => Assert.Equal(
            (OrderKind.Play, Tone.Red, Priority.Red, Scope.Actual, 3, "w1", 0L), (order.Kind, order.Tone, order.Priority, order.Scope, order.Repeats, order.Warning, order.Of)));
    }

    [Fact]
    public void Asked_again_it_has_nothing_to_add()
    {
        var orders = Commit(Missing([Red("w1")], []));
        Assert.Empty(Missing([Red("w1")], orders));
    }

    [Fact]
    public void A_restart_in_the_middle_of_a_commit_orders_only_those_that_are_missing()
    {
        var orders = Commit(Missing([Red("w1")], []));
        Assert.Equal(["a-2"], Missing([Red("w1")], [orders[0]]).Select(order => order.Board));
    }

    [Fact]
    public void An_order_that_was_refused_or_has_ended_is_not_given_again()
    {
        var orders = Commit(Missing([Red("w1")], []), OrderState.Finished);
        Assert.Empty(Missing([Red("w1")], orders));
    }

    [Theory]
    [InlineData(OrderState.Failed, Reason.PowerLost, true)]
    [InlineData(OrderState.Stopped, Reason.PreEmpted, true)]
    [InlineData(OrderState.Failed, Reason.SpeechFault, true)]
    [InlineData(OrderState.Refused, Reason.Expired, true)]
    [InlineData(OrderState.Refused, Reason.Unsupported, false)]
    [InlineData(OrderState.Failed, Reason.StillSounding, false)]
    [InlineData(OrderState.Stopped, Reason.StoppedByOrder, false)]
    public void A_village_whose_order_was_lost_before_its_verdict_is_told_anew(OrderState end, Reason reason, bool anew)
    {
        var order = Commit(Missing([Red("w1")], []))[0];
        var lost = order with { Progress = order.Progress.With(new OrderStep(end, s_now, Reason: reason)) };
        Assert.Equal(anew, Missing([Red("w1")], [lost]).Any(planned => planned.Board == lost.Board));
        var heard = lost with { Progress = lost.Progress.With(new OrderStep(OrderState.Heard, s_now)) };
        Assert.DoesNotContain(Missing([Red("w1")], [heard]), planned => planned.Board == lost.Board);
    }

    [Theory]
    [InlineData("", Reason.SpeechFault, true)]
    [InlineData("speech-1", Reason.SpeechFault, false)]
    [InlineData("", Reason.AmplifierFault, false)]
    public void A_village_whose_speech_module_did_not_say_the_words_gets_them_in_place_of_what_still_sounds(string clip, Reason reason, bool anew)
    {
        var order = Commit(Missing([Red("w1")], []))[0];
        var toneOnly = order with { Clip = clip, Progress = order.Progress.With(new OrderStep(OrderState.NotHeard, s_now, Reason: reason)) };
        var planned = Missing([Red("w1")], [toneOnly]).Where(planned => planned.Board == order.Board).ToList();
        Assert.Equal(anew ? [order.Sequence] : [], planned.Select(play => play.Of));
        Assert.Equal(anew, ClipPlan.Mute([toneOnly]).Contains(order.Board));

        var again = order with { Key = order.Key with { Sequence = order.Sequence + 1 }, Progress = order.Progress.With(new OrderStep(OrderState.Heard, s_now)) };
        Assert.Empty(ClipPlan.Mute([toneOnly, again]));     // it speaks again
    }

    [Fact]
    public void A_board_that_loses_every_order_is_left_to_a_person_after_a_few_tries()
    {
        var order = Commit(Missing([Red("w1")], []))[0];
        var lost = order with { Progress = order.Progress.With(new OrderStep(OrderState.Failed, s_now, Reason: Reason.PowerLost)) };
        var tries = Enumerable.Range(0, BroadcastPlan.MaxTries).Select(i => lost with { Key = lost.Key with { Sequence = lost.Sequence + i } }).ToList();
        Assert.Contains(Missing([Red("w1")], tries[1..]), planned => planned.Board == lost.Board);
        Assert.DoesNotContain(Missing([Red("w1")], tries), planned => planned.Board == lost.Board);
    }

    [Fact]
    public void A_drill_carries_the_tone_of_a_drill_even_when_it_lasts_no_time()
    {
        var planned = BroadcastPlan.Missing([Red("w1") with { Scope = Scope.Drill }], s_boards, [], new SoundSettings { ToneMilliseconds = 0 }, s_now);
        Assert.All(planned, order => Assert.False(order.Number(1, s_now).IsDrillMismatch));
    }

    [Fact]
    public void A_drill_carries_the_tone_of_a_drill_whatever_its_colour()
    {
        var planned = Missing([Red("w1") with { Scope = Scope.Drill }], []);
        Assert.All(planned, order => Assert.Equal((Scope.Drill, Tone.Drill, 1), (order.Scope, order.Tone, order.Repeats)));
        Assert.All(planned, order => Assert.False(order.Number(1, s_now).IsDrillMismatch));
    }

    [Theory]
    [InlineData(Scope.Actual)]
    [InlineData(Scope.Drill)]
    [InlineData(Scope.Test)]
    public void No_order_that_a_plan_makes_is_a_drill_mismatch(Scope scope)
    {
        foreach (var priority in Enum.GetValues<Priority>().Where(priority => priority != Priority.None))
        {
            var play = Missing([Coloured("w1", priority, "暴雨。") with { Scope = scope }], [])[0];
            var stop = Missing([], Commit([play]))[0];
            Assert.False(play.Number(1, s_now).IsDrillMismatch, $"play {scope} {priority}");
            Assert.False(stop.Number(2, s_now).IsDrillMismatch, $"stop {scope} {priority}");
        }

        Assert.False(BroadcastPlan.TestTone("a-1", s_sound, s_now).Number(3, s_now).IsDrillMismatch);
    }

    [Fact]
    public void A_cancelled_warning_is_stopped_where_it_may_still_sound_and_only_there()
    {
        var orders = Commit(Missing([Red("w1")], [])).ToArray();
        orders[1] = orders[1] with { Progress = orders[1].Progress.With(new OrderStep(OrderState.Finished, s_now)) };
        var stop = Assert.Single(Missing([], orders));
        Assert.Equal(("a-1", OrderKind.Stop, orders[0].Sequence, "w1", orders[0].Expires), (stop.Board, stop.Kind, stop.Of, stop.Warning, stop.Expires));
        Assert.Empty(Missing([], [.. orders, .. Commit([stop], sequence: 100)]));
    }

    [Fact]
    public void An_update_replaces_where_it_sounds_and_stops_where_it_no_longer_does()
    {
        var orders = Commit(Missing([Red("w1")], []));
        var update = Red("w2", "411321100002") with { Replaces = ["w1"] };
        var planned = Missing([update], orders);
        Assert.Equal([("a-2", OrderKind.Play, orders[1].Sequence), ("a-1", OrderKind.Stop, orders[0].Sequence)], planned.Select(order => (order.Board, order.Kind, order.Of)));
    }

    [Fact]
    public void An_update_of_an_update_that_the_board_never_got_also_stops_the_first()
    {
        var first = Commit(Missing([Red("w1")], []));
        var second = Commit(Missing([Red("w2") with { Replaces = ["w1"] }], first), sequence: 100);
        var planned = Missing([Red("w3") with { Replaces = ["w2", "w1"] }], [.. first, .. second]);
        Assert.Equal(second.Select(order => order.Sequence), planned.Where(order => order.Kind == OrderKind.Play).Select(order => order.Of));
        Assert.Equal(first.Select(order => order.Sequence), planned.Where(order => order.Kind == OrderKind.Stop).Select(order => order.Of));
    }

    [Fact]
    public void What_has_expired_is_neither_ordered_nor_stopped()
    {
        var orders = Commit(Missing([Red("w1")], []));
        var later = s_now.AddHours(1);
        Assert.Empty(BroadcastPlan.Missing([Red("w1")], s_boards, [], s_sound, later));
        Assert.Empty(BroadcastPlan.Missing([], s_boards, orders, s_sound, later));
    }

    [Fact]
    public void A_loudspeaker_that_is_added_while_the_warning_is_live_hears_it_too()
    {
        var orders = Commit(Missing([Red("w1")], []));
        var planned = BroadcastPlan.Missing([Red("w1")], [.. s_boards, At("a-9", BoardKinds.Loudspeaker, "411321100001")], orders, s_sound, s_now);
        Assert.Equal(["a-9"], planned.Select(order => order.Board));
    }

    [Fact]
    public void The_longest_text_still_makes_an_order_that_fits_the_link()
    {
        var text = string.Concat(Enumerable.Repeat("暴雨红色预警，请立即转移。", 400));
        var planned = Missing([Coloured(new string('w', 64), Priority.Red, text)], [])[0] with { Board = new string('b', 48), Of = long.MaxValue };
        Assert.InRange(Encoding.UTF8.GetByteCount(planned.Text), 2_900, Order.MaxTextBytes);
        Assert.EndsWith("。", planned.Text);
        var payload = planned.Number(long.MaxValue, s_now).Encode();
        Assert.True(Order.TryDecode(payload, out _, out var error), error);
        Assert.InRange(Envelope.Seal(new byte[32], planned.Board, Topics.Order(planned.Board), payload).Length, 3_000, 4_096);
    }

    [Fact]
    public void A_stop_of_everything_comes_before_what_is_ordered_with_it_once_to_each_board_and_no_other_stop_is_needed()
    {
        var stop = new CountyStop(1, s_now, "wang", "", s_now.AddHours(1), null, null);
        var sounding = Commit(Missing([Red("w1")], []));
        var planned = BroadcastPlan.Missing([Red("w2")], s_boards, sounding, s_sound, s_now, stop: stop);
        Assert.Equal(
            [("a-1", OrderKind.Stop, "stop-all-1"), ("a-2", OrderKind.Stop, "stop-all-1"), ("b-1", OrderKind.Stop, "stop-all-1"), ("a-1", OrderKind.Play, "w2"), ("a-2", OrderKind.Play, "w2")],
            planned.Select(order => (order.Board, order.Kind, order.Warning)));
        Assert.All(planned.Where(order => order.Kind == OrderKind.Stop), order => Assert.Equal((0L, Scope.Actual), (order.Of, order.Scope)));
        var after = Commit(planned, sequence: 100);
        Assert.Empty(BroadcastPlan.Missing([Red("w2")], s_boards, [.. sounding, .. after], s_sound, s_now, stop: stop));
        Assert.Empty(BroadcastPlan.Missing([Red("w2")], s_boards, [.. sounding, .. after], s_sound, s_now, stop: stop with { LiftedAt = s_now }));
        Assert.Equal(["a-9"], BroadcastPlan.Missing([], [At("a-9", BoardKinds.Loudspeaker, "411321100001")], [], s_sound, s_now, stop: stop).Select(order => order.Board));
        Assert.Empty(BroadcastPlan.Missing([], s_boards, [], s_sound, s_now, stop: stop with { LiftedAt = s_now }));
    }

    [Fact]
    public void Each_place_hears_the_words_that_are_for_it()
    {
        var here = new Announcement(Priority.Red, "转移。", "zh-CN", s_now.AddHours(1), [Area("411321100001")]);
        var there = new Announcement(Priority.Blue, "Watch out.", "en", s_now.AddHours(2), [Area("4113")]);
        var planned = Missing([new WarningEffect("w1", Scope.Actual, [], [here, there])], []);
        Assert.Equal(
            [("a-1", "转移。", Tone.Red, s_now.AddHours(1)), ("a-2", "Watch out.", Tone.Blue, s_now.AddHours(2)), ("b-1", "Watch out.", Tone.Blue, s_now.AddHours(2))],
            planned.Select(order => (order.Board, order.Text, order.Tone, order.Expires)));
    }

    private static IReadOnlyList<PlannedOrder> Missing(WarningEffect[] live, IReadOnlyCollection<BroadcastOrder> orders) =>
        BroadcastPlan.Missing(live, s_boards, orders, s_sound, s_now);

    private static WarningEffect Red(string id, string division = "411321") => Coloured(id, Priority.Red, "暴雨红色预警。请立即转移。", division);

    private static WarningEffect Coloured(string id, Priority priority, string text, string division = "411321") => new(
        id, Scope.Actual, [], [new Announcement(priority, text, "zh-CN", s_now.AddHours(1), [Area(division)])]);

    private static CapArea Area(string division) => new(division, [], [], [new CapNamedValue("division", division)], null, null);

    private static Board At(string id, string kind, string village) => new(1, id, kind, village, "", null, null, null, 0);

    private static BroadcastOrder[] Commit(IEnumerable<PlannedOrder> planned, OrderState state = OrderState.Sent, long sequence = 1) =>
    [
        .. planned.Select((order, index) => new BroadcastOrder(
            new OrderKey(order.Board, sequence + index), order.Kind, order.Warning, order.Of, order.Scope, order.Priority, s_now, order.Expires, [],
            OrderProgress.Committed(s_now).With(new OrderStep(state, s_now)))),
    ];
}
