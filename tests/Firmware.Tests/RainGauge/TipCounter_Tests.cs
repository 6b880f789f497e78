using EdgeWarning.RainGauge;

namespace EdgeWarning.Firmware.Tests.RainGauge;

/// <summary>Closure times and bounce are those of the TE525 data sheet: 135 ms closed, 0.75 ms of bounce.</summary>
public class TipCounter_Tests
{
    [Fact]
    public void A_closure_with_bounces_at_both_ends_is_one_tip()
    {
        var counter = new TipCounter(30, false, 0);
        Assert.True(counter.OnEdge(true, 1_000));
        foreach (var (closed, at) in new[] { (false, 1_000), (true, 1_001), (false, 1_135), (true, 1_136), (false, 1_136), (true, 1_136), (false, 1_137) })
        {
            Assert.False(counter.OnEdge(closed, at), $"counted at {at}");
        }

        Assert.True(counter.OnEdge(true, 2_500));
    }

    [Fact]
    public void Fast_tips_are_all_counted()
    {
        var counter = new TipCounter(50, false, 0);
        var tips = 0;
        for (var tip = 0; tip < 100; tip++)
        {
            tips += counter.OnEdge(true, 1_000 + (tip * 750)) ? 1 : 0;      // 8 mm/min in tips of 0.1 mm
            tips += counter.OnEdge(false, 1_135 + (tip * 750)) ? 1 : 0;
        }

        Assert.Equal(100, tips);
    }

    [Fact]
    public void The_first_closure_after_the_start_is_a_tip() => Assert.True(new TipCounter(50, false, 0).OnEdge(true, 3));

    [Fact]
    public void A_switch_that_was_closed_at_the_start_counts_from_its_next_closure()
    {
        var counter = new TipCounter(50, true, 0);
        Assert.False(counter.OnEdge(false, 100));
        Assert.True(counter.OnEdge(true, 900));
    }

    [Fact]
    public void A_bounce_whose_halves_are_handled_late_is_not_a_second_tip()
    {
        var counter = new TipCounter(30, false, 0);
        Assert.True(counter.OnEdge(true, 1_000));
        Assert.False(counter.OnEdge(false, 1_000));
        Assert.False(counter.OnEdge(true, 1_100));      // the event thread was held up for 100 ms
    }

    [Fact]
    public void Two_closures_far_apart_are_two_tips_even_when_the_opening_was_missed()
    {
        var counter = new TipCounter(30, false, 0);
        Assert.True(counter.OnEdge(true, 1_000));
        Assert.False(counter.OnEdge(true, 1_100));
        Assert.True(counter.OnEdge(true, 2_600));
    }

    [Fact]
    public void A_switch_that_stays_closed_is_stuck_until_it_opens()
    {
        var counter = new TipCounter(30, false, 0);
        Assert.Equal(-1, counter.MillisecondsUntilStuck(500));
        counter.OnEdge(true, 1_000);
        Assert.False(counter.IsStuck(11_000));
        Assert.Equal(1, counter.MillisecondsUntilStuck(11_000));
        Assert.True(counter.IsStuck(11_001));
        counter.OnEdge(false, 20_000);
        Assert.False(counter.IsStuck(40_000));
    }

    /// <summary>Random storms of real tips with random bounces, stamped up to 10 ms late: every tip once, whatever the bounces do.</summary>
    [Fact]
    public void Counts_every_tip_once_in_random_storms()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var counter = new TipCounter(random.Next(20, 51), false, 0);
            double now = 1_000;
            long stamped = 0;
            var counted = 0;
            for (var tip = 0; tip < 50; tip++)
            {
                now += random.Next(300, 5_000);
                Edge(true);
                now += random.Next(60, 135);
                Edge(false);
            }

            Assert.True(counted == 50, $"seed {seed}: {counted} of 50 tips");

            void Edge(bool closed)
            {
                Handle(closed, now);
                for (var bounce = random.Next(8); bounce > 0; bounce--)
                {
                    now += random.NextDouble() * 0.1;
                    Handle(!closed, now);
                    now += random.NextDouble() * 0.1;
                    Handle(closed, now);
                }
            }

            void Handle(bool closed, double at)
            {
                stamped = Math.Max(stamped, (long)at + random.Next(10));
                counted += counter.OnEdge(closed, stamped) ? 1 : 0;
            }
        }
    }
}
