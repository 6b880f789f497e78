using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Common;

public class Clock_Tests
{
    private const long Noon = 1_790_000_000_000;

    [Fact]
    public void Does_not_know_the_date_until_it_is_told()
    {
        var clock = new HandClock();
        Assert.Equal(0, clock.UnixMilliseconds);
        Assert.Equal(ClockQuality.None, clock.Quality);
        clock.LearnFromGateway(5);      // 1970: a gateway that does not know either
        Assert.Equal(ClockQuality.None, clock.Quality);
    }

    [Fact]
    public void Goes_on_by_itself_from_what_the_gateway_said()
    {
        var clock = new HandClock();
        clock.Advance(10_000);
        clock.LearnFromGateway(Noon);
        clock.Advance(1_234);
        Assert.Equal(Noon + 1_234, clock.UnixMilliseconds);
        Assert.Equal(ClockQuality.Gateway, clock.Quality);
    }

    [Fact]
    public void A_replayed_message_changes_nothing()
    {
        var clock = new HandClock();
        clock.LearnFromGateway(Noon);
        clock.Advance(3_600_000);
        clock.LearnFromGateway(Noon + 3_600_000);
        for (var i = 0; i < 1000; i++)
        {
            clock.Advance(1_000);
            clock.LearnFromGateway(Noon);
        }

        Assert.Equal(Noon + 4_600_000, clock.UnixMilliseconds);
    }

    [Fact]
    public void A_delayed_message_does_not_pull_the_clock_back_to_its_stamp()
    {
        var clock = new HandClock();
        clock.LearnFromGateway(Noon);
        clock.Advance(60_000);
        clock.LearnFromGateway(Noon + 30_000);  // half a minute on its way
        Assert.InRange(clock.UnixMilliseconds, Noon + 59_900, Noon + 60_000);
    }

    [Fact]
    public void A_crystal_that_runs_fast_is_held_back_slowly()
    {
        var clock = new HandClock();
        clock.LearnFromGateway(Noon);
        var truth = Noon;
        for (var hour = 0; hour < 48; hour++)
        {
            clock.Advance(3_600_000 + 144);     // 40 parts in a million fast
            truth += 3_600_000;
            clock.LearnFromGateway(truth);
        }

        Assert.InRange(clock.UnixMilliseconds - truth, -200, 200);
    }

    [Fact]
    public void Follows_a_gateway_that_found_its_own_clock_wrong()
    {
        var clock = new HandClock();
        clock.LearnFromGateway(Noon + 86_400_000);      // a Pi that started a day ahead
        for (var minute = 0; minute < 6; minute++)
        {
            clock.Advance(60_000);
            clock.LearnFromGateway(Noon + (minute * 60_000));
        }

        Assert.Equal(Noon + 300_000, clock.UnixMilliseconds);
    }

    [Fact]
    public void Takes_the_platforms_time_when_it_is_plausible()
    {
        var clock = new HandClock { PlatformUnixMilliseconds = 12_000 };
        clock.AskPlatform();
        Assert.Equal(ClockQuality.None, clock.Quality);
        clock.PlatformUnixMilliseconds = Noon;
        clock.AskPlatform();
        Assert.Equal(ClockQuality.Sntp, clock.Quality);
        Assert.Equal(Noon, clock.UnixMilliseconds);
    }

    /// <summary>Genuine messages, delayed and repeated in any order: the clock never goes back and is never ahead of the truth.</summary>
    [Fact]
    public void Never_goes_back_whatever_is_delayed_or_repeated()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var clock = new HandClock();
            var sent = new List<long>();
            long truth = Noon;
            long last = 0;
            for (var i = 0; i < 200; i++)
            {
                var passed = random.Next(30_000);
                clock.Advance(passed);
                truth += passed;
                sent.Add(truth);
                // A message just sent, or one recorded earlier. An attacker may repeat one message, or all in a random order.
                clock.LearnFromGateway(random.Next(2) == 0 ? truth : sent[random.Next(sent.Count)]);
                var now = clock.UnixMilliseconds;
                Assert.True(now >= last, $"seed {seed} step {i}: went back from {last} to {now}");
                Assert.True(now <= truth, $"seed {seed} step {i}: {now} is ahead of {truth}");
                last = now;
            }
        }
    }
}
