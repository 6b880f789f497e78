using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Platform.Audit;

/// <summary>One act worth answering for.</summary>
/// <param name="Who">An account, "gateway", or "command line".</param>
/// <param name="Act">What was done: "warning issued", "board added".</param>
/// <param name="Subject">To what: a warning id, a board id.</param>
/// <param name="Detail">Anything else, in words; never a key or password.</param>
public sealed record AuditEntry(string Who, string Act, string Subject, string Detail = "");

/// <summary>An entry as it stands in the log.</summary>
public sealed record AuditRow(long Id, long UnixMs, string Who, string Act, string Subject, string Detail, byte[] Previous, byte[] Hash);

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
/// Whoever can rewrite the whole file can rewrite the whole chain: only a head hash noted elsewhere reveals that.
/// </summary>
public sealed class AuditLog(Database database, TimeProvider clock)
{
    private const int HashBytes = 32;

    /// <summary>Appends inside a transaction of the caller's: the act and its record are committed together or not at all.</summary>
    public void Append(SqliteConnection db, SqliteTransaction transaction, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        (long lastId, byte[] previous) = db.QuerySingle<(long, byte[])>("SELECT id, hash FROM audit_head", transaction: transaction);
        long unixMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var row = new AuditRow(lastId + 1, unixMs, entry.Who, entry.Act, entry.Subject, entry.Detail, previous, []);
        db.Execute(
            """
            INSERT INTO audit(id, unix_ms, who, act, subject, detail, previous, hash)
            VALUES(@Id, @UnixMs, @Who, @Act, @Subject, @Detail, @Previous, @Hash)
            """,
            row with { Hash = HashOf(row) },
            transaction);
    }

    /// <summary>Appends in a transaction of its own.</summary>
    public Task Append(AuditEntry entry, CancellationToken stopping = default) =>
        database.Write((db, transaction) => Append(db, transaction, entry), stopping);

    /// <summary>The newest rows first, below an id (long.MaxValue: from the end).</summary>
    public IReadOnlyList<AuditRow> Newest(int count, long belowId = long.MaxValue) =>
        database.Read(db => db.Query<AuditRow>(
            """
            SELECT id, unix_ms AS UnixMs, who, act, subject, detail, previous, hash FROM audit
            WHERE id < @belowId ORDER BY id DESC LIMIT @count
            """,
            new { count, belowId }).AsList());

    /// <summary>Walks the whole chain.</summary>
    public AuditVerdict Verify() => database.Read(Verify);

    private static AuditVerdict Verify(SqliteConnection db)
    {
        long rows = 0;
        byte[] previous = new byte[HashBytes];
        IEnumerable<AuditRow> all = db.Query<AuditRow>(
            "SELECT id, unix_ms AS UnixMs, who, act, subject, detail, previous, hash FROM audit ORDER BY id", buffered: false);
        foreach (AuditRow row in all)
        {
            rows++;
            if (Fault(row, rows, previous) is { } fault)
            {
                return new AuditVerdict(rows, Convert.ToHexStringLower(previous), fault);
            }

            previous = row.Hash;
        }

        string head = Convert.ToHexStringLower(previous);
        (long headId, byte[]? headHash) = db.QuerySingleOrDefault<(long, byte[]?)>("SELECT id, hash FROM audit_head");
        return headHash is null
            ? new AuditVerdict(rows, head, "the head of the chain is missing")
            : headId != rows
                ? new AuditVerdict(rows, head, $"the log ends at row {rows}, but row {headId} was written: rows were removed at the end")
                : headHash.AsSpan().SequenceEqual(previous)
                    ? new AuditVerdict(rows, head, null)
                    : new AuditVerdict(rows, head, $"row {rows} is not the last row that was written");
    }

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

    /// <summary>SHA-256 over the previous hash, id, time (8 bytes each, big-endian) and the four texts, each preceded by its length in bytes.</summary>
    private static byte[] HashOf(AuditRow row)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        sha.AppendData(row.Previous);
        BinaryPrimitives.WriteInt64BigEndian(number, row.Id);
        sha.AppendData(number);
        BinaryPrimitives.WriteInt64BigEndian(number, row.UnixMs);
        sha.AppendData(number);
        foreach (string text in (ReadOnlySpan<string>)[row.Who, row.Act, row.Subject, row.Detail])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt64BigEndian(number, bytes.Length);
            sha.AppendData(number);
            sha.AppendData(bytes);
        }

        return sha.GetHashAndReset();
    }
}
