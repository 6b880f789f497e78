using EdgeWarning.Village.County;
using EdgeWarning.Village.Watching;

namespace EdgeWarning.Village.Tests;

/// <summary>What --once says and exits with; a pure judgement, so every case is here.</summary>
public class Outcome_Tests
{
    private static readonly DateTimeOffset s_intake = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void All_targeted_heard_and_the_rest_silent_is_success()
    {
        ReportedExit exit = Outcome.Judge([Board("a", true, "heard"), Board("b", false), Board("gauge", true, kind: "rain-gauge")], ["a"], null, null);
        Assert.Equal(0, exit.Code);
    }

    [Fact]
    public void A_board_that_did_not_hear_is_named_with_what_it_did()
    {
        ReportedExit exit = Outcome.Judge([Board("a", true, "heard"), Board("church", true, "not-heard")], ["a"], null, null);
        Assert.Equal(1, exit.Code);
        Assert.Contains("church: committed, sent, received, playing, not heard", exit.Why);
        Assert.DoesNotContain("a:", exit.Why);
    }

    [Fact]
    public void A_board_without_an_answer_is_named_with_the_limit()
    {
        ReportedExit exit = Outcome.Judge([Board("church", true, "received")], [], null, TimeSpan.FromSeconds(30));
        Assert.Equal(1, exit.Code);
        Assert.Contains("church: committed, sent, received; no verdict after 30 s", exit.Why);
    }

    [Fact]
    public void A_board_in_the_area_without_an_order_is_named()
    {
        ReportedExit exit = Outcome.Judge([Board("a", true, "heard"), Board("church", true)], ["a"], null, null);
        Assert.Equal(1, exit.Code);
        Assert.Contains("church: stands in the area and got no order", exit.Why);
    }

    [Fact]
    public void A_sound_outside_the_area_is_named()
    {
        ReportedExit exit = Outcome.Judge([Board("a", true, "heard"), Board("far", false)], ["a", "far"], null, null);
        Assert.Equal(1, exit.Code);
        Assert.Contains("far: made a sound and was not to", exit.Why);
    }

    [Fact]
    public void A_warning_that_is_to_sound_nothing_succeeds_in_silence_and_says_why()
    {
        ReportedExit exit = Outcome.Judge([Board("a", false)], [], "status Test sounds nothing", null);
        Assert.Equal(0, exit.Code);
        Assert.Contains("status Test sounds nothing", exit.Why);
    }

    [Fact]
    public void A_test_that_sounds_is_a_failure() =>
        Assert.Equal(1, Outcome.Judge([Board("a", false)], ["a"], "status Test sounds nothing", null).Code);

    [Fact]
    public void A_warning_that_finds_nobody_is_no_success() => Assert.Equal(1, Outcome.Judge([Board("a", false)], [], null, null).Code);

    [Fact]
    public void A_gauge_neither_hears_nor_is_asked_to() => Assert.Null(Board("gauge", true, "heard", kind: "rain-gauge").Heard);

    [Fact]
    public void Percentiles_are_of_the_nearest_rank()
    {
        Assert.Equal(new Latency(10, 19, 20), Latency.Of(Enumerable.Range(1, 20).Select(number => (double)number)));
        Assert.Equal(new Latency(7, 7, 7), Latency.Of([7]));
        Assert.Equal(new Latency(null, null, null), Latency.Of([]));
    }

    [Fact]
    public void Latency_counts_horns_of_the_area_only()
    {
        IReadOnlyDictionary<string, Latency> latencies = Outcome.Latencies([Board("a", true, "heard"), Board("bench", true, "heard", kind: "bench")]);
        Assert.Equal(400, latencies["heard"].Max);
        Assert.Equal(5, latencies.Count);
    }

    private static ReportedBoard Board(string id, bool targeted, string? last = null, string kind = "loudspeaker")
    {
        string[] all = ["committed", "sent", "received", "playing", "heard"];
        string[] states = last switch { null => [], "not-heard" => [.. all[..4], "not-heard"], _ => all[..(Array.IndexOf(all, last) + 1)] };
        StepSeen[] steps = [.. states.Select((state, index) => new StepSeen(state, s_intake.AddMilliseconds(100 * index), null, null, null))];
        OrderSeen? order = last is null ? null : new OrderSeen(id, kind, "play", 1, 0, last, null, last is "heard" or "not-heard" ? last : null, steps);
        return Outcome.Row(new PlacedBoard(id, kind, "411321100001", "", 33, 112), order, targeted, s_intake, null);
    }
}
