using Dapper;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Tests.Platform.Storage;

public sealed class Database_Tests : IDisposable
{
    private static readonly Migration Numbers =
        Migration.Parse("Test/Migrations/0001-numbers.sql", "CREATE TABLE numbers(n INTEGER PRIMARY KEY);");

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task What_is_written_is_there_after_a_restart()
    {
        await using (Database database = Open(Numbers))
        {
            await database.Write((db, transaction) => db.Execute("INSERT INTO numbers VALUES(7)", transaction: transaction));
        }

        await using Database again = Open(Numbers);
        Assert.Equal([7], All(again));
    }

    [Fact]
    public async Task Is_durable_WAL_with_foreign_keys()
    {
        await using Database database = Open(Numbers);

        (string Mode, long Synchronous, long ForeignKeys) settings = await database.Write((db, transaction) => (
            db.ExecuteScalar<string>("PRAGMA journal_mode", transaction: transaction)!,
            db.ExecuteScalar<long>("PRAGMA synchronous", transaction: transaction),
            db.ExecuteScalar<long>("PRAGMA foreign_keys", transaction: transaction)));

        Assert.Equal(("wal", 2, 1), settings);      // 2 = FULL
    }

    [Fact]
    public async Task A_change_that_throws_is_undone_alone_and_others_of_its_group_stand()
    {
        await using Database database = Open(Numbers);
        using var hold = new ManualResetEventSlim();
        Task first = database.Write((_, _) => hold.Wait());      // the following three wait together and become one group
        Task good = Insert(database, 1);
        Task<int> bad = database.Write<int>((db, transaction) =>
        {
            db.Execute("INSERT INTO numbers VALUES(2)", transaction: transaction);
            throw new InvalidDataException("no");
        });
        Task alsoGood = Insert(database, 3);
        hold.Set();

        await Task.WhenAll(first, good, alsoGood);
        await Assert.ThrowsAsync<InvalidDataException>(() => bad);
        Assert.Equal([1, 3], All(database));
    }

    [Fact]
    public async Task A_cancelled_change_is_not_made()
    {
        await using Database database = Open(Numbers);
        using var hold = new ManualResetEventSlim();
        using var stopping = new CancellationTokenSource();
        Task first = database.Write((_, _) => hold.Wait());
        Task<int> late = database.Write((db, transaction) => db.Execute("INSERT INTO numbers VALUES(1)", transaction: transaction), stopping.Token);
        await stopping.CancelAsync();
        hold.Set();

        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        Assert.Empty(All(database));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        await using Database database = Open(Numbers);

        await Task.WhenAll(Enumerable.Range(1, 5_000).Select(number => Insert(database, number)));

        Assert.Equal(5_000, All(database).Count);
    }

    [Fact]
    public async Task Closing_commits_what_is_waiting()
    {
        Task[] writes;
        await using (Database database = Open(Numbers))
        {
            writes = [.. Enumerable.Range(1, 300).Select(number => Insert(database, number))];
        }

        await Task.WhenAll(writes);
        await using Database again = Open(Numbers);
        Assert.Equal(300, All(again).Count);
    }

    [Fact]
    public async Task A_reader_sees_one_snapshot_while_others_write()
    {
        await using Database database = Open(Numbers);
        await Insert(database, 1);

        (int before, int after) = database.Read(db =>
        {
            int first = db.ExecuteScalar<int>("SELECT count(*) FROM numbers");
            Insert(database, 2).GetAwaiter().GetResult();
            return (first, db.ExecuteScalar<int>("SELECT count(*) FROM numbers"));
        });

        Assert.Equal((1, 1), (before, after));
        Assert.Equal([1, 2], All(database));
    }

    [Fact]
    public async Task A_reader_cannot_write()
    {
        await using Database database = Open(Numbers);

        var refused = Assert.Throws<SqliteException>(() => database.Read(db => db.Execute("INSERT INTO numbers VALUES(1)")));

        Assert.Contains("readonly", refused.Message);
        Assert.Empty(All(database));        // and the reader that failed did no harm to the next
    }

    [Fact]
    public async Task A_write_inside_a_write_is_refused_and_not_a_deadlock()
    {
        await using Database database = Open(Numbers);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            database.Write((_, _) => Insert(database, 1).GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task A_second_process_may_write_too()
    {
        await using Database gateway = Open(Numbers);
        await using Database commandLine = Open(Numbers);

        await Task.WhenAll(
            Task.WhenAll(Enumerable.Range(1, 200).Select(number => Insert(gateway, number))),
            Task.WhenAll(Enumerable.Range(1_001, 200).Select(number => Insert(commandLine, number))));

        Assert.Equal(400, All(gateway).Count);
    }

    [Fact]
    public async Task Migrations_run_once_by_number_and_then_by_slice()
    {
        Migration[] three =
        [
            Migration.Parse("B/Migrations/0002-more.sql", "INSERT INTO steps VALUES(3, 'B2');"),
            Migration.Parse("B/Migrations/0001-b.sql", "INSERT INTO steps VALUES(2, 'B1');"),
            Migration.Parse("A/Migrations/0001-a.sql", "CREATE TABLE steps(n INTEGER PRIMARY KEY, what TEXT); INSERT INTO steps VALUES(1, 'A1');"),
        ];
        await using (Database first = Open(three))
        {
        }

        await using Database again = Open([.. three, Migration.Parse("A/Migrations/0002-a.sql", "INSERT INTO steps VALUES(4, 'A2');")]);

        Assert.Equal(["A1", "B1", "B2", "A2"], again.Read(db => db.Query<string>("SELECT what FROM steps ORDER BY n").AsList()));
    }

    [Fact]
    public async Task A_failing_migration_leaves_nothing_behind_and_is_named()
    {
        Migration broken = Migration.Parse("Test/Migrations/0002-broken.sql", "CREATE TABLE half(x); INSERT INTO nowhere VALUES(1);");

        var refused = Assert.Throws<DatabaseException>(() => Open(Numbers, broken));

        Assert.Contains("0002-broken.sql", refused.Message);
        Assert.Contains("nowhere", refused.Message);
        await using Database mended = Open(Numbers, Migration.Parse("Test/Migrations/0002-mended.sql", "CREATE TABLE half(x);"));
        Assert.Equal(0, mended.Read(db => db.ExecuteScalar<long>("SELECT count(*) FROM half")));
    }

    [Fact]
    public async Task A_changed_migration_is_refused_but_its_line_endings_do_not_count()
    {
        await using (Database first = Open(Migration.Parse(Numbers.Name, "CREATE TABLE numbers(\nn INTEGER PRIMARY KEY);")))
        {
        }

        var refused = Assert.Throws<DatabaseException>(() => Open(Migration.Parse(Numbers.Name, "CREATE TABLE numbers(n INTEGER);")));

        Assert.Contains("Test/Migrations/0001-numbers.sql has changed", refused.Message);
        await using Database windows = Open(Migration.Parse(Numbers.Name, "CREATE TABLE numbers(\r\nn INTEGER PRIMARY KEY);"));
    }

    [Fact]
    public async Task A_store_of_a_newer_gateway_is_refused()
    {
        await using (Database newer = Open(Numbers, Migration.Parse("Test/Migrations/0002-future.sql", "CREATE TABLE future(x);")))
        {
        }

        Assert.Contains("newer gateway", Assert.Throws<DatabaseException>(() => Open(Numbers)).Message);
    }

    [Fact]
    public async Task A_migration_that_comes_after_a_later_one_is_refused()
    {
        Migration second = Migration.Parse("Test/Migrations/0002-second.sql", "CREATE TABLE second(x);");
        await using (Database database = Open(second))
        {
        }

        Assert.Contains("comes too late", Assert.Throws<DatabaseException>(() => Open(Numbers, second)).Message);
    }

    [Theory]
    [InlineData("Warnings/Migrations/1-x.sql")]
    [InlineData("Warnings/0001-x.sql")]
    [InlineData("/Migrations/0001-x.sql")]
    [InlineData("Warnings/Migrations/0001-X.sql")]
    public void A_misnamed_migration_is_refused(string name) =>
        Assert.Throws<InvalidOperationException>(() => Migration.Parse(name, ""));

    [Fact]
    public void Two_migrations_with_one_number_are_refused() =>
        Assert.Throws<InvalidOperationException>(() => Migration.InOrder([Numbers, Numbers with { Name = "Test/Migrations/0001-other.sql" }]));

    [Fact]
    public void A_file_that_is_no_store_of_ours_is_left_alone()
    {
        string file = _folder.File("other.db");
        using (var db = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            db.Open();
            db.Execute("CREATE TABLE photos(x)");
        }

        Assert.Contains("not a gateway's store", Assert.Throws<DatabaseException>(() => Database.Open(file, [Numbers], TimeProvider.System)).Message);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_in_words()
    {
        string file = _folder.File("gateway.db");
        File.WriteAllText(file, new string('x', 8_192));

        Assert.Contains("not a database", Assert.Throws<DatabaseException>(() => Open(Numbers)).Message);
    }

    [Fact]
    public async Task The_shipped_migrations_apply_to_a_new_store()
    {
        await using Database database = Database.Open(_folder.File("gateway.db"), TimeProvider.System);

        Assert.Contains("Platform/Audit/Migrations/0001-audit.sql", database.Read(db => db.Query<string>("SELECT name FROM migrations").AsList()));
    }

    public void Dispose() => _folder.Dispose();

    private Database Open(params Migration[] migrations) => Database.Open(_folder.File("gateway.db"), migrations, TimeProvider.System);

    private static Task<int> Insert(Database database, int number) =>
        database.Write((db, transaction) => db.Execute("INSERT INTO numbers VALUES(@number)", new { number }, transaction));

    private static List<long> All(Database database) =>
        database.Read(db => db.Query<long>("SELECT n FROM numbers ORDER BY n").AsList());
}
