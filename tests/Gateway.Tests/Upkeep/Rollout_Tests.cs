using EdgeWarning.Gateway.Upkeep;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Upkeep;

public sealed class Rollout_Tests
{
    [Fact]
    public void One_board_begins_and_the_others_are_held() =>
        Assert.Equal([("a", WishState.Held), ("b", WishState.Wanted), ("c", WishState.Held)], Rollout.Stages(["a", "b", "c"], "b"));

    [Fact]
    public void The_others_follow_once_one_has_kept_the_very_same_application() =>
        Assert.Equal(["b"], Rollout.Released([Of("a", WishState.Done), Of("b", WishState.Held), Of("c", WishState.Held, version: 8), Of("d", WishState.Held, path: "/files/2")]).Select(wish => wish.Board));

    [Theory]
    [InlineData(WishState.Ordered)]
    [InlineData(WishState.RolledBack)]
    [InlineData(WishState.Refused)]
    [InlineData(WishState.Failed)]
    public void Nothing_follows_a_board_that_has_not_kept_it(WishState state) => Assert.Empty(Rollout.Released([Of("a", state), Of("b", WishState.Held)]));

    private static Wish Of(string board, WishState state, long version = 7, string path = "/files/1") =>
        new(board, Wish.ApplicationSubject, OrderKind.Update, version, "", path, state, 0, Reason.None, "", DateTimeOffset.UnixEpoch, null);
}
