using System.Globalization;
using System.Text;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Mqtt;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Devices;

/// <summary>
/// Writes what a technician copies onto a board: <c>settings.txt</c> (with the key: a secret) and <c>ca.pem</c>. Everything else in a
/// board's settings has a default; the technician changes it there.
/// </summary>
public sealed class BoardSettings(
    BoardRegistry registry, BrokerFolder broker, IOptions<PlatformOptions> platform, IOptions<DevicesOptions> devices)
{
    /// <summary>Writes the files of these boards into <c>folder/board-id/</c>.</summary>
    public void Write(IEnumerable<Board> boards, string folder)
    {
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
            DataFolder.WritePrivately(Path.Combine(own, "settings.txt"), Encoding.UTF8.GetBytes(TextOf(board, mqtt, usesTls)));
            if (usesTls)
            {
                DataFolder.WritePrivately(Path.Combine(own, "ca.pem"), authority);
            }
        }
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
            report.seconds = {devices.Value.ReportSeconds}
            heartbeat.seconds = {devices.Value.HeartbeatSeconds}

            """);
        if (board.TipMicrometres is { } tip)
        {
            text.Append(CultureInfo.InvariantCulture, $"rain.tip.micrometres = {tip}\n");
        }

        return text.ToString();
    }
}
