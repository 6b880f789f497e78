using EdgeWarning.WaterLevel;

namespace EdgeWarning.Firmware.Tests.WaterLevel;

public class DistanceMedian_Tests
{
    [Fact]
    public void Is_the_middle_one_of_five_in_any_order()
    {
        var random = new Random(5);
        for (var round = 0; round < 5_000; round++)
        {
            var distances = Enumerable.Range(0, 5).Select(_ => random.Next(30, 4501)).ToArray();
            var median = Of(distances);
            var sorted = distances.Order().ToArray();
            Assert.Equal(sorted[2], median.Millimetres);
            Assert.Equal(sorted[3] - sorted[1] <= DistanceMedian.SpreadMillimetres, median.Agrees);
        }
    }

    [Fact]
    public void Two_wrong_echoes_change_nothing()
    {
        var median = Of(1_500, 30, 1_502, 4_500, 1_498);
        Assert.True(median.Agrees);
        Assert.Equal(1_500, median.Millimetres);
    }

    [Fact]
    public void Three_wrong_echoes_are_no_answer() => Assert.False(Of(1_500, 30, 1_502, 4_500, 700).Agrees);

    [Fact]
    public void Begins_again_when_cleared()
    {
        var median = Of(1, 2, 3, 4, 5);
        median.Add(1_000);
        Assert.Equal(3, median.Millimetres);
        median.Clear();
        Assert.False(median.IsFull);
    }

    private static DistanceMedian Of(params int[] distances)
    {
        var median = new DistanceMedian();
        foreach (var distance in distances)
        {
            Assert.False(median.IsFull);
            median.Add(distance);
        }

        Assert.True(median.IsFull);
        return median;
    }
}
