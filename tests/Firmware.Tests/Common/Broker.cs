using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>A real mosquitto on a free loopback port; can be killed and started again on the same port, and ends with its test.</summary>
public sealed class Broker : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _configuration;
    private Process? _process;

    private Broker(string configuration)
    {
        Port = FreePorts.Take();
        _configuration = configuration;
    }

    public int Port { get; }

    public static Broker Start(string configuration = "allow_anonymous true")
    {
        var broker = new Broker(configuration);
        broker.StartAgain();
        return broker;
    }

    /// <summary>A broker with TLS; <paramref name="authorityPem"/> is the certificate that a board must trust to reach it.</summary>
    public static Broker StartTls(out string authorityPem)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var certificate = server.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddHours(12), [1]);
        authorityPem = authority.ExportCertificatePem();
        var broker = new Broker("allow_anonymous true\nmax_inflight_messages 0\ncertfile {0}/server.pem\nkeyfile {0}/server.key");
        File.WriteAllText(Path.Combine(broker._folder.Path, "server.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(broker._folder.Path, "server.key"), key.ExportPkcs8PrivateKeyPem());
        broker.StartAgain();
        return broker;
    }

    public void StartAgain()
    {
        var file = Path.Combine(_folder.Path, "mosquitto.conf");
        File.WriteAllText(file, $"user root\nlistener {Port} 127.0.0.1\n{_configuration.Replace("{0}", _folder.Path)}\n");
        _process = Process.Start(new ProcessStartInfo("/usr/sbin/mosquitto", ["-c", file]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false });
        _process!.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        Wait.Until(Listens, () => $"mosquitto does not listen on {Port}");
    }

    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        if (_process != null)
        {
            Kill();
        }

        _folder.Dispose();
    }

    private bool Listens()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
