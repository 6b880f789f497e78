using System.Collections.Concurrent;
using Dapper;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Devices;

/// <summary>How every board is, in memory; written to the store by <see cref="Flush"/> every few seconds.</summary>
public sealed partial class BoardStates
{
    private static readonly BoardState Never = new(BoardCondition.NeverSeen, DateTimeOffset.UnixEpoch, null, null, null);

    private readonly Database _database;
    private readonly BoardRegistry _registry;
    private readonly ILogger<BoardStates> _log;
    private readonly ConcurrentDictionary<string, BoardState> _states = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _unwritten = new(StringComparer.Ordinal);

    public BoardStates(Database database, BoardRegistry registry, ILogger<BoardStates> log)
    {
        _database = database;
        _registry = registry;
        _log = log;
        History = new BoardHistory(database);
        Load();
    }

    /// <summary>A board has announced its birth; its state and the answer to it are done. Re-send what is outstanding for it. Must not block.</summary>
    public event Action<Board, Status>? Born;

    /// <summary>A board's condition or status changed. Must not block.</summary>
    public event Action<Board, BoardState>? Changed;

    /// <summary>What became of boards over time.</summary>
    public BoardHistory History { get; }

    public BoardState Of(string board) => _states.GetValueOrDefault(board, Never);

    /// <summary>Boards of a condition.</summary>
    public int Count(BoardCondition condition) => _registry.All.Count(board => Of(board.Id).Condition == condition);

    /// <summary>An authentic word of any kind came from the board: it is there. For other slices too.</summary>
    public void Heard(Board board, DateTimeOffset at) => Set(board, state => state.Heard(at), tell: false);

    internal void HeardBeat(Board board, Status status, DateTimeOffset at) => Set(board, state => state.Heard(at) with { Status = status }, tell: true);

    internal void HeardBirth(Board board, Status status, DateTimeOffset at) =>
        Set(board, state => state.Started(status, at).Heard(at) with { Status = status, BornAt = at }, tell: true);

    internal void Becomes(Board board, BoardCondition condition, DateTimeOffset at) => Set(board, state => state.Becomes(condition, at), tell: false);

    internal void Announce(Board board, Status status) => Tell(Born?.GetInvocationList(), listener => ((Action<Board, Status>)listener)(board, status));

    /// <summary>Writes what has changed since the last time.</summary>
    internal async Task Flush(CancellationToken stopping)
    {
        await History.Flush(stopping);
        string[] ids = [.. _unwritten.Keys];
        foreach (string id in ids)
        {
            _unwritten.TryRemove(id, out _);
        }

        object[] rows = [.. ids.Select(id => (Board: _registry.Find(id), State: Of(id))).Where(one => one.Board is not null).Select(one => RowOf(one.Board!, one.State))];
        if (rows.Length > 0)
        {
            await _database.Write((db, transaction) => db.Execute(Upsert, rows, transaction), stopping);
        }
    }

    private void Set(Board board, Func<BoardState, BoardState> change, bool tell)
    {
        BoardState before = Of(board.Id);
        BoardState after = _states.AddOrUpdate(board.Id, _ => change(Never), (_, state) => change(state));
        _unwritten[board.Id] = true;
        History.Note(board, before, after);
        if (tell || before.Condition != after.Condition)
        {
            Tell(Changed?.GetInvocationList(), listener => ((Action<Board, BoardState>)listener)(board, after));
        }
    }

    /// <summary>A listener that fails must not keep the others, or the board, waiting.</summary>
    private void Tell(Delegate[]? listeners, Action<Delegate> tell)
    {
        foreach (Delegate listener in listeners ?? [])
        {
            try
            {
                tell(listener);
            }
            catch (Exception fault)
            {
                LogListenerFailed(fault);
            }
        }
    }

    private void Load()
    {
        foreach (Row row in _database.Read(db => db.Query<Row>(Select).AsList()))
        {
            _states[row.Id] = row.ToState();
        }
    }

    private const string Upsert = """
        INSERT OR REPLACE INTO board_states(
            board, condition, since_ms, born_ms, heard_ms, firmware, restart_reason, restarts, uptime_ms, unix_ms, clock_quality, log, oldest_sequence,
            next_sequence, free_bytes, battery_mv, signal_dbm, refusals, parts, tip_um,
            temperature_dd, configuration, self_test, self_test_ms, safe_mode, link_losses, on_trial, clock_steps, clock_error_ms, clock_age_s)
        VALUES(
            @Number, @Condition, @SinceMs, @BornMs, @HeardMs, @Firmware, @RestartReason, @Restarts, @UptimeMs, @UnixMs, @ClockQuality, @Log, @OldestSequence,
            @NextSequence, @FreeBytes, @BatteryMv, @SignalDbm, @Refusals, @Parts, @TipUm,
            @TemperatureDd, @Configuration, @SelfTest, @SelfTestMs, @SafeMode, @LinkLosses, @OnTrial, @ClockSteps, @ClockErrorMs, @ClockAgeS)
        """;

    private const string Select = """
        SELECT boards.id, kind, condition, since_ms AS SinceMs, born_ms AS BornMs, heard_ms AS HeardMs, firmware, restart_reason AS RestartReason, restarts,
               uptime_ms AS UptimeMs, unix_ms AS UnixMs, clock_quality AS ClockQuality, log, oldest_sequence AS OldestSequence, next_sequence AS NextSequence,
               free_bytes AS FreeBytes, battery_mv AS BatteryMv, signal_dbm AS SignalDbm, refusals, parts, board_states.tip_um AS TipUm,
               temperature_dd AS TemperatureDd, configuration, self_test AS SelfTest, self_test_ms AS SelfTestMs, safe_mode AS SafeMode, link_losses AS LinkLosses,
               on_trial AS OnTrial, clock_steps AS ClockSteps, clock_error_ms AS ClockErrorMs, clock_age_s AS ClockAgeS
        FROM board_states JOIN boards ON boards.number = board_states.board
        """;

    private static object RowOf(Board board, BoardState state) => new
    {
        board.Number,
        Condition = (int)state.Condition,
        SinceMs = state.Since.ToUnixTimeMilliseconds(),
        BornMs = state.BornAt?.ToUnixTimeMilliseconds(),
        HeardMs = state.HeardAt?.ToUnixTimeMilliseconds(),
        state.Status?.Firmware,
        state.Status?.RestartReason,
        state.Status?.Restarts,
        UptimeMs = state.Status?.UptimeMilliseconds,
        UnixMs = state.Status?.UnixMilliseconds,
        ClockQuality = (int?)state.Status?.ClockQuality,
        state.Status?.Log,
        state.Status?.OldestSequence,
        state.Status?.NextSequence,
        state.Status?.FreeBytes,
        BatteryMv = state.Status?.BatteryMillivolts,
        state.Status?.SignalDbm,
        state.Status?.Refusals,
        state.Status?.Parts,
        TipUm = state.Status?.TipMicrometres,
        TemperatureDd = state.Status is { TemperatureDecidegrees: not Status.NoTemperature } ? state.Status.TemperatureDecidegrees : (int?)null,
        state.Status?.Configuration,
        SelfTest = (int?)state.Status?.SelfTest,
        SelfTestMs = state.Status?.SelfTestUnixMilliseconds,
        state.Status?.SafeMode,
        state.Status?.LinkLosses,
        state.Status?.OnTrial,
        state.Status?.ClockSteps,
        ClockErrorMs = state.Status is { ClockErrorMilliseconds: not Status.NoClockError } ? state.Status.ClockErrorMilliseconds : (long?)null,
        ClockAgeS = state.Status?.ClockAgeSeconds,
    };

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Kind { get; init; } = "";

        public int Condition { get; init; }

        public long SinceMs { get; init; }

        public long? BornMs { get; init; }

        public long? HeardMs { get; init; }

        public string? Firmware { get; init; }

        public string? RestartReason { get; init; }

        public long Restarts { get; init; }

        public long UptimeMs { get; init; }

        public long UnixMs { get; init; }

        public int ClockQuality { get; init; }

        public long Log { get; init; }

        public long OldestSequence { get; init; }

        public long NextSequence { get; init; }

        public long FreeBytes { get; init; }

        public int BatteryMv { get; init; }

        public int SignalDbm { get; init; }

        public long Refusals { get; init; }

        public int Parts { get; init; }

        public int TipUm { get; init; }

        public int? TemperatureDd { get; init; }

        public long Configuration { get; init; }

        public int SelfTest { get; init; }

        public long SelfTestMs { get; init; }

        public bool SafeMode { get; init; }

        public long LinkLosses { get; init; }

        public bool OnTrial { get; init; }

        public long ClockSteps { get; init; }

        public long? ClockErrorMs { get; init; }

        public long ClockAgeS { get; init; }

        internal BoardState ToState() => new(
            (BoardCondition)Condition, DateTimeOffset.FromUnixTimeMilliseconds(SinceMs), TimeOf(BornMs), TimeOf(HeardMs), Firmware is null ? null : ToStatus());

        private Status ToStatus() => new()
        {
            Board = Id,
            Kind = Kind,
            Firmware = Firmware ?? "",
            RestartReason = RestartReason ?? "",
            Restarts = Restarts,
            UptimeMilliseconds = UptimeMs,
            UnixMilliseconds = UnixMs,
            ClockQuality = (ClockQuality)ClockQuality,
            Log = Log,
            OldestSequence = OldestSequence,
            NextSequence = NextSequence,
            FreeBytes = FreeBytes,
            BatteryMillivolts = BatteryMv,
            SignalDbm = SignalDbm,
            Refusals = Refusals,
            Parts = Parts,
            TipMicrometres = TipUm,
            TemperatureDecidegrees = TemperatureDd ?? Status.NoTemperature,
            Configuration = Configuration,
            SelfTest = (ReceiptState)SelfTest,
            SelfTestUnixMilliseconds = SelfTestMs,
            SafeMode = SafeMode,
            LinkLosses = LinkLosses,
            OnTrial = OnTrial,
            ClockSteps = ClockSteps,
            ClockErrorMilliseconds = ClockErrorMs ?? Status.NoClockError,
            ClockAgeSeconds = ClockAgeS,
        };

        private static DateTimeOffset? TimeOf(long? unixMs) => unixMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "a listener of board news failed")]
    private partial void LogListenerFailed(Exception fault);
}
