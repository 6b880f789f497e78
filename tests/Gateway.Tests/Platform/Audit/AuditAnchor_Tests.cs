using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Tests.Platform.Audit;

public sealed class AuditAnchor_Tests : IAsyncDisposable
{
    private const string Unlock = """
        DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_removed; DROP TRIGGER audit_is_not_inserted_between;
        DROP TRIGGER audit_head_follows; DROP TRIGGER audit_head_only_grows; DROP TRIGGER audit_head_stays;
        """;

    private readonly TestFolder _folder = new();
    private Database _database;
    private AuditLog _audit;
    private AuditAnchor _anchor;

    public AuditAnchor_Tests() => (_database, _audit, _anchor) = Open();

    private string AnchorFile => _folder.File("audit.anchor");

    private string KeyFile => _folder.File("audit.key");

    [Fact]
    public async Task A_log_is_whole_before_and_after_it_is_anchored_and_when_rows_have_come_since()
    {
        await Append(3);
        Assert.True(_anchor.Verify().IsIntact, _anchor.Verify().Problem);
        await _anchor.Note();
        await Append(2);
        Assert.Equal((true, 6), (_anchor.Verify().IsIntact, (int)_anchor.Verify().Rows));      // the sixth says that there is an anchor now
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
    }

    [Fact]
    public async Task Rows_that_are_removed_at_the_end_together_with_the_stores_own_head_are_found()
    {
        await Append(5);
        await _anchor.Note();
        Tamper("DELETE FROM audit WHERE id > 3; UPDATE audit_head SET id = 3, hash = (SELECT hash FROM audit WHERE id = 3)");
        Assert.True(_audit.Verify().IsIntact);      // by itself the chain cannot know
        Assert.Contains("row 6 was anchored: rows were removed at the end", _anchor.Verify().Problem);
    }

    [Fact]
    public async Task An_older_copy_of_the_store_that_is_put_back_is_found()
    {
        await Append(2);
        await _database.DisposeAsync();
        File.Copy(_folder.File("gateway.db"), _folder.File("older.db"));
        (_database, _audit, _anchor) = Open();
        await Append(2);
        await _anchor.Note();
        await _database.DisposeAsync();
        File.Move(_folder.File("older.db"), _folder.File("gateway.db"), overwrite: true);
        (_database, _audit, _anchor) = Open();
        Assert.Contains("an older copy of the store was put back", _anchor.Verify().Problem);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_chain_that_was_written_anew_from_a_row_on_is_found(int from)
    {
        await Append(5);
        await _anchor.Note();
        Tamper("");
        using (var db = Raw())
        {
            Rewrite(db, from);
        }

        Assert.True(_audit.Verify().IsIntact);
        Assert.Contains("row 6 is not the row that was anchored", _anchor.Verify().Problem);
    }

    [Fact]
    public async Task A_log_that_is_not_the_anchored_one_is_never_anchored_anew()
    {
        await Append(5);
        await _anchor.Note();
        var before = await File.ReadAllTextAsync(AnchorFile);
        Tamper("DELETE FROM audit WHERE id > 3; UPDATE audit_head SET id = 3, hash = (SELECT hash FROM audit WHERE id = 3)");
        await Assert.ThrowsAsync<InvalidDataException>(() => _anchor.Note());
        using (var db = Raw())
        {
            for (var id = 4; id <= 9; id++)
            {
                Insert(db, id, "gateway", "honest again");
            }
        }

        var covered = await Assert.ThrowsAsync<InvalidDataException>(() => _anchor.Note());
        Assert.Contains("row 6 of the audit is not the row that was anchored", covered.Message);
        Assert.Equal(before, await File.ReadAllTextAsync(AnchorFile));
    }

    [Theory]
    [InlineData("row = 6", "row = 3", "was not written with this key")]
    [InlineData("hash = ", "hash = 00", "was not written with this key")]
    [InlineData("seal = ", "seal = zz", "is damaged")]
    [InlineData("row = 6", "row = six", "is damaged")]
    public async Task An_anchor_that_was_altered_is_found(string from, string to, string problem)
    {
        await Append(5);
        await _anchor.Note();
        await File.WriteAllTextAsync(AnchorFile, (await File.ReadAllTextAsync(AnchorFile)).Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(problem, _anchor.Verify().Problem);
    }

    [Fact]
    public async Task An_anchor_or_key_that_is_gone_is_found()
    {
        await Append(2);
        await _anchor.Note();
        var key = await File.ReadAllBytesAsync(KeyFile);
        File.Delete(AnchorFile);
        Assert.Contains($"the anchor {AnchorFile} is missing", _anchor.Verify().Problem);
        File.Delete(KeyFile);
        Assert.Contains($"the key of the anchor {KeyFile} is missing", _anchor.Verify().Problem);
        await File.WriteAllBytesAsync(KeyFile, key);
        await _anchor.Note();
        Assert.True(_anchor.Verify().IsIntact, _anchor.Verify().Problem);
        await File.WriteAllBytesAsync(KeyFile, RandomNumberGenerator.GetBytes(32));
        Assert.Contains("was not written with this key", _anchor.Verify().Problem);
    }

    [Fact]
    public async Task A_changed_row_is_named_before_anything_about_the_anchor()
    {
        await Append(5);
        await _anchor.Note();
        Tamper("UPDATE audit SET origin = '203.0.113.9' WHERE id = 2");
        Assert.Contains("row 2 was changed", _anchor.Verify().Problem);
    }

    [Fact]
    public async Task Rows_of_before_the_origin_was_kept_stay_valid_and_cannot_be_given_one()
    {
        await _database.DisposeAsync();
        File.Delete(_folder.File("gateway.db"));
        await using (var old = Database.Open(_folder.File("gateway.db"), [.. Migration.Of(typeof(AuditLog).Assembly).Where(migration => !migration.Name.EndsWith("0002-origin.sql", StringComparison.Ordinal))], TimeProvider.System))
        {
            await old.Write((db, transaction) =>
            {
                for (var id = 1; id <= 3; id++)
                {
                    Insert(db, id, "command line", "board added", transaction);
                }
            });
        }

        (_database, _audit, _anchor) = Open();
        await Append(2);
        Assert.True(_audit.Verify().IsIntact, _audit.Verify().Problem);
        Assert.Equal(",,,192.0.2.1,192.0.2.1", _audit.Walk(rows => string.Join(',', rows.Select(row => row.Origin))));
        Tamper("UPDATE audit SET origin = '203.0.113.9' WHERE id = 2");
        Assert.Contains("row 2 was changed", _audit.Verify().Problem);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private (Database, AuditLog, AuditAnchor) Open()
    {
        var database = Database.Open(_folder.File("gateway.db"), TimeProvider.System);
        var audit = new AuditLog(database, TimeProvider.System);
        return (database, audit, new AuditAnchor(audit, new DataFolder(_folder.Path), Options.Create(new PlatformOptions { Data = _folder.Path }), TimeProvider.System));
    }

    private async Task Append(int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            await _audit.Append(new AuditEntry("duty", AuditAct.Of($"act {row}"), "subject", "detail", "192.0.2.1"));
        }
    }

    private void Tamper(string sql)
    {
        using var db = Raw();
        db.Execute(Unlock + sql);
    }

    private SqliteConnection Raw()
    {
        var db = new SqliteConnection($"Data Source={_folder.File("gateway.db")};Pooling=False");
        db.Open();
        return db;
    }

    /// <summary>As someone does who knows the format and can write the store: the row and all after it, with good hashes.</summary>
    private static void Rewrite(SqliteConnection db, int from)
    {
        var last = db.ExecuteScalar<int>("SELECT max(id) FROM audit");
        db.Execute("DELETE FROM audit WHERE id >= @from", new { from });
        for (var id = from; id <= last; id++)
        {
            Insert(db, id, "somebody else", "something else");
        }

        db.Execute("UPDATE audit_head SET id = @last, hash = (SELECT hash FROM audit WHERE id = @last)", new { last });
    }

    /// <summary>A row as it was written before the origin was kept: previous hash, id, time, then each text behind its length.</summary>
    private static void Insert(SqliteConnection db, long id, string who, string act, SqliteTransaction? transaction = null)
    {
        var previous = db.ExecuteScalar<byte[]?>("SELECT hash FROM audit WHERE id = @before", new { before = id - 1 }, transaction) ?? new byte[32];
        List<byte> covered = [.. previous, .. Number(id), .. Number(7)];
        foreach (var text in new[] { who, act, "x", "y" })
        {
            covered.AddRange([.. Number(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)]);
        }

        db.Execute(
            "INSERT INTO audit(id, unix_ms, who, act, subject, detail, previous, hash) VALUES(@id, 7, @who, @act, 'x', 'y', @previous, @hash)",
            new { id, who, act, previous, hash = SHA256.HashData([.. covered]) },
            transaction);
    }

    private static byte[] Number(long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
