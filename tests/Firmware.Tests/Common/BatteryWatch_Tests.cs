using System.Device.Adc;
using EdgeWarning.Boards.RainGauge;
using EdgeWarning.Common;
using EdgeWarning.Drivers;
using EdgeWarning.Protocol;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

public class BatteryWatch_Tests
{
    [Fact]
    public void A_day_of_a_steady_battery_is_told_once_an_hour_and_a_sudden_change_at_once()
    {
        var clock = new HandClock();
        var link = new LinkBook();
        var status = new BoardStatus();
        var meter = new Meter { Millivolts = 13_200 };
        var watch = new BatteryWatch(meter, link, status, clock);
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            clock.Advance(watch.Step());
        }

        Assert.Equal(13_200, status.BatteryMillivolts);
        Assert.Equal(24, link.Reported.Count(one => one.Kind == ReadingKind.Battery));
        meter.Millivolts = 12_850;
        watch.Step();
        Assert.Equal((ReadingKind.Battery, 12_850L), link.Reported[^1]);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(13_200)]
    [InlineData(14_600)]
    public void The_divider_of_the_boards_gives_back_the_batterys_voltage(int millivolts)
    {
        using var folder = new TemporaryFolder();
        using var machine = new Machine(new MachineOptions { Name = "solar", FlashPath = folder.Path, Chip = Chip.Esp32S3 });
        machine.Adc[RainGaugeBoard.BatteryAdcChannel].Millivolts = () =>
            (double)millivolts * RainGaugeBoard.BatteryDividerLowerOhms / (RainGaugeBoard.BatteryDividerUpperOhms + RainGaugeBoard.BatteryDividerLowerOhms);
        var measured = machine.Call(static () => new BatteryDivider(
            new AdcController(), RainGaugeBoard.BatteryAdcChannel, RainGaugeBoard.BatteryDividerUpperOhms, RainGaugeBoard.BatteryDividerLowerOhms).ReadMillivolts());
        Assert.InRange(measured, millivolts * 0.9, millivolts * 1.1);
    }

    private sealed class Meter : IVoltmeter
    {
        public int Millivolts { get; set; }

        public int ReadMillivolts() => Millivolts;
    }
}
