using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Platform.Audit;

/// <summary>One act worth answering for.</summary>
/// <param name="Who">An account, "gateway", or "command line".</param>
/// <param name="Subject">To what: a warning id, a board id.</param>
/// <param name="Detail">Anything else, in words; never a key or password.</param>
/// <param name="Origin">From where: a network address, the system's user; empty for the gateway itself.</param>
public sealed record AuditEntry(string Who, AuditAct Act, string Subject, string Detail = "", string Origin = "")
{
    public AuditEntry(Actor by, AuditAct act, string subject, string detail = "")
        : this(by.Who, act, subject, detail, by.Origin)
    {
    }
}

/// <summary>An entry as it stands in the log.</summary>
/// <param name="Origin">Null in rows that are older than this column: their hashes do not cover it.</param>
public sealed record AuditRow(long Id, long UnixMs, string Who, string Act, string Subject, string Detail, string? Origin, byte[] Previous, byte[] Hash)
{
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(UnixMs);
}

/// <summary>The last row of the chain at some moment: it stands for every row before it.</summary>
public sealed record AuditHead(long Id, byte[] Hash)
{
    internal AuditHead((long Id, byte[]? Hash) row)
        : this(row.Id, row.Hash ?? [])
    {
    }
}

/// <summary>Whether the log is as it was written.</summary>
/// <param name="Rows">Rows looked at.</param>
/// <param name="Head">Hash of the last row in hex. Note it elsewhere (paper will do): it proves everything before it.</param>
/// <param name="Problem">The first thing wrong, in words; null when the chain is whole.</param>
public sealed record AuditVerdict(long Rows, string Head, string? Problem)
{
    public bool IsIntact => Problem is null;
}

/// <summary>
/// The append-only log of acts. Each row's hash covers the row and the hash before it, so a row that was changed, removed or put in shows itself.
/// Whoever can rewrite the whole file can rewrite the whole chain: only a head noted elsewhere reveals that, which is what <see cref="AuditAnchor"/> is for.
/// </summary>
public sealed class AuditLog(Database database, TimeProvider clock)
{
    private const int HashBytes = 32;
    private const string Select = "SELECT id, unix_ms AS UnixMs, who, act, subject, detail, origin, previous, hash FROM audit";

    /// <summary>A row was appended by this process; perhaps not committed yet. On any thread; must not block.</summary>
    internal event Action? Appended;

    /// <summary>Appends inside a transaction of the caller's: the act and its record are committed together or not at all.</summary>
    public void Append(SqliteConnection db, SqliteTransaction transaction, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        (long lastId, byte[] previous) = db.QuerySingle<(long, byte[])>("SELECT id, hash FROM audit_head", transaction: transaction);
        long unixMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var row = new AuditRow(lastId + 1, unixMs, entry.Who, entry.Act.Text, entry.Subject, entry.Detail, entry.Origin, previous, []);
        db.Execute(
            """
            INSERT INTO audit(id, unix_ms, who, act, subject, detail, origin, previous, hash)
            VALUES(@Id, @UnixMs, @Who, @Act, @Subject, @Detail, @Origin, @Previous, @Hash)
            """,
            row with { Hash = HashOf(row) },
            transaction);
        Appended?.Invoke();
    }

    /// <summary>Appends in a transaction of its own.</summary>
    public Task Append(AuditEntry entry, CancellationToken stopping = default) =>
        database.Write((db, transaction) => Append(db, transaction, entry), stopping);

    /// <summary>The newest rows first, below an id (long.MaxValue: from the end).</summary>
    public IReadOnlyList<AuditRow> Newest(int count, long belowId = long.MaxValue) =>
        database.Read(db => db.Query<AuditRow>(
            $"{Select} WHERE id < @belowId ORDER BY id DESC LIMIT @count",
            new { count, belowId }).AsList());

    /// <summary>Walks every row from the first, on one snapshot.</summary>
    public T Walk<T>(Func<IEnumerable<AuditRow>, T> look) => database.Read(db => look(Rows(db)));

    /// <summary>Number and hash of the last row; 0 and zeros for an empty log.</summary>
    public AuditHead Head() => database.Read(db => new AuditHead(db.QuerySingleOrDefault<(long, byte[]?)>("SELECT id, hash FROM audit_head")));

    /// <summary>Whether the log has this row, by its hash.</summary>
    public bool Has(AuditHead row) => database.Read(db => db.ExecuteScalar<byte[]?>("SELECT hash FROM audit WHERE id = @Id", row)) is { } hash && hash.AsSpan().SequenceEqual(row.Hash);

    /// <summary>Walks the whole chain, and holds it against a head that was noted elsewhere.</summary>
    public AuditVerdict Verify(AuditHead? anchor = null) => database.Read(db => Verify(db, anchor));

    private static IEnumerable<AuditRow> Rows(SqliteConnection db) => db.Query<AuditRow>($"{Select} ORDER BY id", buffered: false);

    private static AuditVerdict Verify(SqliteConnection db, AuditHead? anchor)
    {
        long rows = 0;
        byte[] previous = new byte[HashBytes];
        foreach (AuditRow row in Rows(db))
        {
            rows++;
            if ((Fault(row, rows, previous) ?? FaultOfAnchor(row, anchor)) is { } fault)
            {
                return new AuditVerdict(rows, Convert.ToHexStringLower(previous), fault);
            }

            previous = row.Hash;
        }

        return new AuditVerdict(rows, Convert.ToHexStringLower(previous), FaultOfEnd(db, rows, previous, anchor));
    }

    private static string? FaultOfEnd(SqliteConnection db, long rows, byte[] last, AuditHead? anchor)
    {
        var head = new AuditHead(db.QuerySingleOrDefault<(long, byte[]?)>("SELECT id, hash FROM audit_head"));
        return head.Hash.Length == 0 ? "the head of the chain is missing"
            : head.Id != rows ? $"the log ends at row {rows}, but row {head.Id} was written: rows were removed at the end"
            : !head.Hash.AsSpan().SequenceEqual(last) ? $"row {rows} is not the last row that was written"
            : anchor?.Id > rows ? $"the log ends at row {rows}, but row {anchor.Id} was anchored: rows were removed at the end, or an older copy of the store was put back"
            : null;
    }

    private static string? FaultOfAnchor(AuditRow row, AuditHead? anchor) =>
        anchor?.Id == row.Id && !anchor.Hash.AsSpan().SequenceEqual(row.Hash) ? $"row {row.Id} is not the row that was anchored: the chain was rewritten up to there or before" : null;

    private static string? Fault(AuditRow row, long expectedId, byte[] previous)
    {
        if (row.Id != expectedId)
        {
            return row.Id > expectedId
                ? $"row {expectedId} is missing: row {row.Id} comes next"
                : $"row {row.Id} does not belong: row {expectedId} was expected";
        }

        if (!row.Previous.AsSpan().SequenceEqual(previous))
        {
            return $"row {row.Id} does not follow row {row.Id - 1}: one of them was replaced or put in";
        }

        return row.Hash.AsSpan().SequenceEqual(HashOf(row)) ? null : $"row {row.Id} was changed after it was written";
    }

    /// <summary>
    /// SHA-256 over the previous hash, id, time (8 bytes each, big-endian) and the texts, each preceded by its length in bytes: who, act, subject, detail,
    /// and the origin where the row has one.
    /// </summary>
    private static byte[] HashOf(AuditRow row)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        sha.AppendData(row.Previous);
        BinaryPrimitives.WriteInt64BigEndian(number, row.Id);
        sha.AppendData(number);
        BinaryPrimitives.WriteInt64BigEndian(number, row.UnixMs);
        sha.AppendData(number);
        foreach (string text in (ReadOnlySpan<string>)[row.Who, row.Act, row.Subject, row.Detail, .. row.Origin is { } origin ? [origin] : Array.Empty<string>()])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt64BigEndian(number, bytes.Length);
            sha.AppendData(number);
            sha.AppendData(bytes);
        }

        return sha.GetHashAndReset();
    }
}
