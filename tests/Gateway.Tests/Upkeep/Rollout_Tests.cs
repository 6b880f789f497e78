using EdgeWarning.Gateway.Upkeep;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Upkeep;

public sealed class Rollout_Tests
{
    [Fact]
    public void The_others_follow_once_one_has_kept_the_very_same_application() =>
        Assert.Equal(["b"], Released(Of("a", WishState.Done), Of("b", WishState.Held), Of("c", WishState.Held, version: 8), Of("d", WishState.Held, path: "/files/2")));

    [Fact]
    public void The_others_follow_once_one_has_proved_the_same_change_of_settings() =>
        Assert.Equal(["b"], Released(Settings("a", WishState.Done, 1), Settings("b", WishState.Held, 1), Settings("c", WishState.Held, 2), Settings("d", WishState.Done, 0)));

    [Theory]
    [InlineData(WishState.Ordered)]
    [InlineData(WishState.RolledBack)]
    [InlineData(WishState.Refused)]
    [InlineData(WishState.Failed)]
    [InlineData(WishState.GivenUp)]
    public void Nothing_follows_a_board_that_has_not_kept_it(WishState state) => Assert.Empty(Released(Of("a", state), Of("b", WishState.Held)));

    [Fact]
    public void It_holds_again_while_no_more_boards_have_kept_it_than_have_not()
    {
        Wish[] even = [Of("a", WishState.Done), Of("b", WishState.RolledBack), Of("c", WishState.Ordered), Of("d", WishState.Held)];
        Assert.Empty(Released(even));
        Assert.Equal(["d"], Released([.. even, Of("e", WishState.Done)]));
    }

    [Fact]
    public void A_county_never_restarts_all_at_once() =>
        Assert.Equal(Rollout.MostAtOnce, Released([Of("a", WishState.Done), .. Enumerable.Range(0, 100).Select(n => Of($"b-{n}", WishState.Held))]).Count());

    private static IEnumerable<string> Released(params Wish[] wishes) => Rollout.Released(wishes).Select(wish => wish.Board);

    private static Wish Of(string board, WishState state, long version = 7, string path = "/files/1") =>
        new(board, Wish.ApplicationSubject, OrderKind.Update, version, "", path, state, 0, Reason.None, "", DateTimeOffset.UnixEpoch, null);

    private static Wish Settings(string board, WishState state, long rollout) =>
        new(board, state == WishState.Held ? Wish.ComingSettingsSubject : Wish.SettingsSubject, OrderKind.Configure, 0, "", "", state, 0, Reason.None, "", DateTimeOffset.UnixEpoch, null) { Rollout = rollout };
}
