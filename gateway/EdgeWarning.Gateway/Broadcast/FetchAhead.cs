using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Voice;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>
/// Which boards fetch the sound of a coming programme now, so that it begins on time. Pure: everything is given. What fails ahead costs nothing: with the programme
/// itself comes an order to fetch its sound, which a board that has it answers at once.
/// </summary>
public static class FetchAhead
{
    /// <summary>How long before a programme its boards begin to fetch.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMinutes(30);

    /// <summary>Boards do so one after the other within this time. The last has ten minutes left: the longest sound, of 1 MB, over a mobile link of 16 kbit/s.</summary>
    private static readonly TimeSpan s_spread = TimeSpan.FromMinutes(20);

    /// <summary>A board keeps about one sound of the greatest length; one that was fetched must not push out another that is played before it. Source: <see cref="Clip.MostMilliseconds"/>.</summary>
    private const int RoomBytes = (Clip.MostMilliseconds / 1_000 * Sound.HalfRate * sizeof(short)) + WavFile.HeadBytes;

    /// <summary>What boards will be ordered to play before long, on each board in the order of time. A village in which a warning stands hears no programme and is left in peace.</summary>
    /// <param name="coming">The next first.</param>
    public static IReadOnlyList<PlannedOrder> Plays(IReadOnlyList<Airing> coming, IReadOnlyList<Board> boards, IReadOnlyList<WarningEffect> live, SoundSettings sound, DateTimeOffset now) =>
    [
        .. from board in boards.Where(BroadcastPlan.CanSound)
           from airing in BroadcastPlan.AiredAt(BroadcastPlan.PlaceOf(board), coming, live, now)
           where now >= airing.Start - Lead + (s_spread * OrderBook.SpreadOf(board.Id))
           select BroadcastPlan.Play(airing, board.Id, sound),
    ];

    /// <summary>The next play of each board whose sound it has not been told to fetch for it. A board fetches one thing at a time, and no more than it has room for beside what it plays now.</summary>
    /// <param name="plays">As <see cref="Plays"/> has them, each with the clip that its board plays.</param>
    /// <param name="orders">Every order that has not expired.</param>
    /// <param name="bytesOf">How long a clip is; null while it is not made.</param>
    public static IEnumerable<PlannedOrder> Unfetched(IReadOnlyList<PlannedOrder> plays, IReadOnlyCollection<BroadcastOrder> orders, Func<string, int?> bytesOf)
    {
        var ofBoards = orders.ToLookup(order => order.Board, StringComparer.Ordinal);
        return plays.Where(play => play.Clip.Length > 0).GroupBy(play => play.Board, StringComparer.Ordinal).Select(ofBoard => Next([.. ofBoard], [.. ofBoards[ofBoard.Key]], bytesOf)).OfType<PlannedOrder>();
    }

    private static PlannedOrder? Next(IReadOnlyList<PlannedOrder> plays, IReadOnlyList<BroadcastOrder> orders, Func<string, int?> bytesOf)
    {
        var fetches = orders.Where(order => order.Kind == OrderKind.FetchClip).ToList();
        var kept = orders.Where(order => order.IsPlay && order.Clip.Length > 0 && !order.Progress.HasEnded).Select(order => order.Clip).ToHashSet(StringComparer.Ordinal);
        foreach (var play in fetches.TrueForAll(fetch => fetch.Progress.HasEnded) ? plays : [])
        {
            if (!fetches.Exists(fetch => fetch.Clip == play.Clip && fetch.Warning == play.Warning))
            {
                return kept.Append(play.Clip).Distinct(StringComparer.Ordinal).Sum(clip => bytesOf(clip) ?? 0) <= RoomBytes ? play : null;
            }

            kept.Add(play.Clip);
        }

        return null;
    }
}
