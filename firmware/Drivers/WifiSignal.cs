using System.Device.Wifi;
using System.Net.NetworkInformation;
using EdgeWarning.Common;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// The strength of the Wi-Fi that the board is set to join, by a scan. Of several access points with that name it takes the strongest: which of them the board has
    /// joined nanoFramework does not tell. A hidden network has no name in a scan and stays unknown. The result takes about 150 bytes of the heap for each network until it is read
    /// and dropped [M]; where that is too much the exception leaves the signal unknown.
    /// </summary>
    public sealed class WifiSignal : ISignalMeter
    {
        private WifiAdapter? _adapter;

        /// <inheritdoc/>
        public bool Begin()
        {
            if (_adapter == null)
            {
                WifiAdapter[] adapters = WifiAdapter.FindAllAdapters();
                if (adapters.Length == 0)
                {
                    return false;
                }

                _adapter = adapters[0];
            }

            _adapter.ScanAsync();
            return true;
        }

        /// <inheritdoc/>
        public int ReadDbm()
        {
            string ssid = Wireless80211Configuration.GetAllWireless80211Configurations()[0].Ssid;
            int strongest = 0;
            foreach (WifiAvailableNetwork network in _adapter!.NetworkReport.AvailableNetworks)
            {
                int dbm = (int)network.NetworkRssiInDecibelMilliwatts;
                if (dbm < 0 && (strongest == 0 || dbm > strongest) && IsNamed(network.Ssid, ssid))
                {
                    strongest = dbm;
                }
            }

            return strongest;
        }

        // nanoFramework makes the name of all 33 bytes of the driver's field: zeros may follow.
        private static bool IsNamed(string found, string ssid)
        {
            return ssid.Length > 0 && found.StartsWith(ssid) && (found.Length == ssid.Length || found[ssid.Length] == '\0');
        }
    }
}
