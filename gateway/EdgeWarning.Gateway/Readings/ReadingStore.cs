using System.Collections.Concurrent;
using Dapper;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Readings;

/// <summary>The newest reading of a kind.</summary>
public sealed record LatestReading(string Board, ReadingKind Kind, DateTimeOffset At, long Value);

/// <summary>A measured value in a series.</summary>
public sealed record SeriesPoint(long Sequence, DateTimeOffset At, long Value, bool IsEstimated);

/// <summary>Rain of one board, micrometres.</summary>
/// <param name="Total">All that this gateway has seen fall on it.</param>
public sealed record RainTotals(string Board, long Total, long LastHour, long Last3Hours, long Last6Hours, long Last24Hours);

/// <summary>Rain of one hour, micrometres.</summary>
/// <param name="From">The full hour, UTC, that it fell in.</param>
public sealed record HourOfRain(DateTimeOffset From, long Micrometres);

/// <summary>How well readings arrive.</summary>
/// <param name="Duplicates">Readings that came again; harmless.</param>
/// <param name="Missing">Numbers between the first and the last that never came: the board thinned them out in a long outage.</param>
public sealed record ReadingCounts(string Board, long Committed, long Duplicates, long Missing);

/// <summary>Readings in the store: commits packs, answers questions.</summary>
public sealed class ReadingStore(Database database, TimeProvider clock) : IReadingWatermark
{
    private const int HourSeconds = 3_600;

    private readonly ConcurrentDictionary<(long Board, long Log), long> _upTo = new();

    /// <summary>Commits packs in one transaction; whatever of them was there already stays as it was.</summary>
    public async Task<CommitOutcome> Commit(IReadOnlyList<ReadingPack> packs, CancellationToken stopping = default)
    {
        CommitOutcome outcome = await database.Write((db, transaction) => ReadingWriter.Write(db, transaction, packs, clock.GetUtcNow()), stopping);
        foreach (LogProgress log in outcome.Logs)
        {
            _upTo[(log.Board.Number, log.Log)] = log.UpTo;
        }

        return outcome;
    }

    /// <inheritdoc/>
    public long UpTo(Board board, long log) => _upTo.TryGetValue((board.Number, log), out long known)
        ? known
        : database.Read(db => db.ExecuteScalar<long?>("SELECT up_to FROM reading_logs WHERE board = @Number AND log = @log", new { board.Number, log })) ?? 0;

    /// <summary>The newest of each kind of every board, or of one.</summary>
    public IReadOnlyList<LatestReading> Latest(Board? board = null) => database.Read(db => db.Query<(string Board, long Kind, long UnixS, long Value)>(
            """
            SELECT boards.id, latest_readings.kind, unix_s, value FROM latest_readings JOIN boards ON boards.number = latest_readings.board
            WHERE @number IS NULL OR boards.number = @number ORDER BY boards.id, latest_readings.kind
            """,
            new { number = board?.Number })
        .Select(row => new LatestReading(row.Board, (ReadingKind)row.Kind, DateTimeOffset.FromUnixTimeSeconds(row.UnixS), row.Value)).AsList());

    /// <summary>Readings of one kind within a time, oldest first; the newest ones when there are more than the limit.</summary>
    public IReadOnlyList<SeriesPoint> Series(Board board, ReadingKind kind, DateTimeOffset from, DateTimeOffset to, int limit) =>
        database.Read(db => db.Query<(long Sequence, long UnixS, long Value, long Estimated)>(
            """
            SELECT sequence, unix_s, value, estimated FROM readings
            WHERE board = @Number AND kind = @kind AND unix_s >= @from AND unix_s < @to ORDER BY unix_s DESC, sequence DESC LIMIT @limit
            """,
            new { board.Number, kind = (int)kind, from = from.ToUnixTimeSeconds(), to = to.ToUnixTimeSeconds(), limit })
        .Select(row => new SeriesPoint(row.Sequence, DateTimeOffset.FromUnixTimeSeconds(row.UnixS), row.Value, row.Estimated != 0)).Reverse().ToArray());

    /// <summary>Rain by the full hour (UTC); hours without rain are left out.</summary>
    public IReadOnlyList<HourOfRain> RainByHour(Board board, DateTimeOffset from, DateTimeOffset to) => database.Read(db => db.Query<(long Hour, long Gain)>(
            """
            SELECT unix_s / @HourSeconds, sum(gain) FROM readings
            WHERE board = @Number AND kind = @kind AND unix_s >= @from AND unix_s < @to
            GROUP BY 1 HAVING sum(gain) > 0 ORDER BY 1
            """,
            new { HourSeconds, board.Number, kind = (int)ReadingKind.Rain, from = from.ToUnixTimeSeconds(), to = to.ToUnixTimeSeconds() })
        .Select(row => new HourOfRain(DateTimeOffset.FromUnixTimeSeconds(row.Hour * HourSeconds), row.Gain)).AsList());

    /// <summary>Rain of every board that ever reported any kind of rain reading, up to now.</summary>
    public IReadOnlyList<RainTotals> Rain(DateTimeOffset now) => database.Read(db => db.Query<(string Board, long Total, long Hour, long Three, long Six, long Day)>(
            """
            SELECT boards.id, logs.total,
                   coalesce(sum(gain) FILTER (WHERE unix_s > @now - 3600), 0),
                   coalesce(sum(gain) FILTER (WHERE unix_s > @now - 10800), 0),
                   coalesce(sum(gain) FILTER (WHERE unix_s > @now - 21600), 0),
                   coalesce(sum(gain), 0)
            FROM (SELECT board, sum(rain_um) AS total FROM reading_logs WHERE last_rain IS NOT NULL GROUP BY board) AS logs
            JOIN boards ON boards.number = logs.board
            LEFT JOIN readings ON readings.board = logs.board AND readings.kind = 1 AND unix_s > @now - 86400 AND unix_s <= @now
            GROUP BY boards.number ORDER BY boards.id
            """,
            new { now = now.ToUnixTimeSeconds() })
        .Select(row => new RainTotals(row.Board, row.Total, row.Hour, row.Three, row.Six, row.Day)).AsList());

    /// <summary>How well readings arrive, per board.</summary>
    public IReadOnlyList<ReadingCounts> Counts() => database.Read(db => db.Query<(string Board, long Committed, long Duplicates, long Missing)>(
            """
            SELECT boards.id, sum(committed), sum(duplicates), sum(up_to - first + 1 - committed)
            FROM reading_logs JOIN boards ON boards.number = reading_logs.board GROUP BY boards.number ORDER BY boards.id
            """)
        .Select(row => new ReadingCounts(row.Board, row.Committed, row.Duplicates, row.Missing)).AsList());
}
