using System.Threading.Channels;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;
using Microsoft.Extensions.Options;
using Channel = System.Threading.Channels.Channel;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>
/// Makes villages sound what they should. One loop owns all orders: it asks the plan what is missing, commits it, sends it, sends it again until the board
/// has answered, and writes down what boards say. All it does can be repeated after a crash at any point: the plan is compared with the _store.
/// </summary>
public sealed partial class Broadcaster : BackgroundService
{
    /// <summary>Receipts that may wait. More are dropped by the link and counted: the order is sent again and the board answers again.</summary>
    private const int MaxWaiting = 20_000;

    /// <summary>Receipts of one turn: bounds how long a new warning waits behind them.</summary>
    private const int MaxTurn = 512;

    /// <summary>Orders are sent again until the board answers, so the broker need not remember them: QoS 0 costs it one packet instead of four.</summary>
    private const int AtMostOnce = 0;

    private static readonly TimeSpan s_afterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestSleep = TimeSpan.FromSeconds(60);

    private readonly OrderStore _store;
    private readonly MqttLink _link;
    private readonly BoardMail _mail;
    private readonly BoardRegistry _boards;
    private readonly BoardStates _boardStates;
    private readonly WarningIntake _warnings;
    private readonly IAirings _airings;
    private readonly CountyStops _stops;
    private readonly StageStore _stages;
    private readonly SpokenClips _spoken;
    private readonly PlaceStore _places;
    private readonly IOptionsMonitor<SoundSettings> _sound;
    private readonly TimeProvider _clock;
    private readonly ILogger<Broadcaster> _log;
    private readonly ChannelReader<LinkMessage> _receipts;
    private readonly Channel<Happening> _happenings = Channel.CreateUnbounded<Happening>(new UnboundedChannelOptions { SingleReader = true });
    private readonly long _started;
    private OrderBook _book = new(new Dictionary<string, long>());
    private bool _planWanted = true;

    /// <summary>When the next stage of a warning is due; null when none waits for its time.</summary>
    private DateTimeOffset? _nextStage;
    private bool _clipsWanted = true;

    /// <summary>A later stage of some warning waits for villages to hear the first.</summary>
    private bool _stageListens;

    public Broadcaster(
        OrderStore store,
        MqttLink link,
        BoardMail mail,
        BoardRegistry boards,
        BoardStates boardStates,
        WarningIntake warnings,
        IAirings airings,
        CountyStops stops,
        StageStore stages,
        SpokenClips spoken,
        PlaceStore places,
        IOptionsMonitor<SoundSettings> sound,
        TimeProvider clock,
        ILogger<Broadcaster> log)
    {
        _store = store;
        _link = link;
        _mail = mail;
        _boards = boards;
        _boardStates = boardStates;
        _warnings = warnings;
        _airings = airings;
        _stops = stops;
        _stages = stages;
        _spoken = spoken;
        _places = places;
        _sound = sound;
        _clock = clock;
        _log = log;
        _started = clock.GetTimestamp();
        _receipts = link.Listen(Protocol.Channel.Receipt, MaxWaiting);
        link.Connected += () => Tell(new LinkUp());
        warnings.WarningsChanged += () => Tell(new PlanChanged());
        airings.Changed += () => Tell(new PlanChanged());
        stops.Changed += () => Tell(new PlanChanged());
        stages.Changed += () => Tell(new PlanChanged());
        spoken.Made += () => Tell(new ClipsWanted());
        boards.Changed += () => Tell(new PlanChanged());
        boardStates.Born += (board, _) => Tell(new BoardBorn(board.Id));
    }

    /// <summary>Orders whose progress has just been committed, in the order of learning.</summary>
    public event Action<IReadOnlyList<BroadcastOrder>>? Progressed;

    /// <summary>Orders a test tone; completes with its sequence when the order is committed.</summary>
    public Task<long> OrderTestTone(string board) => OrderOne(now => BroadcastPlan.TestTone(board, _sound.CurrentValue, now));

    /// <summary>Orders what makes no sound: settings, a file, a restart; completes with its sequence when the order is committed. It is sent until its end.</summary>
    public Task<long> Order(string board, OrderKind kind, TimeSpan life, Action<Order>? fill = null) => OrderOne(now => BroadcastPlan.Silent(board, kind, life, fill, now));

    /// <summary>Orders a live warning anew on boards of its area; completes with the orders when they are committed, none when it is not live any more.</summary>
    public Task<IReadOnlyList<OrderKey>> OrderAgain(string warning, IReadOnlyList<Board> boards) => Order(now =>
        _warnings.Live(now).FirstOrDefault(live => live.Id == warning) is { } live ? BroadcastPlan.Again(live, boards, _book.Orders, _sound.CurrentValue, now, VillageFacts.Of(_places)) : []);

    /// <summary>Orders what was planned elsewhere; completes when it is committed.</summary>
    public Task Order(IReadOnlyList<PlannedOrder> planned) => Order(_ => planned);

    private async Task<long> OrderOne(Func<DateTimeOffset, PlannedOrder> plan) => (await Order(now => [plan(now)]))[0].Sequence;

    private Task<IReadOnlyList<OrderKey>> Order(Func<DateTimeOffset, IReadOnlyList<PlannedOrder>> plan)
    {
        var ordered = new TaskCompletionSource<IReadOnlyList<OrderKey>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Tell(new OrdersWanted(plan, ordered));
        return ordered.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var loaded = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!loaded)
                {
                    Load();
                    loaded = true;
                }

                await Turn(stoppingToken);
                await WaitForNews(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Nothing is lost by it: the plan and what is unsaved are tried again.
                _planWanted = true;
                LogFault(fault, fault.Message);
                await Task.Delay(s_afterFault, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Load()
    {
        var book = new OrderBook(_store.LastSequences());
        foreach (var order in _store.OpenAt(_clock.GetUtcNow()))
        {
            book.Add(order);
        }

        _book = book;
        if (book.Outstanding > 0)
        {
            LogResumed(book.Outstanding);
        }
    }

    private async Task Turn(CancellationToken stopping)
    {
        await OrderOneByOne(TakeHappenings(), stopping);
        Learn();
        if (_planWanted || _nextStage <= _clock.GetUtcNow())
        {
            await Plan(stopping);
            _planWanted = false;
            _clipsWanted = true;
        }

        if (_clipsWanted)
        {
            await OrderClips(stopping);
        }

        Send();
        _book.GiveUp(_clock.GetUtcNow());
        await Save();
    }

    private List<OrdersWanted> TakeHappenings()
    {
        var orders = new List<OrdersWanted>();
        while (_happenings.Reader.TryRead(out var happening))
        {
            switch (happening)
            {
                case PlanChanged: _planWanted = true; break;
                case ClipsWanted: _clipsWanted = true; break;
                case BoardBorn born: _book.DueNow(born.Board); break;
                case LinkUp: _book.DueNow(); break;
                case OrdersWanted wanted: orders.Add(wanted); break;
            }
        }

        return orders;
    }

    private async Task Plan(CancellationToken stopping)
    {
        var now = _clock.GetUtcNow();

        // Before the warnings: whoever sees the stop sees also that they are silenced.
        var stop = _stops.Latest();
        var airings = stop is { IsInForce: true } ? [] : _airings.At(now);
        var live = _warnings.Live(now);
        _nextStage = live.Select(warning => warning.Stages?.OthersAt).Where(at => at > now).Min();
        _stageListens = live.Any(warning => warning.Stages?.HeardShare is not null);
        var planned = BroadcastPlan.Missing(live, _boards.All, _book.Orders, _sound.CurrentValue, now, VillageFacts.Of(_places), airings, stop, _stages.All());
        if (planned.Count > 0)
        {
            var orders = await CommitThenSend(planned, now, stopping);
            LogOrdered(orders.Count(order => order.IsPlay), orders.Count(order => !order.IsPlay), string.Join(", ", orders.Select(order => order.Warning).Distinct()));
        }
    }

    // After the plays, which go out first: a village is awake before its words are made.
    private async Task OrderClips(CancellationToken stopping)
    {
        var now = _clock.GetUtcNow();
        var planned = _spoken.Missing(_book.Orders, now);
        if (planned.Count > 0)
        {
            await CommitThenSend(planned, now, stopping);
            LogClips(planned.Count, string.Join(", ", planned.Select(order => order.Warning).Distinct()));
            Tell(new ClipsWanted());    // the rest after the receipts that have come meanwhile
        }

        _clipsWanted = false;
    }

    private async Task OrderOneByOne(List<OrdersWanted> wanted, CancellationToken stopping)
    {
        foreach (var one in wanted)
        {
            try
            {
                var now = _clock.GetUtcNow();
                var planned = one.Plan(now);
                var orders = planned.Count == 0 ? [] : await CommitThenSend(planned, now, stopping);
                one.Ordered.SetResult([.. orders.Select(order => order.Key)]);
                _clipsWanted = true;
            }
            catch (Exception fault)
            {
                one.Ordered.SetException(fault);
            }
        }
    }

    /// <summary>Everything that takes time is done before the one transaction, and everything after it is only handing over.</summary>
    private async Task<IReadOnlyList<BroadcastOrder>> CommitThenSend(IReadOnlyList<PlannedOrder> planned, DateTimeOffset now, CancellationToken stopping)
    {
        var orders = _spoken.Name(planned, _boards.All, _book.Orders).Select(order => Number(order, now)).ToList();
        var sealedOrders = orders.ConvertAll(Seal);
        await _store.Commit(orders, stopping);
        var committed = OrderProgress.Committed(_clock.GetUtcNow());
        for (var i = 0; i < orders.Count; i++)
        {
            _book.Add(orders[i] with { Progress = committed });
            Publish(orders[i], sealedOrders[i]);
        }

        return orders;
    }

    private BroadcastOrder Number(PlannedOrder planned, DateTimeOffset now)
    {
        var key = new OrderKey(planned.Board, _book.TakeSequence(planned.Board, now));
        return new BroadcastOrder(
            key, planned.Kind, planned.Warning, planned.Of, planned.Scope, planned.Priority, now, planned.Expires,
            planned.Number(key.Sequence, now).Encode(), OrderProgress.Committed(now))
        {
            Clip = planned.Clip,
            SendUntil = planned.SendUntil,
        };
    }

    private void Send()
    {
        if (!LinkIsUp)
        {
            return;
        }

        foreach (var order in _book.Due(Elapsed(), _clock.GetUtcNow()))
        {
            Publish(order, Seal(order));
        }
    }

    private SealedOrder? Seal(BroadcastOrder order)
    {
        if (_boards.KeyOf(order.Board) is not { } key)
        {
            LogNoKey(order.Sequence, order.Board);
            return null;
        }

        var topic = Topics.Order(order.Board);
        return new SealedOrder(topic, Envelope.Seal(key, order.Board, topic, order.Payload));
    }

    private void Publish(BroadcastOrder order, SealedOrder? message)
    {
        _book.Tried(order.Key, Elapsed());
        // Taken before: the board's receipt may be here before the call returns, and no order is received before it is sent.
        var handedOver = _clock.GetUtcNow();
        if (message is not null && _link.TryPublish(message.Topic, message.Bytes, AtMostOnce, out _))
        {
            _book.Sent(order.Key, handedOver);
        }
    }

    private void Learn()
    {
        for (var i = 0; i < MaxTurn && _receipts.TryRead(out var message); i++)
        {
            if (_mail.TryOpen(message, out var board, out var payload))
            {
                Learn(message, board, payload);
            }
        }
    }

    private void Learn(LinkMessage message, Board board, byte[] payload)
    {
        if (!Receipt.TryDecode(payload, out var receipt, out var error))
        {
            _mail.RefuseContent(board, message, error);
        }
        else if (receipt.Board != board.Id)
        {
            _mail.RefuseContent(board, message, $"it speaks of board {receipt.Board}");
        }
        else if (receipt.Sequence == 0)
        {
            // The board could not read what it got, so nobody can say which order it was. It will be sent again.
            LogUnreadable(board.Id, Words.Of(receipt.Reason), receipt.Detail);
        }
        else if (!IsKnown(receipt))
        {
            _mail.RefuseContent(board, message, $"order {receipt.Sequence} was never given");
        }
        else
        {
            _boardStates.Heard(board, message.ReceivedAt);
            var isNew = _book.Learn(receipt, message.ReceivedAt);
            _clipsWanted |= isNew && receipt.State is ReceiptState.Failed or ReceiptState.Refused;
            _planWanted |= isNew && _stageListens && receipt.State == ReceiptState.Heard;
            _planWanted |= isNew && BroadcastPlan.IsToBeToldAnew(_book.Find(new OrderKey(receipt.Board, receipt.Sequence))!);
            if (isNew && receipt.State is ReceiptState.Refused or ReceiptState.Failed)
            {
                LogRefused(board.Id, Words.Of(receipt.State), receipt.Sequence, Words.Of(receipt.Reason), receipt.Detail);
            }
        }
    }

    // A receipt may come long after its order has left the book: a board that was cut off keeps it.
    private bool IsKnown(Receipt receipt)
    {
        var key = new OrderKey(receipt.Board, receipt.Sequence);
        if (_book.Find(key) is not null)
        {
            return true;
        }

        if (_store.Find(key) is not { } order)
        {
            return false;
        }

        _book.Add(order);
        return true;
    }

    private async Task Save()
    {
        var unsaved = _book.Unsaved;
        if (unsaved.Count > 0)
        {
            await _store.SaveProgress(unsaved);
            _book.Saved(unsaved);
            Progressed?.Invoke(unsaved);
        }
    }

    private async Task WaitForNews(CancellationToken stopping)
    {
        var sleep = s_longestSleep;
        if (LinkIsUp && _book.NextDue is { } due)
        {
            sleep = Earlier(sleep, due - Elapsed());
        }

        if (_nextStage is { } stage)
        {
            sleep = Earlier(sleep, stage - _clock.GetUtcNow());
        }

        if (_book.NextExpiry is { } expiry)
        {
            sleep = Earlier(sleep, expiry - _clock.GetUtcNow());
        }

        if (sleep > TimeSpan.Zero)
        {
            using var awake = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(
                _receipts.WaitToReadAsync(awake.Token).AsTask(),
                _happenings.Reader.WaitToReadAsync(awake.Token).AsTask(),
                Task.Delay(sleep, _clock, awake.Token));
            await awake.CancelAsync();
        }
    }

    private bool LinkIsUp => _link.Status.State == LinkState.Connected;

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private void Tell(Happening happening) => _happenings.Writer.TryWrite(happening);

    private TimeSpan Elapsed() => _clock.GetElapsedTime(_started);

    private sealed record SealedOrder(string Topic, byte[] Bytes);

    private abstract record Happening;

    private sealed record PlanChanged : Happening;

    private sealed record ClipsWanted : Happening;

    private sealed record BoardBorn(string Board) : Happening;

    private sealed record LinkUp : Happening;

    private sealed record OrdersWanted(Func<DateTimeOffset, IReadOnlyList<PlannedOrder>> Plan, TaskCompletionSource<IReadOnlyList<OrderKey>> Ordered) : Happening;

    [LoggerMessage(Level = LogLevel.Information, Message = "took up {Count} orders that wait for an answer")]
    private partial void LogResumed(int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "ordered {Plays} boards to sound and {Stops} to stop, for {Warnings}")]
    private partial void LogOrdered(int plays, int stops, string warnings);

    [LoggerMessage(Level = LogLevel.Information, Message = "ordered {Count} boards to fetch their words, for {Warnings}")]
    private partial void LogClips(int count, string warnings);

    [LoggerMessage(Level = LogLevel.Warning, Message = "could not seal order {Sequence} to {Board}: the board is not registered any more")]
    private partial void LogNoKey(long sequence, string board);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Board} could not read an order: {Reason} {Detail}")]
    private partial void LogUnreadable(string board, string reason, string detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Board} {State} order {Sequence}: {Reason} {Detail}")]
    private partial void LogRefused(string board, string state, long sequence, string reason, string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "could not go on broadcasting, trying again: {Why}")]
    private partial void LogFault(Exception fault, string why);
}
