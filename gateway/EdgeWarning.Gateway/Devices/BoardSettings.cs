using System.Globalization;
using System.Text;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Platform.Pictures;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Devices;

/// <summary>
/// Writes what a technician needs for a board, readable by its owner only: <c>settings.txt</c> (with the key: a secret) and <c>ca.pem</c> go onto its flash,
/// <c>network.json</c> (with the Wi-Fi password) into its network configuration, <c>label.png</c> onto its lid. What is not in the settings has a default.
/// </summary>
public sealed class BoardSettings(
    BoardRegistry registry, BrokerFolder broker, IOptions<PlatformOptions> platform, IOptions<DevicesOptions> devices)
{
    private const string SettingsFile = "settings.txt";

    /// <summary>Settings of these boards that are in the folder already: each may hold the only copy of a key.</summary>
    public static IReadOnlyList<string> Existing(IEnumerable<string> boards, string folder) =>
        [.. boards.Select(id => Path.Combine(folder, id, SettingsFile)).Where(File.Exists)];

    /// <summary>Writes the files of these boards into <c>folder/board-id/</c>; false when the labels have no text for want of a font.</summary>
    public bool Write(IEnumerable<Board> boards, string folder, WifiAccess? wifi = null)
    {
        BitmapFont? font = BitmapFont.Load();
        MqttOptions mqtt = platform.Value.Mqtt;
        bool usesTls = mqtt.IsPrivate || mqtt.CaFile.Length > 0;
        byte[] authority = [];
        if (usesTls)
        {
            if (mqtt.IsPrivate)
            {
                broker.EnsureCertificates();
            }

            authority = File.ReadAllBytes(mqtt.IsPrivate ? broker.CaFile : mqtt.CaFile);
        }

        foreach (Board board in boards)
        {
            string own = Path.Combine(folder, board.Id);
            DataFolder.CreateFolder(own);
            DataFolder.WritePrivately(Path.Combine(own, SettingsFile), Encoding.UTF8.GetBytes(TextOf(board, mqtt, usesTls)));
            if (usesTls)
            {
                DataFolder.WritePrivately(Path.Combine(own, "ca.pem"), authority);
            }

            if (wifi is not null)
            {
                DataFolder.WritePrivately(Path.Combine(own, "network.json"), wifi.ToNetworkFile());
            }

            DataFolder.WritePrivately(Path.Combine(own, "label.png"), BoardLabel.Png(board, font));
        }

        return font is not null;
    }

    private string TextOf(Board board, MqttOptions mqtt, bool usesTls)
    {
        byte[] key = registry.KeyOf(board.Id) ?? throw new InvalidOperationException($"there is no board {board.Id}");
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # {board.Id}{(board.VillageName.Length > 0 ? " in " + board.VillageName : "")}, written by its gateway. The key is a secret: who has it can speak for this board.
            board = {board.Id}
            kind = {board.Kind}
            village = {board.Village}
            key = {Convert.ToHexStringLower(key)}
            gateway.host = {mqtt.HostForBoards}
            gateway.port = {broker.Port}
            gateway.tls = {(usesTls ? 1 : 0)}
            gateway.http.port = {platform.Value.FilesPort}
            report.seconds = {devices.Value.ReportSeconds}
            heartbeat.seconds = {devices.Value.HeartbeatSeconds}

            """);
        if (board.TipMicrometres is { } tip)
        {
            text.Append(CultureInfo.InvariantCulture, $"rain.tip.micrometres = {tip}\n");
        }

        return $"{text}{registry.SiteOf(board.Id)}";
    }
}
