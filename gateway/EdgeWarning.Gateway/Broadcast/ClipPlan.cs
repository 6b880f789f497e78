using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Voice;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>Which boards need a sound in place of a text, and which of them have not been told to fetch it. Pure: everything is given.</summary>
public static class ClipPlan
{
    /// <summary>How often a board is told to fetch one clip for one order. One that fails this often has said why.</summary>
    public const int MostTries = 3;

    /// <summary>What speech modules read (XFS5152CE and SYN6288): Chinese and English.</summary>
    private static readonly string[] s_languagesOfModules = ["zh", "cmn", "en"];

    /// <summary>True when a board reads a text aloud by itself, or only says in its log what it would say. One that has never told its parts may have no module.</summary>
    public static bool ReadsTexts(Board board, Status? status, string language) => board.Kind == BoardKinds.Bench
        || (status is not null && (status.Parts & Status.SpeechPart) != 0 && s_languagesOfModules.Contains(language.Split('-')[0], StringComparer.OrdinalIgnoreCase));

    /// <summary>
    /// True of a play whose text a board's speech module did not say: its village heard a tone and no words, or of a drill nothing. The same play with a clip brings them.
    /// </summary>
    public static bool LostItsWords(BroadcastOrder order) => order is { IsPlay: true, Clip.Length: 0 }
        && order.Progress.Verdict != OrderState.Heard && order.Progress.Steps.Any(step => step is { Reason: Reason.SpeechFault, State: OrderState.NotHeard or OrderState.Failed });

    /// <summary>Boards whose latest words by their own module did not come. Before a board's next word of its parts this is known from its receipt.</summary>
    public static IReadOnlySet<string> Mute(IEnumerable<BroadcastOrder> orders) => orders
        .Where(order => order is { IsPlay: true, Clip.Length: 0 } && (order.Progress.Verdict is not null || LostItsWords(order)))
        .GroupBy(order => order.Board, StringComparer.Ordinal)
        .Where(plays => LostItsWords(plays.MaxBy(play => play.Sequence)!))
        .Select(plays => plays.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>True when a recording may be played for an order: what was announced as a drill never is a real warning, and a drill is always announced.</summary>
    public static bool Suits(Clip recording, Scope scope) => recording.Origin == ClipOrigin.Drill == (scope == Scope.Drill);

    /// <summary>Plays that are still to sound and name a clip that their board was not told to fetch since, or could not.</summary>
    public static IEnumerable<BroadcastOrder> Unfetched(IReadOnlyCollection<BroadcastOrder> orders, DateTimeOffset now)
    {
        var plays = orders.Where(order => order.IsPlay && order.Clip.Length > 0 && order.Expires > now && !order.Progress.HasEnded).ToList();
        var fetches = orders.Where(order => order.Kind == OrderKind.FetchClip).ToLookup(order => (order.Board, order.Clip));
        return plays.Where(play =>
        {
            var tries = fetches[(play.Board, play.Clip)].Where(fetch => fetch.Sequence > play.Sequence).ToList();
            return tries.Count < MostTries && tries.TrueForAll(fetch => fetch.Progress.HasEnded && fetch.Progress.State != OrderState.Finished);
        });
    }
}
