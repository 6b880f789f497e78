using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Readings;
using EdgeWarning.Gateway.Settings;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;
using Channel = System.Threading.Channels.Channel;

namespace EdgeWarning.Gateway.Console;

/// <summary>
/// Turns what happens in the slices into live events. It only notes what has changed and looks it up afterwards, all changes of a moment together: so
/// 200 receipts of one warning make one new line of that warning, and nobody who works waits for somebody who watches.
/// </summary>
public sealed partial class LiveNews : BackgroundService
{
    private const int MaxWaiting = 50_000;

    /// <summary>A moment: short for an eye, long for a burst of receipts.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(100);

    private readonly Channel<News> _news = Channel.CreateBounded<News>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    private readonly LiveFeed _feed;
    private readonly WarningViews _warnings;
    private readonly BoardViews _boards;
    private readonly BoardRegistry _registry;
    private readonly TimeProvider _clock;
    private readonly ILogger<LiveNews> _log;

    public LiveNews(
        LiveFeed feed,
        WarningViews warnings,
        BoardViews boards,
        BoardRegistry registry,
        BoardStates states,
        WarningIntake intake,
        Broadcaster broadcaster,
        IAirings airings,
        ReadingIntake readings,
        DraftStore drafts,
        CountyStops stops,
        OfficeSettings settings,
        TextStore texts,
        TimeProvider clock,
        ILogger<LiveNews> log)
    {
        _feed = feed;
        _warnings = warnings;
        _boards = boards;
        _registry = registry;
        _clock = clock;
        _log = log;
        states.Changed += (board, _) => _news.Writer.TryWrite(new BoardChanged(board.Id));
        registry.Changed += () => _news.Writer.TryWrite(new EverythingChanged());
        intake.WarningsChanged += () => _news.Writer.TryWrite(new WarningsChanged());
        stops.Changed += () =>
        {
            _news.Writer.TryWrite(new StopChanged());
            _news.Writer.TryWrite(new WarningsChanged());
        };
        settings.Changed += () => _news.Writer.TryWrite(new SettingsChanged());
        texts.Changed += () => _news.Writer.TryWrite(new SettingsChanged());
        airings.Changed += () => _news.Writer.TryWrite(new ProgrammesChanged());
        drafts.Stepped += warning => _news.Writer.TryWrite(new StepTaken(warning));
        readings.Committed += committed =>
        {
            foreach (var board in committed.Select(reading => reading.Board).Distinct())
            {
                _news.Writer.TryWrite(new ReadingsCommitted(board));
            }

            foreach (var warned in committed.Where(reading => reading.Kind is ReadingKind.LocalWarning or ReadingKind.VillageAlarm))
            {
                _news.Writer.TryWrite(new WarnedByItself(warned));
                _news.Writer.TryWrite(new BoardChanged(warned.Board));
            }
        };
        broadcaster.Progressed += orders =>
        {
            foreach (var order in orders)
            {
                _news.Writer.TryWrite(new OrderProgressed(order));
            }
        };
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _news.Reader.WaitToReadAsync(stoppingToken))
            {
                try
                {
                    Tell(TakeAll());
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    // Whoever watches learns it from the next event or by loading again.
                    LogFault(fault.Message);
                }

                await Task.Delay(s_moment, _clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private List<News> TakeAll()
    {
        var news = new List<News>();
        while (_news.Reader.TryRead(out var one))
        {
            news.Add(one);
        }

        return news;
    }

    private void Tell(List<News> news)
    {
        var orders = news.OfType<OrderProgressed>().Select(progressed => progressed.Order).ToList();
        foreach (var order in orders)
        {
            Publish("order", NewsOf(order), ConsoleJson.Default.OrderNews);
        }

        if (news.Exists(one => one is EverythingChanged))
        {
            _feed.Publish("reset", "null"u8);
        }

        if (news.Exists(one => one is ProgrammesChanged))
        {
            _feed.Publish("programmes", "null"u8);
        }

        if (news.Exists(one => one is SettingsChanged))
        {
            _feed.Publish("settings", "null"u8);
        }

        if (news.Exists(one => one is WarnedByItself))
        {
            _boards.Forget();
        }

        var boards = news.OfType<BoardChanged>().Select(changed => changed.Board).Concat(orders.Where(order => order.Kind != OrderKind.Stop).Select(order => order.Board)).Distinct();
        foreach (var board in _boards.Of(boards))
        {
            Publish("board", board, ConsoleJson.Default.BoardView);
        }

        foreach (var readings in _boards.ReadingsOf(news.OfType<ReadingsCommitted>().Select(committed => committed.Board).Distinct()))
        {
            Publish("reading", readings, ConsoleJson.Default.ReadingNews);
        }

        foreach (var (board, reading) in news.OfType<WarnedByItself>().Select(warned => (_registry.Find(warned.Reading.Board), warned.Reading)))
        {
            var said = OwnDoings.Of(reading.Kind, reading.Value);
            if (reading.Kind == ReadingKind.VillageAlarm)
            {
                LogAlarm(reading.Board, board?.VillageName ?? "", said.Word);
            }

            Publish(reading.Kind == ReadingKind.VillageAlarm ? "villageAlarm" : "ownWarning", new OwnWarningNews(reading.Board, board?.Village ?? "", board?.VillageName ?? "", said.Word, said.Detail, reading.At), ConsoleJson.Default.OwnWarningNews);
        }

        if (news.Exists(one => one is StopChanged))
        {
            _feed.Publish("stopAll", "null"u8);
        }

        foreach (var step in news.OfType<StepTaken>().Distinct())
        {
            Publish("step", new StepNews(step.Warning), ConsoleJson.Default.StepNews);
        }

        TellWarnings(news.Exists(one => one is WarningsChanged), orders.Select(order => order.Warning).Concat(news.OfType<StepTaken>().Select(step => step.Warning)).OfType<string>());
    }

    // A new message may also have ended others, so then all that are listed are told.
    private void TellWarnings(bool all, IEnumerable<string> touched)
    {
        var changed = all ? _warnings.Newest() : touched.Distinct(StringComparer.Ordinal).Select(_warnings.Find).OfType<WarningView>();
        foreach (var warning in changed)
        {
            Publish("warning", warning, ConsoleJson.Default.WarningView);
        }
    }

    private static OrderNews NewsOf(BroadcastOrder order) => new(
        order.Board, order.Sequence, Words.Of(order.Kind), order.Warning, OrderWords.Of(order.Progress.State), OrderWords.Of(order.Progress.Reason),
        OrderWords.Of(order.Progress.Verdict), order.Progress.Steps[^1].At);

    private void Publish<T>(string kind, T news, JsonTypeInfo<T> type) => _feed.Publish(kind, JsonSerializer.SerializeToUtf8Bytes(news, type));

    private abstract record News;

    private sealed record BoardChanged(string Board) : News;

    private sealed record EverythingChanged : News;

    private sealed record ProgrammesChanged : News;

    private sealed record SettingsChanged : News;

    private sealed record WarningsChanged : News;

    private sealed record ReadingsCommitted(string Board) : News;

    private sealed record WarnedByItself(BoardReading Reading) : News;

    private sealed record StopChanged : News;

    private sealed record StepTaken(string? Warning) : News;

    private sealed record OrderProgressed(BroadcastOrder Order) : News;

    [LoggerMessage(Level = LogLevel.Warning, Message = "the alarm of village {Village} at board {Board}: {What}")]
    private partial void LogAlarm(string board, string village, string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "could not tell the consoles what has changed: {Why}")]
    private partial void LogFault(string why);
}
