using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Devices;

/// <summary>A board is replaced or retired by a command line beside the running gateway, with the real broker between.</summary>
public sealed class BoardLife_Tests
{
    private const int Rain = 1_000;     // micrometres

    [Fact]
    public async Task A_replaced_board_is_refused_and_its_successor_carries_on_under_the_same_name()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: ["church", "school"]);
        byte[] oldKey = gateway.Registry.KeyOf("church")!;
        Board before = gateway.Registry.Find("church")!;
        using FakeBoard old = await gateway.Connect("church");
        old.Birth(status => status.Log = 7);
        await gateway.Becomes("church", BoardCondition.Online);
        await Deliver(old, 7, (1, 0), (2, 40 * Rain));

        BoardRegistry commandLine = CommandLine(gateway);
        Assert.Empty((await commandLine.Replace("church", Site.None, "Li Wei")).Faults);
        await Eventually.True(() => !gateway.Registry.KeyOf("church")!.SequenceEqual(oldKey), () => "the running gateway still has the old key");

        // The old board: what it says over its open connection does not count, and it gets no new connection.
        long refused = gateway.Mail.Refused;
        old.TrySay(Topics.Birth("church"), old.Status().Encode());
        await Eventually.True(() => gateway.Mail.Refused > refused || !old.IsConnected, () => "the old board is still heard");
        FakeBoard? again = null;
        await Eventually.True(
            () =>
            {
                again = FakeBoard.TryConnect("church", oldKey, gateway.Host.BrokerFolder, out _);
                using FakeBoard? let = again;
                return let is null;
            },
            () => "the broker still lets the old board in");

        // The new one: an empty flash, so a new log that counts from the beginning. Nothing is counted twice and nothing is lost.
        using FakeBoard fresh = await gateway.Connect("church");
        fresh.Birth(status => (status.Log, status.Restarts) = (8, 1));
        await Deliver(fresh, 8, (1, 0), (2, 5 * Rain));
        Assert.Equal(before, gateway.Registry.Find("church"));
        Assert.Equal(45 * Rain, gateway.Readings.Rain(DateTimeOffset.UtcNow).Single(total => total.Board == "church").Total);
        Assert.Equal(("Li Wei", "board replaced", "church"), LastAudit(gateway));
        AssertNoKeyIn(gateway.Host.Log.ToString(), oldKey, gateway.Registry.KeyOf("church")!);
    }

    [Fact]
    public async Task A_retired_board_is_refused_and_its_name_is_never_given_again()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: ["church", "school"]);
        byte[] key = gateway.Registry.KeyOf("church")!;
        BoardRegistry commandLine = CommandLine(gateway);

        Assert.Empty((await commandLine.Retire("church", "Li Wei")).Faults);
        await Eventually.True(() => gateway.Registry.Find("church") is null, () => "the running gateway still knows it");
        await Eventually.True(
            () =>
            {
                using FakeBoard? let = FakeBoard.TryConnect("church", key, gateway.Host.BrokerFolder, out _);
                return let is null;
            },
            () => "the broker still lets it in");

        Assert.Null(gateway.Registry.KeyOf("church"));
        Assert.NotNull(gateway.Registry.Find("school"));
        Assert.Contains("was retired", (await commandLine.Add([BoardRegistry_Tests.Board("church")], "test")).Faults.Single().Text);
        Assert.Contains("no board church that serves", (await commandLine.Replace("church", Site.None, "test")).Faults.Single().Text);
        Assert.Contains("no board church that serves", (await commandLine.Retire("church", "test")).Faults.Single().Text);
        Assert.True(commandLine.IsTaken("church"));
        Assert.Equal(("Li Wei", "board retired", "church"), LastAudit(gateway));
    }

    [Fact]
    public async Task A_successor_gets_what_its_place_asks_and_what_has_changed_there()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start();
        NewBoard bridge = new()
        {
            Id = "bridge",
            Kind = BoardKinds.WaterLevel,
            Village = "41",
            Site = Site.Of([new("stage.zero.millimetres", "4200"), new("stage.probe", "ultrasonic")]),
        };
        Assert.Empty((await gateway.Registry.Add([bridge], "test")).Faults);

        Assert.Contains("amplifier.sensor: a water-level has no such setting", (await gateway.Registry.Replace("bridge", Site.Of([new("amplifier.sensor", "1")]), "test")).Faults.Single().Text);
        Assert.Empty((await gateway.Registry.Replace("bridge", Site.Of([new("stage.zero.millimetres", "-150")]), "test")).Faults);

        Assert.Equal("stage.probe = ultrasonic\nstage.zero.millimetres = -150\n", gateway.Registry.SiteOf("bridge").ToString());
        Assert.Equal("stage.probe = ultrasonic\nstage.zero.millimetres = -150\n", CommandLine(gateway).SiteOf("bridge").ToString());
    }

    private static BoardRegistry CommandLine(GatewayWithBoards gateway) => new(gateway.Host.Database, gateway.Host.Get<AuditLog>(), TimeProvider.System);

    private static (string, string, string) LastAudit(GatewayWithBoards gateway) =>
        gateway.Host.Get<AuditLog>().Newest(1).Select(row => (row.Who, row.Act, row.Subject)).Single();

    private static async Task Deliver(FakeBoard board, long log, params (long Sequence, long RainMicrometres)[] counters)
    {
        board.Readings(log, [.. counters.Select(counter => new Reading
        {
            Kind = ReadingKind.Rain,
            Sequence = counter.Sequence,
            Value = counter.RainMicrometres,
            UnixSeconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        })]);
        await Eventually.Equal(counters[^1].Sequence, () => board.UpTo(log));
    }

    private static void AssertNoKeyIn(string text, params byte[][] keys)
    {
        foreach (byte[] key in keys)
        {
            Assert.DoesNotContain(Convert.ToHexString(key), text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Credentials.MqttPassword(key), text);
        }
    }
}
