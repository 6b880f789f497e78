using System.Collections.Concurrent;
using System.Diagnostics;
using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>Nothing is lost, doubled, played twice or mixed, whenever power fails: docs/FAILURES.md. README.md beside this says what is explored, and how to explore more.</summary>
[Collection(Busy.Name)]
public sealed class PowerCuts_Tests
{
    private static readonly Plot Measuring = new(Acts: 250, Segments: 5);
    private static readonly Plot Outage = new(Acts: 2_000, Segments: 4, Outage: true);
    private static readonly Plot Ordered = new(Acts: 150, Segments: 5, Voice: true);
    private static readonly Plot Watched = new(Acts: 120, Segments: 5, Watched: true);
    private static readonly Plot Configured = new(Acts: 80, Segments: 5, Configured: true);

    [Fact]
    public void Whenever_power_fails_nothing_is_lost_counted_twice_played_twice_or_mixed() => Explore(times: 1, atLeast: 40_000);

    [Fact(Explicit = true)]
    public void Nor_in_ten_times_as_many_cuts() => Explore(times: 10, atLeast: 400_000);

    [Theory]
    [InlineData("a state in one file", "")]
    [InlineData("writes that come late", "")]
    [InlineData("orders that are not written down", "sounded")]
    [InlineData("a rain counter that is not written down", "um fell")]
    [InlineData("old segments deleted too early", "is lost")]
    [InlineData("the rain of the last day is not written down", "um fell in 10 minutes")]
    [InlineData("what the village was told is not written down", "the village was told AllClear")]
    [InlineData("soundings that are not counted", "is its limit")]
    [InlineData("a stop that is forgotten", "after an order had stopped it")]
    [InlineData("a warning that is never ticked off as reported", "is reported twice")]
    [InlineData("a warning that is ticked off before it is reported", "the report says")]
    [InlineData("settings in force before they were tried", "have never reached the gateway")]
    [InlineData("starts on trial that are not counted", "starts 5 times")]
    [InlineData("a trial that is not written down", "restarts for ever")]
    public void A_broken_store_is_found(string what, string says)
    {
        (Plot plot, Func<IFlash, IFlash> disk) = what switch
        {
            "a state in one file" => (Measuring, flash => new OneFilePairs(flash)),
            "writes that come late" => (Measuring, flash => new LateFlash(flash)),
            "orders that are not written down" => (Ordered, Forgetful("orders.")),
            "a rain counter that is not written down" => (Measuring, Forgetful("rain.")),
            "old segments deleted too early" => (Outage, flash => new HastyFlash(flash)),
            "the rain of the last day is not written down" => (Watched, Forgetful("rained.")),
            "what the village was told is not written down" => (Watched, Forgetful("watch.")),
            "soundings that are not counted" => (Watched, Spoilt("watch.", state => (state[3], state[4]) = (0, 0))),
            "a stop that is forgotten" => (Watched, Spoilt("watch.", state => state[2] &= 0xFE)),
            "a warning that is never ticked off as reported" => (Watched, Spoilt("watch.", state => state[2] |= 2)),
            "a warning that is ticked off before it is reported" => (Watched, Spoilt("watch.", state => state[2] &= 0xFD)),
            "settings in force before they were tried" => (Configured, flash => new EagerTrial(flash)),
            "starts on trial that are not counted" => (Configured, Spoilt("trial.", state => state[17] = 0)),
            _ => (Configured, (Func<IFlash, IFlash>)Forgetful("trial.")),
        };
        var found = Assert.Throws<BrokenPromiseException>(() => new Story(1, plot, disk).Tell());
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {found.Message}");
        Assert.Contains(says, found.Message, StringComparison.Ordinal);

        static Func<IFlash, IFlash> Forgetful(string prefix) => flash => new ForgetfulFlash(flash, prefix);

        static Func<IFlash, IFlash> Spoilt(string prefix, Action<byte[]> spoil) => flash => new SpoiltStates(flash, prefix, spoil);
    }

    private static void Explore(int times, int atLeast)
    {
        var watch = Stopwatch.StartNew();
        Story[] stories = [.. Stories(Ordered, 4 * times), .. Stories(Measuring, 3 * times), .. Stories(Outage, times), .. Stories(Watched, 2 * times), .. Stories(Configured, 2 * times)];
        Parallel.ForEach(Partitioner.Create(stories, EnumerablePartitionerOptions.NoBuffering), static story => story.Tell());
        int cuts = stories.Sum(story => story.Cuts);
        int doubles = stories.Sum(story => story.DoubleCuts);
        int thinning = stories.Sum(story => story.ThinningCuts);
        int sounded = stories.Sum(story => story.OrdersSounded);
        int warnings = stories.Sum(story => story.WarningsReported);
        long sent = stories.Sum(story => story.SettingsSent);
        Console.WriteLine($"Power cuts explored: {cuts}, of them {doubles} while the board recovered from another and {thinning} while old readings were thinned, in {watch.Elapsed.TotalSeconds:F0} s.");
        Assert.True(cuts >= atLeast, $"only {cuts} cuts");
        Assert.True(doubles > cuts / 2 && thinning > atLeast / 100 && sounded > 20 * times, $"{doubles} double cuts, {thinning} in thinning, {sounded} orders sounded: the stories tell too little");
        Assert.True(warnings > 20 * times && sent > 20 * times, $"{warnings} own warnings, {sent} settings: the stories tell too little");
    }

    private static IEnumerable<Story> Stories(Plot plot, int count) => Enumerable.Range(1, count).Select(seed => new Story(seed, plot));
}
