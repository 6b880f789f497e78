using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Warnings;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>The villages of the county: those of its list of divisions, and those that only a board speaks of.</summary>
public static class CountyVillages
{
    public static IReadOnlyList<Division> Of(IReadOnlyList<Division> divisions, IReadOnlyList<Board> boards)
    {
        var listed = divisions.Where(division => division.IsVillage).ToList();
        var known = listed.Select(village => village.Code).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. listed,
            .. boards.Where(board => board.Kind != BoardKinds.Bench && !known.Contains(CodeOf(board)))
                .GroupBy(CodeOf, StringComparer.Ordinal)
                .Select(village => new Division(village.Key, village.First().VillageName, null)),
        ];
    }

    /// <summary>The village that a board stands in, as the list of divisions writes it.</summary>
    public static string CodeOf(Board board) => DivisionCode.Normalise(board.Village) ?? board.Village;
}
