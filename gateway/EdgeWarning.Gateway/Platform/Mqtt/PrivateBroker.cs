using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Platform.Mqtt;

/// <summary>
/// Mosquitto as a child of the gateway, when no broker is configured: written for, started, watched, started again when it dies, ended with the gateway
/// however that ends.
/// </summary>
public sealed partial class PrivateBroker : IHostedService, IDisposable
{
    private const int SignalHangUp = 1;
    private const int SignalTerminate = 15;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>A broker that stood this long was healthy: the next pause is short again.</summary>
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(30);

    /// <summary>Mosquitto closes its connections and ends; this is long enough for 10,000.</summary>
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(3);

    private readonly BrokerFolder _folder;
    private readonly MqttOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<PrivateBroker> _log;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _supervisor;
    private Process? _process;
    private bool _reloadWhenRunning;
    private string _lastFault = "";
    private long _faultMinute;
    private int _faultLines;
    private int _unsaidFaults;

    public PrivateBroker(BrokerFolder folder, IOptions<PlatformOptions> options, TimeProvider clock, ILogger<PrivateBroker> log)
    {
        _folder = folder;
        _options = options.Value.Mqtt;
        _clock = clock;
        _log = log;
    }

    /// <summary>The id of mosquitto's process while it runs.</summary>
    public int? ProcessId
    {
        get
        {
            lock (_gate)
            {
                return _process?.Id;
            }
        }
    }

    /// <summary>Why it does not run, in words; empty while it does.</summary>
    public string Fault
    {
        get
        {
            lock (_gate)
            {
                return _running.Task.IsCompleted ? "" : _lastFault;
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_options.IsPrivate)
        {
            return Task.CompletedTask;
        }

        string mosquitto = Find("mosquitto", "mosquitto", _options.Mosquitto);
        string setpriv = Find("setpriv", "util-linux", "");
        _folder.Prepare();
        EndStale();
        _supervisor = new Thread(() => Supervise(setpriv, mosquitto)) { IsBackground = true, Name = "broker supervisor" };
        _supervisor.Start();
        return Task.CompletedTask;
    }

    /// <summary>Completes when mosquitto takes connections; at once when it is not ours to start.</summary>
    internal Task Running(CancellationToken stopping)
    {
        lock (_gate)
        {
            return _options.IsPrivate ? _running.Task.WaitAsync(stopping) : Task.CompletedTask;
        }
    }

    /// <summary>Sets who may connect beside the gateway and tells the running broker. Does nothing for a configured broker: its operator does that.</summary>
    public void SetUsers(IReadOnlyCollection<BrokerUser> users)
    {
        if (!_options.IsPrivate)
        {
            return;
        }

        lock (_gate)    // two changes at once would write one file at once
        {
            if (!_folder.WriteUsers(users))
            {
                return;
            }

            if (_running.Task.IsCompleted && _process is { } process)
            {
                Signal(process.Id, SignalHangUp);
            }
            else
            {
                _reloadWhenRunning = true;      // before it runs, the signal would end it
            }
        }

        LogUsers(users.Count);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Set();
        lock (_gate)
        {
            if (_process is { HasExited: false } process)
            {
                Signal(process.Id, SignalTerminate);
            }
        }

        if (_supervisor is not null && !_supervisor.Join(FarewellPatience))
        {
            lock (_gate)
            {
                _process?.Kill();
            }

            _supervisor.Join(FarewellPatience);
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _stopping.Dispose();
    }

    /// <summary>
    /// One thread for the broker's whole life: the kernel's death signal follows the thread that made the child, not the process, so the
    /// thread pool would not do.
    /// </summary>
    private void Supervise(string setpriv, string mosquitto)
    {
        TimeSpan pause = FirstPause;
        while (!_stopping.IsSet)
        {
            long started = _clock.GetTimestamp();
            string end = RunOnce(setpriv, mosquitto);
            if (_stopping.IsSet)
            {
                return;
            }

            pause = _clock.GetElapsedTime(started) > Healthy ? FirstPause : pause;
            LogEnded(end, pause.TotalMilliseconds);
            _stopping.Wait(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Starts mosquitto and stays until it has ended; returns how it ended.</summary>
    private string RunOnce(string setpriv, string mosquitto)
    {
        try
        {
            var start = new ProcessStartInfo(setpriv, ["--pdeathsig", "KILL", mosquitto, "-c", _folder.ConfigurationFile])
            {
                RedirectStandardError = true,
                RedirectStandardInput = true,
                UseShellExecute = false,
                WorkingDirectory = _folder.Folder,
            };
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            DataFolder.WritePrivately(_folder.PidFile, Encoding.ASCII.GetBytes(process.Id.ToString(CultureInfo.InvariantCulture)));
            process.ErrorDataReceived += (_, line) => Heed(line.Data);
            lock (_gate)
            {
                _process = process;
                if (_stopping.IsSet)
                {
                    process.Kill();     // asked to stop between the fork and here
                }
            }

            process.BeginErrorReadLine();
            process.WaitForExit();
            lock (_gate)
            {
                _process = null;
                if (_running.Task.IsCompleted)
                {
                    _running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    _lastFault = "";
                }

                _lastFault = $"mosquitto ended with code {process.ExitCode}{(_lastFault.Length > 0 ? ": " + _lastFault : "")}";
                return _lastFault;
            }
        }
        catch (Exception cause) when (cause is System.ComponentModel.Win32Exception or IOException or UnauthorizedAccessException)
        {
            lock (_gate)
            {
                _lastFault = $"mosquitto could not be started: {cause.Message}";
                return _lastFault;
            }
        }
    }

    private void Heed(string? line)
    {
        if (string.IsNullOrEmpty(line))
        {
            return;
        }

        bool isFault = line.StartsWith("Error", StringComparison.Ordinal) || line.Contains("not authorised", StringComparison.Ordinal)
            || line.Contains("dropped", StringComparison.Ordinal);
        if (!isFault)
        {
            LogLine(line);
        }
        else if (MayLogFault(out int unsaid))
        {
            LogFault(line, unsaid);
        }

        lock (_gate)
        {
            if (isFault)
            {
                _lastFault = line;
            }

            // "mosquitto version 2.0.11 running": listeners are open and signal handlers stand.
            if (line.StartsWith("mosquitto version", StringComparison.Ordinal) && line.EndsWith("running", StringComparison.Ordinal) && _process is { } process)
            {
                _running.TrySetResult();
                if (_reloadWhenRunning)
                {
                    _reloadWhenRunning = false;
                    Signal(process.Id, SignalHangUp);
                }
            }
        }
    }

    /// <summary>A board with a wrong password tries for ever: some lines a minute tell the story, all of them fill the disk.</summary>
    private bool MayLogFault(out int unsaid)
    {
        const int LinesPerMinute = 20;
        long now = _clock.GetTimestamp();
        if (_clock.GetElapsedTime(_faultMinute, now) > TimeSpan.FromMinutes(1) || _faultMinute == 0)
        {
            _faultMinute = now;
            _faultLines = 0;
        }

        unsaid = _unsaidFaults;
        if (++_faultLines > LinesPerMinute)
        {
            _unsaidFaults++;
            return false;
        }

        _unsaidFaults = 0;
        return true;
    }

    /// <summary>Ends a broker that a gateway before us left behind, but no other process that happens to carry its number.</summary>
    private void EndStale()
    {
        if (!File.Exists(_folder.PidFile)
            || !int.TryParse(File.ReadAllText(_folder.PidFile).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
        {
            return;
        }

        try
        {
            string[] words = File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
            if (!words.Contains(_folder.ConfigurationFile, StringComparer.Ordinal))
            {
                return;
            }

            using var stale = Process.GetProcessById(id);
            stale.Kill();
            stale.WaitForExit(FarewellPatience);
            LogStale(id);
        }
        catch (Exception gone) when (gone is IOException or ArgumentException or InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    internal static string Find(string program, string package, string configured)
    {
        if (configured.Length > 0)
        {
            return configured;
        }

        // Debian keeps mosquitto in /usr/sbin, which is not in everybody's path.
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries), "/usr/sbin", "/usr/local/sbin", "/usr/bin"];
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
            ?? throw new PlatformException(
                $"could not find {program}, which the gateway needs to run its own MQTT broker: install it with `apt install {package}`, or name a broker with Mqtt:Host");
    }

    private static void Signal(int process, int signal) => _ = Kill(process, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{End}; starting it again in {PauseMilliseconds} ms")]
    private partial void LogEnded(string end, double pauseMilliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "broker: {Line} ({Unsaid} such lines left out before)")]
    private partial void LogFault(string line, int unsaid);

    [LoggerMessage(Level = LogLevel.Debug, Message = "broker: {Line}")]
    private partial void LogLine(string line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "ended a broker (process {Id}) that an earlier gateway left behind")]
    private partial void LogStale(int id);

    [LoggerMessage(Level = LogLevel.Information, Message = "the broker now lets {Boards} boards in")]
    private partial void LogUsers(int boards);
}
