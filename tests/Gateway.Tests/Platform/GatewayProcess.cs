using System.Diagnostics;
using System.Globalization;
using System.Text;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Tests.Platform.Mqtt;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Tests.Platform;

/// <summary>The real program in a process of its own, for what only a process can show: being killed.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GatewayProcess(string folder, int port)
    {
        var start = new ProcessStartInfo("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "EdgeWarning.Gateway.dll"), "run", "--data", folder, "--urls", "http://127.0.0.1:0",
            "--mqtt-port", port.ToString(CultureInfo.InvariantCulture)])
        { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        BrokerFolder = FolderOf(folder, port);
    }

    public BrokerFolder BrokerFolder { get; }

    public int BrokerProcess => int.Parse(File.ReadAllText(BrokerFolder.PidFile), CultureInfo.InvariantCulture);

    public static async Task<GatewayProcess> Start(string folder, int port = 0)
    {
        var gateway = new GatewayProcess(folder, port == 0 ? FreePorts.Take() : port);
        await gateway._ready.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return gateway;
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>A process that has ended but whose parent has not asked yet does not run.</summary>
    public static bool Runs(int process)
    {
        try
        {
            return !File.ReadLines($"/proc/{process}/status").Any(line => line.StartsWith("State:\tZ", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    public override string ToString()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
    }

    private static BrokerFolder FolderOf(string folder, int port) =>
        new(new DataFolder(folder), Options.Create(new PlatformOptions { Data = folder, Mqtt = { Port = port } }), TimeProvider.System);

    private void Take(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line?.Contains("ready", StringComparison.Ordinal) == true)
        {
            _ready.TrySetResult();
        }
    }
}
