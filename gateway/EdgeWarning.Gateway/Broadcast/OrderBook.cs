using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>
/// The orders that matter now, and when each is to be sent (again). It knows no network, no store and no clock: times are given. Times of sending are
/// counted from the gateway's start on a clock that never jumps; states and expiry are in UTC. For one thread.
/// </summary>
public sealed class OrderBook
{
    /// <summary>How long an expired order stays at hand for receipts that come late; later ones are looked up in the store.</summary>
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(10);

    private readonly Dictionary<OrderKey, Entry> _entries = [];
    private readonly HashSet<OrderKey> _withdrawn = [];
    private readonly HashSet<OrderKey> _changed = [];

    /// <summary>By board, the number of the newest stop of everything on it.</summary>
    private readonly Dictionary<string, long> _silencedBelow = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lastSequence = [];

    public OrderBook(IReadOnlyDictionary<string, long> lastSequences)
    {
        foreach (var (board, last) in lastSequences)
        {
            _lastSequence[board] = last;
        }
    }

    public IReadOnlyCollection<BroadcastOrder> Orders => [.. _entries.Values.Select(entry => entry.Order)];

    public int Outstanding => _entries.Values.Count(IsWaiting);

    /// <summary>When something is to be sent next; null when nothing waits.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            var waiting = _entries.Values.Where(IsWaiting).Select(entry => entry.Due).DefaultIfEmpty(TimeSpan.MaxValue).Min();
            return waiting == TimeSpan.MaxValue ? null : waiting;
        }
    }

    /// <summary>When the next unanswered order expires; null when none waits.</summary>
    public DateTimeOffset? NextExpiry =>
        _entries.Values.Where(entry => entry.Order.Progress.IsOutstanding).Select(entry => (DateTimeOffset?)entry.Order.OpenUntil).Min();

    /// <summary>The number of the next order to a board: greater than all before, also when the clock was set back.</summary>
    public long TakeSequence(string board, DateTimeOffset now)
    {
        var next = Math.Max(_lastSequence.GetValueOrDefault(board) + 1, now.ToUnixTimeMilliseconds());
        _lastSequence[board] = next;
        return next;
    }

    /// <summary>Takes up an order that the store holds; it is due at once.</summary>
    public void Add(BroadcastOrder order)
    {
        _entries[order.Key] = new Entry(order);
        if (order.Of != 0)
        {
            _withdrawn.Add(new OrderKey(order.Board, order.Of));
        }
        else if (order.Kind == OrderKind.Stop)
        {
            _silencedBelow[order.Board] = Math.Max(order.Sequence, _silencedBelow.GetValueOrDefault(order.Board));
        }
    }

    public BroadcastOrder? Find(OrderKey key) => _entries.GetValueOrDefault(key)?.Order;

    /// <summary>Makes everything that waits due at once and lets the pauses begin anew: of one board that has just started, or of all (null).</summary>
    public void DueNow(string? board = null)
    {
        foreach (var entry in _entries.Values.Where(entry => board is null || entry.Order.Board == board))
        {
            entry.Attempts = 0;
            entry.Due = TimeSpan.Zero;
        }
    }

    /// <summary>Everything that is to be sent now.</summary>
    public IReadOnlyList<BroadcastOrder> Due(TimeSpan now, DateTimeOffset utcNow) =>
        [.. _entries.Values.Where(entry => IsWaiting(entry) && entry.Due <= now && entry.Order.OpenUntil > utcNow).Select(entry => entry.Order)];

    /// <summary>Notes an attempt to send, and puts the next one off.</summary>
    public void Tried(OrderKey key, TimeSpan now)
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            entry.Attempts++;
            entry.Due = now + ResendSchedule.After(entry.Attempts, SpreadOf(key.Board));
        }
    }

    /// <summary>Notes that an order was handed to the link.</summary>
    public void Sent(OrderKey key, DateTimeOffset at)
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            Note(entry, entry.Order.Progress.With(new OrderStep(OrderState.Sent, at)));
        }
    }

    /// <summary>Notes what a board says of an order in the book. False when it was known.</summary>
    public bool Learn(Receipt receipt, DateTimeOffset at)
    {
        if (!_entries.TryGetValue(new OrderKey(receipt.Board, receipt.Sequence), out var entry) || !Note(entry, entry.Order.Progress.With(receipt, at)))
        {
            return false;
        }

        EndReplaced(entry.Order, at);
        return true;
    }

    /// <summary>Ends what has passed its time without a verdict, and forgets what is long over.</summary>
    public void GiveUp(DateTimeOffset now)
    {
        foreach (var entry in _entries.Values.Where(entry => entry.Order.OpenUntil <= now && entry.Order.Progress.IsOutstanding))
        {
            Note(entry, entry.Order.Progress.With(new OrderStep(OrderState.Expired, now)));
        }

        var over = _entries.Values.Where(entry => entry.Order.Expires + s_kept <= now && !_changed.Contains(entry.Order.Key)).Select(entry => entry.Order.Key).ToList();
        foreach (var key in over)
        {
            _entries.Remove(key);
            _withdrawn.Remove(key);
        }
    }

    /// <summary>The orders whose progress is not in the store yet. They stay listed until <see cref="Saved"/>.</summary>
    public IReadOnlyList<BroadcastOrder> Unsaved => [.. _changed.Select(key => _entries[key].Order)];

    /// <summary>The store now holds exactly this of them.</summary>
    public void Saved(IEnumerable<BroadcastOrder> orders)
    {
        foreach (var order in orders.Where(order => ReferenceEquals(Find(order.Key), order)))
        {
            _changed.Remove(order.Key);
        }
    }

    private bool Note(Entry entry, OrderProgress progress)
    {
        if (ReferenceEquals(progress, entry.Order.Progress))
        {
            return false;
        }

        entry.Order = entry.Order with { Progress = progress };
        _changed.Add(entry.Order.Key);
        return true;
    }

    // A board proves with a stop that it is quiet, and by playing the newer order that it no longer plays the older.
    private void EndReplaced(BroadcastOrder order, DateTimeOffset at)
    {
        Reason? why = (order.Kind, order.Progress.State) switch
        {
            (OrderKind.Stop, OrderState.Stopped) => Reason.StoppedByOrder,
            (OrderKind.Play, OrderState.Playing or OrderState.Heard or OrderState.NotHeard or OrderState.CannotTell or OrderState.Finished) => Reason.Superseded,
            _ => null,
        };
        if (order is { Kind: OrderKind.Stop, Of: 0, Progress.State: OrderState.Stopped })
        {
            foreach (var silenced in _entries.Values.Where(entry => entry.Order.Board == order.Board && entry.Order.Sequence < order.Sequence && Sounds(entry.Order) && !entry.Order.Progress.HasEnded))
            {
                Note(silenced, silenced.Order.Progress.With(new OrderStep(OrderState.Stopped, at, Reason: Reason.StoppedByOrder)));
            }
        }

        if (why is { } reason && order.Of != 0 && _entries.TryGetValue(new OrderKey(order.Board, order.Of), out var replaced) && !replaced.Order.Progress.HasEnded)
        {
            Note(replaced, replaced.Order.Progress.With(new OrderStep(OrderState.Stopped, at, Reason: reason)));
        }
    }

    // What a later order replaces or stops is not sent again: it could only come after what took its place.
    private bool IsWaiting(Entry entry) => entry.Order.Progress.IsOutstanding && !_withdrawn.Contains(entry.Order.Key)
        && !(Sounds(entry.Order) && entry.Order.Sequence < _silencedBelow.GetValueOrDefault(entry.Order.Board));

    private static bool Sounds(BroadcastOrder order) => order.Kind is OrderKind.Play or OrderKind.Test;

    /// <summary>0 to 1, the same for the same board for ever.</summary>
    internal static double SpreadOf(string board)
    {
        var hash = 17u;
        foreach (var letter in board)
        {
            hash = (hash * 31) + letter;
        }

        return hash % 1000 / 1000.0;
    }

    private sealed class Entry(BroadcastOrder order)
    {
        public BroadcastOrder Order { get; set; } = order;

        public int Attempts { get; set; }

        public TimeSpan Due { get; set; }
    }
}
