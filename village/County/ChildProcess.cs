using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeWarning.Village.County;

/// <summary>
/// A process of the county. It dies with us, whatever kills us: setpriv asks the kernel to kill it when the thread that started it ends,
/// and that thread lives as long as we do. What it prints goes to its log file.
/// </summary>
public sealed partial class ChildProcess : IDisposable
{
    private const int SigHangUp = 1;
    private const int SigKill = 9;
    private const int SigTerm = 15;

    private static readonly BlockingCollection<Action> s_starts = [];
    private static readonly Thread s_starter = StartStarter();

    private readonly Process _process;

    private ChildProcess(Process process, string name, string log)
    {
        _process = process;
        Name = name;
        Log = log;
    }

    public string Name { get; }

    /// <summary>The file that holds what it printed.</summary>
    public string Log { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The most memory it ever held, in MiB (VmHWM of /proc); 0 when it has ended.</summary>
    public double PeakMegabytes
    {
        get
        {
            try
            {
                string line = File.ReadLines($"/proc/{Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) ?? "VmHWM: 0 kB";
                return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
            }
            catch (IOException)
            {
                return 0;
            }
        }
    }

    /// <summary>Starts a .NET program of ours.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="program">Its .dll.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="log">File that takes what it prints.</param>
    public static ChildProcess Start(string name, string program, IEnumerable<string> arguments, string log) => Start(name, ["dotnet", program, .. arguments], log);

    /// <summary>Starts any program.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="words">The program and its command line.</param>
    /// <param name="log">File that takes what it prints.</param>
    /// <param name="folder">Where it runs; else where we do.</param>
    public static ChildProcess Start(string name, IReadOnlyList<string> words, string log, string folder = "")
    {
        // The shell puts its output into the file and then becomes the program itself: one process, no pipe to keep emptying.
        var start = new ProcessStartInfo("setpriv") { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = folder };
        foreach (string word in (string[])["--pdeathsig", "KILL", "--", "sh", "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1", "sh", log, .. words])
        {
            start.ArgumentList.Add(word);
        }
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment.Remove("ASPNETCORE_URLS");
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        s_starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start) ?? throw new InvalidOperationException($"could not start the {name}"));
            }
            catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                started.SetException(failure);
            }
        });
        return new ChildProcess(started.Task.GetAwaiter().GetResult(), name, log);
    }

    /// <summary>A line to its standard input.</summary>
    public void Tell(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>kill -9: nothing of it runs any more when this returns.</summary>
    public async Task Kill()
    {
        Signal(Id, SigKill);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and insists after <paramref name="patience"/>.</summary>
    public async Task<bool> Stop(TimeSpan patience)
    {
        if (_process.HasExited)
        {
            return true;
        }
        Signal(Id, SigTerm);
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            await Kill();
            return false;
        }
    }

    /// <summary>The last lines it printed, for people who ask why it ended.</summary>
    public string LastWords(int lines = 15) => File.Exists(Log) ? string.Join(Environment.NewLine, File.ReadLines(Log).TakeLast(lines)) : "";

    /// <summary>Processes whose command line names the path: how a broker is found that the gateway started.</summary>
    public static IReadOnlyList<int> Naming(string path)
    {
        var found = new List<int>();
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) || id == Environment.ProcessId)
            {
                continue;
            }
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(path, StringComparison.Ordinal))
                {
                    found.Add(id);
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }
        return found;
    }

    /// <summary>The program's name as the kernel knows it, or "" when it has ended.</summary>
    public static string NameOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/comm").Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }

    public static void KillProcess(int id) => Signal(id, SigKill);

    /// <summary>SIGHUP: read your files again.</summary>
    public static void Reload(int id) => Signal(id, SigHangUp);

    public void Dispose() => _process.Dispose();

    private static Thread StartStarter()
    {
        var thread = new Thread(() =>
        {
            foreach (Action start in s_starts.GetConsumingEnumerable())
            {
                start();
            }
        })
        { IsBackground = true, Name = "starts and outlives children" };
        thread.Start();
        return thread;
    }

    private static void Signal(int id, int signal) => _ = Kill(id, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int id, int signal);
}
