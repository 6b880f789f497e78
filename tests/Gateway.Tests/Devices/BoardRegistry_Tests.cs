using Dapper;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Tests.Platform;

namespace EdgeWarning.Gateway.Tests.Devices;

public sealed class BoardRegistry_Tests : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Database _database;
    private readonly AuditLog _audit;
    private readonly BoardRegistry _registry;

    public BoardRegistry_Tests()
    {
        _database = Database.Open(_folder.File("gateway.db"), TimeProvider.System);
        _audit = new AuditLog(_database, TimeProvider.System);
        _registry = new BoardRegistry(_database, _audit, TimeProvider.System);
    }

    [Fact]
    public async Task Knows_an_added_board_at_once_and_after_a_restart()
    {
        int changes = 0;
        _registry.Changed += () => changes++;

        AddOutcome outcome = await _registry.Add([Board("gauge", BoardKinds.RainGauge)], "command line");

        Assert.Empty(outcome.Faults);
        Assert.Equal(1, changes);
        Board board = _registry.Find("gauge")!;
        Assert.Equal((board, 200), (outcome.Added.Single(), board.TipMicrometres));
        byte[] key = _registry.KeyOf("gauge")!;
        Assert.Equal(32, key.Length);
        var again = new BoardRegistry(_database, _audit, TimeProvider.System);
        Assert.Equal(board, again.Find("gauge"));
        Assert.Equal(key, again.KeyOf("gauge"));
        Assert.Null(again.Find("other"));
        Assert.Null(again.KeyOf("other"));
    }

    [Fact]
    public async Task Every_board_gets_a_key_of_its_own()
    {
        await _registry.Add([Board("a"), Board("b")], "test");

        Assert.NotEqual(_registry.KeyOf("a"), _registry.KeyOf("b"));
    }

    [Fact]
    public async Task One_fault_and_nothing_is_changed()
    {
        await _registry.Add([Board("taken")], "test");
        long rows = Rows();

        AddOutcome taken = await _registry.Add([Board("fresh"), Board("taken")], "test");
        AddOutcome twice = await _registry.Add([Board("fresh"), Board("fresh")], "test");
        AddOutcome bad = await _registry.Add([Board("fresh"), Board("odd", "siren")], "test");
        AddOutcome list = await _registry.Import(new StringReader("board,kind,village\nfresh,bench,41\ntaken,bench,41\n"), "test");

        Assert.Equal(["taken: there is a board with this id already"], taken.Faults.Select(fault => fault.Text));
        Assert.Equal(["fresh: there is a board with this id already"], twice.Faults.Select(fault => fault.Text));
        Assert.Contains("siren", bad.Faults.Single().Text);
        Assert.Equal(["taken: there is a board with this id already"], list.Faults.Select(fault => fault.Text));
        Assert.Equal(rows, Rows());
        Assert.Null(_registry.Find("fresh"));
    }

    [Fact]
    public async Task Additions_are_in_the_audit_without_any_key()
    {
        byte[] key = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];
        await _registry.Add([Board("a", key: key)], "Li Wei");

        AuditRow row = _audit.Newest(1).Single();

        Assert.Equal(("Li Wei", "board added", "a"), (row.Who, row.Act, row.Subject));
        Assert.DoesNotContain(Convert.ToHexString(key), row.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(key, _registry.KeyOf("a"));
    }

    [Fact]
    public async Task A_running_gateway_notices_what_a_command_line_added()
    {
        var commandLine = new BoardRegistry(_database, _audit, TimeProvider.System);
        Assert.False(_registry.RefreshIfChanged());
        await commandLine.Add([Board("late")], "command line");

        Assert.Null(_registry.Find("late"));
        Assert.True(_registry.RefreshIfChanged());
        Assert.NotNull(_registry.Find("late"));
        Assert.Equal("late", _registry.BrokerUsers.Single().Name);
        Assert.False(_registry.RefreshIfChanged());
    }

    [Fact]
    public async Task Ten_thousand_boards_are_loaded()
    {
        await _registry.Add([.. Enumerable.Range(0, 10_000).Select(number => Board($"b-{number}"))], "test");

        var again = new BoardRegistry(_database, _audit, TimeProvider.System);

        Assert.Equal(10_000, again.All.Count);
    }

    internal static NewBoard Board(string id, string kind = BoardKinds.Bench, byte[]? key = null) =>
        new() { Id = id, Kind = kind, Village = "411321100201", Key = key };

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private long Rows() => _database.Read(db => db.ExecuteScalar<long>("SELECT count(*) FROM boards"));
}
