using EdgeWarning.Simulator.County;

namespace EdgeWarning.Firmware.Tests.Simulator;

public sealed class VillagePositions_Tests
{
    private readonly IReadOnlyList<Division> _divisions = Divisions.Read(Repository.County("divisions.csv"));
    private readonly IReadOnlyDictionary<string, (double Latitude, double Longitude)> _positions =
        VillagePositions.Read(Repository.County("positions.csv"));

    [Fact]
    public void Every_village_has_one_place_of_its_own()
    {
        Assert.Equal(
            _divisions.Where(division => division.Level == "village").Select(village => village.Code).Order(StringComparer.Ordinal), _positions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(_positions.Count, _positions.Values.Distinct().Count());
        Assert.All(_positions.Values, place =>
        {
            Assert.InRange(place.Latitude, 33.1, 33.8);
            Assert.InRange(place.Longitude, 111.8, 113.0);
        });
    }

    [Fact]
    public void The_committed_positions_are_what_the_command_writes_from_the_outline()
    {
        string outline = Repository.Shared("nanzhao/county-boundary.geojson");

        string generated = VillagePositions.Generate(Repository.County("divisions.csv"), outline);

        Assert.Contains("ILLUSTRATIVE", generated);
        Assert.Equal(File.ReadAllText(Repository.County("positions.csv")), generated);
    }
}
