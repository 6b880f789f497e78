using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Watch;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Watch;

public class RainHistory_Tests
{
    private const int Hour = 3_600_000;
    private static readonly long Noon = new DateTimeOffset(2026, 7, 20, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>Random rain, cut at a random write in each of its two hundred lives: no sum is ever too low, and the day's is too high by no more than the last millimetre.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_power_cut_takes_no_rain_out_of_a_window(int seed)
    {
        var random = new Random(seed);
        var flash = new FrailFlash(random);
        var oracle = new Tips();
        long counter = 0;
        long started = 0;
        var starts = new List<long>();
        for (int life = 0; life < 200; life++)
        {
            var clock = new HandClock();
            clock.LearnFromGateway(Noon + started);
            var windows = new RainWindows();
            var history = new RainHistory(flash, clock, windows, counter);
            starts.Add(started);
            history.Keep(counter);      // the date is known: the outage counts
            Check(windows, oracle, started, starts);
            flash.CutAtWrite = 1 + random.Next(12);
            try
            {
                for (int tip = 0; tip < 200; tip++)
                {
                    clock.Advance(random.Next(10) == 0 ? random.Next(Hour) : random.Next(60_000));
                    windows.Add(200, clock.UptimeMilliseconds);
                    counter += 200;
                    oracle.Add(200, started + clock.UptimeMilliseconds);
                    Check(windows, oracle, started + clock.UptimeMilliseconds, starts);
                    history.Keep(counter);
                }
            }
            catch (PowerCutException)
            {
            }

            flash.CutAtWrite = -1;
            started += clock.UptimeMilliseconds + random.Next(2 * Hour);
        }
    }

    [Fact]
    public void Without_a_date_the_outage_counts_as_no_time()
    {
        var flash = new FrailFlash(new Random(1));
        var clock = new HandClock();
        var windows = new RainWindows();
        var history = new RainHistory(flash, clock, windows, 0);
        windows.Add(50_000, 0);
        history.Keep(50_000);

        var later = new HandClock();
        var recalled = new RainWindows();
        var after = new RainHistory(flash, later, recalled, 50_000);
        Assert.Equal(50_000, recalled.Micrometres(0));
        Assert.False(after.AgeIsKnown);
        later.LearnFromGateway(Noon);      // now the date is known, but not the one before
        after.Keep(50_000);
        Assert.False(after.AgeIsKnown);
        later.Advance(24 * Hour);
        recalled.MoveTo(later.UptimeMilliseconds);
        after.Keep(50_000);
        Assert.True(after.AgeIsKnown);
        Assert.Equal(0, recalled.Micrometres(4));
    }

    [Fact]
    public void The_date_is_learnt_later_and_the_outage_is_then_taken_into_account()
    {
        var flash = new FrailFlash(new Random(1));
        var clock = new HandClock();
        clock.LearnFromGateway(Noon);
        var windows = new RainWindows();
        var history = new RainHistory(flash, clock, windows, 0);
        windows.Add(50_000, 0);
        history.Keep(50_000);

        var later = new HandClock();
        var recalled = new RainWindows();
        var after = new RainHistory(flash, later, recalled, 50_000);
        later.Advance(60_000);
        Assert.Equal(50_000, recalled.Micrometres(1));
        later.LearnFromGateway(Noon + (2 * Hour));
        after.Keep(50_000);
        Assert.Equal([0, 0, 50_000, 50_000, 50_000], Enumerable.Range(0, 5).Select(recalled.Micrometres));
    }

    [Fact]
    public void Wear_is_one_write_for_a_millimetre_or_an_hour_and_none_in_a_dry_spell()
    {
        var flash = new FrailFlash(new Random(1));
        var clock = new HandClock();
        var windows = new RainWindows();
        var history = new RainHistory(flash, clock, windows, 0);
        long counter = 0;
        for (int tip = 0; tip < 1_000; tip++)      // 200 mm in 1,000 tips, 36 s apart
        {
            clock.Advance(36_000);
            windows.Add(200, clock.UptimeMilliseconds);
            counter += 200;
            history.Keep(counter);
        }

        Assert.Equal(200, flash.Writes);
        for (int minute = 0; minute < 10 * 24 * 60; minute++)
        {
            clock.Advance(60_000);
            windows.MoveTo(clock.UptimeMilliseconds);
            history.Keep(counter);
        }

        Assert.InRange(flash.Writes, 223, 225);      // hourly until the day's rain is forgotten
    }

    // Too high by what had not been written (a millimetre and a tip), and by a slot of five minutes for each start of the last day: a slot's rain counts as its youngest.
    private static void Check(RainWindows windows, Tips oracle, long now, List<long> starts)
    {
        int startsOfTheDay = starts.Count(start => now - start <= 26 * Hour);
        oracle.ForgetBefore(now);
        long[] exact = oracle.Sums(now);
        long[] high = oracle.Sums(now, slack: RainHistory.SlotMilliseconds * (long)startsOfTheDay);
        for (int window = 0; window < RainWindows.Count; window++)
        {
            Assert.InRange(windows.Micrometres(window), exact[window], high[window] + 1_400);
        }
    }
}
