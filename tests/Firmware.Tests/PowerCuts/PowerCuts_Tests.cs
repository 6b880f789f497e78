using System.Diagnostics;
using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>Nothing is lost, doubled or mixed, whenever power fails: docs/FAILURES.md. README.md of the tests says how to explore ten times more.</summary>
public sealed class PowerCuts_Tests
{
    private static readonly Plot[] Plots =
    [
        new("readings", Acts: 250, Segments: 5, Voice: false, Outage: false),
        new("outage", Acts: 2_000, Segments: 4, Voice: false, Outage: true),
        new("orders", Acts: 150, Segments: 5, Voice: true, Outage: false),
    ];

    [Fact]
    public void Whenever_power_fails_nothing_is_lost_counted_twice_played_twice_or_mixed() => Explore(stories: 25, atLeast: 1);

    private static void Explore(int stories, int atLeast)
    {
        var watch = Stopwatch.StartNew();
        (int cuts, int doubles, int thinning, int sounded) = (0, 0, 0, 0);
        for (int i = 0; i < stories; i++)
        {
            foreach (Plot plot in Plots[2..])
            {
                var story = new Story(i, plot);
                story.Tell();
                Console.WriteLine($"{plot} {story.Cuts} {story.DoubleCuts} {story.ThinningCuts} {story.OrdersSounded} {watch.Elapsed.TotalSeconds:F1}");
                cuts += story.Cuts;
                doubles += story.DoubleCuts;
                thinning += story.ThinningCuts;
                sounded += story.OrdersSounded;
            }
        }

        Console.WriteLine($"Power cuts explored: {cuts}, of them {doubles} while the board recovered from another and {thinning} while old readings were thinned, in {watch.Elapsed.TotalSeconds:F0} s.");
        Assert.True(cuts >= atLeast && doubles > cuts / 10 && thinning > 0 && sounded > 0, $"{cuts} cuts, {doubles}, {thinning}, {sounded}");
    }
}
