using Dapper;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Tests.Platform.Audit;

public sealed class AuditLog_Tests : IAsyncDisposable
{
    private const string Unlock = """
        DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_removed; DROP TRIGGER audit_is_not_inserted_between;
        DROP TRIGGER audit_head_follows; DROP TRIGGER audit_head_only_grows; DROP TRIGGER audit_head_stays;
        """;

    private readonly TestFolder _folder = new();
    private readonly Database _database;
    private readonly AuditLog _audit;

    public AuditLog_Tests()
    {
        _database = Database.Open(_folder.File("gateway.db"), TimeProvider.System);
        _audit = new AuditLog(_database, TimeProvider.System);
    }

    [Fact]
    public async Task An_untouched_log_is_intact()
    {
        Assert.True(_audit.Verify().IsIntact);
        await AppendFive();

        AuditVerdict verdict = _audit.Verify();

        Assert.True(verdict.IsIntact, verdict.Problem);
        Assert.Equal(5, verdict.Rows);
        Assert.Equal(["act 5", "act 4"], _audit.Newest(2).Select(row => row.Act));
        Assert.Equal(["act 3"], _audit.Newest(1, belowId: 4).Select(row => row.Act));
    }

    [Fact]
    public async Task An_act_that_is_rolled_back_leaves_no_row_and_no_gap()
    {
        await AppendFive();
        await Assert.ThrowsAsync<InvalidDataException>(() => _database.Write((db, transaction) =>
        {
            _audit.Append(db, transaction, new AuditEntry("duty", AuditAct.Of("never"), "x"));
            throw new InvalidDataException("no");
        }));
        await _audit.Append(new AuditEntry("duty", AuditAct.Of("act 6"), "x"));

        Assert.Equal((true, 6), (_audit.Verify().IsIntact, _audit.Verify().Rows));
    }

    [Theory]
    [InlineData("UPDATE audit SET detail = 'nothing happened' WHERE id = 3", "never changed")]
    [InlineData("DELETE FROM audit WHERE id = 5", "never removed")]
    [InlineData("INSERT INTO audit VALUES(7, 0, '', '', '', '', x'', x'', '')", "only appended")]
    [InlineData("UPDATE audit_head SET id = 4", "only moves forward")]
    [InlineData("DELETE FROM audit_head", "never removed")]
    public async Task The_store_itself_refuses_to_alter_it(string sql, string reason)
    {
        await AppendFive();

        var refused = Assert.Throws<SqliteException>(() => Tamper(sql));

        Assert.Contains(reason, refused.Message);
        Assert.True(_audit.Verify().IsIntact);
    }

    [Theory]
    [InlineData("UPDATE audit SET detail = 'nothing happened' WHERE id = 3", "row 3 was changed")]
    [InlineData("UPDATE audit SET unix_ms = unix_ms + 1 WHERE id = 1", "row 1 was changed")]
    [InlineData("UPDATE audit SET who = who || 'x', act = substr(act, 2) WHERE id = 2", "row 2 was changed")]
    [InlineData("UPDATE audit SET who = 'du', act = 'ty' || act WHERE id = 2", "row 2 was changed")]
    [InlineData("DELETE FROM audit WHERE id = 1", "row 1 is missing")]
    [InlineData("DELETE FROM audit WHERE id = 3", "row 3 is missing")]
    [InlineData("DELETE FROM audit WHERE id = 3; UPDATE audit SET id = id - 1 WHERE id > 3", "row 3 does not follow")]
    [InlineData("DELETE FROM audit WHERE id >= 4", "rows were removed at the end")]
    [InlineData("DELETE FROM audit", "rows were removed at the end")]
    [InlineData("INSERT INTO audit SELECT 6, unix_ms, who, act, subject, detail, previous, hash, origin FROM audit WHERE id = 5", "row 6 does not follow")]
    [InlineData("UPDATE audit SET id = 100 WHERE id = 2; UPDATE audit SET id = 2 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 100", "row 2 does not follow")]
    [InlineData("DELETE FROM audit_head", "head of the chain is missing")]
    public async Task Tampering_past_the_triggers_is_found(string sql, string finding)
    {
        await AppendFive();

        Tamper(Unlock + sql);

        AuditVerdict verdict = _audit.Verify();
        Assert.False(verdict.IsIntact);
        Assert.Contains(finding, verdict.Problem);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private async Task AppendFive()
    {
        for (int number = 1; number <= 5; number++)
        {
            await _audit.Append(new AuditEntry("duty", AuditAct.Of($"act {number}"), "subject", "detail"));
        }
    }

    private void Tamper(string sql)
    {
        using var db = new SqliteConnection($"Data Source={_folder.File("gateway.db")};Pooling=False");
        db.Open();
        db.Execute(sql);
    }
}
