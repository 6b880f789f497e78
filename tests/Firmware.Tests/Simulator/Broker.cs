using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EdgeWarning.Firmware.Tests.Simulator;

/// <summary>A real Mosquitto of one test, on the loopback.</summary>
internal sealed class Broker : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgewarning-broker-").FullName;
    private readonly Process _process;

    public Broker()
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        string configuration = Path.Combine(_folder, "mosquitto.conf");
        File.WriteAllText(configuration, $"listener {Port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_type none\n");
        _process = Process.Start(new ProcessStartInfo("mosquitto", ["-c", configuration]) { UseShellExecute = false })!;
        Until.True(Answers, () => $"mosquitto on port {Port}: {(_process.HasExited ? "ended" : "does not answer")}");
    }

    public int Port { get; }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, true);
    }

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
