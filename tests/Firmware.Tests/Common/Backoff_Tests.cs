using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.Common;

public class Backoff_Tests
{
    [Fact]
    public void Doubles_from_the_shortest_to_the_longest_and_stays_there()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var backoff = new Backoff(500, 30_000, new Random(seed));
            foreach (var ceiling in new[] { 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000 })
            {
                Assert.InRange(backoff.NextMilliseconds(), ceiling / 2, ceiling);
            }
        }
    }

    [Fact]
    public void Begins_again_after_a_success()
    {
        var backoff = new Backoff(500, 30_000, new Random(1));
        for (var i = 0; i < 10; i++)
        {
            backoff.NextMilliseconds();
        }

        backoff.Reset();
        Assert.InRange(backoff.NextMilliseconds(), 250, 500);
    }

    /// <summary>A thousand boards whose broker came back: no quarter of the window gets much more than its share.</summary>
    [Fact]
    public void Spreads_many_boards_over_the_window()
    {
        var waits = Enumerable.Range(0, 1000).Select(seed => new Backoff(8_000, 30_000, new Random(seed)).NextMilliseconds());
        var quarters = waits.GroupBy(wait => Math.Min(3, (wait - 4_000) / 1_000)).Select(group => group.Count()).ToArray();
        Assert.Equal(4, quarters.Length);
        Assert.All(quarters, count => Assert.InRange(count, 150, 350));
    }
}
