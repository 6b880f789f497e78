using EdgeWarning.Common;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Protocol;
using EdgeWarning.WaterLevel;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.WaterLevel;

public class WaterLevelDevice_Tests
{
    [Fact]
    public void One_stage_in_each_interval()
    {
        var gauge = new Gauge();
        gauge.Run(600_000);
        Assert.Equal([(ReadingKind.Stage, 1_047), (ReadingKind.Stage, 1_047), (ReadingKind.Stage, 1_047)], gauge.Link.Reported);
    }

    [Fact]
    public void A_fault_is_news_when_it_begins_while_it_lasts_and_when_it_ends()
    {
        var gauge = new Gauge { Probe = { Fault = ProbeFault.CableCut } };
        gauge.Run(3_600_000);
        var told = gauge.Link.Reported.Count;
        Assert.Equal(5, told);
        Assert.All(gauge.Link.Reported, reading => Assert.Equal((ReadingKind.StageFault, (long)ProbeFault.CableCut), reading));
        gauge.Probe.Fault = ProbeFault.None;
        gauge.Run(299_999);
        Assert.Equal([(ReadingKind.StageFault, 0), (ReadingKind.Stage, 1_047)], gauge.Link.Reported.Skip(told));
        Assert.Single(gauge.Log.Kept(), line => line.Contains("less than 3.6 mA", StringComparison.Ordinal));
        Assert.Equal(Status.StagePart, gauge.Status.Parts);
    }

    [Fact]
    public void An_interval_shorter_than_a_measurement_does_not_pile_up()
    {
        var gauge = new Gauge("report.seconds = 1") { Probe = { TakesMilliseconds = 2_500 } };
        gauge.Run(35_000);
        Assert.InRange(gauge.Link.Reported.Count, 14, 15);     // one after the other, none made up for
    }

    [Fact]
    public void A_watch_gets_a_stage_a_minute_and_the_gateway_one_in_each_interval()
    {
        var watch = new Watcher();
        var gauge = new Gauge { Device = { Watch = watch } };
        gauge.Run(600_000);
        Assert.Equal(11, watch.Stages);
        Assert.Equal(3, gauge.Link.Reported.Count);
    }

    [Fact]
    public void What_a_watch_doubts_is_measured_again_within_seconds_but_not_for_ever()
    {
        var watch = new Watcher { Doubts = true };
        var gauge = new Gauge { Device = { Watch = watch } };
        gauge.Run(59_999);
        Assert.Equal(1 + WaterLevelDevice.MostRepeats, watch.Stages);
    }

    [Fact]
    public void A_watch_hears_of_every_measurement_that_fails()
    {
        var watch = new Watcher();
        var gauge = new Gauge { Device = { Watch = watch }, Probe = { Fault = ProbeFault.Silent } };
        gauge.Run(59_999);
        Assert.Equal(1 + WaterLevelDevice.MostRepeats, watch.StageFaults);
        Assert.Single(gauge.Link.Reported);
    }

    /// <summary>The whole board with an A02YYUW on its UART: rising water, then each way in which the probe can fail.</summary>
    [Fact]
    public void A_board_with_an_ultrasonic_probe_tells_stage_and_faults()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "water-level", "report.seconds = 1", "stage.zero.millimetres = 3000");
        var distance = 1_953;
        var probe = new A02yyuwPart { DistanceMillimetres = () => distance };
        board.Machine.Uart("COM2").Attach(probe);
        board.Machine.Run(Boards.WaterLevel.Program.Main);
        Until(desk, ReadingKind.Stage, 3_000 - 1_953);
        distance = 640;
        Until(desk, ReadingKind.Stage, 3_000 - 640);
        foreach (var (wrong, fault) in new[]
        {
            (UltrasonicFault.Silent, ProbeFault.Silent), (UltrasonicFault.WrongSum, ProbeFault.Garbled), (UltrasonicFault.OutOfRange, ProbeFault.OutOfRange),
            (UltrasonicFault.Garbage, ProbeFault.Garbled), (UltrasonicFault.None, ProbeFault.None),
        })
        {
            probe.Fault = wrong;
            Until(desk, ReadingKind.StageFault, (long)fault);
        }

        distance = 500;
        Until(desk, ReadingKind.Stage, 2_500);
        Assert.Empty(desk.Faults);
        Assert.Empty(board.Machine.Faults);
    }

    /// <summary>The whole board with a 4-20 mA probe over its shunt, on a chip that is not the typical one and was calibrated.</summary>
    [Fact]
    public void A_board_with_a_loop_probe_tells_stage_and_faults()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        const double reference = 1_170;
        var low = AdcCurve.Esp32S3.CountsOf(4 * 120, reference);
        var high = AdcCurve.Esp32S3.CountsOf(20 * 120, reference);
        using var board = new TestBoard(broker, "water-level", "report.seconds = 1", "stage.probe = loop", "stage.zero.millimetres = -400",
            "stage.loop.fullscale.millimetres = 5000", $"stage.loop.low.counts = {low}", $"stage.loop.high.counts = {high}");
        board.Machine.Adc.ReferenceMillivolts = reference;
        var part = 0.5;
        var probe = new LoopProbePart(board.Machine.Adc[Boards.WaterLevel.WaterLevelBoard.LoopAdcChannel], Boards.WaterLevel.WaterLevelBoard.LoopShuntOhms)
        {
            PartOfFullScale = () => part,
        };
        board.Machine.Run(Boards.WaterLevel.Program.Main);
        Near(desk, 2_100, 10);
        part = 0.9;
        Near(desk, 4_100, 10);
        probe.Fault = LoopFault.CableCut;
        Until(desk, ReadingKind.StageFault, (long)ProbeFault.CableCut);
        probe.Fault = LoopFault.Short;
        Until(desk, ReadingKind.StageFault, (long)ProbeFault.ShortCircuit);
        probe.Fault = LoopFault.None;
        Until(desk, ReadingKind.StageFault, (long)ProbeFault.None);
        Assert.Empty(desk.Faults);
        Assert.Empty(board.Machine.Faults);
    }

    private static void Until(CountyDesk desk, ReadingKind kind, long value) =>
        Wait.Until(() => desk.Committed.LastOrDefault(reading => reading.Kind == kind)?.Value == value, () => $"no {kind} {value} in {Tail(desk)}");

    private static void Near(CountyDesk desk, long stage, long tolerance) => Wait.Until(
        () => desk.Committed.LastOrDefault(reading => reading.Kind == ReadingKind.Stage) is { } last && Math.Abs(last.Value - stage) <= tolerance,
        () => $"no stage near {stage} in {Tail(desk)}");

    private static string Tail(CountyDesk desk) => string.Join(", ", desk.Committed.TakeLast(10).Select(reading => $"{reading.Kind} {reading.Value}"));

    private sealed class Gauge
    {
        private readonly HandClock _clock = new();

        public Gauge(params string[] more)
        {
            Log = new Log(_clock, 16);
            Probe = new ScriptedProbe(_clock);
            Device = new WaterLevelDevice(TestSettings.Of("water-level", more), _clock, Log, Link, Status, Probe);
        }

        public Log Log { get; }

        public LinkBook Link { get; } = new();

        public BoardStatus Status { get; } = new();

        public ScriptedProbe Probe { get; }

        public WaterLevelDevice Device { get; }

        public void Run(long milliseconds)
        {
            for (var end = _clock.UptimeMilliseconds + milliseconds; _clock.UptimeMilliseconds <= end;)
            {
                _clock.Advance(Device.Step());
            }
        }
    }

    private sealed class Watcher : ISensorWatch
    {
        public bool Doubts { get; init; }

        public int Stages { get; private set; }

        public int StageFaults { get; private set; }

        public void OnRain(int micrometres)
        {
        }

        public void OnRainFault(ProbeFault fault)
        {
        }

        public bool OnStage(int millimetres)
        {
            Stages++;
            return Doubts;
        }

        public void OnStageFault(ProbeFault fault) => StageFaults++;
    }

    private sealed class ScriptedProbe(HandClock clock) : ILevelProbe
    {
        public ProbeFault Fault { get; set; }

        public int TakesMilliseconds { get; set; }

        public ProbeFault Read(out int stageMillimetres)
        {
            clock.Sleep(TakesMilliseconds);
            stageMillimetres = 1_047;
            return Fault;
        }
    }
}
