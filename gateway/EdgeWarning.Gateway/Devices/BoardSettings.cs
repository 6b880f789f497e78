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
        foreach (Board board in boards)
        {
            BoardCard card = CardOf(board, wifi);
            string own = Path.Combine(folder, board.Id);
            DataFolder.CreateFolder(own);
            DataFolder.WritePrivately(Path.Combine(own, SettingsFile), Encoding.UTF8.GetBytes(card.Settings));
            if (card.Authority is not null)
            {
                DataFolder.WritePrivately(Path.Combine(own, "ca.pem"), Encoding.UTF8.GetBytes(card.Authority));
            }

            if (card.Network is not null)
            {
                DataFolder.WritePrivately(Path.Combine(own, "network.json"), Encoding.UTF8.GetBytes(card.Network));
            }

            DataFolder.WritePrivately(Path.Combine(own, "label.png"), BoardLabel.Png(board, font));
        }

        return font is not null;
    }

    /// <summary>The same files, for whoever may have them now.</summary>
    public BoardCard CardOf(Board board, WifiAccess? wifi = null)
    {
        MqttOptions mqtt = platform.Value.Mqtt;
        string authority = "";
        if (mqtt.IsPrivate)
        {
            broker.EnsureCertificates();
            authority = broker.CaFile;
        }
        else if (mqtt.CaFile.Length > 0)
        {
            authority = mqtt.CaFile;
        }

        return new BoardCard
        {
            Settings = TextOf(board, mqtt, authority.Length > 0),
            Authority = authority.Length > 0 ? File.ReadAllText(authority) : null,
            Network = wifi is null ? null : Encoding.UTF8.GetString(wifi.ToNetworkFile()),
        };
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

/// <summary>The files of one board but its label. A class, not a record: its text must not show the key.</summary>
public sealed class BoardCard
{
    /// <summary>settings.txt: with the board's key.</summary>
    public required string Settings { get; init; }

    /// <summary>ca.pem; null without TLS.</summary>
    public string? Authority { get; init; }

    /// <summary>network.json: with the Wi-Fi's password; null when none was given.</summary>
    public string? Network { get; init; }
}
