using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Dapper;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Warnings.Cap;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>A refusal as it was written down.</summary>
/// <param name="Bytes">Length of what came; only <paramref name="Start"/> of it was kept.</param>
public sealed record StoredRefusal(long Number, DateTimeOffset ReceivedAt, long Bytes, byte[] Start, IReadOnlyList<CapFinding> Reasons);

/// <summary>CAP messages in the gateway's store: plain SQL, no decisions.</summary>
public sealed class WarningStore(Database database)
{
    private const int RefusalsKept = 1_000;
    private const int RefusalStartBytes = 256;

    private const string Columns = "id, received_ms AS ReceivedMs, kind, sounds, note, expires_ms AS ExpiresMs, ended, ended_by AS EndedBy, ended_ms AS EndedMs, findings, raw";

    /// <summary>Messages that are or were live lately, so that asking again does not read their XML again.</summary>
    private readonly ConcurrentDictionary<string, CapAlert> _read = new(StringComparer.Ordinal);

    /// <summary>Every message that was for loudspeakers and has not expired; some of them are superseded or cancelled.</summary>
    public IReadOnlyList<StoredWarning> Unexpired(DateTimeOffset now)
    {
        var warnings = database.Read(db => Load(db, $"SELECT {Columns} FROM warning WHERE sounds = 1 AND expires_ms > @now ORDER BY received_ms, id", new { now = now.ToUnixTimeMilliseconds() }));
        foreach (var gone in _read.Keys.Except(warnings.Select(warning => warning.Id), StringComparer.Ordinal))
        {
            _read.TryRemove(gone, out _);
        }

        return warnings;
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<StoredWarning> Newest(int count) =>
        database.Read(db => Load(db, $"SELECT {Columns} FROM warning ORDER BY received_ms DESC, id DESC LIMIT @count", new { count }));

    /// <summary>Those before a message, the newest first; null when there is no such message.</summary>
    /// <param name="before">Null: from the newest on.</param>
    public IReadOnlyList<StoredWarning>? Older(string? before, int count) => database.Read(db =>
    {
        var from = before is null ? long.MaxValue : db.QuerySingleOrDefault<long?>("SELECT received_ms FROM warning WHERE id = @before", new { before });
        return from is null ? null : Load(
            db,
            $"SELECT {Columns} FROM warning WHERE received_ms < @from OR (received_ms = @from AND id < @before) ORDER BY received_ms DESC, id DESC LIMIT @count",
            new { from, before = before ?? "", count });
    });

    /// <summary>The message that was stored last, also where the clock was set back meanwhile; null before the first.</summary>
    public (string Id, DateTimeOffset ReceivedAt)? NewestId() => database.Read(db =>
        db.QuerySingleOrDefault<(string? Id, long Ms)>("SELECT id, received_ms FROM warning ORDER BY rowid DESC LIMIT 1") is { Id: { } id } row ? (id, Time(row.Ms)) : ((string, DateTimeOffset)?)null);

    public StoredWarning? Find(string id) =>
        database.Read(db => Load(db, $"SELECT {Columns} FROM warning WHERE id = @id", new { id }).SingleOrDefault());

    /// <summary>Messages that any sender has named so; rarely more than one.</summary>
    public IReadOnlyList<StoredWarning> Identified(string identifier) =>
        database.Read(db => Load(db, $"SELECT {Columns} FROM warning WHERE identifier = @identifier", new { identifier }));

    /// <summary>Id of the message that a sender has named so; null when there is none.</summary>
    public string? IdOf(string sender, string identifier) =>
        database.Read(db => db.QueryFirstOrDefault<string>("SELECT id FROM warning WHERE sender = @sender AND identifier = @identifier", new { sender, identifier }));

    /// <summary>The bytes as they came.</summary>
    public byte[]? Raw(string id) =>
        database.Read(db => db.QuerySingleOrDefault<byte[]>("SELECT raw FROM warning WHERE id = @id", new { id }));

    /// <summary>The newest first.</summary>
    public IReadOnlyList<StoredRefusal> Refusals(int count) =>
        database.Read(db => db.Query<RefusalRow>("SELECT number, received_ms AS ReceivedMs, bytes, start, reasons FROM warning_refusal ORDER BY number DESC LIMIT @count", new { count })
            .Select(row => new StoredRefusal(row.Number, Time(row.ReceivedMs), row.Bytes, row.Start, Findings(row.Reasons))).ToList());

    /// <summary>The message with this name, and whether its bytes are these.</summary>
    internal static FirstWarning? Same(SqliteConnection db, SqliteTransaction transaction, CapReference name, byte[] file) =>
        db.QuerySingleOrDefault<FirstRow>(
            """
            SELECT id, kind, note, sounds = 1 AND ended = 0 AS Sounds, expires_ms AS ExpiresMs, raw = @file AS SameBytes
            FROM warning WHERE sender = @Sender AND identifier = @Identifier AND sent_ms = @SentMs
            """,
            new { name.Sender, name.Identifier, SentMs = name.Sent.ToUnixTimeMilliseconds(), file },
            transaction) is { } row
            ? new FirstWarning(row.Id, (WarningKind)row.Kind, row.Note, row.Sounds != 0, row.ExpiresMs is { } expires ? Time(expires) : null, row.SameBytes != 0)
            : null;

    /// <summary>
    /// Messages that a reference names: by all three parts, or, when none has that time, by sender and identifier alone; issuers
    /// write the time from memory, and a Cancel must not fail for it.
    /// </summary>
    internal static IReadOnlyList<RelatedWarning> Named(SqliteConnection db, SqliteTransaction transaction, CapReference name)
    {
        var same = db.Query<RelatedRow>("SELECT id, sender, identifier, sent_ms AS SentMs, status, message_type AS MessageType FROM warning WHERE sender = @Sender AND identifier = @Identifier", Parameters(name), transaction)
            .Select(Related).ToList();
        var exact = same.FindAll(warning => warning.Reference.Names(name));
        return exact.Count > 0 ? exact : same;
    }

    /// <summary>Messages whose references name this one.</summary>
    /// <param name="exactly">By all three parts; else sender and identifier are enough.</param>
    internal static IReadOnlyList<RelatedWarning> Naming(SqliteConnection db, SqliteTransaction transaction, CapReference name, bool exactly) =>
        db.Query<RelatedRow>(
            """
            SELECT DISTINCT w.id, w.sender, w.identifier, w.sent_ms AS SentMs, w.status, w.message_type AS MessageType
            FROM warning_reference r JOIN warning w ON w.id = r.warning
            WHERE r.sender = @Sender AND r.identifier = @Identifier AND (r.sent_ms = @SentMs OR NOT @exactly)
            """,
            new { name.Sender, name.Identifier, SentMs = name.Sent.ToUnixTimeMilliseconds(), exactly },
            transaction).Select(Related).ToList();

    internal static IReadOnlyList<CapReference> ReferencesOf(SqliteConnection db, SqliteTransaction transaction, string id) =>
        db.Query<(string Sender, string Identifier, long SentMs)>("SELECT sender, identifier, sent_ms FROM warning_reference WHERE warning = @id", new { id }, transaction)
            .Select(row => new CapReference(row.Sender, row.Identifier, Time(row.SentMs))).ToList();

    /// <summary>The message that took a warning's place, when it was an Update.</summary>
    internal static RelatedWarning? Successor(SqliteConnection db, SqliteTransaction transaction, string id) =>
        db.Query<RelatedRow>(
            """
            SELECT w.id, w.sender, w.identifier, w.sent_ms AS SentMs, w.status, w.message_type AS MessageType
            FROM warning old JOIN warning w ON w.id = old.ended_by WHERE old.id = @id AND old.ended = @superseded
            """,
            new { id, superseded = (int)WarningEnd.Superseded },
            transaction).Select(Related).SingleOrDefault();

    internal static int LastNumber(SqliteConnection db, SqliteTransaction transaction, string day) =>
        (int)db.ExecuteScalar<long>("SELECT coalesce(max(number), 0) FROM warning WHERE day = @day", new { day }, transaction);

    internal static void Insert(SqliteConnection db, SqliteTransaction transaction, string day, int number, StoredWarning warning, byte[] raw)
    {
        db.Execute(
            """
            INSERT INTO warning (id, day, number, received_ms, sender, identifier, sent_ms, status, message_type, kind, sounds, note, expires_ms, ended, ended_by, ended_ms, findings, raw)
            VALUES (@Id, @day, @number, @receivedMs, @Sender, @Identifier, @sentMs, @status, @messageType, @kind, @Sounds, @Note, @expiresMs, @ended, @EndedBy, @endedMs, @findings, @raw)
            """,
            new
            {
                warning.Id,
                day,
                number,
                receivedMs = warning.ReceivedAt.ToUnixTimeMilliseconds(),
                warning.Alert.Sender,
                warning.Alert.Identifier,
                sentMs = warning.Alert.Sent.ToUnixTimeMilliseconds(),
                status = (int)warning.Alert.Status,
                messageType = (int)warning.Alert.MessageType,
                kind = (int)warning.Kind,
                warning.Sounds,
                warning.Note,
                expiresMs = warning.Expires?.ToUnixTimeMilliseconds(),
                ended = (int)warning.Ended,
                warning.EndedBy,
                endedMs = warning.EndedAt?.ToUnixTimeMilliseconds(),
                findings = JsonSerializer.Serialize(warning.Warnings, WarningJson.Default.IReadOnlyListCapFinding),
                raw,
            },
            transaction);
        db.Execute(
            "INSERT OR IGNORE INTO warning_reference (warning, sender, identifier, sent_ms) VALUES (@Id, @Sender, @Identifier, @SentMs)",
            warning.Alert.References.Select(name => new { warning.Id, name.Sender, name.Identifier, SentMs = name.Sent.ToUnixTimeMilliseconds() }),
            transaction);
    }

    /// <summary>Ends a warning unless it has ended already; one that was only silenced can still be cancelled or updated.</summary>
    internal static void End(SqliteConnection db, SqliteTransaction transaction, string id, WarningEnd how, string by, DateTimeOffset at) =>
        db.Execute(
            "UPDATE warning SET ended = @how, ended_by = @by, ended_ms = @atMs WHERE id = @id AND ended IN (0, @silenced)",
            new { id, silenced = (int)WarningEnd.Silenced, how = (int)how, by, atMs = at.ToUnixTimeMilliseconds() },
            transaction);

    /// <summary>Silences every warning that sounds, without a message that says so; their ids.</summary>
    internal static IReadOnlyList<string> Silence(SqliteConnection db, SqliteTransaction transaction, DateTimeOffset at) => db.Query<string>(
        "UPDATE warning SET ended = @silenced, ended_ms = @now WHERE sounds = 1 AND ended = 0 AND expires_ms > @now RETURNING id",
        new { silenced = (int)WarningEnd.Silenced, now = at.ToUnixTimeMilliseconds() },
        transaction).Order(StringComparer.Ordinal).ToList();

    internal static void Refuse(SqliteConnection db, SqliteTransaction transaction, byte[] file, IReadOnlyList<CapFinding> reasons, DateTimeOffset now)
    {
        db.Execute(
            "INSERT INTO warning_refusal (received_ms, bytes, start, reasons) VALUES (@now, @bytes, @start, @reasons)",
            new
            {
                now = now.ToUnixTimeMilliseconds(),
                bytes = file.Length,
                start = file.Take(RefusalStartBytes).ToArray(),
                reasons = JsonSerializer.Serialize(reasons, WarningJson.Default.IReadOnlyListCapFinding),
            },
            transaction);
        db.Execute("DELETE FROM warning_refusal WHERE number <= (SELECT max(number) FROM warning_refusal) - @RefusalsKept", new { RefusalsKept }, transaction);
    }

    private List<StoredWarning> Load(SqliteConnection db, string query, object parameters) =>
        db.Query<WarningRow>(query, parameters).Select(row => Stored(row, Replaced(db, row.Id))).ToList();

    private static List<string> Replaced(SqliteConnection db, string id) =>
        db.Query<string>(
            """
            WITH RECURSIVE gone (id) AS (
                SELECT id FROM warning WHERE ended_by = @id
                UNION SELECT w.id FROM warning w JOIN gone ON w.ended_by = gone.id)
            SELECT id FROM gone WHERE id <> @id ORDER BY id
            """,
            new { id }).AsList();

    private StoredWarning Stored(WarningRow row, IReadOnlyList<string> replaces) => new(
        row.Id,
        Time(row.ReceivedMs),
        Alert(row),
        (WarningKind)row.Kind,
        row.Sounds != 0,
        row.Note,
        Findings(row.Findings),
        row.ExpiresMs is { } expires ? Time(expires) : null,
        (WarningEnd)row.Ended,
        row.EndedBy,
        row.EndedMs is { } ended ? Time(ended) : null,
        replaces);

    /// <summary>What was accepted once is read again by the same rules; a stricter program of tomorrow must not lose it, so that is a bug.</summary>
    private CapAlert Alert(WarningRow row)
    {
        if (_read.TryGetValue(row.Id, out var known))
        {
            return known;
        }

        var alert = CapReader.Read(row.Raw) is CapAccepted accepted
            ? accepted.Alert
            : throw new InvalidOperationException($"could not read stored warning {row.Id}: the file that was accepted is refused now");
        if (row.Sounds != 0)
        {
            _read[row.Id] = alert;
        }

        return alert;
    }

    private static RelatedWarning Related(RelatedRow row) =>
        new(row.Id, new CapReference(row.Sender, row.Identifier, Time(row.SentMs)), (CapStatus)row.Status, (CapMessageType)row.MessageType);

    private static IReadOnlyList<CapFinding> Findings(string json) => JsonSerializer.Deserialize(json, WarningJson.Default.IReadOnlyListCapFinding) ?? [];

    private static DateTimeOffset Time(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);

    private static object Parameters(CapReference name) => new { name.Sender, name.Identifier, SentMs = name.Sent.ToUnixTimeMilliseconds() };

    /// <summary>W-20261122-001.</summary>
    internal static string IdOf(string day, int number) => string.Create(CultureInfo.InvariantCulture, $"W-{day}-{number:000}");

    private sealed record WarningRow(string Id, long ReceivedMs, long Kind, long Sounds, string Note, long? ExpiresMs, long Ended, string? EndedBy, long? EndedMs, string Findings, byte[] Raw);

    /// <summary>What a message that came again needs to know of the first.</summary>
    internal sealed record FirstWarning(string Id, WarningKind Kind, string Note, bool Sounds, DateTimeOffset? Expires, bool SameBytes);

    private sealed record FirstRow(string Id, long Kind, string Note, long Sounds, long? ExpiresMs, long SameBytes);

    private sealed record RelatedRow(string Id, string Sender, string Identifier, long SentMs, long Status, long MessageType);

    private sealed record RefusalRow(long Number, long ReceivedMs, long Bytes, byte[] Start, string Reasons);
}
