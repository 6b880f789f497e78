using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Platform.Mqtt;

/// <summary>Everything one needs to reach a broker.</summary>
/// <param name="CaFile">Empty = no TLS.</param>
public sealed record BrokerEndpoint(string Host, int Port, string CaFile, string User, string Password)
{
    /// <summary>Without the password: this goes into logs.</summary>
    public override string ToString() => $"{Host}:{Port.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>
/// What the private broker reads and what must outlive a restart: configuration, users, access list, certificates, port. Works without a running
/// broker too, so the command line can prepare boards. The files of a data folder belong to it alone; editing them by hand is undone at start.
/// </summary>
public sealed class BrokerFolder(DataFolder data, IOptions<PlatformOptions> options, TimeProvider clock)
{
    /// <summary>The gateway's user. An underscore is not allowed in a board id, so no board can take this name.</summary>
    internal const string GatewayUser = "_gateway";

    /// <summary>IANA's port for MQTT over TLS.</summary>
    private const int UsualPort = 8883;

    private readonly MqttOptions _options = options.Value.Mqtt;

    /// <summary>The CA that boards must trust; made when it does not exist.</summary>
    public string CaFile => data.File("ca.pem");

    internal string Folder => data.File("broker");

    internal string ConfigurationFile => Path.Combine(Folder, "mosquitto.conf");

    internal string PidFile => Path.Combine(Folder, "mosquitto.pid");

    private string UsersFile => Path.Combine(Folder, "users");

    private string AccessFile => Path.Combine(Folder, "access");

    private string PortFile => Path.Combine(Folder, "port");

    /// <summary>The port that boards connect to: the configured one, else the one chosen once and kept.</summary>
    public int Port
    {
        get
        {
            if (_options.Port != 0)
            {
                return _options.Port;
            }

            if (!_options.IsPrivate)
            {
                return UsualPort;
            }

            DataFolder.CreateFolder(Folder);
            string file = PortFile;
            if (File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int kept))
            {
                return kept;
            }

            int chosen = ChoosePort();
            DataFolder.WritePrivately(file, Encoding.ASCII.GetBytes($"{chosen}\n"));
            return chosen;
        }
    }

    /// <summary>How the gateway itself reaches its private broker.</summary>
    internal BrokerEndpoint Endpoint => new(LocalAddress(), Port, CaFile, GatewayUser, GatewayPassword());

    /// <summary>Writes all that does not depend on the boards; makes what is missing.</summary>
    internal void Prepare()
    {
        DataFolder.CreateFolder(Folder);
        EnsureCertificates();
        Write(PortFile, $"{Port}\n");       // a command line beside the gateway must tell new boards the same port
        Write(AccessFile, $"""
            # Written by the gateway. A board reads its own orders and writes its own news, nothing else.
            user {GatewayUser}
            topic read ew/1/+/up/#
            topic write ew/1/+/down/#
            pattern read ew/1/%u/down/#
            pattern write ew/1/%u/up/#

            """);
        Write(ConfigurationFile, Configuration());
        if (!File.Exists(UsersFile))
        {
            WriteUsers([]);
        }
    }

    /// <summary>Makes the CA and the broker's certificate when there is none or it is about to end.</summary>
    public void EnsureCertificates()
    {
        DataFolder.CreateFolder(Folder);
        string authorityKeyFile = Path.Combine(Folder, "ca.key");
        DateTimeOffset now = clock.GetUtcNow();
        if (!File.Exists(CaFile) || !File.Exists(authorityKeyFile))
        {
            (string certificate, string key) = BrokerCertificates.MakeAuthority(Dns.GetHostName(), now);
            Write(authorityKeyFile, key);
            Write(CaFile, certificate);
        }

        string serverFile = Path.Combine(Folder, "server.pem");
        string serverKeyFile = Path.Combine(Folder, "server.key");
        string authority = File.ReadAllText(CaFile);
        string[] names = Names();
        if (!File.Exists(serverFile) || !File.Exists(serverKeyFile) || !BrokerCertificates.IsGood(File.ReadAllText(serverFile), authority, names, now))
        {
            (string certificate, string key) = BrokerCertificates.MakeServer(authority, File.ReadAllText(authorityKeyFile), names, now);
            Write(serverKeyFile, key);
            Write(serverFile, certificate);
        }
    }

    /// <summary>Writes who may connect; false when nothing changed.</summary>
    internal bool WriteUsers(IEnumerable<BrokerUser> users)
    {
        DataFolder.CreateFolder(Folder);
        var text = new StringBuilder("# Written by the gateway from its list of boards.\n");
        text.Append(CultureInfo.InvariantCulture, $"{GatewayUser}:{GatewayPasswordHash()}\n");
        foreach (BrokerUser user in users)
        {
            text.Append(CultureInfo.InvariantCulture, $"{user.Name}:{user.PasswordHash}\n");
        }

        return Write(UsersFile, text.ToString());
    }

    private string Configuration() => $"""
        # Written by the gateway at every start; its settings are the gateway's.
        # The broker is a pipe without memory: nothing is kept that a restart could bring back late.
        listener {Port} {_options.Listen}
        cafile {CaFile}
        certfile {Path.Combine(Folder, "server.pem")}
        keyfile {Path.Combine(Folder, "server.key")}
        tls_version tlsv1.2
        use_username_as_clientid true
        allow_anonymous false
        password_file {UsersFile}
        acl_file {AccessFile}
        user {Environment.UserName}
        persistence false
        retain_available false
        queue_qos0_messages false
        set_tcp_nodelay true
        # Of 10,000 boards that report at once one pack each may wait for the gateway; one stalled board may hold 8 MB, not the machine.
        max_queued_messages 20000
        max_queued_bytes 8388608
        max_inflight_messages 100
        # The protocol's largest message is 4096 bytes.
        message_size_limit 8192
        max_keepalive 600
        sys_interval 0
        log_dest stderr
        log_timestamp false
        log_type error
        log_type warning
        log_type notice
        log_type information

        """;

    private string GatewayPassword()
    {
        DataFolder.CreateFolder(Folder);
        string file = Path.Combine(Folder, "gateway.password");
        if (!File.Exists(file))
        {
            Write(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        }

        return File.ReadAllText(file).Trim();
    }

    /// <summary>Kept beside the password, because a new salt would look like a change and reload the broker at every start.</summary>
    private string GatewayPasswordHash()
    {
        string file = Path.Combine(Folder, "gateway.password-hash");
        if (!File.Exists(file))
        {
            Write(file, BrokerPassword.Hash(GatewayPassword()));
        }

        return File.ReadAllText(file).Trim();
    }

    private string[] Names()
    {
        var names = new List<string> { "localhost", "127.0.0.1", "::1" };
        string host = Dns.GetHostName();
        if (Uri.CheckHostName(host) == UriHostNameType.Dns)
        {
            names.Add(host);
        }

        if (_options.PublicHost.Length > 0)
        {
            names.Add(_options.PublicHost);
        }

        if (IPAddress.TryParse(_options.Listen, out IPAddress? address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
        {
            names.Add(address.ToString());
        }

        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private string LocalAddress()
    {
        IPAddress address = IPAddress.Parse(_options.Listen);
        return address.Equals(IPAddress.Any) ? "127.0.0.1" : address.Equals(IPAddress.IPv6Any) ? "::1" : address.ToString();
    }

    private int ChoosePort() => IsFree(UsualPort) ? UsualPort : FreePort();

    private bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Parse(_options.Listen), port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Parse(_options.Listen), 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool Write(string file, string content)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        if (File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes))
        {
            return false;
        }

        DataFolder.WritePrivately(file, bytes);
        return true;
    }
}
