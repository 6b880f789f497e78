using System.Threading.Channels;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Protocol;
using Channel = EdgeWarning.Protocol.Channel;

namespace EdgeWarning.Gateway.Devices;

/// <summary>Up to where the readings of one life of a board's outbox are committed; the Readings slice knows.</summary>
public interface IReadingWatermark
{
    /// <summary>0 = none.</summary>
    long UpTo(Board board, long log);
}

/// <summary>Hears births, heartbeats and wills; answers every birth and heartbeat, so that the board knows what is committed and what time it is.</summary>
public sealed partial class BoardListener : BackgroundService
{
    /// <summary>A county whose power comes back: every board is born at once. More are dropped; boards repeat their birth until it is answered.</summary>
    private const int MaxWaiting = 20_000;

    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(2);

    private readonly BoardMail _mail;
    private readonly BoardRegistry _registry;
    private readonly BoardStates _states;
    private readonly IReadingWatermark _watermark;
    private readonly TimeProvider _clock;
    private readonly ILogger<BoardListener> _log;
    private readonly ChannelReader<LinkMessage> _births;
    private readonly ChannelReader<LinkMessage> _heartbeats;
    private readonly ChannelReader<LinkMessage> _wills;

    public BoardListener(
        MqttLink link, BoardMail mail, BoardRegistry registry, BoardStates states, IReadingWatermark watermark, TimeProvider clock, ILogger<BoardListener> log)
    {
        _mail = mail;
        _registry = registry;
        _states = states;
        _watermark = watermark;
        _clock = clock;
        _log = log;
        _births = link.Listen(Channel.Birth, MaxWaiting);
        _heartbeats = link.Listen(Channel.Heartbeat, MaxWaiting);
        _wills = link.Listen(Channel.Will, MaxWaiting);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Each(_births, OnBirth, stoppingToken),
        Each(_heartbeats, OnHeartbeat, stoppingToken),
        Each(_wills, OnWill, stoppingToken),
        FlushNowAndThen(stoppingToken));

    private void OnBirth(LinkMessage message)
    {
        if (!TryRead(message, out Board board, out Status status))
        {
            return;
        }

        var before = TroublesOf(board, message.ReceivedAt);
        _states.HeardBirth(board, status, message.ReceivedAt);
        foreach (var trouble in TroublesOf(board, message.ReceivedAt).Except(before, StringComparer.Ordinal))
        {
            LogTrouble(board.Id, trouble, status.RestartReason, status.Restarts);
        }

        Answer(board, status);
        LogBorn(board.Id, status.Firmware, status.RestartReason, status.Restarts);
        _states.Announce(board, status);
    }

    private IReadOnlyList<string> TroublesOf(Board board, DateTimeOffset now)
    {
        var state = _states.Of(board.Id);
        return BoardTrouble.Of(board.Kind, state.Status, state.UnorderedStarts, now);
    }

    private void OnHeartbeat(LinkMessage message)
    {
        if (TryRead(message, out Board board, out Status status))
        {
            _states.HeardBeat(board, status, message.ReceivedAt);
            Answer(board, status);
        }
    }

    /// <summary>The broker speaks here for a board that cannot: not sealed, so only a hint, and only about boards that were online.</summary>
    private void OnWill(LinkMessage message)
    {
        if (_registry.Find(message.Board) is { } board && _states.Of(board.Id).Condition == BoardCondition.Online)
        {
            _states.Becomes(board, BoardCondition.Lost, message.ReceivedAt);
            LogLost(board.Id);
        }
    }

    private bool TryRead(LinkMessage message, out Board board, out Status status)
    {
        status = new Status();
        if (!_mail.TryOpen(message, out board, out byte[] payload))
        {
            return false;
        }

        if (!Status.TryDecode(payload, out status, out string error))
        {
            _mail.RefuseContent(board, message, error);
            return false;
        }

        if (status.Board != board.Id)
        {
            _mail.RefuseContent(board, message, $"it speaks of board {status.Board}");
            return false;
        }

        return true;
    }

    private void Answer(Board board, Status status)
    {
        var answer = new Acknowledgement
        {
            Board = board.Id,
            Log = status.Log,
            UpTo = _watermark.UpTo(board, status.Log),
            UnixMilliseconds = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
            AnsweredStart = status.Restarts,
            AnsweredUptimeMilliseconds = status.UptimeMilliseconds,
        };
        if (!_mail.TrySend(board, Topics.Acknowledgement(board.Id), answer.Encode(), 1, out string why))
        {
            LogNotAnswered(board.Id, why);      // the board repeats its birth until it is answered, and a heartbeat comes again anyway
        }
    }

    private async Task Each(ChannelReader<LinkMessage> messages, Action<LinkMessage> act, CancellationToken stopping)
    {
        try
        {
            await foreach (LinkMessage message in messages.ReadAllAsync(stopping))
            {
                try
                {
                    act(message);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    LogFailed(message.Topic, fault);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task FlushNowAndThen(CancellationToken stopping)
    {
        bool last;
        do
        {
            last = stopping.IsCancellationRequested;    // also what was heard while the last flush was under way
            await Task.Delay(last ? TimeSpan.Zero : FlushInterval, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await _states.Flush(CancellationToken.None);
            }
            catch (Exception fault)
            {
                LogFlushFailed(fault);
            }
        }
        while (!last);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Board} is born: firmware {Firmware}, restarted by {Reason}, start {Restarts} of its life")]
    private partial void LogBorn(string board, string firmware, string reason, long restarts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Board} is in trouble: {Trouble} (restarted by {Reason}, start {Restarts} of its life)")]
    private partial void LogTrouble(string board, string trouble, string reason, long restarts);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Board} lost its connection")]
    private partial void LogLost(string board);

    [LoggerMessage(Level = LogLevel.Debug, Message = "could not answer the birth of {Board}: {Why}")]
    private partial void LogNotAnswered(string board, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "could not deal with a message on {Topic}")]
    private partial void LogFailed(string topic, Exception fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "could not write down how the boards are; tried again in a moment")]
    private partial void LogFlushFailed(Exception fault);
}
