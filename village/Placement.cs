using EdgeWarning.Simulator.County;
using EdgeWarning.Village.County;

namespace EdgeWarning.Village;

/// <summary>Which boards a county has and where they hang.</summary>
public static class Placement
{
    /// <summary>The default county: real division codes, illustrative positions (village/county/README.md).</summary>
    public static IReadOnlyList<PlacedBoard> InNanzhao(int boards)
    {
        IReadOnlyList<Division> divisions = Divisions.Read(Sources.In("village/county/divisions.csv"));
        return [.. CountyPlan.Make(divisions, VillagePositions.Read(Sources.In("village/county/positions.csv")), boards)
            .Select(board => new PlacedBoard(board.Id, board.Kind, board.Village, board.VillageName, board.Latitude, board.Longitude))];
    }
}
