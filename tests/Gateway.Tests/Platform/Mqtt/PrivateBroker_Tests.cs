using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Mqtt;
using LibMosquitto;

namespace EdgeWarning.Gateway.Tests.Platform.Mqtt;

public sealed class PrivateBroker_Tests
{
    [Fact]
    public async Task Lets_the_gateway_in_over_TLS_and_nobody_without_a_password()
    {
        await using PlatformHost host = await PlatformHost.Start();
        await host.Linked();

        using var stranger = new MosquittoClient_Tests.Wire("stranger");
        stranger.Client.UseTls(host.BrokerFolder.CaFile);
        stranger.Client.Connect("localhost", host.BrokerFolder.Port, 30);
        Assert.Equal((EndKind.Refused, 5), ((await stranger.End).Kind, (await stranger.End).Code));

        using var plain = new MosquittoClient_Tests.Wire("plain");
        plain.Client.Connect("127.0.0.1", host.BrokerFolder.Port, 30);
        Assert.Contains("does that port want TLS", (await plain.End).Text);
    }

    /// <summary>A board without the date believes that it is 1970, and must link to learn it.</summary>
    [Fact]
    public async Task Its_certificates_are_valid_on_a_board_that_has_just_started()
    {
        await using PlatformHost host = await PlatformHost.Start();
        await host.Linked();
        string[] files = [host.BrokerFolder.CaFile, Path.Combine(host.BrokerFolder.Folder, "server.pem")];
        Assert.All(files, file => Assert.Equal(DateTime.UnixEpoch, X509CertificateLoader.LoadCertificateFromFile(file).NotBefore.ToUniversalTime()));
    }

    [Fact]
    public async Task A_board_reads_its_own_orders_and_writes_its_own_news_and_nothing_else()
    {
        await using PlatformHost host = await PlatformHost.Start();
        await host.Linked();
        host.Broker.SetUsers([User("church"), User("school")]);
        using MosquittoClient_Tests.Wire church = await Board(host, "church");
        using MosquittoClient_Tests.Wire school = await Board(host, "school");
        await church.Subscribe("#", 1);
        await school.Subscribe("ew/1/school/down/#", 1);
        var up = host.Link.Listen(EdgeWarning.Protocol.Channel.Receipt, 100);

        church.Client.Publish("ew/1/school/down/order", "stolen"u8, 1, out _);
        church.Client.Publish("ew/1/school/up/receipt", "in the school's name"u8, 1, out _);
        church.Client.Publish("ew/1/church/down/order", "to itself"u8, 1, out _);
        church.Client.Publish("other/topic", "out of the tree"u8, 1, out _);
        school.Client.Publish("other/topic", "out of the tree"u8, 1, out _);
        Assert.True(host.Link.TryPublish("ew/1/school/down/order", "for the school"u8, 1, out string why), why);
        Assert.True(host.Link.TryPublish("ew/1/church/down/order", "for the church"u8, 1, out why), why);
        church.Client.Publish("ew/1/church/up/receipt", "its own"u8, 1, out _);     // last: what came before it has been judged

        LinkMessage received = await up.ReadAsync();
        Assert.Equal(("church", "its own"), (received.Board, System.Text.Encoding.UTF8.GetString(received.Payload)));
        await Eventually.Equal(1, () => church.Messages.Count);
        await Eventually.Equal(1, () => school.Messages.Count);
        Assert.Equal(("ew/1/church/down/order", Hex("for the church")), church.Messages.Single());
        Assert.Equal(("ew/1/school/down/order", Hex("for the school")), school.Messages.Single());
    }

    [Fact]
    public async Task A_board_cannot_throw_another_out_by_taking_its_client_id()
    {
        await using PlatformHost host = await PlatformHost.Start();
        await host.Linked();
        host.Broker.SetUsers([User("church"), User("school")]);
        using MosquittoClient_Tests.Wire church = await Board(host, "church");

        using MosquittoClient_Tests.Wire thief = await Board(host, "school", clientId: "church");
        await church.Subscribe("ew/1/church/down/#", 1);        // still there

        Assert.True(church.Client.IsConnected);
    }

    [Fact]
    public async Task A_new_board_gets_in_without_a_restart_and_a_removed_one_is_put_out()
    {
        await using PlatformHost host = await PlatformHost.Start();
        await host.Linked();
        int process = host.Broker.ProcessId!.Value;
        host.Broker.SetUsers([User("church")]);
        using MosquittoClient_Tests.Wire church = await Board(host, "church");

        host.Broker.SetUsers([User("school")]);

        using MosquittoClient_Tests.Wire school = await Board(host, "school");
        Assert.Equal(EndKind.Lost, (await church.End).Kind);
        Assert.Equal(process, host.Broker.ProcessId);
        Assert.Equal(LinkState.Connected, host.Link.Status.State);
    }

    [Fact]
    public async Task Users_set_before_the_broker_runs_are_let_in()
    {
        await using PlatformHost host = await PlatformHost.Start();
        host.Broker.SetUsers([User("church")]);      // at once after start: mosquitto is not up yet

        using MosquittoClient_Tests.Wire church = await Board(host, "church");

        Assert.True(church.Client.IsConnected);
    }

    [Fact]
    public async Task Refuses_retained_messages()
    {
        await using PlatformHost host = await PlatformHost.Start();
        await host.Linked();
        host.Broker.SetUsers([User("church")]);
        using MosquittoClient_Tests.Wire ready = await Board(host, "church");
        ready.Dispose();

        // Our own library cannot retain; mosquitto_pub can (as an MQTT 3.1.1 client: with 5 the broker forbids it beforehand).
        var births = host.Link.Listen(EdgeWarning.Protocol.Channel.Birth, 10);
        await Say(host, "old news", "-r");
        await Say(host, "news");

        Assert.Equal("news", System.Text.Encoding.UTF8.GetString((await births.ReadAsync()).Payload));
        Assert.Equal(1, host.Link.Received);
    }

    private static async Task Say(PlatformHost host, string message, params string[] more)
    {
        string[] words = ["-h", "localhost", "-p", $"{host.BrokerFolder.Port}", "--cafile", host.BrokerFolder.CaFile, "-u", "church", "-P", "secret of church",
            "-t", "ew/1/church/up/birth", "-m", message, "-V", "311", .. more];
        var start = new ProcessStartInfo("mosquitto_pub", words) { UseShellExecute = false, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task Comes_back_after_it_was_killed_and_the_link_with_it()
    {
        await using PlatformHost host = await PlatformHost.Start();
        await host.Linked();
        int reconnects = 0;
        host.Link.Connected += () => Interlocked.Increment(ref reconnects);
        int first = host.Broker.ProcessId!.Value;

        using (var process = Process.GetProcessById(first))
        {
            process.Kill();
        }

        await Eventually.True(() => host.Link.Status.State == LinkState.Connected && host.Broker.ProcessId is { } now && now != first,
            () => $"{host.Link.Status}, process {host.Broker.ProcessId}\n{host.Log}");
        // The link tells of each connection a moment after it stands: that of the first may have come only now.
        await Eventually.True(() => Volatile.Read(ref reconnects) >= 1 && host.Log.Count("connected to the broker at") == 2, () => $"{reconnects} reconnects\n{host.Log}");
        Assert.True(host.Log.Contains("mosquitto ended with code"), host.Log.ToString());
        Assert.True(host.Log.Contains("no link to the boards"), host.Log.ToString());
    }

    [Fact]
    public async Task Ends_with_the_gateway()
    {
        PlatformHost host = await PlatformHost.Start();
        await host.Linked();
        int process = host.Broker.ProcessId!.Value;

        await host.DisposeAsync();

        Assert.False(Directory.Exists($"/proc/{process}"), $"process {process} still runs");
    }

    [Fact]
    public async Task Keeps_its_port_its_certificates_and_its_secret_over_restarts()
    {
        using var folder = new TestFolder();
        var chosenPort = new Dictionary<string, string?> { ["Mqtt:Port"] = "0" };
        (int Port, string Ca, string Server, string Users) first = await RunOnce();
        (int Port, string Ca, string Server, string Users) second = await RunOnce();

        Assert.Equal(first, second);
        Assert.InRange(first.Port, 1, 65_535);

        async Task<(int Port, string Ca, string Server, string Users)> RunOnce()
        {
            await using PlatformHost host = await PlatformHost.Start(chosenPort, folder: folder.Path);
            await host.Linked();
            return (host.BrokerFolder.Port, File.ReadAllText(folder.File("ca.pem")), File.ReadAllText(folder.File("broker/server.pem")),
                File.ReadAllText(folder.File("broker/users")));
        }
    }

    [Fact]
    public async Task A_command_line_that_names_no_port_learns_the_one_the_gateway_was_given()
    {
        using var folder = new TestFolder();
        await using PlatformHost host = await PlatformHost.Start(folder: folder.Path);

        var beside = new BrokerFolder(
            new DataFolder(folder.Path), Microsoft.Extensions.Options.Options.Create(new PlatformOptions { Data = folder.Path }), TimeProvider.System);

        Assert.Equal(host.BrokerFolder.Port, beside.Port);
    }

    [Fact]
    public async Task Its_secrets_can_be_read_by_the_owner_only()
    {
        await using PlatformHost host = await PlatformHost.Start();
        await host.Linked();

        string[] open = [.. Directory.GetFiles(Path.Combine(Path.GetDirectoryName(host.BrokerFolder.CaFile)!, "broker"))
            .Where(file => File.GetUnixFileMode(file) != (UnixFileMode.UserRead | UnixFileMode.UserWrite))];

        Assert.Empty(open);
    }

    [Fact]
    public async Task Names_a_new_public_host_in_its_certificate_under_the_same_CA()
    {
        using var folder = new TestFolder();
        string ca;
        await using (PlatformHost before = await PlatformHost.Start(folder: folder.Path))
        {
            ca = File.ReadAllText(before.BrokerFolder.CaFile);
        }

        await using PlatformHost host = await PlatformHost.Start(new() { ["Mqtt:PublicHost"] = "gateway.nanzhao.example" }, folder: folder.Path);
        await host.Linked();

        Assert.Equal(ca, File.ReadAllText(host.BrokerFolder.CaFile));
        using var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(File.ReadAllText(folder.File("broker/server.pem")));
        Assert.True(certificate.MatchesHostname("gateway.nanzhao.example"));
        Assert.True(certificate.MatchesHostname("127.0.0.1"));
        Assert.True(certificate.MatchesHostname("::1"));
    }

    [Fact]
    public async Task Ends_a_broker_that_an_earlier_gateway_left_behind()
    {
        using var folder = new TestFolder();
        int port = FreePorts.Take();
        var settings = new Dictionary<string, string?> { ["Mqtt:Port"] = $"{port}" };
        await using (PlatformHost first = await PlatformHost.Start(settings, folder: folder.Path))
        {
            await first.Linked();
        }

        // Started by hand from the same configuration and noted in the pid file, as after a gateway whose kernel forgot the death signal.
        using var stale = Process.Start(new ProcessStartInfo("/usr/sbin/mosquitto", ["-c", folder.File("broker/mosquitto.conf")]) { UseShellExecute = false, RedirectStandardError = true })!;
        await stale.StandardError.ReadLineAsync();
        File.WriteAllText(folder.File("broker/mosquitto.pid"), stale.Id.ToString(CultureInfo.InvariantCulture));

        await using PlatformHost second = await PlatformHost.Start(settings, folder: folder.Path);
        await second.Linked();

        Assert.True(stale.HasExited);
        Assert.True(second.Log.Contains($"process {stale.Id}"), second.Log.ToString());
    }

    [Fact]
    public async Task A_pid_file_that_names_somebody_else_harms_nobody()
    {
        using var folder = new TestFolder();
        using var bystander = Process.Start(new ProcessStartInfo("sleep", ["600"]) { UseShellExecute = false })!;
        Directory.CreateDirectory(folder.File("broker"));
        File.WriteAllText(folder.File("broker/mosquitto.pid"), bystander.Id.ToString(CultureInfo.InvariantCulture));

        await using PlatformHost host = await PlatformHost.Start(folder: folder.Path);
        await host.Linked();

        Assert.False(bystander.HasExited);
        bystander.Kill();
    }

    [Fact]
    public async Task A_port_that_another_program_holds_is_named_as_the_cause()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        int port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;

        await using PlatformHost host = await PlatformHost.Start(new() { ["Mqtt:Port"] = $"{port}" });

        await Eventually.True(() => host.Broker.Fault.Contains("Address already in use"), () => host.Broker.Fault);
    }

    [Fact]
    public void A_missing_mosquitto_is_said_with_the_command_that_installs_it()
    {
        var refused = Assert.Throws<PlatformException>(() => PrivateBroker.Find("no-such-program", "mosquitto", ""));

        Assert.Contains("apt install mosquitto", refused.Message);
    }

    [Fact]
    public async Task Two_gateways_cannot_share_a_data_folder()
    {
        using var folder = new TestFolder();
        await using PlatformHost first = await PlatformHost.Start(folder: folder.Path);

        var refused = await Assert.ThrowsAsync<PlatformException>(() => PlatformHost.Start(folder: folder.Path));

        Assert.Contains("another gateway uses", refused.Message);
    }

    internal static BrokerUser User(string board) => new(board, BrokerPassword.Hash($"secret of {board}"));

    /// <summary>Connects as a board; tries again while the broker has not read its new users yet.</summary>
    internal static async Task<MosquittoClient_Tests.Wire> Board(PlatformHost host, string board, string? clientId = null)
    {
        MosquittoClient_Tests.Wire? connected = null;
        ConnectionEnd last = default;
        await Eventually.True(() =>
        {
            var wire = new MosquittoClient_Tests.Wire(clientId ?? board);
            wire.Client.UseTls(host.BrokerFolder.CaFile);
            wire.Client.SetCredentials(board, $"secret of {board}");
            using var outcome = new ManualResetEventSlim();
            wire.Client.Connected += outcome.Set;
            wire.Client.Disconnected += end =>
            {
                last = end;
                outcome.Set();
            };
            wire.Client.Connect("localhost", host.BrokerFolder.Port, 30);
            outcome.Wait();
            connected = wire.Client.IsConnected ? wire : null;
            return connected is not null;
        }, () => $"{last}\n{host.Log}");
        return connected!;
    }

    private static string Hex(string text) => Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(text));
}
