using System.Threading.Channels;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Protocol;
using Channel = EdgeWarning.Protocol.Channel;

namespace EdgeWarning.Gateway.Readings;

/// <summary>
/// Takes packs from the link, commits all that wait in one transaction, and only then acknowledges them. Whatever goes wrong before that, the boards
/// still have their readings and send them again.
/// </summary>
public sealed partial class ReadingIntake : BackgroundService
{
    /// <summary>Packs that may wait, up to 4 KB each.</summary>
    private const int MaxWaiting = 4_096;

    /// <summary>Packs of one transaction: 16,384 readings at most.</summary>
    private const int MaxBatch = 512;

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly BoardMail _mail;
    private readonly BoardStates _states;
    private readonly ReadingStore _store;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReadingIntake> _log;
    private readonly ChannelReader<LinkMessage> _messages;

    public ReadingIntake(MqttLink link, BoardMail mail, BoardStates states, ReadingStore store, TimeProvider clock, ILogger<ReadingIntake> log)
    {
        _mail = mail;
        _states = states;
        _store = store;
        _clock = clock;
        _log = log;
        _messages = link.Listen(Channel.Readings, MaxWaiting);
    }

    /// <summary>New readings are on the disk. Must not block.</summary>
    public event Action<IReadOnlyList<BoardReading>>? Committed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var packs = new List<ReadingPack>(MaxBatch);
        try
        {
            while (await _messages.WaitToReadAsync(stoppingToken))
            {
                packs.Clear();
                while (packs.Count < MaxBatch && _messages.TryRead(out LinkMessage? message))
                {
                    if (Read(message) is { } pack)
                    {
                        packs.Add(pack);
                    }
                }

                if (packs.Count > 0)
                {
                    await CommitAndAnswer(packs, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task CommitAndAnswer(List<ReadingPack> packs, CancellationToken stopping)
    {
        try
        {
            CommitOutcome outcome = await _store.Commit(packs, stopping);
            foreach (LogProgress log in outcome.Logs)
            {
                Acknowledge(log);
            }

            Tell(outcome);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogNotCommitted(packs.Count, fault);
            await Task.Delay(PauseAfterFault, _clock, stopping);
        }
    }

    /// <summary>Opens and reads a message; null when it is refused, which has then been counted and logged.</summary>
    private ReadingPack? Read(LinkMessage message)
    {
        if (!_mail.TryOpen(message, out Board board, out byte[] payload))
        {
            return null;
        }

        if (!Protocol.Readings.TryDecode(payload, out Protocol.Readings readings, out string error))
        {
            _mail.RefuseContent(board, message, error);
            return null;
        }

        if (readings.Board != board.Id)
        {
            _mail.RefuseContent(board, message, $"it holds readings of {readings.Board}");
            return null;
        }

        _states.Heard(board, message.ReceivedAt);
        return new ReadingPack(board, readings.Log, [.. readings.Items.Select(item => Absolute(item, message.ReceivedAt))]);
    }

    private static PackedReading Absolute(Reading reading, DateTimeOffset receivedAt)
    {
        // Zero and negative: so many seconds before it was sent, by a board without a clock (RFC 8428, 4.5.3).
        bool isRelative = reading.UnixSeconds <= 0;
        long unixSeconds = isRelative ? receivedAt.ToUnixTimeSeconds() + reading.UnixSeconds : reading.UnixSeconds;
        return new PackedReading(reading.Sequence, unixSeconds, isRelative, reading.Kind, reading.Value);
    }

    private void Acknowledge(LogProgress log)
    {
        var answer = new Acknowledgement
        {
            Board = log.Board.Id,
            Log = log.Log,
            UpTo = log.UpTo,
            UnixMilliseconds = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        if (!_mail.TrySend(log.Board, Topics.Acknowledgement(log.Board.Id), answer.Encode(), 1, out string why))
        {
            LogNotAnswered(log.Board.Id, why);      // the board sends the pack again and is answered then
        }
    }

    private void Tell(CommitOutcome outcome)
    {
        try
        {
            if (outcome.New.Count > 0)
            {
                Committed?.Invoke(outcome.New);
            }
        }
        catch (Exception fault)
        {
            LogListenerFailed(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "could not commit {Packs} packs of readings: their boards will send them again")]
    private partial void LogNotCommitted(int packs, Exception fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "could not acknowledge readings of {Board}: {Why}")]
    private partial void LogNotAnswered(string board, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "a listener of new readings failed")]
    private partial void LogListenerFailed(Exception fault);
}
