using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Readings;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Console;

/// <summary>Puts together what the API and the console show of boards.</summary>
public sealed class BoardViews(BoardRegistry boards, BoardStates states, OrderStore orders, ReadingStore readings, TimeProvider clock)
{
    /// <summary>Sums over a day of a whole county are not made for every glance.</summary>
    private static readonly TimeSpan s_sumsAge = TimeSpan.FromSeconds(5);

    private static readonly (int Bit, string Word)[] s_parts =
    [
        (Status.SpeakerPart, "speaker"), (Status.SpeechPart, "speech"), (Status.CurrentSensorPart, "current-sensor"), (Status.RainPart, "rain"),
        (Status.StagePart, "stage"), (Status.MicrophonePart, "microphone"), (Status.ButtonPart, "button"), (Status.SilentSpeechPart, "speech-silent"),
    ];

    private readonly Lock _gate = new();
    private Sums? _sums;

    public IReadOnlyList<BoardView> All()
    {
        var latest = orders.LatestByBoard();
        var sums = SumsNow();
        return [.. boards.All.Select(board => View(board, latest.GetValueOrDefault(board.Id), sums))];
    }

    /// <summary>What is asked next is summed up anew.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _sums = null;
        }
    }

    /// <summary>What a board last said of its health; null before its first word.</summary>
    public BoardHealthView? HealthOf(string id) => states.Of(id).Status is { } status ? HealthOf(status) : null;

    public IReadOnlyList<BoardView> Of(IEnumerable<string> ids)
    {
        var sums = SumsNow();
        return [.. ids.Select(boards.Find).OfType<Board>().Select(board => View(board, orders.LatestOf(board.Id), sums))];
    }

    public IReadOnlyList<ReadingNews> ReadingsOf(IEnumerable<string> ids)
    {
        var sums = SumsNow();
        return [.. ids.Select(id => new ReadingNews(id, sums.Rain.GetValueOrDefault(id), sums.Stage.GetValueOrDefault(id)))];
    }

    private BoardView View(Board board, OrderSummary? order, Sums sums)
    {
        var state = states.Of(board.Id);
        var status = state.Status;
        return new BoardView(
            board.Id,
            board.Village,
            board.VillageName,
            board.Kind,
            board.Latitude,
            board.Longitude,
            WordOf(state.Condition),
            state.HeardAt,
            status?.Firmware,
            status?.Restarts,
            status?.RestartReason,
            status is null or { BatteryMillivolts: 0 } ? null : status.BatteryMillivolts,
            status is null or { SignalDbm: 0 } ? null : status.SignalDbm,
            sums.Rain.GetValueOrDefault(board.Id),
            sums.Stage.GetValueOrDefault(board.Id),
            sums.Counts.GetValueOrDefault(board.Id),
            order is null ? null : View(order),
            sums.Warnings.GetValueOrDefault(board.Id),
            sums.Alarms.TryGetValue(board.Id, out var since) ? since : null,
            BoardTrouble.Of(board.Kind, status, state.UnorderedStarts, clock.GetUtcNow()));
    }

    private static BoardHealthView HealthOf(Status status) => new(
        status.UptimeMilliseconds,
        status.Restarts,
        status.RestartReason,
        status.SafeMode,
        status.OnTrial,
        PartsOf(status.Parts),
        status.FreeBytes == 0 ? null : status.FreeBytes,
        status.BatteryMillivolts == 0 ? null : status.BatteryMillivolts,
        status.TemperatureDecidegrees == Status.NoTemperature ? null : status.TemperatureDecidegrees / 10.0,
        status.SignalDbm == 0 ? null : status.SignalDbm,
        status.ClockQuality switch { ClockQuality.Gateway => "gateway", ClockQuality.Sntp => "sntp", _ => "none" },
        status.ClockErrorMilliseconds == Status.NoClockError ? null : status.ClockErrorMilliseconds,
        status.ClockAgeSeconds,
        status.ClockSteps,
        status.LinkLosses,
        status.Refusals,
        status.Configuration,
        status.SelfTest == ReceiptState.None ? null : Words.Of(status.SelfTest),
        status.SelfTestUnixMilliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(status.SelfTestUnixMilliseconds),
        status.OldestSequence,
        status.NextSequence);

    private static IReadOnlyList<string> PartsOf(int parts) => [.. s_parts.Where(part => (parts & part.Bit) != 0).Select(part => part.Word)];

    private LastOrderView View(OrderSummary order) => new(
        order.Key.Sequence,
        order.Warning,
        OrderWords.Of(order.State),
        OrderWords.Of(order.Verdict),
        OrderWords.Of(Coverage.KindOf(order.State, order.Verdict, order.Issued, clock.GetUtcNow())),
        order.Issued);

    private Sums SumsNow()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_sums is null || now - _sums.At > s_sumsAge || now < _sums.At)
            {
                _sums = SumUp(now);
            }

            return _sums;
        }
    }

    private Sums SumUp(DateTimeOffset now)
    {
        var latest = readings.Latest().ToLookup(reading => reading.Kind);
        var rainAt = latest[ReadingKind.Rain].ToDictionary(reading => reading.Board, reading => reading.At);
        return new Sums(
            now,
            readings.Rain(now).Where(rain => rainAt.ContainsKey(rain.Board)).ToDictionary(
                rain => rain.Board,
                rain => new RainView(rain.LastHour / 1000.0, rain.Last24Hours / 1000.0, rain.Total / 1000.0, rainAt[rain.Board])),
            latest[ReadingKind.Stage].ToDictionary(stage => stage.Board, stage => new StageView(stage.Value / 1000.0, stage.At)),
            readings.Counts().ToDictionary(count => count.Board, count => new ReadingCountsView(count.Committed, count.Duplicates, count.Missing)),
            latest[ReadingKind.LocalWarning].Where(warning => warning.Value > 0).ToDictionary(warning => warning.Board, OwnWarning),
            latest[ReadingKind.VillageAlarm].Where(alarm => alarm.Value == (long)VillageAlarm.Begun).ToDictionary(alarm => alarm.Board, alarm => alarm.At));
    }

    private static OwnWarningView OwnWarning(LatestReading reading)
    {
        var said = OwnDoings.Of(reading.Kind, reading.Value);
        return new OwnWarningView(said.Word, said.Detail, reading.At);
    }

    private static string WordOf(BoardCondition condition) => condition switch
    {
        BoardCondition.Online => "online",
        BoardCondition.Silent => "silent",
        BoardCondition.Lost => "lost",
        _ => "new",
    };

    private sealed record Sums(
        DateTimeOffset At,
        IReadOnlyDictionary<string, RainView> Rain,
        IReadOnlyDictionary<string, StageView> Stage,
        IReadOnlyDictionary<string, ReadingCountsView> Counts,
        IReadOnlyDictionary<string, OwnWarningView> Warnings,
        IReadOnlyDictionary<string, DateTimeOffset> Alarms);
}
