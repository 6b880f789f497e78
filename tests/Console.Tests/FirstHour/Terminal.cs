using System.Diagnostics;
using System.Text.RegularExpressions;
using EdgeWarning.Village.County;

namespace EdgeWarning.Console.Tests.FirstHour;

/// <summary>
/// The terminal of somebody who follows a page: an empty folder, the project in it, and the page's commands. Installing, cloning and building was done before a
/// test can run; that the page names the right packages and projects is checked. `dotnet run` starts what was built.
/// </summary>
internal sealed partial class Terminal : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("edgewarning-hour-").FullName;
    private readonly List<string> _settings = [$"EDGEWARNING_Urls=http://127.0.0.1:{FreePorts.Take()}", $"TZ={Noon()}"];
    private readonly List<ChildProcess> _running = [];
    private string _last = "";

    public Terminal()
    {
        foreach (string part in (string[])["gateway", "firmware", "village"])
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder, part), Sources.In(part));
        }
    }

    /// <summary>What the newest program that runs has printed so far.</summary>
    public string Screen => File.Exists(_running[^1].Log) ? File.ReadAllText(_running[^1].Log) : "";

    public string In(string path) => Path.Combine(_folder, path);

    /// <summary>Types a line; whether it goes on running is told by <see cref="LeaveRunning"/> afterwards.</summary>
    public async Task Type(string line, bool isLeftRunning)
    {
        _last = line;
        if (Packages().Match(line) is { Success: true } install)
        {
            Assert.Empty(Needed().Except(install.Groups["names"].Value.Split(' ')));
        }
        else if (Building().Match(line) is { Success: true } build)
        {
            Assert.NotEmpty(Directory.GetFiles(Path.Combine(In(build.Groups["project"].Value), "bin", "Release", "net10.0"), "*.dll"));
        }
        else if (Cloning().IsMatch(line))
        {
            Assert.EndsWith("&& cd edgewarning", line, StringComparison.Ordinal);
        }
        else if (isLeftRunning)
        {
            _running.Add(ChildProcess.Start(line, ["env", .. _settings, "bash", "-c", $"exec {Built(line)}"], In($"{_running.Count}.log"), _folder));
        }
        else
        {
            await RunToItsEnd(line);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ChildProcess program in Enumerable.Reverse(_running))
        {
            await program.Stop(s_patience);
            program.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    public override string ToString() => $"after: {_last}\n{string.Join('\n', _running.Select(program => program.LastWords()))}";

    private async Task RunToItsEnd(string line)
    {
        using ChildProcess program = ChildProcess.Start(line, ["env", .. _settings, "bash", "-c", $"exec {line}"], In("command.log"), _folder);
        while (!program.HasExited)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.True(program.ExitCode == 0, $"{line}\n{program.LastWords()}");
    }

    /// <summary>`dotnet run` would look whether there is something to build.</summary>
    private string Built(string line) => Running().Match(line) is { Success: true } run
        ? $"dotnet {Directory.GetFiles(Path.Combine(In(run.Groups["project"].Value), "bin", "Release", "net10.0"), "*.runtimeconfig.json")[0].Replace(".runtimeconfig.json", ".dll", StringComparison.Ordinal)} {run.Groups["words"].Value}"
        : line;

    /// <summary>The packages of which village.sh would say that they are missing, without those that only tests need and those of every Debian.</summary>
    private static IEnumerable<string> Needed() => File.ReadLines(Sources.In("village/prerequisites.sh"))
        .Where(line => line.Contains("|| echo ", StringComparison.Ordinal) && !line.Contains("with_tests", StringComparison.Ordinal))
        .Select(line => line[(line.LastIndexOf(' ') + 1)..]).Where(name => name != "util-linux");

    /// <summary>A time zone in which it is day, so that what is asked at night is not asked.</summary>
    private static string Noon() => $"Etc/GMT{DateTime.UtcNow.Hour - 12:+0;-0;+0}";

    [GeneratedRegex("apt-get install -y --no-install-recommends (?<names>.+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Packages();

    [GeneratedRegex("^git clone ", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Cloning();

    [GeneratedRegex("^dotnet build (?<project>[^ ]+) -c Release$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Building();

    [GeneratedRegex("^dotnet run --project (?<project>[^ ]+) -c Release -- (?<words>.+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Running();
}
