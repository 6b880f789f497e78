using System.Text;
using EdgeWarning.Common;
using EdgeWarning.Gateway.Commands;
using EdgeWarning.Gateway.Devices;

namespace EdgeWarning.Contract.Tests;

/// <summary>What the gateway writes for a board, read by the board's own strict reader.</summary>
public sealed class SettingsFiles_Tests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("settings").FullName;

    public static TheoryData<string> Kinds => [.. BoardKinds.All];

    public static TheoryData<string> Names => [.. SiteSetting.All.Select(setting => setting.Name)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_board_reads_the_settings_that_the_gateway_wrote_for_it(string kind)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] everything = [.. SiteSetting.All.Where(setting => setting.Kinds.Contains(kind)).SelectMany(setting => (string[])[setting.Option, Middle(setting)])];
        int code = await GatewayCommand.Run(
            ["board", "add", "--village", "411321100001", "--village-name", "东庄村", "--kind", kind, "--id", "b", "--data", _folder, "--out", _folder, "--mqtt-port", "18883", .. everything], output, error);
        Assert.True(code == ExitCode.Ok, error.ToString());

        byte[] file = await File.ReadAllBytesAsync(Path.Combine(_folder, "b", Settings.FileName), TestContext.Current.CancellationToken);
        Settings? settings = Settings.Parse(file, file.Length, out string fault);

        Assert.True(settings is not null, fault);
        Assert.Equal(("b", kind, "411321100001", "localhost", 18883), (settings.Board, settings.Kind, settings.Village, settings.GatewayHost, settings.GatewayPort));
        Assert.True(File.Exists(Path.Combine(_folder, "b", Settings.AuthorityFileName)));
    }

    /// <summary>Both ends of each range are taken by the board, and the numbers beyond are refused by it: the gateway's limits are the board's.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void The_gateway_and_the_board_agree_on_what_a_setting_may_be(string name)
    {
        SiteSetting setting = SiteSetting.All.Single(setting => setting.Name == name);
        string[] good = setting.Words.Count > 0 ? [.. setting.Words] : [$"{setting.Least}", $"{setting.Most}"];
        string[] bad = setting.Words.Count > 0 ? ["radar", "1", ""] : [$"{setting.Least - 1}", $"{setting.Most + 1}", "1.5", ""];
        Assert.All(good, value => Assert.Equal((null, ""), (setting.FaultOf(setting.Kinds[0], value), OnBoard(name, value))));
        Assert.All(bad, value =>
        {
            Assert.NotNull(setting.FaultOf(setting.Kinds[0], value));
            Assert.NotEqual("", OnBoard(name, value));
        });
    }

    private static string OnBoard(string name, string value)
    {
        // The two calibration counts come as a pair; the other one stands where it does not disturb.
        string other = name switch
        {
            "stage.loop.low.counts" => $"stage.loop.high.counts = 4095\n{name} = {(value == "4095" ? "4094" : value)}",
            "stage.loop.high.counts" => $"stage.loop.low.counts = 1\n{name} = {(value == "1" ? "2" : value)}",
            _ => $"{name} = {value}",
        };
        byte[] file = Encoding.UTF8.GetBytes($"board = b\nkind = village-station\nkey = {new string('a', 64)}\ngateway.host = g\n{other}\n");
        Settings.Parse(file, file.Length, out string fault);
        return fault;
    }

    private static string Middle(SiteSetting setting) => setting.Name switch
    {
        "stage.loop.low.counts" => "600",
        "stage.loop.high.counts" => "3000",
        _ => setting.Words.Count > 0 ? setting.Words[^1] : $"{setting.Most}",
    };
}
