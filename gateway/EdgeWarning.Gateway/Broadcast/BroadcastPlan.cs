using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>An order that should exist and does not yet: it has no number.</summary>
public sealed record PlannedOrder(
    string Board,
    OrderKind Kind,
    string? Warning,
    long Of,
    Scope Scope,
    Priority Priority,
    Tone Tone,
    int ToneMilliseconds,
    string Text,
    string Language,
    int Repeats,
    int VolumePercent,
    DateTimeOffset Expires)
{
    /// <summary>Fills in what only its kind of order has: settings, a file.</summary>
    public Action<Order>? Fill { get; init; }

    /// <summary>Id of a recorded announcement that is played in place of the text; null for none.</summary>
    public string? Recording { get; init; }

    /// <summary>See <see cref="BroadcastOrder.Clip"/>.</summary>
    public string Clip { get; init; } = "";

    /// <summary>See <see cref="BroadcastOrder.SendUntil"/>.</summary>
    public DateTimeOffset? SendUntil { get; init; }

    /// <summary>The order as it crosses the wire.</summary>
    public Order Number(long sequence, DateTimeOffset issued)
    {
        var order = Numbered(sequence, issued);
        Fill?.Invoke(order);
        return order;
    }

    private Order Numbered(long sequence, DateTimeOffset issued) => new()
    {
        Board = Board,
        Sequence = sequence,
        Kind = Kind,
        IssuedUnixMilliseconds = issued.ToUnixTimeMilliseconds(),
        ExpiresUnixMilliseconds = Expires.ToUnixTimeMilliseconds(),
        Scope = Scope,
        Priority = Priority,
        Tone = Tone,
        ToneMilliseconds = ToneMilliseconds,
        Text = Text,
        Language = Language,
        Clip = Clip,
        Repeats = Repeats,
        VolumePercent = VolumePercent,
        Of = Of,
        Warning = Warning ?? "",
    };
}

/// <summary>
/// Which orders are missing. The plan compares what should sound with what has been ordered, and says the difference; asked again when
/// nothing has changed, it says nothing. So it does not matter how often it is asked, nor what a restart interrupted.
/// </summary>
public static class BroadcastPlan
{
    /// <summary>How often a board is given the same warning anew after its order was lost. A board that fails this often needs a person.</summary>
    public const int MaxTries = 5;

    /// <summary>A programme needs less of a call than a warning.</summary>
    private const int LongestChimeMilliseconds = 3_000;

    private static readonly TextFacts s_nothingKnown = new();

    /// <summary>Kinds of boards that are told to sound. A bench only says in its log what it would sound, and answers like any other.</summary>
    public static bool CanSound(Board board) => board.Kind is BoardKinds.Loudspeaker or BoardKinds.VillageStation or BoardKinds.Bench;

    /// <summary>Where a board stands, as an area asks.</summary>
    public static WarningPlace PlaceOf(Board board) =>
        new(board.Village, board is { Latitude: { } latitude, Longitude: { } longitude } ? new GeoPoint(latitude, longitude) : null);

    /// <param name="live">Every warning that should be sounding.</param>
    /// <param name="orders">Every order that has not expired.</param>
    /// <param name="factsOf">What is known of a board's village; nothing unless given.</param>
    /// <param name="airings">What is on the air besides warnings; nothing unless given.</param>
    /// <param name="stageWords">What people said of warnings that go out in stages; nothing unless given.</param>
    /// <param name="stop">The latest stop of everything; null when there never was one.</param>
    public static IReadOnlyList<PlannedOrder> Missing(
        IReadOnlyList<WarningEffect> live,
        IReadOnlyList<Board> boards,
        IReadOnlyCollection<BroadcastOrder> orders,
        SoundSettings sound,
        DateTimeOffset now,
        Func<Board, TextFacts>? factsOf = null,
        IReadOnlyList<Airing>? airings = null,
        CountyStop? stop = null,
        IReadOnlyDictionary<string, StageWord>? stageWords = null)
    {
        var plays = orders.Where(order => order.IsPlay && order.Expires > now).ToLookup(order => order.Board);

        // First, and so under a lower number than what is ordered with it: a stop of everything is a stop of what was before.
        var planned = new List<PlannedOrder>(StopsOfEverything(stop, boards, orders, now));
        var onAir = new HashSet<(string Board, string Airing)>();
        var firstOnly = live.Where(warning => warning.Stages is { } stages && WordOf(warning, stageWords).Holds(stages, StageWord.HeardOf(stages, orders.Where(order => order.IsPlay && order.Warning == warning.Id), boards), now))
            .ToDictionary(warning => warning.Id, warning => warning.Stages!.First.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var board in boards.Where(CanSound))
        {
            var place = PlaceOf(board);
            foreach (var warning in live.Where(warning => IsToBeTold(plays[board.Id].Where(play => play.Warning == warning.Id)) && firstOnly.GetValueOrDefault(warning.Id)?.Contains(CountyVillages.CodeOf(board)) != false))
            {
                if (warning.At(place) is { } said && said.Expires > now)
                {
                    planned.Add(Play(warning, said, said.TextFor(factsOf?.Invoke(board) ?? s_nothingKnown), board.Id, ReplacedBy(Anew(warning), plays[board.Id]), sound));
                }
            }

            foreach (var airing in AiredAt(place, airings ?? [], live, now))
            {
                onAir.Add((board.Id, airing.Id));
                if (airing.BeginBy > now && plays[board.Id].All(play => play.Warning != airing.Id))
                {
                    planned.Add(Play(airing, board.Id, sound));
                }
            }
        }

        planned.AddRange(Stops(live, onAir, plays, orders, planned, stop));
        return planned;
    }

    /// <summary>Plays of one live warning on boards of its area, whatever became of the plays before: what a person orders who is not content with those.</summary>
    public static IReadOnlyList<PlannedOrder> Again(
        WarningEffect warning, IReadOnlyList<Board> boards, IReadOnlyCollection<BroadcastOrder> orders, SoundSettings sound, DateTimeOffset now, Func<Board, TextFacts>? factsOf = null)
    {
        var plays = orders.Where(order => order.IsPlay && order.Expires > now).ToLookup(order => order.Board);
        var anew = Anew(warning);
        return
        [
            .. from board in boards.Where(CanSound)
               let said = warning.At(PlaceOf(board))
               where said is not null && said.Expires > now
               select Play(warning, said, said.TextFor(factsOf?.Invoke(board) ?? s_nothingKnown), board.Id, ReplacedBy(anew, plays[board.Id]), sound),
        ];
    }

    /// <summary>A short tone that every villager may hear and nobody can take for a warning.</summary>
    public static PlannedOrder TestTone(string board, SoundSettings sound, DateTimeOffset now) => new(
        board, OrderKind.Test, Warning: null, Of: 0, Scope.Test, Priority.Programme, Tone.Test, Math.Min(sound.ToneMilliseconds, 3_000), Text: "", Language: "",
        Repeats: 1, sound.VolumePercent ?? 60, now + sound.TestToneLife);

    /// <summary>An order that makes no sound.</summary>
    public static PlannedOrder Silent(string board, OrderKind kind, TimeSpan life, Action<Order>? fill, DateTimeOffset now) => new(
        board, kind, Warning: null, Of: 0, Scope.Actual, Priority.None, Tone.None, ToneMilliseconds: 0, Text: "", Language: "", Repeats: 1, VolumePercent: 100, now + life)
    {
        Fill = fill,
    };

    /// <summary>True of a play that did not bring its village the warning, through no fault that a new one would not mend.</summary>
    public static bool IsToBeToldAnew(BroadcastOrder play) => play.Progress.WasLost || ClipPlan.LostItsWords(play);

    // In place of whatever still sounds of the same warning.
    private static WarningEffect Anew(WarningEffect warning) => warning with { Replaces = [.. warning.Replaces, warning.Id] };

    private static bool IsToBeTold(IEnumerable<BroadcastOrder> tries)
    {
        var (count, lost) = (0, 0);
        foreach (var play in tries)
        {
            count++;
            lost += IsToBeToldAnew(play) ? 1 : 0;
        }

        return count == lost && count < MaxTries;
    }

    private static PlannedOrder Play(WarningEffect warning, Announcement said, string text, string board, BroadcastOrder? replaced, SoundSettings sound) => new(
        board,
        OrderKind.Play,
        warning.Id,
        replaced?.Sequence ?? 0,
        warning.Scope,
        said.Priority,
        ToneOf(warning.Scope, said.Priority),
        sound.ToneMilliseconds,
        OrderText.Fit(text),
        said.Language,
        sound.RepeatsOf(warning.Scope, said.Priority),
        sound.VolumeOf(warning.Scope, said.Priority),
        said.Expires)
    {
        Recording = Voice.Clip.IdIn(said.Sound?.Uri),
    };

    // A village in which a warning stands hears no programme, also not the rest of one that the warning has cut off.
    internal static List<Airing> AiredAt(WarningPlace place, IReadOnlyList<Airing> airings, IReadOnlyList<WarningEffect> live, DateTimeOffset now)
    {
        var here = airings.Where(airing => airing.Expires > now && WarningArea.Covers(airing.Areas, place)).ToList();
        return here.Count > 0 && live.Any(warning => warning.At(place) is { } said && said.Expires > now) ? [] : here;
    }

    /// <summary>A programme on one board.</summary>
    internal static PlannedOrder Play(Airing airing, string board, SoundSettings sound) => new(
        board, OrderKind.Play, airing.Id, Of: 0, Scope.Actual, Priority.Programme, Tone.Chime, Math.Min(sound.ToneMilliseconds, LongestChimeMilliseconds),
        OrderText.Fit(airing.Text), airing.Language, airing.Repeats, airing.VolumePercent, airing.Expires)
    {
        SendUntil = airing.BeginBy,
        Recording = airing.Recording,
    };

    // What the board may still be sounding that this warning takes the place of: the newest, for a board sounds one thing at a time. A programme falls silent
    // with the order of the warning itself, so that no stop comes between; what is no real warning cannot replace it, and waits for its stop.
    private static BroadcastOrder? ReplacedBy(WarningEffect warning, IEnumerable<BroadcastOrder> plays) => plays
        .Where(play => !play.Progress.HasEnded && play.Warning is not null && (warning.Replaces.Contains(play.Warning) || (IsProgramme(play) && warning.Scope == Scope.Actual)))
        .MaxBy(play => play.Sequence);

    private static bool IsProgramme(BroadcastOrder play) => play.Priority == Priority.Programme;

    private static IEnumerable<PlannedOrder> Stops(
        IReadOnlyList<WarningEffect> live,
        HashSet<(string Board, string Airing)> onAir,
        ILookup<string, BroadcastOrder> plays,
        IReadOnlyCollection<BroadcastOrder> orders,
        IReadOnlyList<PlannedOrder> planned,
        CountyStop? stop)
    {
        var wanted = live.Select(warning => warning.Id).ToHashSet();
        // A play that replaced it does not count once that play is unwanted too: the board may never have got it.
        var handled = orders
            .Where(order => order.Of != 0 && (order.Kind == OrderKind.Stop || (order.Warning is not null && wanted.Contains(order.Warning))))
            .Select(order => new OrderKey(order.Board, order.Of))
            .Concat(planned.Where(order => order.Of != 0).Select(order => new OrderKey(order.Board, order.Of)))
            .ToHashSet();
        var silencedBelow = orders.Where(order => stop is not null && order.Warning == stop.Id).ToDictionary(order => order.Board, order => order.Sequence, StringComparer.Ordinal);
        foreach (var toAll in planned.Where(order => stop is not null && order.Warning == stop.Id))
        {
            silencedBelow[toAll.Board] = long.MaxValue;
        }

        return plays.SelectMany(board => board)
            .Where(play => play.Warning is not null && !wanted.Contains(play.Warning) && !onAir.Contains((play.Board, play.Warning)) && !play.Progress.HasEnded && !handled.Contains(play.Key)
                && play.Sequence > silencedBelow.GetValueOrDefault(play.Board))
            .Select(Stop);
    }

    private static StageWord WordOf(WarningEffect warning, IReadOnlyDictionary<string, StageWord>? words) => words?.GetValueOrDefault(warning.Id) ?? StageWord.None;

    private static IEnumerable<PlannedOrder> StopsOfEverything(CountyStop? stop, IReadOnlyList<Board> boards, IReadOnlyCollection<BroadcastOrder> orders, DateTimeOffset now)
    {
        if (stop is not { IsInForce: true } || stop.Expires <= now)
        {
            return [];
        }

        var told = orders.Where(order => order.Warning == stop.Id).Select(order => order.Board).ToHashSet(StringComparer.Ordinal);
        return boards.Where(board => CanSound(board) && !told.Contains(board.Id)).Select(board => new PlannedOrder(
            board.Id, OrderKind.Stop, stop.Id, Of: 0, Scope.Actual, Priority.None, Tone.None, ToneMilliseconds: 0, Text: "", Language: "", Repeats: 1, VolumePercent: 100, stop.Expires));
    }

    // A stop lives as long as what it stops: after that the board falls silent by itself.
    private static PlannedOrder Stop(BroadcastOrder play) => new(
        play.Board, OrderKind.Stop, play.Warning, play.Sequence, play.Scope, play.Priority, Tone.None, ToneMilliseconds: 0, Text: "", Language: "",
        Repeats: 1, VolumePercent: 100, play.Expires);

    private static Tone ToneOf(Scope scope, Priority priority) => (scope, priority) switch
    {
        (Scope.Drill, _) => Tone.Drill,
        (Scope.Test, _) => Tone.Test,
        (_, Priority.Red) => Tone.Red,
        (_, Priority.Orange) => Tone.Orange,
        (_, Priority.Yellow) => Tone.Yellow,
        (_, Priority.Blue) => Tone.Blue,
        _ => Tone.Chime,
    };
}
