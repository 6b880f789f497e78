using System.Device.Gpio;
using System.Diagnostics;
using nanoFramework.Runtime.Native;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.OnNanoHost;

public sealed class Power_Tests
{
    [Fact]
    public void Power_cut_ends_every_thread_of_the_board_whatever_it_waits_for()
    {
        using var bench = new Bench();
        int waiting = 0;
        using var never = new AutoResetEvent(false);
        object gate = new();
        bench.Machine.Run(() =>
        {
            // Threads as firmware starts them: plain BCL, in different waits, one of them started by another.
            new Thread(() =>
            {
                new Thread(() => { Interlocked.Increment(ref waiting); never.WaitOne(); }).Start();
                Interlocked.Increment(ref waiting);
                Thread.Sleep(Timeout.Infinite);
            }).Start();
            new Thread(() => { Interlocked.Increment(ref waiting); lock (gate) { Monitor.Wait(gate); } }).Start();
            Interlocked.Increment(ref waiting);
            Machine.Sleep(Timeout.Infinite);
        });
        Bench.Until(() => waiting == 4 && bench.Machine.LivingThreads == 4, () => $"{waiting} wait, {bench.Machine.LivingThreads} live");

        long started = Stopwatch.GetTimestamp();
        bench.Machine.CutPower();

        Assert.True(Stopwatch.GetElapsedTime(started).TotalSeconds < 1, "a power cut must be prompt");
        Assert.Equal(0, bench.Machine.LivingThreads);
        Assert.Equal(0, bench.Machine.ParkedThreads);
        Assert.Empty(bench.Machine.Faults);
        Assert.False(bench.Machine.IsPowered);
    }

    [Fact]
    public void A_busy_thread_ends_at_its_next_call_of_the_hardware()
    {
        using var bench = new Bench();
        bool ended = false;
        bool running = false;
        bench.Machine.Run(() =>
        {
            GpioPin pin = new GpioController().OpenPin(4, PinMode.Output);
            try
            {
                while (true)
                {
                    pin.Toggle();
                    running = true;
                }
            }
            catch (Exception) when (Machine.PowerIsCut)
            {
                ended = true;
                throw;
            }
        });
        Bench.Until(() => running, () => "the firmware did not start");
        bench.Machine.CutPower();
        Assert.True(ended);
        Assert.Equal(0, bench.Machine.LivingThreads);
        Assert.False(bench.Machine.Pins[4].Level);
    }

    [Fact]
    public void A_thread_that_swallows_the_end_is_woken_again_and_in_the_end_parked()
    {
        using var bench = new Bench();
        bool running = false;
        bench.Machine.Run(() =>
        {
            while (true)
            {
                try
                {
                    running = true;
                    Machine.Sleep(10_000);
                }
                catch (PowerCutException)
                {
                    // What firmware must not do.
                }
            }
        });
        Bench.Until(() => running, () => "the firmware did not start");
        bench.Machine.CutPower();
        Assert.Equal(0, bench.Machine.LivingThreads);
        Assert.Equal(1, bench.Machine.ParkedThreads);
    }

    [Fact]
    public void An_exception_ends_only_its_thread_and_is_reported()
    {
        using var bench = new Bench();
        int alive = 0;
        bench.Machine.Run(() =>
        {
            new Thread(() => throw new InvalidOperationException("probe bug")).Start();
            while (true)
            {
                alive++;
                Machine.Sleep(5);
            }
        });
        Bench.Until(() => bench.Machine.Faults.Count == 1, () => "no fault reported");
        int before = alive;
        Bench.Until(() => alive > before + 2, () => "the main thread ended too");
        Assert.Contains("probe bug", bench.Machine.Faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Power_on_runs_main_again_with_its_flash_and_without_its_memory_of_time()
    {
        using var bench = new Bench();
        int starts = 0;
        long unixAtStart = -1;
        string counter = string.Empty;
        bench.Machine.Run(() =>
        {
            string path = Path.Combine(Machine.Current.FlashPath, "starts");
            counter = (File.Exists(path) ? File.ReadAllText(path) : string.Empty) + "x";
            File.WriteAllText(path, counter);
            unixAtStart = Machine.Current.UnixMilliseconds;
            Rtc.SetSystemTime(new DateTime(2026, 7, 20, 16, 0, 0, DateTimeKind.Utc));
            Interlocked.Increment(ref starts);
            Machine.Sleep(Timeout.Infinite);
        });
        Bench.Until(() => starts == 1, () => "not started");
        Assert.InRange(bench.Machine.UnixMilliseconds, 1_784_563_200_000, 1_784_563_210_000);

        bench.Machine.CutPower();
        bench.Machine.PowerOn();
        Bench.Until(() => starts == 2, () => "not started again");
        Assert.Equal("xx", counter);
        Assert.InRange(unixAtStart, 0, 5_000);
        Assert.Equal(1, bench.Machine.Restarts);
        Assert.Equal(RestartReason.PowerOn, bench.Machine.RestartReason);
    }

    [Fact]
    public void Reboot_by_the_firmware_starts_it_again_and_keeps_the_clock()
    {
        using var bench = new Bench();
        int starts = 0;
        bool returned = false;
        long secondStart = 0;
        bench.Machine.Run(() =>
        {
            if (Interlocked.Increment(ref starts) == 1)
            {
                Rtc.SetSystemTime(new DateTime(2026, 7, 20, 16, 0, 0, DateTimeKind.Utc));
                Power.RebootDevice();
                returned = true;
            }

            secondStart = Machine.Current.UnixMilliseconds;
            Machine.Sleep(Timeout.Infinite);
        });
        Bench.Until(() => secondStart != 0, () => $"{starts} starts");
        Assert.False(returned);
        Assert.InRange(secondStart, 1_784_563_200_000, 1_784_563_210_000);
        Assert.Equal(RestartReason.Software, bench.Machine.RestartReason);
        Assert.Equal(1, bench.Machine.Restarts);
    }

    [Fact]
    public void A_thread_of_the_life_before_cannot_touch_the_next_one()
    {
        using var bench = new Bench();
        Exception? seen = null;
        using var go = new ManualResetEventSlim();
        using var done = new ManualResetEventSlim();
        int starts = 0;
        bench.Machine.Run(() =>
        {
            if (Interlocked.Increment(ref starts) > 1)
            {
                Machine.Sleep(Timeout.Infinite);
            }

            // A pool callback that is late: it comes in the time of the next life.
            ThreadPool.QueueUserWorkItem(_ =>
            {
                while (!go.IsSet)
                {
                    Thread.SpinWait(1_000);
                }

                try
                {
                    _ = new GpioController().OpenPin(5);
                }
                catch (Exception e)
                {
                    seen = e;
                }

                done.Set();
            });
            Machine.Sleep(Timeout.Infinite);
        });
        Bench.Until(() => bench.Machine.LivingThreads == 2, () => "callback not running");
        bench.Machine.CutPower();
        Assert.Contains(bench.Machine.Faults, fault => fault.Contains("did not end", StringComparison.Ordinal));
        bench.Machine.PowerOn();
        go.Set();
        Assert.True(done.Wait(TimeSpan.FromSeconds(10)));
        Assert.IsType<PowerCutException>(seen);
    }

    [Fact]
    public void Power_can_be_cut_at_any_call_of_the_firmware()
    {
        for (int at = 1; at <= 6; at++)
        {
            using var bench = new Bench();
            int writes = 0;
            bench.Machine.CutPowerAtCheckpoint(at);
            bench.Machine.Run(() =>
            {
                for (int i = 0; i < 6; i++)
                {
                    Machine.Checkpoint();
                    writes++;
                }

                Machine.Sleep(Timeout.Infinite);
            });
            Bench.Until(() => !bench.Machine.IsPowered && bench.Machine.LivingThreads == 0, () => $"still on at {at}, {writes} writes");
            Assert.Equal(at - 1, writes);
        }
    }

    [Fact]
    public void A_wake_up_that_comes_late_does_not_hit_the_pool()
    {
        // Timer callbacks run on pool threads of the whole process; cutting power while they run must leave the pool unhurt.
        for (int round = 0; round < 20; round++)
        {
            using var bench = new Bench();
            int ticks = 0;
            Timer? timer = null;
            bench.Machine.Run(() =>
            {
                timer = new Timer(_ => { ticks++; Machine.Sleep(1); }, null, 0, 1);
                Machine.Sleep(Timeout.Infinite);
            });
            Bench.Until(() => ticks > 3, () => "timer does not tick");
            bench.Machine.CutPower();
            timer!.Dispose();
            using var gate = new ManualResetEventSlim();
            ThreadPool.QueueUserWorkItem(_ => { Thread.Sleep(1); gate.Set(); });
            Assert.True(gate.Wait(TimeSpan.FromSeconds(10)));
        }
    }

    [Fact]
    public void Two_hundred_idle_boards_end_in_a_moment()
    {
        var benches = Enumerable.Range(0, 200).Select(_ => new Bench()).ToList();
        int started = 0;
        foreach (Bench bench in benches)
        {
            bench.Machine.Run(() =>
            {
                Interlocked.Increment(ref started);
                Machine.Sleep(Timeout.Infinite);
            });
        }

        Bench.Until(() => started == 200, () => $"{started} started");
        long begin = Stopwatch.GetTimestamp();
        foreach (Bench bench in benches)
        {
            bench.Machine.CutPower();
        }

        Assert.True(Stopwatch.GetElapsedTime(begin).TotalSeconds < 5, $"took {Stopwatch.GetElapsedTime(begin)}");
        Assert.All(benches, bench => Assert.Equal(0, bench.Machine.LivingThreads));
        benches.ForEach(bench => bench.Dispose());
    }

    [Fact]
    public void A_thread_of_no_board_is_told_so()
    {
        var e = Assert.Throws<InvalidOperationException>(() => new GpioController());
        Assert.Contains("no board", e.Message, StringComparison.Ordinal);
        Assert.False(Machine.PowerIsCut);
    }

    [Fact]
    public void Flash_knows_its_budget_in_whole_blocks()
    {
        using var bench = new Bench(options => options.FlashBytes = 16_384);
        File.WriteAllBytes(Path.Combine(bench.Machine.FlashPath, "a"), new byte[4_097]);
        Assert.Equal(8_192, bench.Machine.Flash.UsedBytes);
        bench.Machine.Flash.ThrowIfFull(8_192);
        Assert.Throws<IOException>(() => bench.Machine.Flash.ThrowIfFull(8_193));
    }
}
