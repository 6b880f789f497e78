using System.Text;
using System.Text.Json;
using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.Devices;

/// <summary>The Wi-Fi of a village, as nanoff writes it into a board's network configuration. A class, not a record: its text must not show the password.</summary>
public sealed class WifiAccess(string ssid, string password)
{
    private const int MaxSsidBytes = 31;        // IEEE 802.11 allows 32; the chip's copy ends with a zero byte
    private const int MinPasswordLength = 8;    // WPA2 passphrase, IEEE 802.11 annex J.4
    private const int MaxPasswordLength = 63;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public Fault? Fault =>
        ssid.Length == 0 || Encoding.UTF8.GetByteCount(ssid) > MaxSsidBytes ? Fault.Of("wifi.name", $"a Wi-Fi name has 1 to {MaxSsidBytes} bytes")
        : password.Length > 0 && (password.Length is < MinPasswordLength or > MaxPasswordLength || !password.All(c => c is >= ' ' and <= '~'))
            ? Fault.Of("wifi.password", $"a Wi-Fi password has {MinPasswordLength} to {MaxPasswordLength} letters, digits and signs of ASCII, or is empty for an open network")
        : null;

    /// <summary>nanoff's file for <c>--networkdeployment</c>: the chip connects by itself from then on, before our program starts.</summary>
    internal byte[] ToNetworkFile()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true }))
        {
            string protection = password.Length == 0 ? "None" : "WPA2";
            json.WriteStartObject();
            json.WriteStartObject("WirelessClient");
            json.WriteString("Ssid", ssid);
            json.WriteString("Password", password);
            json.WriteString("Authentication", password.Length == 0 ? "Open" : protection);
            json.WriteString("Encryption", protection);
            json.WriteString("ConfigurationOption", "AutoConnect");
            json.WriteString("RadioType", "802.11n");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return text.ToArray();
    }
}
