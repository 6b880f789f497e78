using EdgeWarning.Common;
using EdgeWarning.Protocol;
using EdgeWarning.RainGauge;
using EdgeWarning.WaterLevel;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>A board lives for years on a small heap: a day of its steady loops leaves no garbage of its own behind. (Loudspeaker: Allocation_Tests; outbox: Outbox_Tests.)</summary>
public class SteadyState_Tests
{
    private const int SecondsOfADay = 86_400;

    [Fact]
    public void A_day_of_a_rain_gauge_allocates_nothing()
    {
        var clock = new HandClock();
        var link = new QuietLink();
        var rain = new RainGaugeDevice(TestSettings.Of("rain-gauge", "report.seconds = 60"), clock, new FrailFlash(new Random(1)), new Log(clock, 8), link, new BoardStatus(), false);
        Assert.Equal(0, OfADay(clock, () => rain.Step()));
        Assert.InRange(link.Reports, 24, 2_000);     // what does not change is told once a quarter of an hour
    }

    [Fact]
    public void A_day_of_a_current_loop_allocates_nothing()
    {
        var clock = new HandClock();
        var link = new QuietLink();
        var level = new LoopLevel(new Steady(), new LoopScale(420, 2803, 5_000), 0);
        Assert.Equal(0, OfADay(clock, StepsOf(clock, link, level)));
        Assert.InRange(link.Reports, 1_000, 200_000);
    }

    [Fact]
    public void A_day_of_an_ultrasonic_probe_allocates_nothing()
    {
        var clock = new HandClock();
        var link = new QuietLink();
        var level = new UltrasonicLevel(new Frames(), new A02Parser(), clock, 5_000);
        Assert.Equal(0, OfADay(clock, StepsOf(clock, link, level)));
        Assert.InRange(link.Reports, 1_000, 200_000);
    }

    private static Action StepsOf(Clock clock, ILink link, ILevelProbe probe)
    {
        var device = new WaterLevelDevice(TestSettings.Of("water-level", "report.seconds = 60"), clock, new Log(clock, 8), link, new BoardStatus(), probe);
        return () => device.Step();
    }

    /// <summary>Bytes allocated in a day of one step a second, after a first hour in which anything may be made.</summary>
    private static long OfADay(HandClock clock, Action step)
    {
        for (var second = 0; second < 3_600; second++)
        {
            clock.Advance(1_000);
            step();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var second = 0; second < SecondsOfADay; second++)
        {
            clock.Advance(1_000);
            step();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class QuietLink : ILink
    {
        public int Reports { get; private set; }

        public bool IsUp => true;

        public void Send(Receipt receipt)
        {
        }

        public bool Report(ReadingKind kind, long value)
        {
            Reports++;
            return true;
        }
    }

    private sealed class Steady : ICountSource
    {
        public int Read() => 1_611;
    }

    /// <summary>The data sheet's frame, 1953 mm, again and again.</summary>
    private sealed class Frames : IByteSource
    {
        public int Take(byte[] buffer)
        {
            var count = Math.Min(buffer.Length, 4) / 4 * 4;
            if (count == 4)
            {
                (buffer[0], buffer[1], buffer[2], buffer[3]) = (0xFF, 0x07, 0xA1, 0xA7);
            }

            return count;
        }
    }
}
