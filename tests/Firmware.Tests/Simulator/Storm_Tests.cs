using EdgeWarning.Simulator.Weather;

namespace EdgeWarning.Firmware.Tests.Simulator;

/// <summary>The weather on a clock of our own: nothing here waits.</summary>
public sealed class Storm_Tests : IDisposable
{
    private readonly List<Storm> _storms = [];
    private long _now;

    public void Dispose() => _storms.ForEach(storm => storm.Dispose());

    [Fact]
    public void Every_tip_falls_and_none_faster_than_the_reed()
    {
        // 100 mm in ten minutes at 60 times: 500 tips of 0.2 mm are due in 10 s, and the reed takes 200 ms for each.
        Storm storm = Start(new StormOptions(Depth(100), null, 60));
        var falls = new List<long>();
        var bucket = new Bucket("rg", 200, 200, () => true, () => falls.Add(_now));
        storm.Add(bucket);
        Run(storm, 12_000);
        Assert.InRange(storm.Behind, 300, 500);
        Assert.False(storm.Finished);

        Run(storm, 100_000);

        Assert.True(storm.Finished);
        Assert.Equal(500, falls.Count);
        Assert.Equal(100_000, bucket.RainMicrometresFallen);
        Assert.Equal(0, storm.Behind);
        Assert.True(falls.Zip(falls.Skip(1), (one, next) => next - one).Min() >= 200);
    }

    [Fact]
    public void A_reed_that_has_not_opened_holds_the_next_tip_back()
    {
        Storm storm = Start(new StormOptions(Depth(1), null, 600));
        bool ready = false;
        var bucket = new Bucket("rg", 200, 200, () => ready, () => { });
        storm.Add(bucket);
        Run(storm, 5_000);
        Assert.Equal(0, bucket.Fallen);

        ready = true;
        Run(storm, 5_000);
        Assert.Equal(5, bucket.Fallen);
    }

    [Fact]
    public void Dry_time_is_jumped_over_when_asked_and_no_tip_with_it()
    {
        const long Day = 86_400_000;
        var rain = new RainSeries("test", [new RainStep(0, 60_000, 0, 3), new RainStep(30 * Day, (30 * Day) + 60_000, 0, 4)], true);
        Storm storm = Start(new StormOptions(rain, null, 60, 3_600_000));
        var bucket = new Bucket("rg", 254, 200, () => true, () => { });
        storm.Add(bucket);

        Run(storm, 10_000);

        Assert.True(storm.Finished);
        Assert.Equal(7, bucket.Fallen);
    }

    [Fact]
    public void In_a_held_weather_nothing_falls_until_it_goes_on()
    {
        Storm storm = Start(new StormOptions(Depth(100), null, 60));
        var bucket = new Bucket("rg", 200, 200, () => true, () => { });
        storm.Add(bucket);
        Run(storm, 2_000);
        long fallen = bucket.Fallen;
        long behind = storm.Behind;
        Assert.NotEqual(0, fallen);
        Assert.NotEqual(0, behind);

        storm.Hold();
        Run(storm, 60_000);
        Assert.Equal(fallen, bucket.Fallen);
        Assert.Equal(behind, storm.Behind);
        Assert.False(storm.Finished);

        storm.Start();
        Run(storm, 200_000);
        Assert.Equal(500, bucket.Fallen);
    }

    [Fact]
    public void The_river_follows_its_record()
    {
        var stage = new StageSeries("test", [(0, 1_000), (60_000, 2_000)]);
        Storm storm = Start(new StormOptions(null, stage, 10));
        var seen = new List<int>();
        storm.AddRiver(seen.Add);
        Assert.Equal([1_000], seen);

        Run(storm, 3_000);
        Assert.Equal(1_500, seen[^1]);
        Run(storm, 10_000);
        Assert.Equal(2_000, seen[^1]);
        Assert.True(storm.Finished);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(1e9)]
    public void A_speed_that_means_nothing_is_refused(double speed) =>
        Assert.Throws<ArgumentException>(() => Start(new StormOptions(Depth(1), null, speed)));

    private static RainSeries Depth(int millimetres) => new("test", [new RainStep(0, 600_000, millimetres * 1_000_000L, 0)], false);

    private Storm Start(StormOptions options)
    {
        var storm = new Storm(options, () => _now);
        _storms.Add(storm);
        return storm;
    }

    private void Run(Storm storm, long milliseconds)
    {
        for (long end = _now + milliseconds; _now < end;)
        {
            _now += 20;
            storm.Tick();
        }
    }
}
