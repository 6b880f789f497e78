using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;

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

    /// <summary>Those that lie in an area: by code, by the position of any board that stands there, or by the middle of their outline.</summary>
    /// <param name="middles">Of the outlines of villages, by code; null for none.</param>
    public static IReadOnlyList<Division> Within(
        IReadOnlyList<CapArea> areas, IReadOnlyList<Division> villages, IReadOnlyList<Board> boards, IReadOnlyDictionary<string, GeoPoint>? middles)
    {
        var touched = boards.Where(board => WarningArea.Covers(areas, BroadcastPlan.PlaceOf(board))).Select(CodeOf).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. villages.Where(village => touched.Contains(village.Code)
                || WarningArea.Covers(areas, new WarningPlace(village.Code, middles?.TryGetValue(village.Code, out var middle) == true ? middle : null))),
        ];
    }

    /// <summary>The village that a board stands in, as the list of divisions writes it.</summary>
    public static string CodeOf(Board board) => DivisionCode.Normalise(board.Village) ?? board.Village;
}
