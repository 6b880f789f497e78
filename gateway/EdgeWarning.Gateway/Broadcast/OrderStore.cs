using System.Collections.Immutable;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Protocol;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>Orders and what became of them, in SQLite. An order is here before it is anywhere else.</summary>
public sealed class OrderStore(Database database, AuditLog audit)
{
    private const string OrderColumns =
        "o.board, o.sequence, o.kind, o.warning, o.of_sequence, o.scope, o.priority, o.issued_ms, o.expires_ms, o.payload, o.quiet_ma, o.tone_ma, o.speech_ma, o.send_until_ms";

    /// <summary>The orders themselves stay here; the audit says how many and names the first.</summary>
    private const int BoardsInAudit = 20;

    private static readonly string SoundingKinds = $"({(int)OrderKind.Play}, {(int)OrderKind.Test})";

    /// <summary>Writes all orders in one transaction: after it, a restart repeats them; before it, nobody has heard of them.</summary>
    public Task Commit(IReadOnlyList<BroadcastOrder> orders, CancellationToken stopping) => database.Write((connection, transaction) =>
    {
        using var insert = Command(connection, transaction, """
            INSERT INTO broadcast_order (board, sequence, kind, warning, of_sequence, scope, priority, issued_ms, expires_ms, send_until_ms, payload, state, reason, is_outstanding)
            VALUES (@board, @sequence, @kind, @warning, @of, @scope, @priority, @issued, @expires, @sendUntil, @payload, @state, 0, 1)
            """);
        using var step = InsertStep(connection, transaction);
        foreach (var order in orders)
        {
            Set(insert, "@board", order.Board);
            Set(insert, "@sequence", order.Sequence);
            Set(insert, "@kind", (int)order.Kind);
            Set(insert, "@warning", order.Warning);
            Set(insert, "@of", order.Of);
            Set(insert, "@scope", (int)order.Scope);
            Set(insert, "@priority", (int)order.Priority);
            Set(insert, "@issued", order.Issued.ToUnixTimeMilliseconds());
            Set(insert, "@expires", order.Expires.ToUnixTimeMilliseconds());
            Set(insert, "@sendUntil", order.SendUntil?.ToUnixTimeMilliseconds());
            Set(insert, "@payload", order.Payload);
            Set(insert, "@state", (int)order.Progress.State);
            insert.ExecuteNonQuery();
            Write(step, order.Key, order.Progress.Steps[0]);
        }

        foreach (var made in orders.GroupBy(order => (order.Warning, order.Kind, order.Scope)))
        {
            var act = AuditAct.Of($"ordered: {Words.Of(made.Key.Kind)}, {Words.Of(made.Key.Scope)}");
            var boards = string.Join(' ', made.Take(BoardsInAudit).Select(order => order.Board));
            audit.Append(connection, transaction, new AuditEntry(Actor.Gateway, act, made.Key.Warning ?? "", $"{made.Count()} boards: {boards}{(made.Count() > BoardsInAudit ? " ..." : "")}"));
        }
    }, stopping);

    /// <summary>Writes what has been learnt about orders, in one transaction.</summary>
    public Task SaveProgress(IReadOnlyList<BroadcastOrder> orders) => database.Write((connection, transaction) =>
    {
        using var update = Command(connection, transaction, """
            UPDATE broadcast_order SET state = @state, reason = @reason, verdict = @verdict, is_outstanding = @outstanding,
                quiet_ma = @quiet, tone_ma = @tone, speech_ma = @speech
            WHERE board = @board AND sequence = @sequence
            """);
        using var forget = Command(connection, transaction, "DELETE FROM broadcast_step WHERE board = @board AND sequence = @sequence AND state = @state");
        using var step = InsertStep(connection, transaction);
        foreach (var order in orders)
        {
            var progress = order.Progress;
            Set(update, "@board", order.Board);
            Set(update, "@sequence", order.Sequence);
            Set(update, "@state", (int)progress.State);
            Set(update, "@reason", (int)progress.Reason);
            Set(update, "@verdict", (int?)progress.Verdict);
            Set(update, "@outstanding", progress.IsOutstanding ? 1 : 0);
            Set(update, "@quiet", progress.Measured.QuietMilliamperes);
            Set(update, "@tone", progress.Measured.ToneMilliamperes);
            Set(update, "@speech", progress.Measured.SpeechMilliamperes);
            update.ExecuteNonQuery();
            foreach (var known in progress.Steps)
            {
                Write(step, order.Key, known);
            }

            if (progress.Steps.All(known => known.State != OrderState.Refused))
            {
                Set(forget, "@board", order.Board);
                Set(forget, "@sequence", order.Sequence);
                Set(forget, "@state", (int)OrderState.Refused);
                forget.ExecuteNonQuery();
            }
        }
    });

    /// <summary>Every order that has not expired, and every other that still waits for a verdict: what a gateway must know when it starts.</summary>
    public IReadOnlyList<BroadcastOrder> OpenAt(DateTimeOffset now) =>
        Read("o.is_outstanding = 1 OR o.expires_ms > @now", ("@now", now.ToUnixTimeMilliseconds()));

    public IReadOnlyList<BroadcastOrder> OfWarning(string warning) => Read("o.warning = @warning", ("@warning", warning));

    /// <summary>All orders to a board that were issued within a time.</summary>
    public IReadOnlyList<BroadcastOrder> OfBoard(string board, DateTimeOffset from, DateTimeOffset to) => Read(
        "o.board = @board AND o.issued_ms >= @from AND o.issued_ms < @to", ("@board", board), ("@from", from.ToUnixTimeMilliseconds()), ("@to", to.ToUnixTimeMilliseconds()));

    public BroadcastOrder? Find(OrderKey key) =>
        Read("o.board = @board AND o.sequence = @sequence", ("@board", key.Board), ("@sequence", key.Sequence)).SingleOrDefault();

    /// <summary>The highest sequence ever given to each board.</summary>
    public IReadOnlyDictionary<string, long> LastSequences() => database.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT board, MAX(sequence) FROM broadcast_order GROUP BY board";
        using var reader = command.ExecuteReader();
        var last = new Dictionary<string, long>();
        while (reader.Read())
        {
            last[reader.GetString(0)] = reader.GetInt64(1);
        }

        return last;
    });

    /// <summary>The newest order to each board that makes it sound.</summary>
    public IReadOnlyDictionary<string, OrderSummary> LatestByBoard() => Summaries($"""
        JOIN (SELECT board AS latest_board, MAX(sequence) AS latest FROM broadcast_order WHERE kind IN {SoundingKinds} GROUP BY board)
            ON o.board = latest_board AND o.sequence = latest
        """).ToDictionary(order => order.Key.Board);

    /// <summary>The newest order to a board that makes it sound.</summary>
    public OrderSummary? LatestOf(string board) =>
        Summaries($"WHERE o.board = @board AND o.kind IN {SoundingKinds} ORDER BY o.sequence DESC LIMIT 1", ("@board", board)).SingleOrDefault();

    /// <summary>The play orders of a warning, without their steps: enough to count who heard.</summary>
    public IReadOnlyList<OrderSummary> PlaysOf(string warning) => Summaries($"WHERE o.warning = @warning AND o.kind = {(int)OrderKind.Play}", ("@warning", warning));

    private List<OrderSummary> Summaries(string where, params (string Name, object Value)[] parameters) => database.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT o.board, o.sequence, o.warning, o.state, o.reason, o.verdict, o.issued_ms FROM broadcast_order o {where}";
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var reader = command.ExecuteReader();
        var found = new List<OrderSummary>();
        while (reader.Read())
        {
            found.Add(new OrderSummary(
                new OrderKey(reader.GetString(0), reader.GetInt64(1)),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                (OrderState)reader.GetInt32(3),
                (Reason)reader.GetInt32(4),
                reader.IsDBNull(5) ? null : (OrderState)reader.GetInt32(5),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(6))));
        }

        return found;
    });

    private List<BroadcastOrder> Read(string where, params (string Name, object Value)[] parameters) => database.Read(connection =>
    {
        var steps = ReadSteps(connection, where, parameters);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {OrderColumns} FROM broadcast_order o WHERE {where} ORDER BY o.board, o.sequence";
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var reader = command.ExecuteReader();
        var orders = new List<BroadcastOrder>();
        while (reader.Read())
        {
            var key = new OrderKey(reader.GetString(0), reader.GetInt64(1));
            var (kind, payload) = ((OrderKind)reader.GetInt32(2), reader.GetFieldValue<byte[]>(9));
            var progress = new OrderProgress(
                [.. steps[key].OrderBy(step => OrderProgress.RankOf(step.State))],
                new Measurement(Int(reader, 10), Int(reader, 11), Int(reader, 12)));
            orders.Add(new BroadcastOrder(
                key,
                kind,
                reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.GetInt64(4),
                (Scope)reader.GetInt32(5),
                (Priority)reader.GetInt32(6),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(7)),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(8)),
                payload,
                progress)
            {
                Clip = kind is OrderKind.Play or OrderKind.FetchClip && Order.TryDecode(payload, out var content, out _) ? content.Clip : "",
                SendUntil = reader.IsDBNull(13) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(13)),
            });
        }

        return orders;
    });

    private static ILookup<OrderKey, OrderStep> ReadSteps(SqliteConnection connection, string where, (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT s.board, s.sequence, s.state, s.at_ms, s.board_at_ms, s.reason, s.detail
            FROM broadcast_order o JOIN broadcast_step s ON s.board = o.board AND s.sequence = o.sequence WHERE {where}
            """;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var reader = command.ExecuteReader();
        var steps = new List<(OrderKey Key, OrderStep Step)>();
        while (reader.Read())
        {
            steps.Add((new OrderKey(reader.GetString(0), reader.GetInt64(1)), new OrderStep(
                (OrderState)reader.GetInt32(2),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(3)),
                reader.IsDBNull(4) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(4)),
                (Reason)reader.GetInt32(5),
                reader.IsDBNull(6) ? null : reader.GetString(6))));
        }

        return steps.ToLookup(found => found.Key, found => found.Step);
    }

    private static SqliteCommand InsertStep(SqliteConnection connection, SqliteTransaction transaction) => Command(connection, transaction, """
        INSERT INTO broadcast_step (board, sequence, state, at_ms, board_at_ms, reason, detail)
        VALUES (@board, @sequence, @state, @at, @boardAt, @reason, @detail)
        ON CONFLICT (board, sequence, state) DO UPDATE SET at_ms = excluded.at_ms, board_at_ms = excluded.board_at_ms, reason = excluded.reason, detail = excluded.detail
        """);

    private static void Write(SqliteCommand insert, OrderKey key, OrderStep step)
    {
        Set(insert, "@board", key.Board);
        Set(insert, "@sequence", key.Sequence);
        Set(insert, "@state", (int)step.State);
        Set(insert, "@at", step.At.ToUnixTimeMilliseconds());
        Set(insert, "@boardAt", step.BoardAt?.ToUnixTimeMilliseconds());
        Set(insert, "@reason", (int)step.Reason);
        Set(insert, "@detail", step.Detail);
        insert.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }

    private static void Set(SqliteCommand command, string name, object? value)
    {
        if (command.Parameters.Contains(name))
        {
            command.Parameters[name].Value = value ?? DBNull.Value;
        }
        else
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }
    }

    private static int? Int(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);
}

/// <summary>An order without its story: where it stands.</summary>
public sealed record OrderSummary(OrderKey Key, string? Warning, OrderState State, Reason Reason, OrderState? Verdict, DateTimeOffset Issued);
