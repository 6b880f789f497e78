using System.Text.Json;
using EdgeWarning.Gateway.Commands;
using EdgeWarning.Gateway.Tests.Platform;

namespace EdgeWarning.Gateway.Tests.Commands;

/// <summary>What a technician types and finds on the disk afterwards.</summary>
public sealed class BoardCommand_Tests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TestFolder _folder = new();

    [Fact]
    public async Task A_board_gets_settings_of_its_place_authority_network_and_label_for_its_owner_only()
    {
        await File.WriteAllTextAsync(_folder.File("wifi.txt"), "Dong zhuang \"7\"\n", TestContext.Current.CancellationToken);
        (int code, string output, string error) = await Board(
            "add", "--village", "411321100001", "--village-name", "东庄村", "--kind", "village-station", "--id", "nz-1", "--tip-um", "500", "--stage-zero-mm", "-150",
            "--stage-probe", "loop", "--volume-percent", "80", "--wifi-ssid", "village", "--wifi-password-file", _folder.File("wifi.txt"));
        Assert.True(code == ExitCode.Ok, error);

        string[] settings = await File.ReadAllLinesAsync(Card("nz-1", "settings.txt"), TestContext.Current.CancellationToken);
        Assert.Contains("rain.tip.micrometres = 500", settings);
        Assert.Contains("stage.zero.millimetres = -150", settings);
        Assert.Contains("stage.probe = loop", settings);
        Assert.Contains("volume.percent = 80", settings);
        JsonElement wifi = JsonDocument.Parse(await File.ReadAllTextAsync(Card("nz-1", "network.json"), TestContext.Current.CancellationToken)).RootElement.GetProperty("WirelessClient");
        Assert.Equal(("village", "Dong zhuang \"7\"", "AutoConnect"), (wifi.GetProperty("Ssid").GetString(), wifi.GetProperty("Password").GetString(), wifi.GetProperty("ConfigurationOption").GetString()));
        Assert.All(["settings.txt", "ca.pem", "network.json", "label.png"], file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(Card("nz-1", file))));
        Assert.DoesNotContain(KeyOf("nz-1"), output + error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Dong zhuang", output + error);
        Assert.DoesNotContain(KeyOf("nz-1"), Convert.ToHexString(await File.ReadAllBytesAsync(Card("nz-1", "label.png"), TestContext.Current.CancellationToken)), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("stage.zero.millimetres: \"high\" is no whole number from -100000 to 100000", "--kind", "water-level", "--stage-zero-mm", "high")]
    [InlineData("stage.zero.millimetres: a loudspeaker has no such setting", "--kind", "loudspeaker", "--stage-zero-mm", "1")]
    [InlineData("stage.probe: \"radar\" is none of ultrasonic, maxbotix, loop", "--kind", "water-level", "--stage-probe", "radar")]
    [InlineData("are given together", "--kind", "water-level", "--stage-low-counts", "600")]
    [InlineData("are given together", "--kind", "water-level", "--stage-low-counts", "600", "--stage-high-counts", "600")]
    [InlineData("tip_micrometres: a loudspeaker has no rain gauge", "--kind", "loudspeaker", "--tip-um", "200")]
    [InlineData("--wifi-ssid: a Wi-Fi name has", "--kind", "bench", "--wifi-ssid", "a name of much more than thirty-one letters")]
    [InlineData("say --wifi-ssid as well", "--kind", "bench", "--wifi-password-file", "nowhere.txt")]
    public async Task What_makes_no_sense_is_refused_before_a_board_exists(string problem, params string[] arguments)
    {
        (int code, _, string error) = await Board(["add", "--village", "411321100001", .. arguments]);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(problem, error);
        Assert.Contains("0 boards", (await Run("board", "list", "--data", _folder.Path)).Output);
        Assert.False(Directory.Exists(_folder.File("cards")) && Directory.EnumerateFileSystemEntries(_folder.File("cards")).Any());
    }

    [Fact]
    public async Task Files_that_are_there_are_not_replaced_unless_that_is_said()
    {
        Directory.CreateDirectory(_folder.File("cards/nz-1"));
        await File.WriteAllTextAsync(Card("nz-1", "settings.txt"), "the only copy of another gateway's key", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.File("boards.csv"), "board,kind,village\nnz-1,bench,41\n", TestContext.Current.CancellationToken);

        (int code, _, string error) = await Board("add", "--village", "41", "--kind", "bench", "--id", "nz-1");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("nothing was changed", error);
        Assert.Equal(ExitCode.Failed, (await Board("import", _folder.File("boards.csv"))).Code);
        Assert.Equal("the only copy of another gateway's key", await File.ReadAllTextAsync(Card("nz-1", "settings.txt"), TestContext.Current.CancellationToken));
        Assert.Contains("0 boards", (await Run("board", "list", "--data", _folder.Path)).Output);

        Assert.Equal(ExitCode.Ok, (await Board("import", _folder.File("boards.csv"), "--overwrite")).Code);
        Assert.Contains("board = nz-1", await File.ReadAllTextAsync(Card("nz-1", "settings.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_replaced_board_keeps_its_place_and_gets_a_new_key()
    {
        await Board("add", "--village", "411321100001", "--kind", "water-level", "--id", "nz-1", "--stage-zero-mm", "4200");
        string oldKey = KeyOf("nz-1");
        Assert.Contains("nothing was changed", (await Board("replace", "nz-1")).Error);

        (int code, string output, string error) = await Board("replace", "nz-1", "--overwrite", "--stage-probe", "ultrasonic");

        Assert.True(code == ExitCode.Ok, error);
        string[] settings = await File.ReadAllLinesAsync(Card("nz-1", "settings.txt"), TestContext.Current.CancellationToken);
        Assert.Contains("stage.zero.millimetres = 4200", settings);
        Assert.Contains("stage.probe = ultrasonic", settings);
        Assert.Contains("village = 411321100001", settings);
        Assert.NotEqual(oldKey, KeyOf("nz-1"));
        Assert.DoesNotContain(KeyOf("nz-1"), output + error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("there is no board nz-9", (await Board("replace", "nz-9")).Error);
    }

    [Fact]
    public async Task A_gauge_with_another_bucket_is_told_so_and_only_a_gauge()
    {
        await Board("add", "--village", "41", "--kind", "rain-gauge", "--id", "nz-1");
        (int code, _, string error) = await Board("replace", "nz-1", "--overwrite", "--tip-um", "500");
        Assert.True(code == ExitCode.Ok, error);
        Assert.Contains("rain.tip.micrometres = 500", await File.ReadAllLinesAsync(Card("nz-1", "settings.txt"), TestContext.Current.CancellationToken));
        Assert.Contains("tip_micrometres: 5 is not within", (await Board("replace", "nz-1", "--overwrite", "--tip-um", "5")).Error);
        await Board("add", "--village", "41", "--kind", "bench", "--id", "nz-2");
        Assert.Contains("tip_micrometres: a bench has no rain gauge", (await Board("replace", "nz-2", "--overwrite", "--tip-um", "500")).Error);
    }

    [Fact]
    public async Task A_retired_board_leaves_the_list_and_its_number_is_not_given_again()
    {
        await Board("add", "--village", "41", "--kind", "bench");
        (int code, string output, string error) = await Run("board", "retire", "bench-1", "--data", _folder.Path);
        Assert.True(code == ExitCode.Ok, error);
        Assert.Contains("retired bench-1", output);
        Assert.Contains("0 boards", (await Run("board", "list", "--data", _folder.Path)).Output);
        Assert.Contains("added bench-2", (await Board("add", "--village", "41", "--kind", "bench")).Output);
    }

    [Fact]
    public async Task A_list_may_give_each_place_its_settings()
    {
        await File.WriteAllTextAsync(
            _folder.File("boards.csv"), "board,kind,village,stage.zero.millimetres,volume.percent\na,water-level,41,4200,\nb,loudspeaker,41,,70\n", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Ok, (await Board("import", _folder.File("boards.csv"))).Code);

        Assert.Contains("stage.zero.millimetres = 4200", await File.ReadAllLinesAsync(Card("a", "settings.txt"), TestContext.Current.CancellationToken));
        Assert.Contains("volume.percent = 70", await File.ReadAllLinesAsync(Card("b", "settings.txt"), TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    private string Card(string board, string file) => _folder.File($"cards/{board}/{file}");

    private string KeyOf(string board) => File.ReadLines(Card(board, "settings.txt")).Single(line => line.StartsWith("key = ", StringComparison.Ordinal))["key = ".Length..];

    private Task<(int Code, string Output, string Error)> Board(params string[] arguments) =>
        Run(["board", .. arguments, "--data", _folder.Path, "--out", _folder.File("cards"), "--mqtt-port", "18883"]);

    private static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await GatewayCommand.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
