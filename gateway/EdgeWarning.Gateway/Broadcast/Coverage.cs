namespace EdgeWarning.Gateway.Broadcast;

/// <summary>What one loudspeaker adds to the answer to "who heard it?".</summary>
public enum CoverageKind
{
    Heard,

    /// <summary>Measured silent, failed or refused.</summary>
    NotHeard,

    /// <summary>No way to measure, or ended before a measurement.</summary>
    CannotTell,

    /// <summary>No answer for <see cref="Coverage.Patience"/>, or none until expiry.</summary>
    Silent,

    /// <summary>On its way.</summary>
    Waiting,
}

/// <summary>How many of the loudspeakers of a warning proved what.</summary>
public sealed record Coverage(int Targeted, int Heard, int NotHeard, int CannotTell, int Silent, int Waiting)
{
    /// <summary>How long an answer may take. GD/J 088 asks for ten seconds from the county to the village's sound.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Counts boards, not orders: of a board that was told more than once, the one that was heard counts, else the newest.</summary>
    public static Coverage Of(IEnumerable<OrderSummary> plays, DateTimeOffset now)
    {
        var counts = new int[Enum.GetValues<CoverageKind>().Length];
        foreach (var play in plays.GroupBy(play => play.Key.Board).Select(ofBoard => ofBoard.MaxBy(play => (play.Verdict == OrderState.Heard, play.Key.Sequence))!))
        {
            counts[(int)KindOf(play.State, play.Verdict, play.Issued, now)]++;
        }

        return new Coverage(
            counts.Sum(), counts[(int)CoverageKind.Heard], counts[(int)CoverageKind.NotHeard], counts[(int)CoverageKind.CannotTell],
            counts[(int)CoverageKind.Silent], counts[(int)CoverageKind.Waiting]);
    }

    /// <summary>The measurement counts before anything that came after it: a horn that was heard and then stopped was heard.</summary>
    public static CoverageKind KindOf(OrderState state, OrderState? verdict, DateTimeOffset issued, DateTimeOffset now) => (verdict, state) switch
    {
        (OrderState.Heard, _) => CoverageKind.Heard,
        (OrderState.NotHeard, _) => CoverageKind.NotHeard,
        (OrderState.CannotTell, _) => CoverageKind.CannotTell,
        (_, OrderState.Failed or OrderState.Refused) => CoverageKind.NotHeard,
        (_, OrderState.Finished or OrderState.Stopped) => CoverageKind.CannotTell,
        (_, OrderState.Expired) => CoverageKind.Silent,
        (_, OrderState.Committed or OrderState.Sent) when now - issued > Patience => CoverageKind.Silent,
        _ => CoverageKind.Waiting,
    };
}
