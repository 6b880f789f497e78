using System.Globalization;
using System.Text.Json;
using Dapper;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Desk;

/// <summary>Drafts and the steps of warnings in the gateway's store: plain SQL, no decisions.</summary>
public sealed class DraftStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string Columns = "id, state, author, body, warning, made_ms AS MadeMs, changed_ms AS ChangedMs";

    /// <summary>A step was taken, and committed: of a warning by its id, or of a draft (null). On any thread; must not block.</summary>
    public event Action<string?>? Stepped;

    /// <summary>Those that are neither issued nor withdrawn, the newest first.</summary>
    public IReadOnlyList<Draft> Open() =>
        database.Read(db => db.Query<Row>($"SELECT {Columns} FROM drafts WHERE state IN (1, 2, 3) ORDER BY made_ms DESC").Select(row => Full(db, row)).ToList());

    public Draft? Find(string id) =>
        database.Read(db => db.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM drafts WHERE id = @id", new { id }) is { } row ? Full(db, row) : null);

    /// <summary>Every step of a warning, those of the draft that it came from included.</summary>
    public IReadOnlyList<LifeStep> StepsOfWarning(string warning) => database.Read(db => Steps(
        db, "warning = @warning OR draft = (SELECT id FROM drafts WHERE warning = @warning)", new { warning }));

    /// <summary>The draft that became a warning; null when it came from elsewhere.</summary>
    public Draft? OfWarning(string warning) =>
        database.Read(db => db.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM drafts WHERE warning = @warning", new { warning }) is { } row ? Full(db, row) : null);

    /// <summary>Warnings with a step of this kind and none of the other kind after it, the oldest first.</summary>
    public IReadOnlyList<(string Warning, LifeStep Step)> Unreviewed(string act, string ends) => database.Read(db => db.Query<UnreviewedRow>(
        """
        SELECT warning, at_ms AS AtMs, who, act, reason FROM warning_steps AS issued
        WHERE act = @act AND warning IS NOT NULL AND NOT EXISTS (SELECT 1 FROM warning_steps AS later WHERE later.warning = issued.warning AND later.act = @ends AND later.number > issued.number)
        ORDER BY number
        """,
        new { act, ends }).Select(row => (row.Warning, new LifeStep(DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.Who, row.Act, row.Reason))).ToList());

    public Task<string> Add(DraftBody body, Actor author, string day) => Write(null, (db, transaction) =>
    {
        var number = db.ExecuteScalar<long>("SELECT coalesce(max(number), 0) + 1 FROM drafts WHERE day = @day", new { day }, transaction);
        var id = string.Create(CultureInfo.InvariantCulture, $"D-{day}-{number:000}");
        db.Execute(
            "INSERT INTO drafts (id, day, number, state, author, body, made_ms, changed_ms) VALUES (@id, @day, @number, 1, @Who, @body, @now, @now)",
            new { id, day, number, author.Who, body = JsonSerializer.Serialize(body, DeskJson.Default.DraftBody), now = Now },
            transaction);
        Note(db, transaction, id, null, new StepNote(author, "written"));
        return id;
    });

    /// <summary>Writes a new text, which is a draft again whatever it was. False when it has been issued or withdrawn meanwhile.</summary>
    public Task<bool> Rewrite(string id, DraftBody body, Actor by) => Write(null, (db, transaction) =>
    {
        var changed = db.Execute(
            "UPDATE drafts SET body = @body, state = 1, changed_ms = @now WHERE id = @id AND state IN (1, 2, 3)",
            new { id, body = JsonSerializer.Serialize(body, DeskJson.Default.DraftBody), now = Now },
            transaction) == 1;
        if (changed)
        {
            Note(db, transaction, id, null, new StepNote(by, "written"));
        }

        return changed;
    });

    /// <summary>Moves a draft on, when it still stands where it was thought to stand.</summary>
    /// <param name="warning">What it has become, when it was issued.</param>
    public Task<bool> Move(string id, DraftState from, DraftState to, StepNote step, string? warning = null) => Write(warning, (db, transaction) =>
    {
        var moved = db.Execute(
            "UPDATE drafts SET state = @to, warning = @warning, changed_ms = @now WHERE id = @id AND state = @from", new { id, to = (int)to, from = (int)from, warning, now = Now }, transaction) == 1;
        if (moved)
        {
            Note(db, transaction, id, warning, step);
        }

        return moved;
    });

    /// <summary>Notes what was done about a warning that is out.</summary>
    public Task Note(string warning, StepNote step) => Write(warning, (db, transaction) =>
    {
        Note(db, transaction, null, warning, step);
        return true;
    });

    private async Task<T> Write<T>(string? warning, Func<SqliteConnection, SqliteTransaction, T> change)
    {
        var changed = await database.Write(change);
        Stepped?.Invoke(warning);
        return changed;
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private void Note(SqliteConnection db, SqliteTransaction transaction, string? draft, string? warning, StepNote step)
    {
        db.Execute(
            "INSERT INTO warning_steps (draft, warning, at_ms, who, act, reason, village) VALUES (@draft, @warning, @now, @Who, @Act, @Reason, @Village)",
            new { draft, warning, now = Now, step.By.Who, step.Act, step.Reason, step.Village },
            transaction);
        audit.Append(db, transaction, new AuditEntry(step.By, AuditAct.Of($"warning {step.Act}"), warning ?? draft ?? "", string.Join(' ', new[] { step.Village, step.Reason }.Where(text => !string.IsNullOrEmpty(text)))));
    }

    private static Draft Full(SqliteConnection db, Row row) => new(
        row.Id,
        (DraftState)row.State,
        row.Author,
        JsonSerializer.Deserialize(row.Body, DeskJson.Default.DraftBody)!,
        row.Warning,
        DateTimeOffset.FromUnixTimeMilliseconds(row.MadeMs),
        DateTimeOffset.FromUnixTimeMilliseconds(row.ChangedMs),
        Steps(db, "draft = @Id", new { row.Id }));

    private static List<LifeStep> Steps(SqliteConnection db, string where, object parameters) =>
        db.Query<StepRow>($"SELECT at_ms AS AtMs, who, act, reason, village FROM warning_steps WHERE {where} ORDER BY number", parameters)
            .Select(row => new LifeStep(DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.Who, row.Act, row.Reason, row.Village)).ToList();

    private sealed record Row(string Id, long State, string Author, string Body, string? Warning, long MadeMs, long ChangedMs);

    private sealed record UnreviewedRow(string Warning, long AtMs, string Who, string Act, string Reason);

    private sealed record StepRow(long AtMs, string Who, string Act, string Reason, string? Village);
}

/// <summary>A step to be noted.</summary>
public sealed record StepNote(Actor By, string Act, string Reason = "", string? Village = null);
