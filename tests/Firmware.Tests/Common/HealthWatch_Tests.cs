using EdgeWarning.Boards.RainGauge;
using EdgeWarning.Protocol;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.Common;

public class HealthWatch_Tests
{
    [Fact]
    public void A_boards_heartbeats_carry_battery_temperature_and_signal()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "rain-gauge", "heartbeat.seconds = 5", "time.server = none");
        board.Machine.Adc[RainGaugeBoard.BatteryAdcChannel].Millivolts = static () => 2_160;
        _ = new ThermistorPart(board.Machine.Adc[RainGaugeBoard.CaseThermometerAdcChannel], RainGaugeBoard.CaseThermometerLowerOhms) { Celsius = static () => 41.5 };
        board.Machine.Wifi.AccessPoints = [new("village", -73), new("neighbour", -40)];
        board.Machine.Run(Boards.RainGauge.Program.Main);
        Wait.Until(() => desk.Heartbeats.Any(beat => beat.SignalDbm != 0), () => $"{desk.Heartbeats.Count} heartbeats: {string.Join('\n', board.Machine.Faults)}");
        Status beat = desk.Heartbeats.Last();
        Assert.Equal(-73, beat.SignalDbm);
        Assert.InRange(beat.TemperatureDecidegrees, 405, 425);
        Assert.InRange(beat.BatteryMillivolts, 12_900, 13_400);
        Assert.Equal(1, board.Machine.Wifi.Scans);
    }

    [Fact]
    public void A_board_with_neither_thermistor_nor_radio_says_so_and_lives()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "rain-gauge", "heartbeat.seconds = 5", "time.server = none");
        board.Machine.WifiOn = false;
        board.Machine.Run(Boards.RainGauge.Program.Main);
        Wait.Until(() => desk.Heartbeats.Count >= 2, () => string.Join('\n', board.Machine.Faults));
        Status beat = desk.Heartbeats.Last();
        Assert.Equal((0, Status.NoTemperature), (beat.SignalDbm, beat.TemperatureDecidegrees));
    }
}
