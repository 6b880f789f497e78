using System.Diagnostics;
using System.Text.Json;
using EdgeWarning.Village.County;
using EdgeWarning.Village.Watching;

namespace EdgeWarning.Village.Tests;

/// <summary>village.sh as a newcomer runs it: the program that the script starts, from outside.</summary>
public class Village_command_Tests
{
    [Fact]
    public async Task A_county_that_hears_its_warning_exits_with_0_and_reports_every_field()
    {
        using var folder = new Folder();
        (int code, string output) = await Run(folder, "--once", "--boards", "8", "--tone-ms", "1000", "--repeats", "1", "--report", folder.File("r.json"));
        Assert.True(code == 0, output);

        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("r.json"), TestContext.Current.CancellationToken));
        JsonElement report = json.RootElement;
        Assert.Equal(
            ["warning", "boards", "latency", "readings", "gatewayReadyMs", "gatewayPeakMb", "simulatorPeakMb", "exit"],
            report.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["id", "village", "kind", "targeted", "states", "heard", "wav"], report.GetProperty("boards")[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(["committed", "sent", "received", "playing", "heard"], report.GetProperty("latency").EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["sent", "committed", "lost", "duplicated", "rainMmFallen", "rainMmCommitted"],
            report.GetProperty("readings").EnumerateObject().Select(property => property.Name));
        Report read = Report.Load(folder.File("r.json"));
        Assert.All(read.Boards.Where(board => Outcome.HasHorn(board.Kind)), board => Assert.True(board is { Targeted: true, Heard: true }, board.Id));
        Assert.All(read.Boards.Where(board => !Outcome.HasHorn(board.Kind)), board => Assert.Null(board.Heard));
        Assert.Equal((0, 0L, 0L), (read.Exit.Code, read.Readings.Lost, read.Readings.Duplicated));
        Assert.InRange(read.GatewayPeakMb, 20, 1_000);
    }

    [Fact]
    public async Task An_unplugged_horn_is_named_and_the_exit_code_is_1()
    {
        using var folder = new Folder();
        (int code, string output) = await Run(folder, "--once", "--boards", "4", "--tone-ms", "1000", "--repeats", "1", "--horn-off", "any", "--report", folder.File("r.json"));
        Assert.True(code == 1, output);
        Report report = Report.Load(folder.File("r.json"));
        ReportedBoard silent = Assert.Single(report.Boards, board => board.Heard == false);
        Assert.Contains(silent.Id, report.Exit.Why);
        Assert.Contains(silent.States, state => state.State == "playing");
        Assert.Contains(silent.Id, output);
    }

    [Fact]
    public async Task A_test_alert_of_anywhere_sounds_nothing_and_says_so()
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(folder.File("test.xml"), Polygon("Test"), TestContext.Current.CancellationToken);
        (int code, string output) = await Run(folder, "--once", "--boards", "4", "--warning", folder.File("test.xml"), "--place-in-warning");
        Assert.True(code == 0, output);
        Assert.Contains("its status is Test", output);
    }

    [Fact]
    public async Task A_polygon_of_anywhere_sounds_inside_and_nowhere_else()
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(folder.File("actual.xml"), Polygon("Actual"), TestContext.Current.CancellationToken);
        (int code, string output) = await Run(
            folder, "--once", "--boards", "6", "--tone-ms", "1000", "--repeats", "1", "--warning", folder.File("actual.xml"), "--place-in-warning", "--report", folder.File("r.json"));
        Assert.True(code == 0, output);
        Report report = Report.Load(folder.File("r.json"));
        ReportedBoard[] horns = [.. report.Boards.Where(board => Outcome.HasHorn(board.Kind))];
        Assert.Contains(horns, board => board.Targeted);
        Assert.Contains(horns, board => !board.Targeted);
        Assert.All(horns.Where(board => !board.Targeted), board => Assert.True(Wav.Read(board.Wav!).IsSilent, board.Id));
    }

    [Fact]
    public async Task A_killed_village_leaves_no_process()
    {
        using var folder = new Folder();
        string data = folder.File("data");
        using Process village = Start("--boards", "4", "--data", data);
        Assert.True(await Appears(() => ChildProcess.Naming(data + "/simulator").Count > 0 && ChildProcess.Naming(data + "/gateway").Count > 1), "the county did not start");
        village.Kill();
        await village.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(await Appears(() => ChildProcess.Naming(data).Count == 0), $"left: {string.Join(", ", ChildProcess.Naming(data).Select(ChildProcess.NameOf))}");
    }

    [Fact]
    public async Task A_wrong_command_line_is_told_in_a_line_and_exits_with_2()
    {
        using var folder = new Folder();
        (int code, string output) = await Run(folder, "--boards", "none");
        Assert.Equal(2, code);
        Assert.Contains("--help", output);
    }

    private static async Task<(int Code, string Output)> Run(Folder folder, params string[] arguments)
    {
        string data = folder.File("data");
        using Process village = Start([.. arguments, "--data", data]);
        Task<string> error = village.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await village.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await village.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(ChildProcess.Naming(data + "/"));
        return (village.ExitCode, output + await error);
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Sources.Village, .. arguments])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
    })!;

    private static async Task<bool> Appears(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(60))
            {
                return false;
            }
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        return true;
    }

    private static string Polygon(string status) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
          <identifier>anywhere-1</identifier><sender>office@anywhere.example</sender><sent>2019-03-02T10:00:00-05:00</sent>
          <status>{status}</status><msgType>Alert</msgType><scope>Public</scope>
          <info>
            <language>en</language><category>Met</category><event>Flood</event><urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed</certainty>
            <expires>2019-03-02T12:00:00-05:00</expires><headline>Leave the river.</headline>
            <area><areaDesc>Somewhere</areaDesc><polygon>40.0,-105.3 40.1,-105.3 40.1,-105.1 40.0,-105.1 40.0,-105.3</polygon></area>
          </info>
        </alert>
        """;

    private sealed class Folder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("edgewarning-command-").FullName;

        public string File(string name) => Path.Combine(_path, name);

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
