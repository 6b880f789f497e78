using EdgeWarning.Watch;

namespace EdgeWarning.Firmware.Tests.Watch;

public class RainWindows_Tests
{
    /// <summary>Against an oracle that remembers every tip and adds up anew each time. Showers, lulls and gaps of days; also across the wrap of 32 bits of milliseconds.</summary>
    [Theory]
    [InlineData(1, 0L)]
    [InlineData(2, (long)int.MaxValue - 3_600_000)]
    [InlineData(3, (long)uint.MaxValue - 7_200_000)]
    [InlineData(4, 10L * 365 * 86_400_000)]
    public void Every_window_holds_exactly_the_tips_that_fell_in_it(int seed, long start)
    {
        var random = new Random(seed);
        var windows = new RainWindows();
        var oracle = new Tips();
        long now = start;
        windows.MoveTo(now);
        for (int step = 0; step < 6_000; step++)
        {
            now += random.Next(100) switch { 0 => random.Next(30 * 3_600_000), < 10 => random.Next(3_600_000), _ => random.Next(120_000) };
            if (random.Next(3) > 0)
            {
                windows.Add(200, now);
                oracle.Add(200, now);
            }
            else
            {
                windows.MoveTo(now);
            }

            oracle.ForgetBefore(now);
            if (oracle.Count < RainWindows.Capacity)
            {
                Assert.Equal(oracle.Sums(now), Sums(windows));
            }
        }
    }

    [Fact]
    public void A_tip_counts_from_its_moment_until_one_window_later_to_the_millisecond()
    {
        var windows = new RainWindows();
        windows.Add(200, 1_000);
        for (int window = 0; window < RainWindows.Count; window++)
        {
            Assert.Equal(200, windows.Micrometres(window));
            windows.MoveTo(1_000 + RainWindows.LengthOf(window) - 1);
            Assert.Equal(200, windows.Micrometres(window));
            windows.MoveTo(1_000 + RainWindows.LengthOf(window));
            Assert.Equal(0, windows.Micrometres(window));
        }
    }

    /// <summary>1,800 mm in a day (more than the worst day on record), an ordinary typhoon, and a reed that tips as fast as it can for a while.</summary>
    [Theory]
    [InlineData(9_600, 72)]
    [InlineData(40_000, 72)]
    [InlineData(222, 8)]
    public void More_tips_than_fit_never_make_a_sum_too_low_and_hardly_too_high(int millisecondsApart, int hours)
    {
        var windows = new RainWindows();
        var oracle = new Tips();
        double worst = 0;
        long end = hours * 3_600_000L;
        long check = 0;
        for (long now = 0; now < end; now += millisecondsApart)
        {
            windows.Add(200, now);
            oracle.Add(200, now);
            if (now >= check)
            {
                check += end / 150;
                oracle.ForgetBefore(now);
                long[] exact = oracle.Sums(now);
                for (int window = 0; window < RainWindows.Count; window++)
                {
                    Assert.True(windows.Micrometres(window) >= exact[window], $"window {window} at {now}: {windows.Micrometres(window)} of {exact[window]}");
                    worst = Math.Max(worst, (windows.Micrometres(window) / (double)exact[window]) - 1);
                }
            }
        }

        Assert.True(worst < 0.02, $"{worst:P1} too high");
    }

    [Fact]
    public void Recalled_rain_leaves_by_its_age_and_earlier_when_it_turns_out_to_be_older()
    {
        var windows = new RainWindows();
        windows.Recall(10_000, 5 * 3_600_000);
        windows.Recall(20_000, 20 * 60_000);
        windows.Recall(30_000, 0);
        windows.MoveTo(0);
        Assert.Equal([30_000, 50_000, 50_000, 60_000, 60_000], Sums(windows));
        windows.Add(200, 60_000);
        windows.GrowOlder(2 * 3_600_000);
        Assert.Equal([200, 200, 50_200, 50_200, 60_200], Sums(windows));
        windows.MoveTo(86_400_000);
        Assert.Equal([0, 0, 0, 0, 200], Sums(windows));
        windows.GrowOlder(3_600_000);   // too late to matter
        Assert.Equal(200, windows.Micrometres(4));
    }

    private static long[] Sums(RainWindows windows) => [.. Enumerable.Range(0, RainWindows.Count).Select(windows.Micrometres)];
}

/// <summary>The oracle: every tip, added up anew for each question.</summary>
internal sealed class Tips
{
    private readonly Queue<(long At, int Micrometres)> _tips = new();
    private static readonly long[] Lengths = [600_000, 3_600_000, 3 * 3_600_000, 6 * 3_600_000, 24 * 3_600_000];

    public int Count => _tips.Count;

    public void Add(int micrometres, long now) => _tips.Enqueue((now, micrometres));

    public void ForgetBefore(long now)
    {
        while (_tips.TryPeek(out var oldest) && now - oldest.At >= Lengths[^1] + (6 * 3_600_000))
        {
            _tips.Dequeue();
        }
    }

    /// <summary>With slack: also what would still be there if every tip were so much younger.</summary>
    public long[] Sums(long now, long slack = 0) => [.. Lengths.Select(length => _tips.Where(tip => now - tip.At < length + slack).Sum(tip => (long)tip.Micrometres))];
}
