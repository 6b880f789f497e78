using EdgeWarning.Common;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>Loops on a simulated board, with its real threads, clock and power.</summary>
public class Loop_Tests
{
    [Fact]
    public void Goes_on_after_a_step_that_threw_and_says_so()
    {
        using var bench = new Bench();
        var step = new Script(2, static number => number == 1 ? throw new InvalidOperationException("no echo") : 3_600_000);
        bench.Start(step);
        Assert.True(step.Reached.Wait(TimeSpan.FromSeconds(20)), "the loop did not go on");
        Assert.Contains(bench.Log.Kept(), line => line.Contains("gauge failed", StringComparison.Ordinal) && line.Contains("no echo", StringComparison.Ordinal));
        Assert.Equal(1, bench.Loop.Faults);
    }

    [Fact]
    public void Sleeps_until_it_is_woken()
    {
        using var bench = new Bench();
        var step = new Script(2, static _ => 3_600_000);
        bench.Start(step);
        Wait.Until(() => bench.Loop.Steps == 1, () => $"{bench.Loop.Steps} steps");
        bench.Loop.Wake();
        Assert.True(step.Reached.Wait(TimeSpan.FromSeconds(20)), "it was not woken");
        Assert.Equal(2, step.Calls);
    }

    [Fact]
    public void Is_called_again_when_its_time_has_come()
    {
        using var bench = new Bench();
        var step = new Script(5, static _ => 20);
        bench.Start(step);
        Assert.True(step.Reached.Wait(TimeSpan.FromSeconds(20)), "it was not called again");
        Assert.True(bench.Machine.Call(static () => Machine.Current.UptimeMilliseconds) >= 80, "it did not wait");
    }

    [Fact]
    public void One_that_another_carries_has_no_thread_and_is_called_at_its_own_times_and_when_it_is_woken()
    {
        using var bench = new Bench();
        var carrier = new Script(2, static _ => 3_600_000);
        var often = new Script(5, static _ => 20);
        var seldom = new Script(2, static _ => 3_600_000);
        var mates = bench.Start(carrier, often, seldom);
        Assert.True(often.Reached.Wait(TimeSpan.FromSeconds(20)), "a carried loop was not called again");
        Assert.Equal(1, carrier.Calls);
        Assert.Equal(1, seldom.Calls);
        Assert.Equal(1, bench.Machine.LivingThreads);
        mates[1].Wake();
        Assert.True(seldom.Reached.Wait(TimeSpan.FromSeconds(20)), "a carried loop was not woken");
        Assert.Equal(1, carrier.Calls);
        bench.Loop.Wake();
        Assert.True(carrier.Reached.Wait(TimeSpan.FromSeconds(20)), "the carrier was not woken");
        Assert.Equal(2, seldom.Calls);
    }

    [Theory]
    [InlineData(3_600_000)]
    [InlineData(0)]
    public void Ends_with_the_power_and_swallows_nothing(int rest)
    {
        using var bench = new Bench();
        var step = new Script(1, _ => rest);
        bench.Start(step);
        Assert.True(step.Reached.Wait(TimeSpan.FromSeconds(20)));
        bench.Machine.CutPower();
        Assert.Equal(0, bench.Machine.LivingThreads);
        Assert.Equal(0, bench.Machine.ParkedThreads);
        Assert.Empty(bench.Machine.Faults);
    }

    private sealed class Bench : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Bench()
        {
            Machine = new Machine(new MachineOptions { Name = "bench", FlashPath = _folder.Path });
        }

        public Machine Machine { get; }

        public Log Log { get; private set; } = null!;

        public Loop Loop { get; private set; } = null!;

        public void Start(IStep step) => Machine.Call(() =>
        {
            Loop = Make(step);
            Loop.Start();
        });

        public Loop[] Start(IStep step, params IStep[] carried)
        {
            Loop[] mates = [];
            Machine.Call(() =>
            {
                Loop = Make(step);
                mates = [.. carried.Select(Make)];
                Array.ForEach(mates, Loop.Carry);
                Array.ForEach(mates, static mate => mate.Start());     // as the supervisor does: nothing
                Loop.Start();
            });
            return mates;
        }

        private Loop Make(IStep step)
        {
            var clock = new BoardClock();
            Log ??= new Log(clock, 16);
            return new Loop("gauge", step, clock, Log);
        }

        public void Dispose()
        {
            Machine.Dispose();
            _folder.Dispose();
        }
    }

    private sealed class Script(int goal, Func<int, int> act) : IStep
    {
        private int _calls;

        public ManualResetEventSlim Reached { get; } = new();

        public int Calls => _calls;

        public int Step()
        {
            var number = Interlocked.Increment(ref _calls);
            if (number >= goal)
            {
                Reached.Set();
            }

            return act(number);
        }
    }
}
