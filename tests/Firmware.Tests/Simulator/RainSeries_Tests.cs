using EdgeWarning.Simulator.Weather;
using FsCheck.Fluent;

namespace EdgeWarning.Firmware.Tests.Simulator;

public sealed class RainSeries_Tests
{
    [Fact]
    public void Tips_are_the_floor_of_the_rain_so_far_and_never_fewer_than_before() =>
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<(FsCheck.PositiveInt[] Rain, FsCheck.PositiveInt Tip)>(), given =>
        {
            int tip = Math.Max(10, given.Tip.Get);
            RainStep[] steps = [.. (given.Rain ?? []).Select((rain, index) => new RainStep(index * 60_000L, (index + 1) * 60_000L, rain.Get * 12_345L, 0))];
            var series = new RainSeries("test", steps, false);
            long before = 0;
            for (long moment = -1; moment <= series.EndMilliseconds + 60_000; moment += 7_919)
            {
                long tips = series.TipsBy(moment, tip);
                if (tips < before)
                {
                    return false;
                }

                before = tips;
            }

            return series.TotalTips(tip) == steps.Sum(step => step.Nanometres) / (tip * 1_000L);
        }));

    [Fact]
    public void Tips_of_a_minute_spread_over_it()
    {
        var series = new RainSeries("test", [new RainStep(0, 60_000, 0, 12)], true);

        Assert.Equal([0, 1, 6, 12, 12], new long[] { 0, 5_000, 30_000, 60_000, 90_000 }.Select(moment => series.TipsBy(moment, 254)));
    }

    [Fact]
    public void The_next_rain_is_now_or_the_next_wet_step()
    {
        var series = new RainSeries("test", [new RainStep(0, 10, 5, 0), new RainStep(10, 20, 0, 0), new RainStep(1_000, 1_010, 5, 0)], false);

        Assert.Equal([0, 9, 1_000, 1_000, 1_005, 1_010], new long[] { 0, 9, 10, 500, 1_005, 1_010 }.Select(series.NextRain));
    }

    [Fact]
    public void A_part_of_a_record_starts_anew()
    {
        var series = new RainSeries("test", [new RainStep(0, 10, 1, 0), new RainStep(10, 20, 2, 0), new RainStep(20, 30, 4, 0)], false);

        RainSeries part = series.Between(10, 20);

        Assert.Equal(2, part.TotalNanometres);
        Assert.Equal(10, part.EndMilliseconds);
    }
}
