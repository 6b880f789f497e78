using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>Why a village of the area will not be reached by its loudspeakers.</summary>
public enum UnreachedReason
{
    /// <summary>No loudspeaker stands there.</summary>
    NoLoudspeaker,

    /// <summary>It has one, which has never been seen.</summary>
    NeverSeen,

    /// <summary>It has one, which does not answer now. It is ordered all the same, and sounds when it comes back in time.</summary>
    Silent,
}

/// <param name="Contact">Whom to call instead.</param>
public sealed record UnreachedVillage(string Code, string Name, UnreachedReason Reason, int? People, string? Contact, string? Phone);

/// <summary>Whom a warning for an area reaches, as things stand: what an officer sees before it is issued.</summary>
/// <param name="Boards">Loudspeakers that would be ordered, whatever their state.</param>
/// <param name="Villages">Villages of the area, of those that the gateway knows.</param>
/// <param name="People">Who live in them, where it is known.</param>
/// <param name="PeopleReached">Of them, those whose village has a loudspeaker that answers.</param>
/// <param name="CountyShare">Villages of the area as a share of all of the county, listed or known by a board, 0 to 1.</param>
/// <param name="Unplaced">Loudspeakers without a position: whether they stand in what was drawn, nobody can tell, so they are not ordered. Empty where nothing was drawn.</param>
public sealed record Reach(
    IReadOnlyList<string> Boards, int Villages, int VillagesReached, int People, int PeopleReached, double CountyShare, IReadOnlyList<UnreachedVillage> Unreached, IReadOnlyList<string> Unplaced)
{
    /// <summary>A pure decision over what stands where. A village lies in the area by its code, by the position of any board that stands in it, or by the middle of its outline.</summary>
    /// <param name="middles">Of the outlines of villages, by code.</param>
    public static Reach Of(
        IReadOnlyList<CapArea> areas, IReadOnlyList<Division> divisions, IReadOnlyList<Board> boards, Func<string, BoardCondition> conditionOf, IReadOnlyDictionary<string, GeoPoint>? middles = null)
    {
        var isDrawn = areas.Any(area => area.Polygons.Count + area.Circles.Count > 0);
        var speakers = boards.Where(board => BoardKinds.CanSound(board.Kind)).ToList();
        var inArea = speakers.Where(board => WarningArea.Covers(areas, BroadcastPlan.PlaceOf(board))).ToList();
        var byVillage = inArea.ToLookup(board => DivisionCode.Normalise(board.Village) ?? board.Village, StringComparer.Ordinal);
        var villages = CountyVillages.Of(divisions, boards);
        var meant = CountyVillages.Within(areas, villages, boards, middles);
        var unreached = meant.Select(village => WhyNot(village, [.. byVillage[village.Code].Select(board => conditionOf(board.Id))])).OfType<UnreachedVillage>().ToList();
        var lost = unreached.Select(village => village.Code).ToHashSet(StringComparer.Ordinal);
        return new Reach(
            [.. inArea.Select(board => board.Id)],
            meant.Count,
            meant.Count - unreached.Count,
            meant.Sum(village => village.People ?? 0),
            meant.Where(village => !lost.Contains(village.Code)).Sum(village => village.People ?? 0),
            villages.Count == 0 ? 0 : (double)meant.Count / villages.Count,
            unreached,
            [.. speakers.Where(board => isDrawn && board.Latitude is null && !inArea.Contains(board)).Select(board => board.Id)]);
    }

    private static UnreachedVillage? WhyNot(Division village, IReadOnlyList<BoardCondition> speakers)
    {
        if (speakers.Contains(BoardCondition.Online))
        {
            return null;
        }

        var reason = speakers.Count == 0 ? UnreachedReason.NoLoudspeaker : speakers.All(one => one == BoardCondition.NeverSeen) ? UnreachedReason.NeverSeen : UnreachedReason.Silent;
        return new UnreachedVillage(village.Code, village.Name, reason, village.People, village.Contact, village.Phone);
    }
}
