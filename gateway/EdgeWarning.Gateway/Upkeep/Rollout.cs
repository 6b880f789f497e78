namespace EdgeWarning.Gateway.Upkeep;

/// <summary>
/// A new application goes to one board first. The others are held until that one has fetched it, started it, linked and kept it; when it goes back to the old one
/// the others stay as they are, and the office decides.
/// </summary>
public static class Rollout
{
    /// <summary>Who begins: the board that was named, else the first one.</summary>
    public static IReadOnlyList<(string Board, WishState State)> Stages(IReadOnlyList<string> boards, string? first) =>
        [.. boards.Select(board => (board, board == (first ?? boards[0]) ? WishState.Wanted : WishState.Held))];

    /// <summary>The held wishes that may go on, given all wishes for applications: those of which another board has kept the very same file.</summary>
    public static IReadOnlyList<Wish> Released(IReadOnlyList<Wish> applications)
    {
        var kept = applications.Where(wish => wish.State == WishState.Done).Select(wish => (wish.Version, wish.Path)).ToHashSet();
        return [.. applications.Where(wish => wish.State == WishState.Held && kept.Contains((wish.Version, wish.Path)))];
    }
}
