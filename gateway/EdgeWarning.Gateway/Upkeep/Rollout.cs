namespace EdgeWarning.Gateway.Upkeep;

/// <summary>
/// A change of many boards goes to one board first. The others are held until that one has proved it, and then follow some at a time: it holds again as soon as no more
/// boards have kept it than have not, and the office decides.
/// </summary>
public static class Rollout
{
    /// <summary>Of a county of 400 boards a tenth restarts at the same time at most: a restart takes some seconds.</summary>
    public const int MostAtOnce = 20;

    /// <summary>The held wishes that may go on, given all wishes: those of which more boards have kept the very same than have not.</summary>
    public static IReadOnlyList<Wish> Released(IReadOnlyList<Wish> wishes) =>
    [
        .. wishes.Where(wish => wish.State == WishState.Held || wish.HasEnded).GroupBy(KeyOf)
            .Where(same => same.Count(wish => wish.State == WishState.Done) > same.Count(IsBad))
            .SelectMany(same => same.Where(wish => wish.State == WishState.Held).Take(MostAtOnce)),
    ];

    // The same application is the same, whoever began to bring it; the same change of settings makes other settings on each board.
    private static (long Version, string Path, long Rollout) KeyOf(Wish wish) =>
        wish.Subject == Wish.ApplicationSubject ? (wish.Version, wish.Path, 0) : (0, "", wish.Rollout);

    private static bool IsBad(Wish wish) => wish.State is WishState.Refused or WishState.RolledBack or WishState.Failed;
}
