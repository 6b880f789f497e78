using System.Diagnostics;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Readings;
using EdgeWarning.Gateway.Tests.Devices;
using EdgeWarning.Gateway.Tests.Platform.Mqtt;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Platform;

public sealed class GatewayKilled_Tests
{
    [Fact]
    public async Task A_killed_gateway_leaves_no_broker_behind_and_the_next_one_has_the_port()
    {
        using var folder = new TestFolder();
        int port = FreePorts.Take();
        await using GatewayProcess first = await GatewayProcess.Start(folder.Path, port);
        await Eventually.True(() => File.Exists(first.BrokerFolder.PidFile), first.ToString);
        int broker = first.BrokerProcess;
        Assert.True(GatewayProcess.Runs(broker), first.ToString());

        await first.Kill();

        await Eventually.True(() => !GatewayProcess.Runs(broker), () => $"mosquitto {broker} still runs");
        await using GatewayProcess second = await GatewayProcess.Start(folder.Path, port);
        await Eventually.True(() => second.ToString().Contains("connected to the broker"), second.ToString);
    }

    [Fact]
    public async Task A_gateway_killed_in_the_middle_loses_and_doubles_no_reading()
    {
        const int Packs = 120;
        const int Kills = 3;
        using var folder = new TestFolder();
        int port = FreePorts.Take();
        byte[] key = await Register(folder, "gauge");
        GatewayProcess gateway = await GatewayProcess.Start(folder.Path, port);
        int killsLeft = Kills;
        var random = new Random(7);
        FakeBoard? gauge = null;
        long acknowledged = 0;
        int sendings = 0;
        try
        {
            // A board as it is: the oldest unacknowledged pack again and again until its acknowledgement comes.
            while (acknowledged < Packs * 4)
            {
                gauge ??= await Connect(gateway, key);
                long from = acknowledged;
                if (gauge.TrySay(Topics.Readings("gauge"), Pack(from).Encode()) && killsLeft > 0 && from >= Packs * 4 * (Kills - killsLeft + 1) / (Kills + 1))
                {
                    killsLeft--;
                    await Task.Delay(random.Next(6));       // somewhere between receiving, committing and acknowledging
                    await gateway.Kill();
                    await gateway.DisposeAsync();
                    gateway = await GatewayProcess.Start(folder.Path, port);
                    gauge.Dispose();
                    gauge = null;
                    continue;
                }

                acknowledged = await AnswerOrTime(gauge, from);
                Assert.True(++sendings < 100 * Packs, $"no answer to the pack after {from}\n{gateway}");
                if (!gauge.IsConnected)
                {
                    gauge.Dispose();
                    gauge = null;
                }
            }
        }
        finally
        {
            gauge?.Dispose();
            await gateway.DisposeAsync();
        }

        Assert.Equal(0, killsLeft);
        await using Database database = Database.Open(folder.File("gateway.db"), TimeProvider.System);
        var store = new ReadingStore(database, TimeProvider.System);
        ReadingCounts counts = store.Counts().Single();
        Assert.Equal((Packs * 4, 0), (counts.Committed, counts.Missing));
        Assert.Equal(200 * ((Packs * 4) - 1), store.Rain(DateTimeOffset.UtcNow).Single().Total);
        Assert.True(new AuditLog(database, TimeProvider.System).Verify().IsIntact);
    }

    /// <summary>A board's own timer: without an answer it sends again. What the broker took before the gateway listened is gone.</summary>
    private static async Task<long> AnswerOrTime(FakeBoard board, long from)
    {
        long sent = Stopwatch.GetTimestamp();
        while (board.UpTo(1) <= from && board.IsConnected && Stopwatch.GetElapsedTime(sent) < TimeSpan.FromMilliseconds(300))
        {
            await Task.Delay(2);
        }

        return Math.Max(from, board.UpTo(1));
    }

    private static EdgeWarning.Protocol.Readings Pack(long after) => new()
    {
        Board = "gauge",
        Log = 1,
        Items = [.. Enumerable.Range(1, 4).Select(n => new Reading
        {
            Sequence = after + n, UnixSeconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds(), Kind = ReadingKind.Rain, Value = (after + n - 1) * 200,
        })],
    };

    private static async Task<byte[]> Register(TestFolder folder, string board)
    {
        await using Database database = Database.Open(folder.File("gateway.db"), TimeProvider.System);
        var registry = new BoardRegistry(database, new AuditLog(database, TimeProvider.System), TimeProvider.System);
        await registry.Add([BoardRegistry_Tests.Board(board, BoardKinds.RainGauge)], "test");
        return registry.KeyOf(board)!;
    }

    private static async Task<FakeBoard> Connect(GatewayProcess gateway, byte[] key)
    {
        FakeBoard? board = null;
        string why = "";
        await Eventually.True(() => (board = FakeBoard.TryConnect("gauge", key, gateway.BrokerFolder, out why)) is not null, () => $"{why}\n{gateway}");
        return board!;
    }
}
