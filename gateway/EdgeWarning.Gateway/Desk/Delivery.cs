using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Desk;

/// <summary>How far a warning has come on a loudspeaker or in a village; the worst first, as a desk lists them.</summary>
public enum DeliveryState
{
    /// <summary>Measured silent, or it failed.</summary>
    NotHeard,

    Refused,

    /// <summary>No answer for <see cref="Coverage.Patience"/>, or none until the warning's end.</summary>
    Silent,

    /// <summary>A village without a loudspeaker: only people can tell it.</summary>
    NoLoudspeaker,

    /// <summary>No way to measure, or ended before a measurement.</summary>
    CannotTell,

    /// <summary>The warning ended before this loudspeaker was ordered.</summary>
    NotOrdered,

    /// <summary>Not ordered yet: a later stage of the warning.</summary>
    Held,

    Sent,
    Received,
    Playing,
    Heard,
}

/// <summary>One loudspeaker of a warning.</summary>
/// <param name="At">When its state was learnt; null while nothing was ordered.</param>
/// <param name="Tries">Play orders it was given.</param>
/// <param name="SpeechSilent">Its speech module does not speak, or did not in this warning: it gets the words as sound.</param>
public sealed record BoardDelivery(string Board, DeliveryState State, string? Reason, int? Milliamperes, DateTimeOffset? At, int Tries, bool SpeechSilent);

/// <summary>Somebody told a village by other means.</summary>
public sealed record ReachedNote(DateTimeOffset At, string Who, string Reason);

/// <summary>One village of a warning. It has heard when one of its loudspeakers was heard.</summary>
/// <param name="NeedsPerson">The warning is in force, no loudspeaker of the village is known to have brought it or still will, and nobody has told it by other means.</param>
public sealed record VillageDelivery(
    string Code, string Name, int? People, string? Contact, string? Phone, DeliveryState State, bool NeedsPerson, ReachedNote? Reached, IReadOnlyList<BoardDelivery> Boards);

/// <summary>What a warning has reached, in numbers.</summary>
/// <param name="Reached">Villages that did not hear it and were told by other means.</param>
/// <param name="People">Who live in its villages, where it is known.</param>
/// <param name="PeopleTold">Of them, those whose village heard it or was told.</param>
public sealed record DeliveryCounts(int Villages, int Heard, int Reached, int Underway, int NeedPerson, int People, int PeopleTold);

/// <summary>已通知: how many villages of a warning, and how many people, know of it: heard, or told by other means.</summary>
/// <param name="People">Who live in its villages, where it is known.</param>
public sealed record ToldCount(int Villages, int VillagesTold, int People, int PeopleTold);

/// <summary>Village by village: who heard a warning, who did not, who needs a person. Pure: everything is given.</summary>
public static class Delivery
{
    /// <summary>What needs a person first, then what is under way, then what is done.</summary>
    /// <param name="middles">Of the outlines of villages, for what was drawn.</param>
    /// <param name="isMute">Of a board: whether its speech module does not speak, by its own word; none unless given.</param>
    /// <param name="isLive">Whether the warning is in force: what it has not told is only then to be told.</param>
    public static IReadOnlyList<VillageDelivery> Of(
        IReadOnlyList<CapArea> areas, IReadOnlyList<Division> villages, IReadOnlyList<Board> boards, IReadOnlyList<BroadcastOrder> orders, IReadOnlyList<LifeStep> steps, bool isLive, DateTimeOffset now,
        IReadOnlyDictionary<string, GeoPoint>? middles = null, Func<string, bool>? isMute = null)
    {
        var plays = orders.Where(order => order.IsPlay).ToLookup(order => order.Board);
        var byVillage = boards.Where(board => BoardKinds.CanSound(board.Kind) && (plays.Contains(board.Id) || WarningArea.Covers(areas, BroadcastPlan.PlaceOf(board))))
            .ToLookup(CountyVillages.CodeOf, board => Of(board.Id, [.. plays[board.Id]], isMute?.Invoke(board.Id) == true, isLive, now), StringComparer.Ordinal);
        var reached = steps.Where(step => step is { Act: "reached", Village: not null }).ToLookup(step => step.Village!, StringComparer.Ordinal);
        return
        [
            .. villages.Where(village => byVillage.Contains(village.Code)).UnionBy(CountyVillages.Within(areas, villages, boards, middles), village => village.Code)
                .Select(village => Of(village, [.. byVillage[village.Code]], reached[village.Code].LastOrDefault(), isLive))
                .OrderBy(RankOf).ThenBy(village => village.State).ThenByDescending(village => village.People ?? 0).ThenBy(village => village.Code, StringComparer.Ordinal),
        ];
    }

    public static DeliveryCounts Count(IReadOnlyList<VillageDelivery> villages)
    {
        var told = villages.Where(IsTold).ToList();
        return new DeliveryCounts(
            villages.Count,
            villages.Count(village => village.State == DeliveryState.Heard),
            told.Count(village => village.State != DeliveryState.Heard),
            villages.Count(village => IsUnderway(village.State) && village.Reached is null),
            villages.Count(village => village.NeedsPerson),
            villages.Sum(village => village.People ?? 0),
            told.Sum(village => village.People ?? 0));
    }

    /// <summary>The same villages as <see cref="Of"/> has, only counted.</summary>
    /// <param name="heardAt">Boards of its play orders, and whether it was heard there.</param>
    /// <param name="reached">Villages that were told by other means.</param>
    public static ToldCount Told(
        IReadOnlyList<CapArea> areas, IReadOnlyList<Division> villages, IReadOnlyList<Board> boards, IReadOnlyDictionary<string, bool> heardAt, IReadOnlySet<string> reached, IReadOnlyDictionary<string, GeoPoint>? middles)
    {
        var ordered = boards.Where(board => heardAt.ContainsKey(board.Id)).ToLookup(CountyVillages.CodeOf, StringComparer.Ordinal);
        var meant = villages.Where(village => ordered.Contains(village.Code)).UnionBy(CountyVillages.Within(areas, villages, boards, middles), village => village.Code).ToList();
        var told = meant.Where(village => reached.Contains(village.Code) || ordered[village.Code].Any(board => heardAt[board.Id])).ToList();
        return new ToldCount(meant.Count, told.Count, meant.Sum(village => village.People ?? 0), told.Sum(village => village.People ?? 0));
    }

    /// <summary>True while a loudspeaker may still bring it by itself.</summary>
    public static bool IsUnderway(DeliveryState state) => state is DeliveryState.Held or DeliveryState.Sent or DeliveryState.Received or DeliveryState.Playing;

    private static bool IsTold(VillageDelivery village) => village.State == DeliveryState.Heard || village.Reached is not null;

    private static int RankOf(VillageDelivery village) => village.NeedsPerson ? 0 : IsTold(village) ? 2 : 1;

    private static VillageDelivery Of(Division village, IReadOnlyList<BoardDelivery> boards, LifeStep? reached, bool isLive)
    {
        var state = boards.Count == 0 ? DeliveryState.NoLoudspeaker : boards.Max(board => board.State);
        return new VillageDelivery(
            village.Code,
            village.Name,
            village.People,
            village.Contact,
            village.Phone,
            state,
            isLive && reached is null && state != DeliveryState.Heard && !IsUnderway(state),
            reached is null ? null : new ReachedNote(reached.At, reached.Who, reached.Reason),
            boards);
    }

    private static BoardDelivery Of(string board, IReadOnlyList<BroadcastOrder> plays, bool isMute, bool isLive, DateTimeOffset now)
    {
        if (plays.MaxBy(play => play.Sequence) is not { } newest)
        {
            return new BoardDelivery(board, isLive ? DeliveryState.Held : DeliveryState.NotOrdered, null, null, null, 0, isMute);
        }

        // What was heard stays heard, also when the same was ordered again; the newest order counts while it is on its way.
        var shown = IsUnderway(StateOf(newest, now)) ? newest : plays.LastOrDefault(play => play.Progress.Verdict == OrderState.Heard) ?? newest;
        return new BoardDelivery(
            board,
            StateOf(shown, now),
            OrderWords.Of(shown.Progress.Reason),
            shown.Progress.Measured.SpeechMilliamperes ?? shown.Progress.Measured.ToneMilliamperes,
            shown.Progress.Steps[^1].At,
            plays.Count,
            plays.Any(ClipPlan.LostItsWords) || (isMute && newest.Clip.Length > 0));     // what its module said before it died was heard
    }

    // A board that was only busy is asked again.
    private static DeliveryState StateOf(BroadcastOrder play, DateTimeOffset now) => play.Progress is { State: OrderState.Refused, Reason: Reason.Busy } ? DeliveryState.Sent : Coverage.KindOf(play.Progress.State, play.Progress.Verdict, play.Issued, now) switch
    {
        CoverageKind.Heard => DeliveryState.Heard,
        CoverageKind.NotHeard => play.Progress.State == OrderState.Refused ? DeliveryState.Refused : DeliveryState.NotHeard,
        CoverageKind.CannotTell => DeliveryState.CannotTell,
        CoverageKind.Silent => DeliveryState.Silent,
        _ => play.Progress.State switch { OrderState.Playing => DeliveryState.Playing, OrderState.Received => DeliveryState.Received, _ => DeliveryState.Sent },
    };
}
