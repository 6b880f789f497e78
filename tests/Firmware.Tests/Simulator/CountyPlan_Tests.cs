using EdgeWarning.Simulator.County;

namespace EdgeWarning.Firmware.Tests.Simulator;

public sealed class CountyPlan_Tests
{
    private readonly IReadOnlyList<Division> _divisions = Divisions.Read(Repository.County("divisions.csv"));
    private readonly IReadOnlyDictionary<string, (double Latitude, double Longitude)> _positions =
        VillagePositions.Read(Repository.County("positions.csv"));

    [Fact]
    public void A_county_of_24_boards_has_its_five_kinds()
    {
        Assert.Equal(
            [("loudspeaker", 14), ("village-station", 4), ("rain-gauge", 3), ("water-level", 2), ("bench", 1)],
            Plan(24).GroupBy(board => board.Kind).Select(kind => (kind.Key, kind.Count())));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(23)]
    [InlineData(200)]
    [InlineData(1_000)]
    public void Any_number_of_boards_keeps_the_shares_and_has_names_of_its_own(int boards)
    {
        IReadOnlyList<PlannedBoard> plan = Plan(boards);

        Assert.Equal(boards, plan.Count);
        Assert.Equal(boards, plan.Select(board => board.Id).Distinct().Count());
        Assert.InRange(plan.Count(board => board.Kind == "loudspeaker") - (boards * 14 / 24.0), -1, 1);
        Assert.Equal("loudspeaker", plan[0].Kind);
        Assert.All(plan, board => Assert.Matches("^[a-z0-9-]{1,48}$", board.Id));
        Assert.All(plan, board => Assert.Contains(_divisions, division => division.Code == board.Village && division.Level == "village"));
    }

    [Fact]
    public void The_same_number_gives_the_same_plan() => Assert.Equal(Plan(200), Plan(200));

    [Fact]
    public void Boards_spread_over_the_townships_and_over_the_villages()
    {
        IReadOnlyList<PlannedBoard> plan = Plan(200);

        Assert.Equal(21, plan.Select(board => board.Township).Distinct().Count());
        Assert.Equal(200, plan.Select(board => board.Village).Distinct().Count());
        Assert.Contains(plan, board => board.VillageName.EndsWith('村'));
        Assert.DoesNotContain(plan, board => board.VillageName.Contains("委员会", StringComparison.Ordinal) || board.VillageName.EndsWith("村村", StringComparison.Ordinal));
    }

    private IReadOnlyList<PlannedBoard> Plan(int boards) => CountyPlan.Make(_divisions, _positions, boards);
}
