using System.Globalization;
using System.Text.Json;
using Dapper;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Programmes;

/// <summary>The timetable and what was played of it, in the gateway's store: plain SQL, no decisions.</summary>
public sealed class ProgrammeStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string Prefix = "P-";

    private const string PlayColumns =
        "id, programme, body, start_ms AS StartMs, begin_by_ms AS BeginByMs, expires_ms AS ExpiresMs, stopped_ms AS StoppedMs, stopped_by AS StoppedBy";

    public IReadOnlyList<Programme> All() =>
        database.Read(db => db.Query<Row>("SELECT number, body, changed_ms AS ChangedMs FROM programmes ORDER BY number").Select(row => row.ToProgramme()).ToList());

    public Programme? Find(string id) => NumberOf(id) is { } number
        ? database.Read(db => db.QuerySingleOrDefault<Row>("SELECT number, body, changed_ms AS ChangedMs FROM programmes WHERE number = @number", new { number })?.ToProgramme())
        : null;

    /// <summary>What has begun, was not stopped and has not expired.</summary>
    public IReadOnlyList<Play> Running(DateTimeOffset now) => Plays("expires_ms > @now AND stopped_ms IS NULL ORDER BY start_ms", new { now = now.ToUnixTimeMilliseconds() });

    /// <summary>What was played of a programme, the newest first.</summary>
    public IReadOnlyList<Play> PlaysOf(string programme, int most) => Plays("programme = @programme ORDER BY start_ms DESC LIMIT @most", new { programme, most });

    public Task<string> Add(ProgrammeBody body, Actor by) => database.Write((db, transaction) =>
    {
        var number = db.ExecuteScalar<long>(
            "INSERT INTO programmes (body, changed_ms) VALUES (@body, @now) RETURNING number", new { body = Json(body), now = Now }, transaction);
        var id = IdOf(number);
        audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("programme added"), id, Describe(body)));
        return id;
    });

    /// <summary>False when there is no such programme any more. One that pauses from now on falls silent.</summary>
    public Task<bool> Change(string id, ProgrammeBody body, Actor by) => database.Write((db, transaction) =>
    {
        var changed = db.Execute(
            "UPDATE programmes SET body = @body, changed_ms = @now WHERE number = @number", new { body = Json(body), now = Now, number = NumberOf(id) }, transaction) == 1;
        if (changed)
        {
            audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("programme changed"), id, Describe(body)));
            _ = body.Enabled ? 0 : Stop(db, transaction, id, by);
        }

        return changed;
    });

    /// <summary>False when there is no such programme any more. What was played of it stays.</summary>
    public Task<bool> Remove(string id, Actor by) => database.Write((db, transaction) =>
    {
        var removed = db.Execute("DELETE FROM programmes WHERE number = @number", new { number = NumberOf(id) }, transaction) == 1;
        if (removed)
        {
            audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("programme removed"), id));
            Stop(db, transaction, id, by);
        }

        return removed;
    });

    /// <summary>Ends what plays of a programme; how many that were.</summary>
    public Task<int> Stop(string id, Actor by) => database.Write((db, transaction) => Stop(db, transaction, id, by));

    /// <summary>Writes down what begins. What has begun before is passed over, so this can be asked again and again; how many were new.</summary>
    public Task<int> Begin(IReadOnlyList<Play> plays) => database.Write((db, transaction) => plays.Count(play =>
    {
        var isNew = db.Execute(
            "INSERT OR IGNORE INTO programme_plays (id, programme, body, start_ms, begin_by_ms, expires_ms) VALUES (@Id, @Programme, @body, @start, @beginBy, @expires)",
            new
            {
                play.Id,
                play.Programme,
                body = Json(play.Body),
                start = play.Start.ToUnixTimeMilliseconds(),
                beginBy = play.BeginBy.ToUnixTimeMilliseconds(),
                expires = play.Expires.ToUnixTimeMilliseconds(),
            },
            transaction) == 1;
        if (isNew)
        {
            audit.Append(db, transaction, new AuditEntry(Actor.Gateway, AuditAct.Of("programme on the air"), play.Id, play.Body.Name));
        }

        return isNew;
    }));

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private int Stop(SqliteConnection db, SqliteTransaction transaction, string id, Actor by)
    {
        var stopped = db.Execute(
            "UPDATE programme_plays SET stopped_ms = @now, stopped_by = @Who WHERE programme = @id AND stopped_ms IS NULL AND expires_ms > @now", new { id, by.Who, now = Now }, transaction);
        if (stopped > 0)
        {
            audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("programme stopped"), id));
        }

        return stopped;
    }

    private List<Play> Plays(string where, object parameters) =>
        database.Read(db => db.Query<PlayRow>($"SELECT {PlayColumns} FROM programme_plays WHERE {where}", parameters).Select(row => row.ToPlay()).ToList());

    private static string Describe(ProgrammeBody body) =>
        $"{body.Name}: {string.Join(' ', body.Days)} {body.Time:HH:mm}{(body.Enabled ? "" : ", pauses")}, \"{body.Content.Text}\"";

    private static string Json(ProgrammeBody body) => JsonSerializer.Serialize(body, ProgrammeJson.Default.ProgrammeBody);

    private static ProgrammeBody Body(string json) => JsonSerializer.Deserialize(json, ProgrammeJson.Default.ProgrammeBody)!;

    private static string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");

    private static long? NumberOf(string id) =>
        id.StartsWith(Prefix, StringComparison.Ordinal) && long.TryParse(id.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private sealed record Row(long Number, string Body, long ChangedMs)
    {
        public Programme ToProgramme() => new(IdOf(Number), ProgrammeStore.Body(Body), Time(ChangedMs));
    }

    private sealed record PlayRow(string Id, string Programme, string Body, long StartMs, long BeginByMs, long ExpiresMs, long? StoppedMs, string? StoppedBy)
    {
        public Play ToPlay() => new(
            Id, Programme, ProgrammeStore.Body(Body), Time(StartMs), Time(BeginByMs), Time(ExpiresMs), StoppedMs is { } stopped ? Time(stopped) : null, StoppedBy);
    }
}
