using EdgeWarning.Gateway.Devices;

namespace EdgeWarning.Gateway.Tests.Devices;

public sealed class SilenceRule_Tests
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(0, false)]
    [InlineData(179, false)]
    [InlineData(209, false)]        // three heartbeats and half of one for the way
    [InlineData(211, true)]
    public void Three_missed_heartbeats_make_silence(int seconds, bool silent) =>
        Assert.Equal(silent, IsSilent(Online(Noon), Noon.AddHours(-1), Noon.AddSeconds(seconds)));

    [Fact]
    public void A_deaf_gateway_calls_nobody_silent() =>
        Assert.False(IsSilent(Online(Noon), null, Noon.AddDays(1)));

    [Theory]
    [InlineData(209, false)]
    [InlineData(211, true)]
    public void After_deafness_every_board_has_its_full_time_again(int seconds, bool silent) =>
        Assert.Equal(silent, IsSilent(Online(Noon), Noon.AddHours(2), Noon.AddHours(2).AddSeconds(seconds)));

    [Theory]
    [InlineData(BoardCondition.NeverSeen)]
    [InlineData(BoardCondition.Lost)]
    [InlineData(BoardCondition.Silent)]
    public void Only_a_board_that_was_online_falls_silent(BoardCondition condition) =>
        Assert.False(IsSilent(Online(Noon) with { Condition = condition }, Noon.AddHours(-1), Noon.AddDays(1)));

    private static bool IsSilent(BoardState state, DateTimeOffset? listeningSince, DateTimeOffset now) =>
        SilenceRule.IsSilent(state, listeningSince, Minute, 3, now);

    private static BoardState Online(DateTimeOffset heard) => new(BoardCondition.Online, heard, heard, heard, null);
}
