using System.Collections.Concurrent;
using System.Diagnostics;
using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>Nothing is lost, doubled, played twice or mixed, whenever power fails: docs/FAILURES.md. README.md beside this says what is explored, and how to explore more.</summary>
[Collection(Busy.Name)]
public sealed class PowerCuts_Tests
{
    private static readonly Plot Measuring = new(Acts: 250, Segments: 5, Voice: false, Outage: false);
    private static readonly Plot Outage = new(Acts: 2_000, Segments: 4, Voice: false, Outage: true);
    private static readonly Plot Ordered = new(Acts: 150, Segments: 5, Voice: true, Outage: false);

    [Fact]
    public void Whenever_power_fails_nothing_is_lost_counted_twice_played_twice_or_mixed() => Explore(times: 1, atLeast: 40_000);

    [Fact(Explicit = true)]
    public void Nor_in_ten_times_as_many_cuts() => Explore(times: 10, atLeast: 400_000);

    [Theory]
    [InlineData("a state in one file", false)]
    [InlineData("writes that come late", false)]
    [InlineData("orders that are not written down", true)]
    [InlineData("a rain counter that is not written down", false)]
    [InlineData("old segments deleted too early", false)]
    public void A_broken_store_is_found(string what, bool voice)
    {
        Func<CutFlash, IFlash> disk = what switch
        {
            "a state in one file" => flash => new OneFilePairs(flash),
            "writes that come late" => flash => new LateFlash(flash),
            "orders that are not written down" => flash => new ForgetfulFlash(flash, "orders."),
            "a rain counter that is not written down" => flash => new ForgetfulFlash(flash, "rain."),
            _ => flash => new HastyFlash(flash),
        };
        Plot plot = what == "old segments deleted too early" ? Outage : voice ? Ordered : Measuring;
        var found = Assert.Throws<BrokenPromiseException>(() => new Story(1, plot, disk).Tell());
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {found.Message}");
    }

    private static void Explore(int times, int atLeast)
    {
        var watch = Stopwatch.StartNew();
        Story[] stories = [.. Stories(Ordered, 4 * times), .. Stories(Measuring, 3 * times), .. Stories(Outage, times)];
        Parallel.ForEach(Partitioner.Create(stories, EnumerablePartitionerOptions.NoBuffering), static story => story.Tell());
        int cuts = stories.Sum(story => story.Cuts);
        int doubles = stories.Sum(story => story.DoubleCuts);
        int thinning = stories.Sum(story => story.ThinningCuts);
        int sounded = stories.Sum(story => story.OrdersSounded);
        Console.WriteLine($"Power cuts explored: {cuts}, of them {doubles} while the board recovered from another and {thinning} while old readings were thinned, in {watch.Elapsed.TotalSeconds:F0} s.");
        Assert.True(cuts >= atLeast, $"only {cuts} cuts");
        Assert.True(doubles > cuts / 2 && thinning > atLeast / 100 && sounded > 20 * times, $"{doubles} double cuts, {thinning} in thinning, {sounded} orders sounded: the stories tell too little");
    }

    private static IEnumerable<Story> Stories(Plot plot, int count) => Enumerable.Range(1, count).Select(seed => new Story(seed, plot));
}
