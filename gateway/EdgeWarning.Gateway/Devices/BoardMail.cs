using System.Collections.Concurrent;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Devices;

/// <summary>
/// Opens what boards send and seals what goes to them, with each board's key. What is not authentic is counted, named in the log (the board and why, never
/// a key or the content) and changes nothing.
/// </summary>
public sealed partial class BoardMail(BoardRegistry registry, MqttLink link, TimeProvider clock, ILogger<BoardMail> log)
{
    /// <summary>One board's refusals are logged at most this often: a flood of forgeries must not fill the disk.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _loggedAt = new(StringComparer.Ordinal);
    private long _refused;

    /// <summary>Messages refused since start: unknown board, forged, foreign, malformed.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Opens a message of a known board; false when it is not authentic (then it has been counted and logged).</summary>
    public bool TryOpen(LinkMessage message, out Board board, out byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(message);
        payload = [];
        Board? known = registry.Find(message.Board);
        byte[]? key = registry.KeyOf(message.Board);
        board = known!;
        if (known is null || key is null)
        {
            // One entry for all unknown names: their number is the sender's choice.
            Refuse("", message, "there is no such board");
            return false;
        }

        Reason reason = Envelope.Open(key, message.Board, message.Topic, message.Payload, out payload);
        if (reason == Reason.None)
        {
            return true;
        }

        Refuse(message.Board, message, reason switch
        {
            Reason.Foreign => "it names another board",
            Reason.Forged => "its seal does not fit: it is not from this board, or was changed on the way",
            _ => "it is no sound sealed message",
        });
        return false;
    }

    /// <summary>Counts and logs a message that was authentic but made no sense.</summary>
    public void RefuseContent(Board board, LinkMessage message, string why) => Refuse(board.Id, message, why);

    /// <summary>Seals a payload for a board and hands it to the link; false says why it cannot go now.</summary>
    public bool TrySend(Board board, string topic, byte[] payload, int qos, out string why)
    {
        byte[]? key = registry.KeyOf(board.Id);
        if (key is null)
        {
            why = $"there is no board {board.Id}";
            return false;
        }

        return link.TryPublish(topic, Envelope.Seal(key, board.Id, topic, payload), qos, out why);
    }

    private void Refuse(string boardKey, LinkMessage message, string why)
    {
        long refused = Interlocked.Increment(ref _refused);
        long now = clock.GetTimestamp();
        bool isNew = _loggedAt.TryAdd(boardKey, now);
        if (isNew || clock.GetElapsedTime(_loggedAt[boardKey], now) > LogInterval)
        {
            _loggedAt[boardKey] = now;
            LogRefused(message.Channel, message.Board, why, refused);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "refused a {Kind} of {Board}: {Why} ({Refused} refused since start)")]
    private partial void LogRefused(Channel kind, string board, string why, long refused);
}
