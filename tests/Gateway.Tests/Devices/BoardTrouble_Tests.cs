using EdgeWarning.Gateway.Devices;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Devices;

public class BoardTrouble_Tests
{
    private const int AllParts = Status.SpeakerPart | Status.RainPart | Status.StagePart;

    private static readonly DateTimeOffset s_now = new(2026, 7, 20, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_board_that_does_what_its_kind_says_has_none()
    {
        Assert.Empty(Of(new Status { Parts = AllParts, ClockErrorMilliseconds = 40 }));
        Assert.Empty(BoardTrouble.Of(BoardKinds.VillageStation, null, [], s_now));
    }

    [Fact]
    public void Each_trouble_has_its_word()
    {
        Assert.Equal([BoardTrouble.PartMissing], Of(new Status { Parts = AllParts & ~Status.StagePart }));
        Assert.Equal([BoardTrouble.SafeMode], Of(new Status { Parts = Status.SpeakerPart, SafeMode = true }));
        Assert.Equal([BoardTrouble.ClockWrong], Of(new Status { Parts = AllParts, ClockErrorMilliseconds = 61_000 }));
    }

    [Theory]
    [InlineData(2, 1, false)]
    [InlineData(3, 1, true)]
    [InlineData(5, 23, true)]
    [InlineData(5, 25, false)]
    public void Three_starts_in_a_day_that_nobody_ordered_are_too_many(int starts, int hoursAgo, bool often) =>
        Assert.Equal(often, Of(new Status { Parts = AllParts }, Enumerable.Repeat(s_now.AddHours(-hoursAgo), starts)).Contains(BoardTrouble.RestartsOften));

    [Theory]
    [InlineData("restart", false)]
    [InlineData("new settings", false)]
    [InlineData("power", true)]
    [InlineData("level probe hangs", true)]
    public void An_ordered_start_does_not_count(string reason, bool counts) => Assert.Equal(counts, BoardTrouble.IsUnordered(reason));

    private static IReadOnlyList<string> Of(Status status, IEnumerable<DateTimeOffset>? starts = null) =>
        BoardTrouble.Of(BoardKinds.VillageStation, status, [.. starts ?? []], s_now);
}
