using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;

namespace EdgeWarning.Village.Tests;

/// <summary>A record of single tips, played while gateway and broker are killed. A class of its own, so that it runs beside the others.</summary>
public class Replayed_tips_Tests
{
    /// <summary>USGS cooperator BE1: tips of 0.01 inch (the same page).</summary>
    private const string Be1 = "data/hydro/usgs_cooperator_BE1_tips_0.01in.csv";

    [Fact]
    public Task Tips_of_BE1_are_stored_to_the_tip_although_both_are_killed_in_their_middle()
    {
        string? record = Sources.Shared(Be1);
        Assert.SkipWhen(record is null, $"../shared/{Be1} is not here; the project's own series is always played");
        // The first 50 days of the record: 173 tips.
        return Killed_gateway_and_broker_Tests.Replay(setup => setup with { Rain = record, Speed = 1_200, DryJump = TimeSpan.FromMinutes(5), SeriesEnd = TimeSpan.FromDays(50) });
    }

    /// <summary>All 13,424 tips: a reed gives about 4.5 of them in a second, so this takes most of an hour. README.md says how to run it.</summary>
    [Fact(Explicit = true)]
    public Task Every_tip_of_BE1_is_stored_although_both_are_killed_in_their_middle()
    {
        string? record = Sources.Shared(Be1);
        Assert.SkipWhen(record is null, $"../shared/{Be1} is not here");
        return Killed_gateway_and_broker_Tests.Replay(setup => setup with { Rain = record, Speed = 500_000, DryJump = TimeSpan.FromMinutes(5) }, TimeSpan.FromHours(2));
    }
}
