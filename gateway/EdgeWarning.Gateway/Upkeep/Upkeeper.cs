using System.Threading.Channels;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Protocol;
using Channel = System.Threading.Channels.Channel;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>
/// Orders what boards should have and writes down what they made of it. It asks the store every few seconds, so that wishes of a command line beside it, and those that a
/// crash left between store and order, are found.
/// </summary>
public sealed partial class Upkeeper : BackgroundService
{
    /// <summary>A board may be away for weeks; what it should have then is ordered anew.</summary>
    private static readonly TimeSpan s_life = TimeSpan.FromDays(30);

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);

    private readonly WishStore _wishes;
    private readonly FileOrder _files;
    private readonly Broadcaster _broadcaster;
    private readonly BoardRegistry _boards;
    private readonly TimeProvider _clock;
    private readonly ILogger<Upkeeper> _log;
    private DateTimeOffset _nextRelease;
    private readonly Channel<object> _news = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });

    public Upkeeper(
        WishStore wishes, FileOrder files, Broadcaster broadcaster, BoardRegistry boards, BoardStates states, TimeProvider clock, ILogger<Upkeeper> log)
    {
        _wishes = wishes;
        _files = files;
        _broadcaster = broadcaster;
        _boards = boards;
        _clock = clock;
        _log = log;
        broadcaster.Progressed += orders => orders.Where(order => order.Kind is OrderKind.Configure or OrderKind.FetchClip or OrderKind.Update).ToList().ForEach(Tell);
        states.Born += (board, status) => Tell(new Birth(board.Id, status.Configuration, status.OnTrial));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (_news.Reader.TryRead(out var news))
                {
                    await Take(news);
                }

                await GoOn();
                foreach (var wish in _wishes.InState(WishState.Wanted))
                {
                    await Order(wish, stoppingToken);
                }

                using var awake = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(_news.Reader.WaitToReadAsync(awake.Token).AsTask(), Task.Delay(s_look, _clock, awake.Token));
                await awake.CancelAsync();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                LogFault(fault, fault.Message);
                await Task.Delay(s_look, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // In steps of time, so that never a whole county restarts at once.
    private async Task GoOn()
    {
        var now = _clock.GetUtcNow();
        if (now >= _nextRelease && _wishes.InState(WishState.Held).Count > 0)
        {
            _nextRelease = now + s_look;
            await _wishes.Wanted(Rollout.Released(_wishes.All()));
        }
    }

    private Task Take(object news) => news switch
    {
        BroadcastOrder order => Learn(order),
        Birth birth => Compare(birth),
        _ => Task.CompletedTask,
    };

    private async Task Learn(BroadcastOrder order)
    {
        if (_wishes.BySequence(order.Board, order.Sequence) is not { State: WishState.Ordered } wish)
        {
            return;
        }

        var last = order.Progress.Steps[^1];
        if (Wish.EndOf(last.State, last.Reason) is { } end)
        {
            await _wishes.Ended(wish, end, last.Reason, last.Detail ?? "");
            LogEnded(wish.Board, wish.Subject, Wish.WordOf(end), wish.Version);
        }
        else if (last.State == OrderState.Expired)
        {
            await _wishes.Wanted([wish]);
        }
    }

    // A replaced board has an empty flash, and one whose gateway lost its orders says by its birth what it lives by.
    private async Task Compare(Birth birth)
    {
        if (birth.OnTrial || _wishes.Find(birth.Board, Wish.SettingsSubject) is not { } wish)
        {
            return;
        }

        if (wish.State == WishState.Done && wish.Version != birth.Configuration)
        {
            LogAgain(birth.Board, birth.Configuration, wish.Version);
            await _wishes.Wanted([wish]);
        }
    }

    private async Task Order(Wish wish, CancellationToken stopping)
    {
        Action<Order> fill = order => (order.Settings, order.Version) = (wish.Settings, wish.Version);
        if (_boards.Find(wish.Board) is null || (wish.Path.Length > 0 && !_files.TryDescribe(wish.Board, wish.Path, out fill)))
        {
            return;     // a board that was retired, or a file that somebody took away: nothing to order
        }

        var sequence = await _broadcaster.Order(wish.Board, wish.Kind, s_life, order =>
        {
            fill(order);
            order.Version = wish.Version;
            order.Clip = wish.Kind == OrderKind.FetchClip ? wish.Subject["clip ".Length..] : "";
        }).WaitAsync(stopping);
        await _wishes.Ordered(wish, sequence);
        LogOrdered(wish.Board, wish.Subject, wish.Version, sequence);
    }

    private void Tell(object news) => _news.Writer.TryWrite(news);

    private sealed record Birth(string Board, long Configuration, bool OnTrial);

    [LoggerMessage(Level = LogLevel.Information, Message = "ordered {Subject} for {Board}, version {Version} (order {Sequence})")]
    private partial void LogOrdered(string board, string subject, long version, long sequence);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Board}: {Subject} {State}, version {Version}")]
    private partial void LogEnded(string board, string subject, string state, long version);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Board} lives by version {Has} of its settings and should by {Wanted}: ordered again")]
    private partial void LogAgain(string board, long has, long wanted);

    [LoggerMessage(Level = LogLevel.Error, Message = "could not look after the boards, trying again: {Why}")]
    private partial void LogFault(Exception fault, string why);
}
