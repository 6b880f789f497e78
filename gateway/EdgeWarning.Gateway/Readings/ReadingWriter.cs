using EdgeWarning.Gateway.Devices;
using EdgeWarning.Protocol;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Readings;

/// <summary>
/// Writes packs inside one transaction. A reading that is there already is left alone, so a pack may come any number of times and in any order. Its
/// statements are prepared once for the whole batch.
/// </summary>
internal sealed class ReadingWriter : IDisposable
{
    private readonly SqliteConnection _db;
    private readonly SqliteTransaction _transaction;
    private readonly long _nowMs;
    private readonly Dictionary<(long Board, long Log), LogRow> _logs = [];
    private readonly List<BoardReading> _new = [];
    private readonly List<SqliteCommand> _commands = [];
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _latest;
    private SqliteCommand? _ownBefore;
    private int _duplicates;

    internal ReadingWriter(SqliteConnection db, SqliteTransaction transaction, DateTimeOffset now)
    {
        _db = db;
        _transaction = transaction;
        _nowMs = now.ToUnixTimeMilliseconds();
        _insert = Prepare(
            "INSERT OR IGNORE INTO readings VALUES(@board, @log, @sequence, @unixS, @estimated, @kind, @value, @gain)",
            "@board", "@log", "@sequence", "@unixS", "@estimated", "@kind", "@value", "@gain");
        _latest = Prepare(
            """
            INSERT INTO latest_readings VALUES(@board, @kind, @ordinal, @sequence, @unixS, @value)
            ON CONFLICT(board, kind) DO UPDATE
            SET ordinal = excluded.ordinal, sequence = excluded.sequence, unix_s = excluded.unix_s, value = excluded.value
            WHERE excluded.ordinal > ordinal OR (excluded.ordinal = ordinal AND excluded.sequence > sequence)
            """,
            "@board", "@kind", "@ordinal", "@sequence", "@unixS", "@value");
    }

    internal static CommitOutcome Write(SqliteConnection db, SqliteTransaction transaction, IReadOnlyList<ReadingPack> packs, DateTimeOffset now)
    {
        using var writer = new ReadingWriter(db, transaction, now);
        foreach (ReadingPack pack in packs)
        {
            writer.Write(pack);
        }

        return writer.Finish();
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in _commands)
        {
            command.Dispose();
        }
    }

    private void Write(ReadingPack pack)
    {
        if (pack.Readings.Count == 0)
        {
            return;
        }

        LogRow log = LogOf(pack);
        var newest = new Dictionary<ReadingKind, PackedReading>();
        foreach (PackedReading reading in pack.Readings)
        {
            long gain = reading.Kind == ReadingKind.Rain && reading.Sequence > (log.LastRain ?? 0) ? GainOf(log, reading) : 0;
            if (Run(_insert, pack.Board.Number, pack.Log, reading.Sequence, reading.UnixSeconds, reading.IsEstimated ? 1 : 0, (int)reading.Kind, reading.Value, gain) == 0)
            {
                log.Duplicates++;
                _duplicates++;
                continue;
            }

            log.Committed++;
            log.UpTo = Math.Max(log.UpTo, reading.Sequence);
            if (reading.Kind == ReadingKind.Rain)
            {
                TakeRain(log, reading, gain);
            }

            if (reading.Kind == ReadingKind.LocalWarning && IsSaidAgain(log, reading))
            {
                continue;
            }

            newest[reading.Kind] = reading;
            _new.Add(new BoardReading(pack.Board.Id, reading.Sequence, DateTimeOffset.FromUnixTimeSeconds(reading.UnixSeconds), reading.Kind, reading.Value));
        }

        foreach (PackedReading reading in newest.Values)
        {
            Run(_latest, pack.Board.Number, (int)reading.Kind, log.Ordinal, reading.Sequence, reading.UnixSeconds, reading.Value);
        }
    }

    /// <summary>
    /// A board whose power fails while it says what it warns of says it again under the next number (docs/PROTOCOL.md). It is kept, for it is acknowledged and counted like
    /// every reading; but nobody is told again, and what stands as newest is when the village was warned.
    /// </summary>
    private bool IsSaidAgain(LogRow log, PackedReading reading)
    {
        _ownBefore ??= Prepare(
            $"SELECT value FROM readings WHERE board = @board AND log = @log AND kind = {(int)ReadingKind.LocalWarning} AND sequence < @sequence ORDER BY sequence DESC LIMIT 1", "@board", "@log", "@sequence");
        Bind(_ownBefore, log.Board, log.Log, reading.Sequence);
        return _ownBefore.ExecuteScalar() as long? == reading.Value;
    }

    /// <summary>Rain of a reading that comes after all rain readings of its log so far: the usual case.</summary>
    private long GainOf(LogRow log, PackedReading reading)
    {
        if (log.LastCounter is { } before)
        {
            return RainGain.Between(before, reading.Value);
        }

        return CounterBefore(log) is { } earlierLog
            ? RainGain.Between(earlierLog, reading.Value)
            : RainGain.OfFirst(reading.Value, log.First == 1);
    }

    private void TakeRain(LogRow log, PackedReading reading, long gain)
    {
        if (reading.Sequence > (log.LastRain ?? 0))
        {
            log.LastRain = reading.Sequence;
            log.LastCounter = reading.Value;
            log.RainMicrometres += gain;
        }
        else
        {
            PutBetween(log, reading);
        }
    }

    /// <summary>
    /// A rain reading that comes after a later one of its log (no board of ours sends so, but an old pack may lie in a broker): its neighbours'
    /// rain is shared out anew.
    /// </summary>
    private void PutBetween(LogRow log, PackedReading reading)
    {
        using SqliteCommand beforeIt = Prepare(
            "SELECT value FROM readings WHERE board = @board AND log = @log AND kind = 1 AND sequence < @sequence ORDER BY sequence DESC LIMIT 1",
            "@board", "@log", "@sequence");
        using SqliteCommand afterIt = Prepare(
            "SELECT sequence, value, gain FROM readings WHERE board = @board AND log = @log AND kind = 1 AND sequence > @sequence ORDER BY sequence LIMIT 1",
            "@board", "@log", "@sequence");
        using SqliteCommand setGain = Prepare(
            "UPDATE readings SET gain = @gain WHERE board = @board AND log = @log AND sequence = @sequence", "@gain", "@board", "@log", "@sequence");
        Bind(beforeIt, log.Board, log.Log, reading.Sequence);
        long? before = beforeIt.ExecuteScalar() as long? ?? CounterBefore(log);
        long gain = before is { } counter ? RainGain.Between(counter, reading.Value) : RainGain.OfFirst(reading.Value, log.First == 1);
        Run(setGain, gain, log.Board, log.Log, reading.Sequence);
        Bind(afterIt, log.Board, log.Log, reading.Sequence);
        using SqliteDataReader after = afterIt.ExecuteReader();
        if (after.Read())
        {
            (long sequence, long value, long oldGain) = (after.GetInt64(0), after.GetInt64(1), after.GetInt64(2));
            long newGain = RainGain.Between(reading.Value, value);
            Run(setGain, newGain, log.Board, log.Log, sequence);
            log.RainMicrometres += gain + newGain - oldGain;
        }
    }

    /// <summary>The last counter of this board before this log; null when there was none.</summary>
    private long? CounterBefore(LogRow log)
    {
        LogRow? open = _logs.Values.Where(other => other.Board == log.Board && other.Ordinal < log.Ordinal && other.LastCounter is not null)
            .MaxBy(other => other.Ordinal);
        using SqliteCommand command = Prepare(
            "SELECT ordinal, last_counter FROM reading_logs WHERE board = @board AND ordinal < @ordinal AND last_counter IS NOT NULL ORDER BY ordinal DESC LIMIT 1",
            "@board", "@ordinal");
        Bind(command, log.Board, log.Ordinal);
        using SqliteDataReader stored = command.ExecuteReader();
        return stored.Read() && (open is null || stored.GetInt64(0) > open.Ordinal) ? stored.GetInt64(1) : open?.LastCounter;
    }

    private LogRow LogOf(ReadingPack pack)
    {
        (long, long) key = (pack.Board.Number, pack.Log);
        if (_logs.TryGetValue(key, out LogRow? known))
        {
            return known;
        }

        LogRow log = ReadLog(pack.Board, pack.Log) ?? NewLog(pack);
        _logs.Add(key, log);
        return log;
    }

    private LogRow? ReadLog(Board board, long logId)
    {
        using SqliteCommand command = Prepare(
            """
            SELECT ordinal, opened_ms, first, up_to, committed, duplicates, rain_um, last_rain, last_counter
            FROM reading_logs WHERE board = @board AND log = @log
            """,
            "@board", "@log");
        Bind(command, board.Number, logId);
        using SqliteDataReader row = command.ExecuteReader();
        return row.Read()
            ? new LogRow(board, logId, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2))
            {
                UpTo = row.GetInt64(3),
                Committed = row.GetInt64(4),
                Duplicates = row.GetInt64(5),
                RainMicrometres = row.GetInt64(6),
                LastRain = row.IsDBNull(7) ? null : row.GetInt64(7),
                LastCounter = row.IsDBNull(8) ? null : row.GetInt64(8),
            }
            : null;
    }

    private LogRow NewLog(ReadingPack pack)
    {
        using SqliteCommand command = Prepare("SELECT coalesce(max(ordinal), 0) FROM reading_logs WHERE board = @board", "@board");
        Bind(command, pack.Board.Number);
        long open = _logs.Values.Where(log => log.Board == pack.Board.Number).Select(log => log.Ordinal).DefaultIfEmpty(0).Max();
        long ordinal = Math.Max(open, (long)command.ExecuteScalar()!) + 1;
        return new LogRow(pack.Board, pack.Log, ordinal, _nowMs, pack.Readings[0].Sequence);
    }

    private CommitOutcome Finish()
    {
        SqliteCommand save = Prepare(
            """
            INSERT OR REPLACE INTO reading_logs(board, log, ordinal, opened_ms, first, up_to, committed, duplicates, rain_um, last_rain, last_counter)
            VALUES(@board, @log, @ordinal, @openedMs, @first, @upTo, @committed, @duplicates, @rainUm, @lastRain, @lastCounter)
            """,
            "@board", "@log", "@ordinal", "@openedMs", "@first", "@upTo", "@committed", "@duplicates", "@rainUm", "@lastRain", "@lastCounter");
        foreach (LogRow log in _logs.Values)
        {
            Run(save, log.Board, log.Log, log.Ordinal, log.OpenedMs, log.First, log.UpTo, log.Committed, log.Duplicates, log.RainMicrometres, log.LastRain, log.LastCounter);
        }

        return new CommitOutcome([.. _logs.Values.Select(log => new LogProgress(log.Owner, log.Log, log.UpTo))], _new, _duplicates);
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        SqliteCommand command = _db.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = sql;
        foreach (string name in parameters)
        {
            command.Parameters.Add(name, SqliteType.Integer);
        }

        _commands.Add(command);
        return command;
    }

    private static void Bind(SqliteCommand command, params ReadOnlySpan<long?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] is { } value ? value : DBNull.Value;
        }
    }

    private static int Run(SqliteCommand command, params ReadOnlySpan<long?> values)
    {
        Bind(command, values);
        return command.ExecuteNonQuery();
    }

    private sealed class LogRow(Board owner, long log, long ordinal, long openedMs, long first)
    {
        public Board Owner { get; } = owner;

        public long Board => Owner.Number;

        public long Log { get; } = log;

        public long Ordinal { get; } = ordinal;

        public long OpenedMs { get; } = openedMs;

        public long First { get; } = first;

        public long UpTo { get; set; }

        public long Committed { get; set; }

        public long Duplicates { get; set; }

        public long RainMicrometres { get; set; }

        public long? LastRain { get; set; }

        public long? LastCounter { get; set; }
    }
}
