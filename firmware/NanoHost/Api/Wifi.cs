using NanoHost;
using NanoHost.Hardware;

namespace System.Device.Wifi
{
    /// <summary>The radio of the board that the calling thread belongs to. A scan is over at once, and its result can be read once, as the ESP32's driver gives it.</summary>
    public sealed class WifiAdapter : IDisposable
    {
        private readonly Life _life;
        private WifiPart? _scanned;

        private WifiAdapter(Life life) => _life = life;

        /// <summary>What the latest scan has found; empty before the first and when it has been read.</summary>
        public WifiNetworkReport NetworkReport
        {
            get
            {
                _life.Check();
                WifiPart? scanned = _scanned;
                _scanned = null;
                return new WifiNetworkReport(scanned);
            }
        }

        /// <summary>All radios: none where <see cref="Machine.WifiOn"/> is false.</summary>
        public static WifiAdapter[] FindAllAdapters()
        {
            Life life = Life.Current;
            life.Check();
            return life.Machine.WifiOn ? [new WifiAdapter(life)] : [];
        }

        /// <summary>Starts a scan.</summary>
        public void ScanAsync()
        {
            _life.Check();
            _scanned = _life.Machine.Wifi;
            _scanned.Scan();
        }

        /// <summary>Lets go of the radio.</summary>
        public void Dispose() => _scanned = null;
    }

    /// <summary>What a scan has found.</summary>
    public class WifiNetworkReport
    {
        internal WifiNetworkReport(WifiPart? scanned) =>
            AvailableNetworks = scanned is null ? [] : [.. scanned.AccessPoints.Select(static point => new WifiAvailableNetwork(point))];

        /// <summary>The networks.</summary>
        public WifiAvailableNetwork[] AvailableNetworks { get; }
    }

    /// <summary>A network that a scan has found.</summary>
    public class WifiAvailableNetwork
    {
        private const int SsidBytes = 33;

        /// <summary>A network without a name.</summary>
        public WifiAvailableNetwork()
        {
        }

        internal WifiAvailableNetwork(AccessPoint point)
        {
            Ssid = point.Ssid.PadRight(SsidBytes, '\0');
            NetworkRssiInDecibelMilliwatts = point.Dbm;
        }

        /// <summary>Its name, made of the 33 bytes of the driver's field.</summary>
        public string Ssid { get; } = "";

        /// <summary>How strongly it is heard, dBm.</summary>
        public double NetworkRssiInDecibelMilliwatts { get; }
    }
}

namespace System.Net.NetworkInformation
{
    /// <summary>The Wi-Fi that a board is set to join, as it was flashed.</summary>
    public class Wireless80211Configuration
    {
        /// <summary>An empty one.</summary>
        public Wireless80211Configuration(uint id) => Id = id;

        /// <summary>Its place in the chip's list.</summary>
        public uint Id { get; }

        /// <summary>The name of the network.</summary>
        public string Ssid { get; set; } = "";

        /// <summary>All of them: a board has one, and none without a radio.</summary>
        public static Wireless80211Configuration[] GetAllWireless80211Configurations()
        {
            Machine machine = Machine.Current;
            return machine.WifiOn ? [new Wireless80211Configuration(0) { Ssid = machine.Wifi.Ssid }] : [];
        }
    }
}
