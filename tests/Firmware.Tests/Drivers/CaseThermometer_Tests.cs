using System.Device.Adc;
using EdgeWarning.Boards.VillageStation;
using EdgeWarning.Drivers;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Protocol;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.Drivers;

public sealed class CaseThermometer_Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Machine _machine;
    private readonly ThermistorPart _part;

    public CaseThermometer_Tests()
    {
        _machine = new Machine(new MachineOptions { Name = "case", FlashPath = _folder.Path, Chip = Chip.Esp32S3 });
        _part = new ThermistorPart(_machine.Adc[VillageStationBoard.CaseThermometerAdcChannel], VillageStationBoard.CaseThermometerLowerOhms);
    }

    public void Dispose()
    {
        _machine.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(-10)]
    [InlineData(0)]
    [InlineData(17.3)]
    [InlineData(25)]
    [InlineData(42.5)]
    [InlineData(65)]
    [InlineData(85)]
    public void A_chip_with_the_right_reference_measures_within_a_degree(double celsius)
    {
        _part.Celsius = () => celsius;
        Assert.InRange(Read() / 10.0, celsius - 1, celsius + 1);
    }

    /// <summary>The accuracy that hardware/README.md promises: with the converter 9 % off, and half a degree of noise.</summary>
    [Theory]
    [InlineData(0, 2.5)]
    [InlineData(25, 3.5)]
    [InlineData(60, 6.5)]
    public void A_chip_whose_reference_is_nine_percent_off_stays_within_what_the_page_says(double celsius, double within)
    {
        _part.Celsius = () => celsius;
        foreach (var part in (double[])[0.91, 1.09])
        {
            _machine.Adc.ReferenceMillivolts = AdcBank.NominalReferenceMillivolts / part;
            Assert.InRange(Read() / 10.0, celsius - within, celsius + within);
        }
    }

    [Theory]
    [InlineData(ThermistorFault.Open, 0.91)]
    [InlineData(ThermistorFault.Open, 1.09)]
    [InlineData(ThermistorFault.Short, 0.91)]
    [InlineData(ThermistorFault.Short, 1.09)]
    public void A_cut_or_shorted_sensor_gives_no_temperature_on_any_chip(ThermistorFault fault, double part)
    {
        _machine.Adc.ReferenceMillivolts = AdcBank.NominalReferenceMillivolts / part;
        _part.Fault = fault;
        Assert.Equal(Status.NoTemperature, Read());
        _part.Fault = ThermistorFault.None;
        Assert.NotEqual(Status.NoTemperature, Read());
    }

    private int Read() => _machine.Call(static () => new CaseThermometer(
        new AdcController(), VillageStationBoard.CaseThermometerAdcChannel, VillageStationBoard.CaseThermometerLowerOhms).ReadDecidegrees());
}
