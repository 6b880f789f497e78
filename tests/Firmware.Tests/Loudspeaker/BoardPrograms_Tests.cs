using System.Device.Gpio;
using EdgeWarning.Boards.Loudspeaker;
using EdgeWarning.Boards.VillageStation;
using EdgeWarning.Common;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>The boards' own programs on their own pins, from a settings file on flash; the gateway is away.</summary>
public sealed class BoardPrograms_Tests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("board").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void A_loudspeaker_starts_and_its_light_blinks_while_the_gateway_is_away() =>
        StartAndCut("loudspeaker", EdgeWarning.Boards.Loudspeaker.Program.Main, "", LoudspeakerBoard.StatusLedPin);

    [Fact]
    public void A_village_station_starts_with_an_ultrasonic_probe() =>
        StartAndCut("village-station", EdgeWarning.Boards.VillageStation.Program.Main, "stage.probe = ultrasonic\nstage.zero.millimetres = 4000\n", VillageStationBoard.StatusLedPin);

    [Fact]
    public void A_village_station_starts_with_a_loop_probe() =>
        StartAndCut("village-station", EdgeWarning.Boards.VillageStation.Program.Main, "stage.probe = loop\n", VillageStationBoard.StatusLedPin);

    /// <summary>On another chip some of the pins serve its flash: nanoFramework throws where the level probe and its like are opened.</summary>
    [Fact]
    public void A_station_whose_probe_cannot_be_opened_goes_on_without_it()
    {
        using Machine machine = Start("village-station", EdgeWarning.Boards.VillageStation.Program.Main, "stage.probe = loop\n", NanoHost.Chip.Esp32);
        int changes = 0;
        machine.Pins[VillageStationBoard.StatusLedPin].Changed += _ => Interlocked.Increment(ref changes);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref changes) >= 3, TimeSpan.FromSeconds(30)), $"it does not run: {string.Join("; ", machine.Faults)}");
        Assert.Equal(0, machine.Restarts);
        AssertSound(machine);
    }

    [Fact]
    public void A_bench_starts_without_a_pin()
    {
        using Machine machine = Start("bench", EdgeWarning.Boards.Bench.Program.Main, "");
        Assert.True(SpinWait.SpinUntil(() => machine.LivingThreads >= 2, TimeSpan.FromSeconds(20)), "player and link run");
        AssertSound(machine);
    }

    /// <summary>Unfed, the watchdog would reset the board every two minutes, and it would be well never again.</summary>
    [Theory]
    [InlineData("loudspeaker", LoudspeakerBoard.WatchdogPin)]
    [InlineData("village-station", VillageStationBoard.WatchdogPin)]
    [InlineData("rain-gauge", EdgeWarning.Boards.RainGauge.RainGaugeBoard.WatchdogPin)]
    [InlineData("water-level", EdgeWarning.Boards.WaterLevel.WaterLevelBoard.WatchdogPin)]
    public void A_board_whose_safe_mode_has_failed_as_well_still_has_its_watchdog(string kind, int watchdogPin)
    {
        for (int i = 0; i < Starts.FailuresToBareLink; i++)
        {
            _ = new Starts(new FileFlash(_folder));
        }

        using Machine machine = Start(kind, MainOf(kind), "");
        Assert.True(
            SpinWait.SpinUntil(() => machine.Pins[watchdogPin].Mode == PinMode.Output, TimeSpan.FromSeconds(30)), $"it is left out: {string.Join("; ", machine.Faults)}");
        AssertSound(machine);
    }

    private static Action MainOf(string kind) => kind switch
    {
        "loudspeaker" => EdgeWarning.Boards.Loudspeaker.Program.Main,
        "village-station" => EdgeWarning.Boards.VillageStation.Program.Main,
        "rain-gauge" => EdgeWarning.Boards.RainGauge.Program.Main,
        _ => EdgeWarning.Boards.WaterLevel.Program.Main,
    };

    private void StartAndCut(string kind, Action main, string settings, int lightPin)
    {
        using Machine machine = Start(kind, main, settings);
        int changes = 0;
        machine.Pins[lightPin].Changed += _ => Interlocked.Increment(ref changes);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref changes) >= 3, TimeSpan.FromSeconds(30)), $"the light does not blink: {string.Join("; ", machine.Faults)}");
        AssertSound(machine);
    }

    private static void AssertSound(Machine machine)
    {
        Assert.Empty(machine.Faults);
        machine.CutPower();
        Assert.Empty(machine.Faults);
        Assert.Equal(0, machine.ParkedThreads);
        Assert.Equal(0, machine.LivingThreads);
    }

    private Machine Start(string kind, Action main, string settings, NanoHost.Chip chip = NanoHost.Chip.Esp32S3)
    {
        var machine = new Machine(new MachineOptions { Name = kind, FlashPath = _folder, Chip = chip, Psram = chip == NanoHost.Chip.Esp32S3 });
        File.WriteAllText(
            Path.Combine(_folder, "settings.txt"),
            $"board = {kind}\nkind = {kind}\nkey = {new string('a', 64)}\ngateway.host = 127.0.0.1\ngateway.port = 9\ngateway.tls = 0\n{settings}");
        machine.Run(main);
        return machine;
    }
}
