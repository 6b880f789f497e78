using EdgeWarning.Gateway.Commands;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Tests.Broadcast;
using EdgeWarning.Gateway.Tests.Platform;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Tests.Commands;

public sealed class GatewayCommand_Tests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData("gateway cap check storm.xml", "--help")]
    [InlineData("gateway run --data /var/lib/edgewarning", "run", "--help")]
    [InlineData("gateway board add --village 411321100001 --kind loudspeaker", "board", "add", "--help")]
    [InlineData("gateway board import boards.csv", "board", "import", "-h")]
    [InlineData("gateway place import divisions.csv", "place", "import", "--help")]
    [InlineData("gateway audit verify", "audit", "verify", "--help")]
    public async Task Help_ends_with_what_one_would_really_type(string example, params string[] arguments)
    {
        var (code, output, _) = await Run(arguments);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("Usage:", output);
        Assert.Contains(example, output);
    }

    [Theory]
    [InlineData("Required command was not provided", "board")]
    [InlineData("Option '--village' is required", "board", "add", "--kind", "loudspeaker")]
    [InlineData("--kind louder: there are loudspeaker, rain-gauge", "board", "add", "--village", "411321", "--kind", "louder")]
    [InlineData("Unrecognized command or argument 'walk'", "walk")]
    [InlineData("Cannot parse argument 'soon'", "run", "--tone-ms", "soon")]
    public async Task A_wrong_command_line_is_told_what_is_wrong_and_where_help_is(string problem, params string[] arguments)
    {
        var (code, _, error) = await Run(arguments);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(problem, error);
        Assert.Contains("--help", error);
    }

    [Fact]
    public async Task A_board_that_is_added_gets_its_settings_and_is_listed()
    {
        var cards = _folder.File("cards");
        var (code, output, error) = await Run("board", "add", "--village", "411321100001", "--village-name", "东庄村", "--kind", "loudspeaker", "--data", _folder.Path, "--out", cards, "--mqtt-port", "18883");
        Assert.True(code == ExitCode.Ok, error);
        Assert.Contains("loudspeaker-1", output);
        var settings = await File.ReadAllLinesAsync(Path.Combine(cards, "loudspeaker-1", "settings.txt"), TestContext.Current.CancellationToken);
        Assert.Contains("board = loudspeaker-1", settings);
        Assert.Contains("gateway.port = 18883", settings);
        Assert.True(File.Exists(Path.Combine(cards, "loudspeaker-1", "ca.pem")));
        var key = settings.Single(line => line.StartsWith("key = ", StringComparison.Ordinal))["key = ".Length..];
        Assert.DoesNotContain(key, output + error);
        var (_, list, _) = await Run("board", "list", "--data", _folder.Path);
        Assert.Contains("东庄村", list);
        Assert.Contains("1 boards", list);
    }

    [Fact]
    public async Task A_list_with_a_fault_adds_nothing_and_names_the_line()
    {
        var csv = _folder.File("boards.csv");
        await File.WriteAllTextAsync(csv, "board,kind,village\na-1,loudspeaker,411321100001\na-2,louder,411321100002\n", TestContext.Current.CancellationToken);
        var (code, _, error) = await Run("board", "import", csv, "--data", _folder.Path, "--out", _folder.File("cards"));
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("line 3: kind: \"louder\"", error);
        Assert.Contains("0 boards", (await Run("board", "list", "--data", _folder.Path)).Output);
    }

    [Fact]
    public async Task A_running_gateway_takes_up_a_board_that_a_command_added_beside_it()
    {
        await using var office = await Office.Open();
        var data = Path.GetDirectoryName(office.Get<Database>().File)!;
        var warning = await office.Publish(Office.Cap("w1"));
        var (code, _, error) = await Run("board", "add", "--village", "411321200002", "--kind", "loudspeaker", "--id", "horn-late", "--data", data, "--out", _folder.File("cards"));
        Assert.True(code == ExitCode.Ok, error);
        await Eventually.True(() => office.Get<BoardRegistry>().Find("horn-late") is not null, () => "the running gateway does not know horn-late");
        await office.Connect("horn-late");
        await office.PlayBecomes(warning, EdgeWarning.Gateway.Broadcast.OrderState.Finished, "horn-late");
    }

    [Fact]
    public async Task Audit_verify_finds_a_row_that_was_changed()
    {
        await Run("board", "add", "--village", "411321100001", "--kind", "bench", "--data", _folder.Path, "--out", _folder.File("cards"));
        Assert.Equal(ExitCode.Ok, (await Run("audit", "verify", "--data", _folder.Path)).Code);
        await using (var store = new SqliteConnection($"Data Source={_folder.File("gateway.db")};Pooling=False"))
        {
            store.Open();
            using var forge = store.CreateCommand();
            forge.CommandText = "DROP TRIGGER audit_is_not_changed; UPDATE audit SET who = 'nobody' WHERE id = 1;";
            forge.ExecuteNonQuery();
        }

        var (code, _, error) = await Run("audit", "verify", "--data", _folder.Path);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("row 1 was changed", error);
    }

    [Theory]
    [InlineData("board", "list")]
    [InlineData("audit", "verify")]
    public async Task A_folder_without_a_gateway_is_named_and_not_filled(string noun, string verb)
    {
        var nowhere = _folder.File("nowhere");
        var (code, _, error) = await Run(noun, verb, "--data", nowhere);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(nowhere, error);
        Assert.False(Directory.Exists(nowhere));
    }

    [Fact]
    public async Task Cap_check_says_what_each_file_would_do_and_fails_when_one_is_refused()
    {
        var good = _folder.File("good.xml");
        await File.WriteAllTextAsync(good, Office.Cap("w1"), TestContext.Current.CancellationToken);
        var bad = _folder.File("bad.xml");
        await File.WriteAllTextAsync(bad, "<alert/>", TestContext.Current.CancellationToken);
        var (code, output, _) = await Run("cap", "check", good);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("actual: sounds", output);
        (code, output, _) = await Run("cap", "check", good, bad);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains($"refused  {bad}", output);
    }

    [Fact]
    public async Task Settings_that_make_no_sense_are_named_before_anything_starts()
    {
        await File.WriteAllTextAsync(_folder.File("gateway.json"), """{ "Sound": { "ToneMilliseconds": 90000 } }""", TestContext.Current.CancellationToken);
        var (code, _, error) = await Run("run", "--data", _folder.Path, "--urls", "http://127.0.0.1:0");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("Sound:ToneMilliseconds: 90000 is not within 0 to 60000", error);
    }

    [Fact]
    public async Task A_second_gateway_on_the_same_folder_is_refused()
    {
        await using var office = await Office.Open();
        var data = Path.GetDirectoryName(office.Get<Database>().File)!;
        var (code, _, error) = await Run("run", "--data", data, "--urls", "http://127.0.0.1:0");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("another gateway uses", error);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await GatewayCommand.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
