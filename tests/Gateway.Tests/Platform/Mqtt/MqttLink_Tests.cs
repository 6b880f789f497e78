using System.Net;
using System.Net.Sockets;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Protocol;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Tests.Platform.Mqtt;

public sealed class MqttLink_Tests
{
    [Fact]
    public async Task Says_that_nobody_listens_at_the_configured_broker_and_connects_once_somebody_does()
    {
        await using TestBroker broker = await TestBroker.Start();
        await broker.Kill();
        await using PlatformHost host = await PlatformHost.Start(Configured(broker.Port));
        await Eventually.True(() => host.Link.Status.State == LinkState.Failed, () => host.Link.Status.ToString());
        Assert.Contains("Connection refused", host.Link.Status.Reason);
        Assert.False(host.Link.TryPublish("ew/1/a/down/order", "x"u8, 1, out string why));
        Assert.Contains("Connection refused", why);

        await broker.StartAgain();

        await host.Linked();
        Assert.True(host.Link.TryPublish("ew/1/a/down/order", "x"u8, 1, out why), why);
    }

    [Fact]
    public async Task A_wrong_CA_explains_itself()
    {
        await using PlatformHost right = await PlatformHost.Start();
        await right.Linked();
        using var other = new TestFolder();
        await using PlatformHost wrong = await PlatformHost.Start(folder: other.Path);
        await wrong.Linked();

        var settings = Configured(right.BrokerFolder.Port);
        settings["Mqtt:CaFile"] = wrong.BrokerFolder.CaFile;
        settings["Mqtt:User"] = "someone";
        await using PlatformHost host = await PlatformHost.Start(settings);

        await Eventually.True(() => host.Link.Status.State == LinkState.Failed, () => host.Link.Status.ToString());
        Assert.Contains("certificate verify failed", host.Link.Status.Reason);
        Assert.Contains("the CA of that broker", host.Link.Status.Reason);
    }

    [Fact]
    public async Task A_port_that_does_not_speak_TLS_explains_itself()
    {
        await using PlatformHost right = await PlatformHost.Start();
        await using TestBroker plain = await TestBroker.Start();
        var settings = Configured(plain.Port);
        settings["Mqtt:CaFile"] = right.BrokerFolder.CaFile;
        await using PlatformHost host = await PlatformHost.Start(settings);

        await Eventually.True(() => host.Link.Status.State == LinkState.Failed, () => host.Link.Status.ToString());

        Assert.Contains("is that a TLS port", host.Link.Status.Reason);
    }

    [Fact]
    public async Task Bad_credentials_explain_themselves_and_show_no_password()
    {
        await using TestBroker broker = await TestBroker.Start("allow_anonymous false");
        using var folder = new TestFolder();
        File.WriteAllText(folder.File("password"), "hush-hush\n");
        var settings = Configured(broker.Port);
        settings["Mqtt:User"] = "county";
        settings["Mqtt:PasswordFile"] = folder.File("password");
        await using PlatformHost host = await PlatformHost.Start(settings);

        await Eventually.True(() => host.Link.Status.State == LinkState.Failed, () => host.Link.Status.ToString());

        Assert.Contains("not authorised", host.Link.Status.Reason);
        Assert.DoesNotContain("hush", host.Log.ToString());
    }

    [Fact]
    public async Task Sorts_by_kind_and_drops_what_nobody_reads_in_time()
    {
        await using TestBroker broker = await TestBroker.Start();
        await using PlatformHost host = await PlatformHost.Start(Configured(broker.Port));
        var births = host.Link.Listen(Channel.Birth, 10);
        var readings = host.Link.Listen(Channel.Readings, 2);
        await host.Linked();
        using var board = new MosquittoClient_Tests.Wire("board");
        await board.Connect(broker.Port);

        for (int number = 0; number < 5; number++)
        {
            board.Client.Publish(Topics.Readings("a"), [(byte)number], 1, out _);
        }

        board.Client.Publish("ew/1/UPPER/up/birth", "not a board"u8, 1, out _);
        board.Client.Publish("ew/1/a/up/nonsense", "not a kind"u8, 1, out _);
        board.Client.Publish(Topics.Birth("b"), "hello"u8, 1, out _);

        LinkMessage birth = await births.ReadAsync();
        Assert.Equal(("b", Channel.Birth, Topics.Birth("b")), (birth.Board, birth.Channel, birth.Topic));
        Assert.Equal(2, readings.Count);
        Assert.Equal((3, 2), (host.Link.Dropped, host.Link.Ignored));
        Assert.Equal(8, host.Link.Received);
    }

    [Fact]
    public async Task Two_listeners_of_one_kind_are_refused()
    {
        await using TestBroker broker = await TestBroker.Start();
        await using PlatformHost host = await PlatformHost.Start(Configured(broker.Port));
        host.Link.Listen(Channel.Birth, 1);

        Assert.Throws<InvalidOperationException>(() => host.Link.Listen(Channel.Birth, 1));
    }

    [Fact]
    public async Task A_listener_of_reconnects_that_throws_disturbs_nobody()
    {
        await using PlatformHost host = await PlatformHost.Start();
        int told = 0;
        host.Link.Connected += () => throw new InvalidDataException("bad listener");
        host.Link.Connected += () => Interlocked.Increment(ref told);

        await Eventually.Equal(1, () => Volatile.Read(ref told));
        await host.Linked();
    }

    [Theory]
    [InlineData("Mqtt:Port", "70000", "Mqtt:Port: 70000 is no port")]
    [InlineData("Mqtt:Listen", "everywhere", "Mqtt:Listen: \"everywhere\" is no IP address")]
    [InlineData("Mqtt:CaFile", "/no/such/file", "Mqtt:CaFile: /no/such/file does not exist")]
    [InlineData("Mqtt:KeepAliveSeconds", "2", "Mqtt:KeepAliveSeconds: 2 is not within")]
    [InlineData("Data", " ", "Data: a folder is needed")]
    public async Task A_bad_setting_is_named_at_start(string name, string value, string fault)
    {
        var refused = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => PlatformHost.Start(new() { [name] = value }));

        Assert.Contains(fault, refused.Message);
    }

    private static Dictionary<string, string?> Configured(int port) => new() { ["Mqtt:Host"] = "127.0.0.1", ["Mqtt:Port"] = $"{port}" };
}
