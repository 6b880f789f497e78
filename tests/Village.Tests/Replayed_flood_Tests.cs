using EdgeWarning.Village.County;

namespace EdgeWarning.Village.Tests;

/// <summary>A recorded flood, played while gateway and broker are killed. A class of its own, so that it runs beside the others.</summary>
public class Replayed_flood_Tests
{
    /// <summary>Boulder Creek, September 2013: hourly rain in inches and stage in feet (../shared/data/hydro/SOURCES.md).</summary>
    private const string BoulderCreek = "data/hydro/boulder_creek_2013-09_rain_stage_hourly_in_ft.csv";

    [Fact]
    public Task Flood_of_Boulder_Creek_is_stored_to_the_tip_although_both_are_killed_in_its_middle()
    {
        string? record = Sources.Shared(BoulderCreek);
        Assert.SkipWhen(record is null, $"../shared/{BoulderCreek} is not here; the project's own series is always played");
        // A week, 339 mm. A bucket of 1 mm (GB/T 21978.2 has 0.1 to 1.0 mm), because a reed follows five tips in a second and not ten thousand.
        return Killed_gateway_and_broker_Tests.Replay(setup => setup with
        {
            Rain = record,
            Level = record,
            Speed = 7_200,
            DryJump = TimeSpan.FromHours(2),
            BoardSettings = new Dictionary<string, string>(setup.BoardSettings) { ["rain.tip.micrometres"] = "1000" },
        });
    }
}
