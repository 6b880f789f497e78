using System.Device.Gpio;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.OnNanoHost;

public sealed class TippingBucket_Tests
{
    [Fact]
    public void A_contact_bounces_and_a_lock_out_sees_one_tip_each()
    {
        using var bench = new Bench(options => options.Seed = 3);
        var bucket = new TippingBucketPart(bench.Machine, bench.Machine.Pins[4])
        {
            Closure = TimeSpan.FromMilliseconds(40),
            MinimumSpacing = TimeSpan.FromMilliseconds(80),
        };
        int falling = 0;
        int counted = 0;
        long lockedUntil = 0;
        bench.Machine.Call(() =>
        {
            GpioPin pin = new GpioController().OpenPin(4, PinMode.InputPullUp);
            pin.ValueChanged += (_, e) =>
            {
                if (e.ChangeType == PinEventTypes.Falling)
                {
                    falling++;
                    if (HostTime.Nanoseconds > lockedUntil)
                    {
                        counted++;
                        lockedUntil = HostTime.Nanoseconds + (50 * HostTime.Millisecond);
                    }
                }
            };
        });
        bucket.Tip(times: 10);
        Bench.Until(() => bucket.TipsMade == 10 && bucket.TipsWaiting == 0 && bench.Machine.Pins[4].Level, () => $"{bucket.TipsMade} made");
        Bench.Until(() => counted == 10, () => $"{counted} counted, {falling} edges");
        Assert.True(falling > 15, $"only {falling} falling edges for 10 tips: no bounce");
    }

    [Fact]
    public void Tips_keep_the_distance_that_the_bucket_needs()
    {
        using var bench = new Bench();
        var bucket = new TippingBucketPart(bench.Machine, bench.Machine.Pins[4])
        {
            Closure = TimeSpan.FromMilliseconds(20),
            MinimumSpacing = TimeSpan.FromMilliseconds(60),
        };
        long started = HostTime.Nanoseconds;
        bucket.Tip(times: 6);
        Assert.True(bucket.TipsMade <= 1);
        Bench.Until(() => bucket.TipsMade == 6, () => $"{bucket.TipsMade} made");
        Assert.True((HostTime.Nanoseconds - started) / 1e6 >= 299, "six tips need five times the spacing");
    }

    [Fact]
    public void Rain_falls_also_without_power()
    {
        using var bench = new Bench();
        var bucket = new TippingBucketPart(bench.Machine, bench.Machine.Pins[4]) { Closure = TimeSpan.FromMilliseconds(5), MinimumSpacing = TimeSpan.FromMilliseconds(10) };
        bucket.Tip(times: 3);
        Bench.Until(() => bucket.TipsMade == 3, () => $"{bucket.TipsMade} made");
        Assert.Equal(3, bucket.TipsMadeWithoutPower);
    }
}
