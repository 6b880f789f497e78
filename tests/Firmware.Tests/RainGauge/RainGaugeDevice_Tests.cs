using EdgeWarning.Common;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Protocol;
using EdgeWarning.RainGauge;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.RainGauge;

public class RainGaugeDevice_Tests
{
    [Fact]
    public void Reports_at_start_then_at_the_first_tip_then_once_an_interval_while_it_rains()
    {
        var gauge = new Gauge("report.seconds = 60");
        gauge.Run(0);
        Assert.Equal([(ReadingKind.Rain, 0)], gauge.Link.Reported);
        gauge.Run(3_600_000);
        gauge.Link.Reported.Clear();
        gauge.Tip();
        Assert.Equal([(ReadingKind.Rain, 200)], gauge.Link.Reported);      // at once: rain begins
        for (var tip = 0; tip < 20; tip++)
        {
            gauge.Run(6_000 - 435);     // with the tip itself: a tip every 6 s
            gauge.Tip();
        }

        Assert.Equal([200, 10 * 200, 20 * 200], gauge.Link.Reported.Select(reading => reading.Value));
        gauge.Run(60_000);
        Assert.Equal(21 * 200, gauge.Link.Reported[^1].Value);      // the last tip waits for one interval at most
    }

    [Fact]
    public void Says_every_quarter_of_an_hour_that_it_does_not_rain()
    {
        var gauge = new Gauge("report.seconds = 60");
        gauge.Run(3_600_000 - 1);
        Assert.Equal(4, gauge.Link.Reported.Count);
    }

    [Fact]
    public void Every_tip_is_on_flash_before_it_is_reported()
    {
        var gauge = new Gauge();
        for (var tip = 1; tip <= 5; tip++)
        {
            gauge.Tip();
            Assert.Equal(tip * 200, new RainCounter(gauge.Flash).Micrometres);
        }
    }

    [Fact]
    public void Goes_on_from_the_counter_in_flash_also_with_another_bucket()
    {
        var gauge = new Gauge();
        gauge.Tip();
        gauge.Tip();
        var later = new Gauge(gauge.Flash, "rain.tip.micrometres = 500");
        later.Run(0);
        later.Tip();
        later.Run(300_000);
        Assert.Equal([400, 900], later.Link.Reported.Select(reading => reading.Value));
        Assert.Equal(500, later.Status.TipMicrometres);
        Assert.Equal(Status.RainPart, later.Status.Parts);
    }

    [Fact]
    public void A_tip_that_flash_refused_is_counted_when_flash_works_again()
    {
        var gauge = new Gauge();
        gauge.Run(0);
        gauge.Flash.Room = 0;
        Assert.Throws<IOException>(gauge.Tip);
        gauge.Flash.Room = int.MaxValue;
        gauge.Run(300_000);
        Assert.Equal(200, gauge.Link.Reported.Last(reading => reading.Kind == ReadingKind.Rain).Value);
    }

    [Fact]
    public void A_watch_hears_of_every_tip_once_also_when_flash_refuses_it()
    {
        var watch = new Watcher();
        var gauge = new Gauge { Device = { Watch = watch } };
        gauge.Run(0);
        gauge.Tip();
        gauge.Flash.Room = 0;
        Assert.Throws<IOException>(gauge.Tip);
        Assert.Throws<IOException>(() => gauge.Run(0));
        gauge.Flash.Room = int.MaxValue;
        gauge.Run(300_000);
        gauge.Tip();
        Assert.Equal(3 * 200, watch.Micrometres);
        gauge.Device.OnSwitch(true);
        gauge.Run(20_000);
        Assert.Equal(ProbeFault.Stuck, watch.RainFault);
    }

    [Fact]
    public void A_switch_stuck_closed_is_news_and_so_is_its_end()
    {
        var gauge = new Gauge();
        gauge.Run(0);
        gauge.Device.OnSwitch(true);
        gauge.Run(20_000);
        gauge.Device.OnSwitch(false);
        gauge.Run(0);
        var faults = gauge.Link.Reported.Where(reading => reading.Kind == ReadingKind.RainFault).Select(reading => reading.Value);
        Assert.Equal([(long)ProbeFault.Stuck, (long)ProbeFault.None], faults);
    }

    [Fact]
    public void Lost_flash_is_said_and_counting_goes_on()
    {
        var flash = new FrailFlash(new Random(1));
        flash.Put("rain.a", [1, 2, 3]);
        var gauge = new Gauge(flash);
        Assert.Contains(gauge.Log.Kept(), line => line.Contains("flash has lost the counter", StringComparison.Ordinal));
        gauge.Tip();
        Assert.Equal(200, new RainCounter(flash).Micrometres);
    }

    /// <summary>The whole board: its program, the driver on its pin, a bouncing bucket, a real broker, and power cuts in the rain.</summary>
    [Fact]
    public void A_board_with_a_bucket_counts_every_tip_over_the_link()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "rain-gauge", "report.seconds = 1");
        var bucket = new TippingBucketPart(board.Machine, board.Machine.Pins[Boards.RainGauge.RainGaugeBoard.BucketPin])
        {
            Closure = TimeSpan.FromMilliseconds(60),
            MinimumSpacing = TimeSpan.FromMilliseconds(300),
        };
        board.Machine.Run(Boards.RainGauge.Program.Main);
        Wait.Until(() => desk.LastRain == 0, () => Story(board, desk));
        Assert.Equal(Status.RainPart, desk.Births.Single().Parts);
        bucket.Tip(20);
        Wait.Until(() => desk.LastRain == 20 * 200, () => Story(board, desk));
        board.Machine.CutPower();
        board.Machine.PowerOn();
        Wait.Until(() => desk.Births.Count == 2, () => Story(board, desk));
        bucket.Tip(5);
        Wait.Until(() => desk.LastRain == 25 * 200, () => Story(board, desk));
        Assert.Empty(desk.Faults);
        Assert.Empty(board.Machine.Faults);
        Assert.Equal(0, board.Machine.ParkedThreads);
    }

    [Fact]
    public void Refuses_orders_because_it_has_no_voice()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "rain-gauge");
        board.Machine.Run(Boards.RainGauge.Program.Main);
        Wait.Until(() => !desk.Births.IsEmpty, () => Story(board, desk));
        var order = desk.Order(TestBoard.Id, OrderKind.Play, 7);
        desk.Send(Topics.Order(TestBoard.Id), TestBoard.Id, order.Encode(), new byte[32]);
        Wait.Until(() => desk.Receipts.Count == 2, () => Story(board, desk));
        Assert.Equal(
            [(order.Sequence, ReceiptState.Refused, Reason.Unsupported), (0, ReceiptState.Refused, Reason.Forged)],
            desk.Receipts.Select(receipt => (receipt.Sequence, receipt.State, receipt.Reason)));
    }

    private static string Story(TestBoard board, CountyDesk desk) =>
        $"rain {desk.LastRain}, {desk.Births.Count} births, faults {string.Join(" | ", desk.Faults)} {string.Join(" | ", board.Machine.Faults)}";

    private sealed class Gauge
    {
        private readonly HandClock _clock = new();
        private long _due;

        public Gauge(params string[] more)
            : this(new FrailFlash(new Random(1)), more)
        {
        }

        public Gauge(FrailFlash flash, params string[] more)
        {
            Flash = flash;
            Log = new Log(_clock, 16);
            Device = new RainGaugeDevice(TestSettings.Of("rain-gauge", more), _clock, flash, Log, Link, Status, closed: false);
        }

        public FrailFlash Flash { get; }

        public Log Log { get; }

        public LinkBook Link { get; } = new();

        public BoardStatus Status { get; } = new();

        public RainGaugeDevice Device { get; }

        /// <summary>Lets time pass as the loop does: from one due step to the next.</summary>
        public void Run(long milliseconds)
        {
            var end = _clock.UptimeMilliseconds + milliseconds;
            Step();
            while (_due <= end)
            {
                _clock.Advance(Math.Max(1, _due - _clock.UptimeMilliseconds));
                Step();
            }

            _clock.Advance(end - _clock.UptimeMilliseconds);
        }

        /// <summary>One whole tip; the loop is woken by it.</summary>
        public void Tip()
        {
            Device.OnSwitch(true);
            Step();
            _clock.Advance(135);
            Device.OnSwitch(false);
            _clock.Advance(300);
        }

        private void Step() => _due = _clock.UptimeMilliseconds + Device.Step();
    }

    private sealed class Watcher : ISensorWatch
    {
        public int Micrometres { get; private set; }

        public ProbeFault RainFault { get; private set; }

        public void OnRain(int micrometres) => Micrometres += micrometres;

        public void OnRainFault(ProbeFault fault) => RainFault = fault;

        public bool OnStage(int millimetres) => false;

        public void OnStageFault(ProbeFault fault)
        {
        }
    }
}
