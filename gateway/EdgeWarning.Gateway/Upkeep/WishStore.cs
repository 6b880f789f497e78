using Dapper;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Protocol;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>What boards should have, in SQLite. A gateway that runs beside a command line notices its wishes within seconds.</summary>
public sealed class WishStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string Columns =
        "SELECT board, subject, kind, version, settings, path, state, sequence, reason, detail, set_ms AS SetMs, ended_ms AS EndedMs, rollout FROM board_wishes";

    public IReadOnlyList<Wish> All() => Query("ORDER BY board, subject", new { });

    public IReadOnlyList<Wish> InState(WishState state) => Query("WHERE state = @state ORDER BY set_ms, board", new { state = (long)state });

    public IReadOnlyList<Wish> Of(string subject) => Query("WHERE subject = @subject ORDER BY board", new { subject });

    public Wish? Find(string board, string subject) => Query("WHERE board = @board AND subject = @subject", new { board, subject }).SingleOrDefault();

    public Wish? BySequence(string board, long sequence) => Query("WHERE board = @board AND sequence = @sequence", new { board, sequence }).SingleOrDefault();

    /// <summary>The county's settings of a board as a whole, with the next version.</summary>
    public async Task<Wish> WantSettings(string board, string settings, Actor by, CancellationToken stopping = default)
    {
        await database.Write(
            (db, transaction) =>
            {
                var version = new WishRows(db, transaction, clock.GetUtcNow()).PutSettings(board, settings);
                audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("board configured"), board, $"version {version}: {settings.ReplaceLineEndings("; ")}"));
            },
            stopping);
        return Find(board, Wish.SettingsSubject)!;
    }

    /// <summary>A clip for boards. One act in the audit, however many boards.</summary>
    public Task WantClip(IReadOnlyList<string> boards, string name, StoredFile file, Actor by, CancellationToken stopping = default) =>
        database.Write(
            (db, transaction) =>
            {
                var rows = new WishRows(db, transaction, clock.GetUtcNow());
                foreach (var board in boards)
                {
                    rows.Put(board, Wish.ClipSubject(name), OrderKind.FetchClip, 0, "", file.Path, WishState.Wanted);
                }

                audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("file for boards"), Wish.ClipSubject(name), $"{file.Name}, {file.Bytes} bytes: {string.Join(' ', boards.Take(100))}"));
            },
            stopping);

    /// <summary>The order that carries a wish has been committed. Nothing when the wish was replaced meanwhile.</summary>
    public Task Ordered(Wish wish, long sequence) => database.Write((db, transaction) => db.Execute(
        "UPDATE board_wishes SET state = @state, sequence = @sequence WHERE board = @Board AND subject = @Subject AND version = @Version AND path = @Path AND state = @wanted",
        new { state = (long)WishState.Ordered, sequence, wish.Board, wish.Subject, wish.Version, wish.Path, wanted = (long)WishState.Wanted },
        transaction));

    /// <summary>The board has said its last word.</summary>
    public Task Ended(Wish wish, WishState state, Reason reason, string detail) => database.Write((db, transaction) =>
    {
        var changed = db.Execute(
            """
            UPDATE board_wishes SET state = @state, reason = @reason, detail = @detail, ended_ms = @now
            WHERE board = @Board AND subject = @Subject AND version = @Version AND sequence = @Sequence AND state <> @state
            """,
            new { state = (long)state, reason = (long)reason, detail, now = Now, wish.Board, wish.Subject, wish.Version, wish.Sequence },
            transaction);
        if (changed > 0)
        {
            var why = reason == Reason.None ? "" : $", {Words.Of(reason)}{(detail.Length > 0 ? ": " + detail : "")}";
            audit.Append(db, transaction, new AuditEntry(Actor.Gateway, ActOf(wish, Wish.WordOf(state)), wish.Board, $"version {wish.Version}{why}"));
        }
    });

    private static AuditAct ActOf(Wish wish, string state) => wish.Subject switch
    {
        Wish.SettingsSubject => AuditAct.Of($"settings {state}"),
        Wish.ApplicationSubject => AuditAct.Of($"application {state}"),
        _ => AuditAct.Of($"clip {wish.Subject["clip ".Length..]} {state}"),
    };

    /// <summary>To be ordered, again or at last.</summary>
    public Task Wanted(IReadOnlyList<Wish> wishes) => database.Write((db, transaction) =>
    {
        var rows = new WishRows(db, transaction, clock.GetUtcNow());
        foreach (var wish in wishes)
        {
            rows.Release(wish);
        }
    });

    /// <summary>What waits of a change of many boards, in a transaction.</summary>
    internal static IReadOnlyList<Wish> Held(SqliteConnection db, SqliteTransaction transaction, long rollout) =>
        db.Query<Row>($"{Columns} WHERE rollout = @rollout AND state = @held", new { rollout, held = (long)WishState.Held }, transaction).Select(row => row.ToWish()).AsList();

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private List<Wish> Query(string where, object parameters) =>
        database.Read(db => db.Query<Row>($"{Columns} {where}", parameters).Select(row => row.ToWish()).AsList());

    private sealed class Row
    {
        public string Board { get; init; } = "";

        public string Subject { get; init; } = "";

        public long Kind { get; init; }

        public long Version { get; init; }

        public string Settings { get; init; } = "";

        public string Path { get; init; } = "";

        public long State { get; init; }

        public long Sequence { get; init; }

        public long Reason { get; init; }

        public string Detail { get; init; } = "";

        public long SetMs { get; init; }

        public long EndedMs { get; init; }

        public long Rollout { get; init; }

        public Wish ToWish() => new(
            Board, Subject, (OrderKind)Kind, Version, Settings, Path, (WishState)State, Sequence, (Reason)Reason, Detail, DateTimeOffset.FromUnixTimeMilliseconds(SetMs),
            EndedMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(EndedMs))
        { Rollout = Rollout };
    }
}
