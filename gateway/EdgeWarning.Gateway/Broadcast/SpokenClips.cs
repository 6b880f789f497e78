using System.Collections.Concurrent;
using System.Text;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Voice;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>
/// What boards play in place of a text that they cannot read (without a speech module, or in another language than it knows), and every board in place of a recorded announcement. An order to play never waits for its sound: it
/// goes out with the clip's name, the board sounds its tone, and the order to fetch the clip follows as soon as the clip is made.
/// </summary>
public sealed partial class SpokenClips(ClipLibrary clips, SpeechRenderer renderer, FileOrder files, BoardStates states, TimeProvider clock, ILogger<SpokenClips> log)
{
    /// <summary>Fetch orders of one turn: each is sealed over the whole clip, a few milliseconds, and receipts must not wait behind hundreds of them.</summary>
    private const int MostAtOnce = 32;

    private static readonly TimeSpan s_beforeNextTry = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Clip> _made = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _failed = new(StringComparer.Ordinal);
    private int _preparation;

    /// <summary>A clip that an order waits for has been made. On any thread.</summary>
    public event Action? Made;

    /// <summary>The same plays, each with the clip that its board plays in place of the text.</summary>
    /// <param name="orders">What is under way: it shows whose speech module has just failed.</param>
    public IReadOnlyList<PlannedOrder> Name(IReadOnlyList<PlannedOrder> planned, IReadOnlyList<Board> boards, IReadOnlyCollection<BroadcastOrder> orders)
    {
        var mute = ClipPlan.Mute(orders);
        var byId = boards.ToDictionary(board => board.Id, StringComparer.Ordinal);
        var names = new Dictionary<(string Text, string Language), string>();
        return [.. planned.Select(order => order.Kind == OrderKind.Play && byId.TryGetValue(order.Board, out var board) ? order with { Clip = NameFor(order, board, mute.Contains(board.Id), names) } : order)];
    }

    /// <summary>Orders to fetch what plays that are under way name; what is not made yet is begun. At most some of them: ask again while there are any.</summary>
    public IReadOnlyList<PlannedOrder> Missing(IReadOnlyCollection<BroadcastOrder> orders, DateTimeOffset now)
    {
        var planned = new List<PlannedOrder>();
        foreach (var play in ClipPlan.Unfetched(orders, now))
        {
            if (planned.Count == MostAtOnce)
            {
                break;
            }

            if (Find(play.Clip) is not { } clip)
            {
                Make(play);
            }
            else if (files.TryDescribe(play.Board, clip.Path, out var fill))
            {
                planned.Add(Fetch(play.Board, play.Clip, play.Warning, play.Priority, play.Expires, fill, now));
            }
        }

        return planned;
    }

    /// <summary>Orders to fetch what plays that are still to be ordered will name; what is not made yet is begun.</summary>
    /// <param name="most">At most so many of them.</param>
    public IReadOnlyList<PlannedOrder> Ahead(IReadOnlyList<PlannedOrder> plays, IReadOnlyList<Board> boards, IReadOnlyCollection<BroadcastOrder> orders, int most, DateTimeOffset now)
    {
        var made = new Dictionary<string, Clip?>(StringComparer.Ordinal);
        Clip? Known(string name) => made.TryGetValue(name, out var clip) ? clip : made[name] = Find(name);
        var planned = new List<PlannedOrder>();
        foreach (var play in FetchAhead.Unfetched(Name(plays, boards, orders), orders, name => Known(name)?.Bytes).Take(most))
        {
            if (Known(play.Clip) is not { } clip)
            {
                Make(play.Clip, () => (play.Text, play.Language, play.Scope));
            }
            else if (files.TryDescribe(play.Board, clip.Path, out var fill))
            {
                planned.Add(Fetch(play.Board, play.Clip, play.Warning, play.Priority, play.Expires, fill, now));
            }
        }

        return planned;
    }

    /// <summary>Makes the clips of a warning that is being written, so that they are there when it is issued. A newer one takes its place.</summary>
    public void Prepare(WarningEffect warning, IReadOnlyList<Board> boards, Func<Board, TextFacts> factsOf)
    {
        var texts = boards.Where(BroadcastPlan.CanSound)
            .Select(board => (Board: board, Said: warning.At(BroadcastPlan.PlaceOf(board))))
            .Where(one => one.Said is { Text.Length: > 0, Sound: null } said && !ReadsTexts(one.Board, said.Language))
            .Select(one => (Text: Spoken(OrderText.Fit(one.Said!.TextFor(factsOf(one.Board))), one.Said.Language, warning.Scope), one.Said.Language))
            .Distinct().ToList();
        var mine = Interlocked.Increment(ref _preparation);
        _ = Task.Run(async () =>
        {
            foreach (var (text, language) in texts)
            {
                if (mine != Volatile.Read(ref _preparation) || !(await renderer.Render(text, language)).IsSpoken)
                {
                    return;
                }
            }
        });
    }

    private string NameFor(PlannedOrder play, Board board, bool isMute, Dictionary<(string Text, string Language), string> names)
    {
        if (play.Recording is { } id && board.Kind != BoardKinds.Bench && clips.Find(id) is { } recording && ClipPlan.Suits(recording, play.Scope))
        {
            return recording.BoardName;
        }

        if (play.Text.Length == 0 || (!isMute && ReadsTexts(board, play.Language)))
        {
            return "";
        }

        var said = (Spoken(play.Text, play.Language, play.Scope), play.Language);
        return names.TryGetValue(said, out var known) ? known : names[said] = renderer.BoardNameOf(said.Item1, said.Language);
    }

    private bool ReadsTexts(Board board, string language) => ClipPlan.ReadsTexts(board, states.Of(board.Id).Status, language);

    private Clip? Find(string name) => _made.TryGetValue(name, out var made) ? made : clips.Named(name);

    private static PlannedOrder Fetch(string board, string clip, string? of, Priority priority, DateTimeOffset until, Action<Order> fill, DateTimeOffset now) =>
        BroadcastPlan.Silent(board, OrderKind.FetchClip, until - now, fill, now) with { Warning = of, Clip = clip, Priority = priority };

    private void Make(BroadcastOrder play) =>
        Make(play.Clip, () => Order.TryDecode(play.Payload, out var order, out _) ? (order.Text, order.Language, order.Scope) : null);

    private void Make(string clip, Func<(string Text, string Language, Scope Scope)?> read)
    {
        if (_underWay.ContainsKey(clip) || !clip.StartsWith(SpeechRenderer.NamePrefix, StringComparison.Ordinal) || (_failed.TryGetValue(clip, out var failed) && clock.GetUtcNow() < failed + s_beforeNextTry))
        {
            return;
        }

        if (read() is var (text, language, scope) && _underWay.TryAdd(clip, true))
        {
            _ = Task.Run(() => Make(clip, text, language, scope));
        }
    }

    private async Task Make(string name, string text, string language, Scope scope)
    {
        try
        {
            var spoken = await RenderBeginning(text, language, scope);
            if (spoken.Clip is { } clip)
            {
                if (clips.Named(name) is null)
                {
                    _made[name] = clip;     // cut, or the office changed its words meanwhile: the order's name stands
                }

                Made?.Invoke();
            }
            else
            {
                _failed[name] = clock.GetUtcNow();
                LogUnspoken(spoken.Fault!.Text, text);
            }
        }
        catch (Exception ended) when (ended is ObjectDisposedException or OperationCanceledException)
        {
            // The gateway ends; its next start finds the order.
        }
        catch (Exception fault)
        {
            _failed[name] = clock.GetUtcNow();
            LogFault(fault, text);
        }
        finally
        {
            _underWay.TryRemove(name, out _);
        }
    }

    /// <summary>As much of a text as a board keeps: half a warning wakes a village, none does not. Officers see in the preview that theirs is too long.</summary>
    private async Task<Rendering> RenderBeginning(string text, string language, Scope scope)
    {
        while (true)
        {
            var spoken = await renderer.Render(Spoken(text, language, scope), language);
            var bytes = Encoding.UTF8.GetByteCount(text);
            if (spoken.TooLong is not { } length || bytes < 100)
            {
                return spoken;
            }

            LogCut(length.TotalSeconds, text);
            text = OrderText.Fit(text, (int)(bytes * 0.95 * Clip.MostMilliseconds / length.TotalMilliseconds));
        }
    }

    private static string Spoken(string text, string language, Scope scope) => scope == Scope.Drill ? DrillMarks.Around(text, language) : text;

    [LoggerMessage(Level = LogLevel.Warning, Message = "a text takes {Seconds:F0} s to say, more than boards keep: they hear its beginning ({Text})")]
    private partial void LogCut(double seconds, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "boards without a speech module sound the tone alone: {Why} ({Text})")]
    private partial void LogUnspoken(string why, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "could not make the sound of a text, boards without a speech module sound the tone alone: {Text}")]
    private partial void LogFault(Exception fault, string text);
}
