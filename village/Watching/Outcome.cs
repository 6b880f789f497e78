using EdgeWarning.Village.County;

namespace EdgeWarning.Village.Watching;

/// <summary>What a run amounts to: a pure judgement over what was seen.</summary>
public static class Outcome
{
    private static readonly string[] s_milestones = ["committed", "sent", "received", "playing", "heard"];

    /// <summary>Kinds of boards that have a horn. A bench obeys too, but only writes it down.</summary>
    public static bool HasHorn(string kind) => kind is "loudspeaker" or "village-station";

    /// <summary>A board's row of the report.</summary>
    /// <param name="order">Its play order of this warning; null when it got none.</param>
    /// <param name="expected">It stands in the area of a warning that is to sound.</param>
    /// <param name="intake">When the gateway took the warning.</param>
    public static ReportedBoard Row(PlacedBoard board, OrderSeen? order, bool expected, DateTimeOffset intake, string? wav)
    {
        ReportedState[] states = order is null ? [] : [.. order.States.Select(step => new ReportedState(step.State, (step.At - intake).TotalMilliseconds))];
        bool? heard = !HasHorn(board.Kind) ? null : order?.Verdict switch { "heard" => true, "not-heard" => false, _ => null };
        return new ReportedBoard(board.Id, board.Village, board.Kind, order is not null || expected, states, heard, wav);
    }

    /// <summary>Whether nothing more is to be expected: the horn's verdict is known, or the order has ended without one.</summary>
    public static bool IsFinal(OrderSeen order) =>
        order.Verdict is not null || order.State is "finished" or "stopped" or "failed" or "expired" || (order.State == "refused" && order.Reason != "busy");

    public static IReadOnlyDictionary<string, Latency> Latencies(IEnumerable<ReportedBoard> boards)
    {
        ILookup<string, double> times = boards
            .Where(board => board.Targeted && HasHorn(board.Kind))
            .SelectMany(board => board.States)
            .ToLookup(state => state.State, state => state.Ms);
        return s_milestones.ToDictionary(milestone => milestone, milestone => Latency.Of(times[milestone]));
    }

    /// <param name="boards">Every board's row.</param>
    /// <param name="sounded">Boards whose WAV is not silent.</param>
    /// <param name="whySilent">Why the warning's own words say that nothing is to sound; null when it is to sound.</param>
    /// <param name="timeLimit">The limit that was reached before every board had a verdict; null when none was.</param>
    public static ReportedExit Judge(IReadOnlyList<ReportedBoard> boards, IReadOnlyCollection<string> sounded, string? whySilent, TimeSpan? timeLimit)
    {
        ReportedBoard[] horns = [.. boards.Where(board => HasHorn(board.Kind))];
        ReportedBoard[] targeted = [.. horns.Where(board => board.Targeted)];
        string[] faults =
        [
            .. targeted.Where(board => board.Heard != true).Select(board => $"{board.Id}: {Fate(board, timeLimit)}"),
            .. horns.Where(board => !board.Targeted && sounded.Contains(board.Id)).Select(board => $"{board.Id}: made a sound and was not to"),
        ];
        if (faults.Length > 0)
        {
            return new ReportedExit(1, string.Join("; ", faults));
        }
        if (whySilent is not null)
        {
            return new ReportedExit(0, $"nothing to sound: {whySilent}; every horn was silent");
        }
        return targeted.Length == 0
            ? new ReportedExit(1, "no loudspeaker stands in the warning's area (--place-in-warning puts half of the boards there)")
            : new ReportedExit(0, $"all {targeted.Length} loudspeakers of the area heard, no other made a sound");
    }

    private static string Fate(ReportedBoard board, TimeSpan? timeLimit)
    {
        if (board.States.Count == 0)
        {
            return "stands in the area and got no order";
        }
        string path = string.Join(", ", board.States.Select(state => Words(state.State)));
        return board.Heard == false || timeLimit is not { } limit ? path : $"{path}; no verdict after {limit.TotalSeconds:F0} s";
    }

    private static string Words(string state) => state.Replace('-', ' ');
}
