using EdgeWarning.Drivers;
using EdgeWarning.Firmware.Tests.Common;
using NanoHost;
using NanoHost.Hardware;

namespace EdgeWarning.Firmware.Tests.Drivers;

public sealed class WifiSignal_Tests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Machine _machine;

    public WifiSignal_Tests() =>
        _machine = new Machine(new MachineOptions { Name = "radio", FlashPath = _folder.Path, Chip = Chip.Esp32S3 });

    public void Dispose()
    {
        _machine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Takes_the_strongest_of_the_networks_with_the_boards_own_name()
    {
        _machine.Wifi.Ssid = "village-3";
        _machine.Wifi.AccessPoints = [new("village-30", -40), new("village-3", -83), new("village", -35), new("village-3", -72), new("village-3", -90)];
        Assert.Equal((true, -72), Scan());
    }

    [Theory]
    [InlineData("village-3", "village-4")]
    [InlineData("", "village-4")]
    [InlineData("village-3", "")]
    public void A_network_that_no_scan_names_is_not_known(string own, string found)
    {
        _machine.Wifi.Ssid = own;
        _machine.Wifi.AccessPoints = [new(found, -50)];
        Assert.Equal((true, 0), Scan());
    }

    [Fact]
    public void A_board_without_a_radio_does_not_begin()
    {
        _machine.WifiOn = false;
        Assert.False(_machine.Call(static () => new WifiSignal().Begin()));
    }

    private (bool Begun, int Dbm) Scan() => _machine.Call(static () =>
    {
        var signal = new WifiSignal();
        return (signal.Begin(), signal.ReadDbm());
    });
}
