using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EdgeWarning.Gateway.Tests.Platform.Mqtt;

/// <summary>A real mosquitto on a free loopback port, with the configuration lines a test asks for; ended with the test.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _configuration;
    private Process? _process;

    private TestBroker(string folder, int port, string configuration)
    {
        _folder = folder;
        Port = port;
        _configuration = configuration;
    }

    public int Port { get; }

    public static async Task<TestBroker> Start(string configuration = "allow_anonymous true")
    {
        string folder = Directory.CreateTempSubdirectory("ew-broker-").FullName;
        var broker = new TestBroker(folder, FreePorts.Take(), configuration);
        await broker.StartAgain();
        return broker;
    }

    public async Task StartAgain()
    {
        string file = Path.Combine(_folder, "mosquitto.conf");
        await File.WriteAllTextAsync(file, $"listener {Port} 127.0.0.1\n{_configuration}\n");
        var start = new ProcessStartInfo("/usr/sbin/mosquitto", ["-c", file]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await Eventually.True(() => Listens(Port), () => $"mosquitto does not listen on {Port}");
    }

    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await Kill();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool Listens(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
