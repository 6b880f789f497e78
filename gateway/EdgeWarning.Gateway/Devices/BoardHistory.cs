using System.Collections.Concurrent;
using Dapper;
using EdgeWarning.Gateway.Platform.Storage;

namespace EdgeWarning.Gateway.Devices;

/// <summary>Something that became of a board.</summary>
/// <param name="Event">came, silent, lost or restarted.</param>
/// <param name="Detail">restarted: the reason that the board gives.</param>
public sealed record BoardEvent(DateTimeOffset At, string Event, string? Detail);

/// <summary>When boards came, fell silent, were lost and restarted. A birth that is repeated, or a heartbeat, is no event.</summary>
public sealed class BoardHistory(Database database)
{
    private readonly ConcurrentQueue<(long Board, BoardEvent What)> _unwritten = new();

    /// <summary>Events of a board within a time, oldest first.</summary>
    public IReadOnlyList<BoardEvent> Of(Board board, DateTimeOffset from, DateTimeOffset to) => database.Read(db => db.Query<(long AtMs, string Event, string? Detail)>(
            "SELECT at_ms, event, detail FROM board_events WHERE board = @Number AND at_ms >= @from AND at_ms < @to ORDER BY at_ms",
            new { board.Number, from = from.ToUnixTimeMilliseconds(), to = to.ToUnixTimeMilliseconds() })
        .Select(row => new BoardEvent(DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.Event, row.Detail)).AsList());

    internal void Note(Board board, BoardState before, BoardState after)
    {
        if (before.Condition != after.Condition)
        {
            string word = after.Condition switch { BoardCondition.Online => "came", BoardCondition.Silent => "silent", _ => "lost" };
            _unwritten.Enqueue((board.Number, new BoardEvent(after.Since, word, null)));
        }

        if (before.Status is { } was && after is { Status: { } now, BornAt: { } born } && now.Restarts > was.Restarts)
        {
            _unwritten.Enqueue((board.Number, new BoardEvent(born, "restarted", now.RestartReason)));
        }
    }

    internal async Task Flush(CancellationToken stopping)
    {
        var rows = new List<object>();
        while (_unwritten.TryDequeue(out (long Board, BoardEvent What) one))
        {
            rows.Add(new { one.Board, AtMs = one.What.At.ToUnixTimeMilliseconds(), one.What.Event, one.What.Detail });
        }

        if (rows.Count > 0)
        {
            await database.Write(
                (db, transaction) => db.Execute("INSERT OR IGNORE INTO board_events(board, at_ms, event, detail) VALUES(@Board, @AtMs, @Event, @Detail)", rows, transaction),
                stopping);
        }
    }
}
