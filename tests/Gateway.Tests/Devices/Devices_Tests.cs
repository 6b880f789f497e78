using System.Collections.Concurrent;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Devices;

public sealed class Devices_Tests
{
    [Fact]
    public async Task A_birth_is_answered_with_the_time_and_announced()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: "church");
        var born = new ConcurrentQueue<string>();
        gateway.States.Born += (board, status) => born.Enqueue($"{board.Id} {status.RestartReason}");
        using FakeBoard church = await gateway.Connect("church");
        Assert.Equal(BoardCondition.NeverSeen, gateway.States.Of("church").Condition);

        church.Birth(status => status.BatteryMillivolts = 12_600);

        await Eventually.Equal(1, () => church.Acknowledgements.Count);
        Acknowledgement answer = church.Acknowledgements.Single();
        Assert.Equal(("church", 99, 0), (answer.Board, answer.Log, answer.UpTo));
        Assert.InRange(answer.UnixMilliseconds, DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        await Eventually.Equal(1, () => born.Count);
        Assert.Equal("church power", born.Single());
        BoardState state = gateway.States.Of("church");
        Assert.Equal((BoardCondition.Online, 12_600), (state.Condition, state.Status!.BatteryMillivolts));
        Assert.NotNull(state.BornAt);
    }

    [Fact]
    public async Task A_heartbeat_is_answered_with_the_time_so_that_a_board_that_never_starts_anew_keeps_its_clock()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: "church");
        using FakeBoard church = await gateway.Connect("church");

        church.Heartbeat();

        await Eventually.Equal(1, () => church.Acknowledgements.Count);
        Acknowledgement answer = church.Acknowledgements.Single();
        Assert.Equal(("church", 99, 0), (answer.Board, answer.Log, answer.UpTo));
        Assert.InRange(answer.UnixMilliseconds, DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_vanished_board_is_lost_until_its_next_word_and_a_farewell_is_no_loss()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: ["church", "school"]);
        using FakeBoard polite = await gateway.Connect("school");
        polite.Birth();
        await gateway.Becomes("school", BoardCondition.Online);
        using (FakeBoard church = await gateway.Connect("church"))
        {
            church.Heartbeat();
            await gateway.Becomes("church", BoardCondition.Online);
            polite.Farewell();
        }

        await gateway.Becomes("church", BoardCondition.Lost);
        Assert.Equal(BoardCondition.Online, gateway.States.Of("school").Condition);
        using FakeBoard again = await gateway.Connect("church");
        again.Heartbeat();
        await gateway.Becomes("church", BoardCondition.Online);
    }

    [Fact]
    public async Task A_board_whose_heartbeats_stop_is_silent()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: "church");
        using FakeBoard church = await gateway.Connect("church");
        church.Heartbeat();
        await gateway.Becomes("church", BoardCondition.Online);
        SilenceWatch watch = gateway.Host.Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().OfType<SilenceWatch>().Single();

        watch.Look(DateTimeOffset.UtcNow.AddSeconds(16));       // heartbeat 5 s: silent after 17.5 s
        Assert.Equal(BoardCondition.Online, gateway.States.Of("church").Condition);
        watch.Look(DateTimeOffset.UtcNow.AddSeconds(19));
        Assert.Equal(BoardCondition.Silent, gateway.States.Of("church").Condition);

        church.Heartbeat();
        await gateway.Becomes("church", BoardCondition.Online);
    }

    [Fact]
    public async Task Forged_foreign_and_garbled_words_are_counted_and_change_nothing()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: ["church", "school"]);
        using FakeBoard church = await gateway.Connect("church");
        string topic = Topics.Birth("church");
        byte[] honest = church.Status().Encode();
        byte[] strangeKey = new byte[32];

        church.Raw(topic, Envelope.Seal(strangeKey, "church", topic, honest));                                  // another key
        church.Raw(topic, Envelope.Seal(gateway.Registry.KeyOf("church")!, "school", topic, honest));           // another name
        church.Raw(topic, Envelope.Seal(gateway.Registry.KeyOf("church")!, "church", Topics.Heartbeat("church"), honest));    // another topic
        church.Raw(topic, "hello"u8.ToArray());                                                                 // no envelope
        church.Say(topic, "hello"u8.ToArray());                                                                 // no status
        church.Say(topic, church.Status(status => status.Board = "school").Encode());                           // of another board

        await Eventually.Equal(6, () => gateway.Mail.Refused);
        Assert.Equal(BoardCondition.NeverSeen, gateway.States.Of("church").Condition);
        Assert.Equal(BoardCondition.NeverSeen, gateway.States.Of("school").Condition);
        Assert.Empty(church.Acknowledgements);
        Assert.True(gateway.Host.Log.Contains("refused a Birth of church: its seal does not fit"), gateway.Host.Log.ToString());
        church.Birth();
        await gateway.Becomes("church", BoardCondition.Online);
    }

    [Fact]
    public async Task Random_bytes_in_every_message_change_nothing_and_stop_nothing()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: "church");
        using FakeBoard church = await gateway.Connect("church");
        var random = new Random(4);
        string[] topics = [Topics.Birth("church"), Topics.Heartbeat("church"), Topics.Readings("church")];
        byte[] honest = church.Status().Encode();
        for (int round = 0; round < 900; round++)
        {
            // Sealed rightly, so that the decoders behind the seal see it: pure noise, and honest bytes with a few changed.
            byte[] payload = round % 2 == 0 ? new byte[random.Next(200)] : (byte[])honest.Clone();
            if (round % 2 == 0)
            {
                random.NextBytes(payload);
            }
            else
            {
                payload[0] = 0x00;      // never an honest map head, so never accepted
                payload[random.Next(payload.Length)] ^= (byte)random.Next(256);
                payload[0] = 0x00;
            }

            church.Say(topics[round % 3], payload);
        }

        await Eventually.Equal(900, () => gateway.Mail.Refused);
        Assert.Equal(BoardCondition.NeverSeen, gateway.States.Of("church").Condition);
        church.Birth();
        await gateway.Becomes("church", BoardCondition.Online);
    }

    [Fact]
    public async Task How_boards_are_survives_a_restart()
    {
        using var folder = new TestFolder();
        await using (GatewayWithBoards first = await GatewayWithBoards.Start(folder.Path, boards: ["church", "school"]))
        {
            using FakeBoard church = await first.Connect("church");
            church.Birth(status => status.SignalDbm = -71);
            await first.Becomes("church", BoardCondition.Online);
            church.Farewell();
        }

        await using GatewayWithBoards again = await GatewayWithBoards.Start(folder.Path);

        BoardState state = again.States.Of("church");
        Assert.Equal((BoardCondition.Online, -71, 7L, "1.2.3"), (state.Condition, state.Status!.SignalDbm, state.Status.Restarts, state.Status.Firmware));
        Assert.Equal(BoardCondition.NeverSeen, again.States.Of("school").Condition);
    }

    [Fact]
    public async Task A_board_added_by_another_process_gets_in_while_the_gateway_runs()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: "church");
        var commandLine = new BoardRegistry(gateway.Host.Database, gateway.Host.Get<EdgeWarning.Gateway.Platform.Audit.AuditLog>(), TimeProvider.System);
        await commandLine.Add([BoardRegistry_Tests.Board("late")], "command line");

        await Eventually.True(() => gateway.Registry.Find("late") is not null, () => "never noticed");
        using FakeBoard late = await gateway.Connect("late");
        late.Birth();

        await gateway.Becomes("late", BoardCondition.Online);
    }

    [Fact]
    public async Task Settings_files_are_what_the_firmware_reads_and_only_their_owner_can()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: "church");
        using var folder = new TestFolder();

        gateway.Host.Get<BoardSettings>().Write(gateway.Registry.All, folder.Path);

        string file = folder.File("church/settings.txt");
        Dictionary<string, string> settings = File.ReadAllLines(file).Where(line => line.Contains(" = "))
            .ToDictionary(line => line.Split(" = ")[0], line => line.Split(" = ")[1], StringComparer.Ordinal);
        Assert.Equal("church", settings["board"]);
        Assert.Equal("village-station", settings["kind"]);
        Assert.Equal("411321100201", settings["village"]);
        Assert.Equal(Convert.ToHexStringLower(gateway.Registry.KeyOf("church")!), settings["key"]);
        Assert.Equal("localhost", settings["gateway.host"]);
        Assert.Equal($"{gateway.Host.BrokerFolder.Port}", settings["gateway.port"]);
        Assert.Equal("1", settings["gateway.tls"]);
        Assert.Equal("200", settings["rain.tip.micrometres"]);
        Assert.Equal("5", settings["heartbeat.seconds"]);
        Assert.Equal(File.ReadAllText(gateway.Host.BrokerFolder.CaFile), File.ReadAllText(folder.File("church/ca.pem")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task No_key_ever_reaches_the_log()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: "church");
        using FakeBoard church = await gateway.Connect("church");
        church.Birth();
        await gateway.Becomes("church", BoardCondition.Online);
        church.Raw(Topics.Birth("church"), [1, 2, 3]);
        await Eventually.Equal(1, () => gateway.Mail.Refused);

        string log = gateway.Host.Log.ToString();

        byte[] key = gateway.Registry.KeyOf("church")!;
        Assert.DoesNotContain(Convert.ToHexString(key), log, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToBase64String(key), log);
        Assert.DoesNotContain(Credentials.MqttPassword(key), log);
    }
}
