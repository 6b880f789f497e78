using EdgeWarning.Common;
using EdgeWarning.Protocol;
using EdgeWarning.Firmware.Tests.OnNanoHost;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>
/// A board with its real threads, a real broker and an external watchdog, whose time runs fifty times as fast: two seconds without a processor are a hang.
/// </summary>
public sealed class Supervisor_Tests : IDisposable
{
    private const int WatchdogPin = 14;
    private const int Factor = 50;

    private readonly Broker _broker;
    private readonly CountyDesk _desk;
    private readonly TestBoard _board;
    private readonly WatchdogPart _watchdog;

    public Supervisor_Tests()
    {
        _broker = Broker.Start();
        _desk = new CountyDesk(_broker, TestBoard.Key);
        _board = new TestBoard(_broker, "bench");
        _watchdog = new WatchdogPart(_board.Machine, _board.Machine.Pins[WatchdogPin], TimeSpan.FromSeconds(120.0 / Factor));
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        _board.Dispose();
        _desk.Dispose();
        _broker.Dispose();
    }

    [Fact]
    public void A_healthy_board_is_fed_and_never_reset()
    {
        Run(static ground => ground.Add(Loop(ground, "gauge", static () => 1_000)));
        Wait.Until(() => _watchdog.Feedings > 150, Story);     // 12 minutes of its time: it has become healthy
        Assert.Equal(0, _watchdog.Resets);
        Assert.Equal(0, _board.Machine.Restarts);
        Assert.True(_board.Ground!.Supervisor.IsHealthy);
    }

    [Fact]
    public void A_driver_that_blocks_for_ever_has_the_board_start_again_and_say_who_hung()
    {
        Run(ground => ground.Add(Loop(ground, "gauge", () => _board.Machine.Restarts == 0 ? BlockForEver() : 1_000)));
        var birth = BirthOf(2);
        Assert.Equal("gauge hangs", birth.RestartReason);
        Assert.Equal(0, _watchdog.Resets);
    }

    [Fact]
    public void A_driver_that_blocks_the_thread_that_it_shares_is_named()
    {
        Run(ground => ground.AddShort(Loop(ground, "light", () => _board.Machine.Restarts == 0 ? BlockForEver() : 1_000)));
        Assert.Equal("light hangs", BirthOf(2).RestartReason);
    }

    [Fact]
    public void A_loop_that_is_added_while_the_others_run_is_started_and_watched()
    {
        Run(static _ => { });
        BirthOf(1);
        _board.On(ground => ground.Add(Loop(ground, "fetcher", () => _board.Machine.Restarts == 0 ? BlockForEver() : 1_000)));
        Assert.Equal("fetcher hangs", BirthOf(2).RestartReason);
    }

    [Fact]
    public void A_main_thread_that_blocks_for_ever_starves_the_watchdog()
    {
        Run(ground =>
        {
            ground.Add(Loop(ground, "gauge", static () => 1_000));
            if (_board.Machine.Restarts == 0)
            {
                BlockForEver();
            }
        });
        Assert.Equal("power", BirthOf(2).RestartReason);       // all that can be known: docs/FAILURES.md
        Assert.Equal(1, _watchdog.Resets);
        Assert.Equal(RestartReason.Watchdog, _board.Machine.RestartReason);
    }

    [Fact]
    public void A_thread_that_ends_is_started_anew_and_after_three_times_the_board_is()
    {
        Run(ground => ground.Add(new Loop("gauge", new Work(static () => 1_000), _board.Machine.Restarts == 0 ? new DeadlyClock() : ground.Clock, ground.Log)));
        Assert.Equal("gauge ended", BirthOf(2).RestartReason);
        Assert.Empty(_board.Machine.Faults);
    }

    [Fact]
    public void A_loop_that_fails_for_want_of_memory_has_the_board_start_again()
    {
        Run(ground => ground.Add(Loop(ground, "gauge", () => _board.Machine.Restarts == 0 ? TooMuch() : 1_000)));
        Assert.Equal("out of memory: gauge", BirthOf(2).RestartReason);
    }

    [Fact]
    public void A_loop_that_fails_now_and_then_restarts_nothing()
    {
        var steps = 0;
        Run(ground => ground.Add(Loop(ground, "gauge", () => ++steps % 3 == 0 ? 1_000 : throw new InvalidOperationException("no echo"))));
        Wait.Until(() => _watchdog.Feedings > 100, Story);
        Assert.Equal(0, _board.Machine.Restarts);
    }

    [Fact]
    public void A_board_that_hangs_at_every_start_ends_in_safe_mode_links_and_says_so()
    {
        Run(static ground => ground.FitOptional("gauge", static () => BlockForEver()));
        Wait.Until(() => !_desk.Births.IsEmpty, Story, 60);
        var birth = _desk.Births.First();
        Assert.True(birth.SafeMode);
        Assert.Equal(Starts.FailuresToSafeMode + 1, birth.Restarts);
        Assert.Equal(Starts.FailuresToSafeMode, _watchdog.Resets);
        Assert.Contains(_board.Ground!.Log.Kept(), static line => line.EndsWith("gauge left out: safe mode", StringComparison.Ordinal));
    }

    [Fact]
    public void A_step_that_says_that_it_moves_may_last_for_ever()
    {
        Loop? player = null;
        Run(ground => ground.Add(player = Loop(ground, "player", () =>
        {
            while (true)
            {
                Machine.Sleep(10);
                player!.Progress();
            }
        })));
        Wait.Until(() => _watchdog.Feedings > 40, Story);       // more than three minutes of its time in one step
        Assert.Equal(0, _board.Machine.Restarts);
    }

    /// <summary>Whatever lies on flash after years: the board starts, links and says so.</summary>
    [Theory]
    [InlineData("outbox.a", "outbox.b", "log.0")]
    [InlineData("orders.a", "orders.b", "starts.a", "starts.b")]
    [InlineData("county.a", "county.b", "rain.a", "rain.b")]
    public void A_board_whose_files_are_garbage_starts_and_links(params string[] files)
    {
        var random = new Random(7);
        foreach (var file in files)
        {
            var garbage = new byte[200];
            random.NextBytes(garbage);
            File.WriteAllBytes(Path.Combine(_board.FlashPath, file), garbage);
        }

        Run(static _ => { });
        Assert.False(BirthOf(1).SafeMode);
    }

    private static int BlockForEver()
    {
        using var never = new ManualResetEvent(false);
        never.WaitOne();
        return 0;
    }

    private static int TooMuch() => new byte[Array.MaxLength / 2, 1 << 20].Length;

    private static Loop Loop(Ground ground, string name, Func<int> work) => new(name, new Work(work), ground.Clock, ground.Log);

    private void Run(Action<Ground> assemble) => _board.Run("bench", static () => new BriskClock(Factor), ground =>
    {
        ground.Supervisor.Watchdog = new EdgeWarning.Drivers.ExternalWatchdog(new System.Device.Gpio.GpioController(), WatchdogPin);
        assemble(ground);
    });

    private Status BirthOf(long start)
    {
        Wait.Until(() => _desk.Births.Any(birth => birth.Restarts == start), Story);
        return _desk.Births.First(birth => birth.Restarts == start);
    }

    private string Story() => $"{_watchdog.Feedings} feedings, {_watchdog.Resets} resets, {_board.Machine.Restarts} restarts\n{_board.Story}";

    private sealed class Work(Func<int> work) : IStep
    {
        public int Step() => work();
    }

    /// <summary>Waiting throws, which no step could catch.</summary>
    private sealed class DeadlyClock : Clock
    {
        private readonly BriskClock _time = new(Factor);

        public override long UptimeMilliseconds => _time.UptimeMilliseconds;

        public override void Sleep(int milliseconds) => throw new InvalidOperationException("no timer");

        public override bool Wait(AutoResetEvent signal, int milliseconds) => throw new InvalidOperationException("no timer");
    }
}
