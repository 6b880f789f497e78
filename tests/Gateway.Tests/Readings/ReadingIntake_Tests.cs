using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Readings;
using EdgeWarning.Gateway.Tests.Devices;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Readings;

public sealed class ReadingIntake_Tests
{
    [Fact]
    public async Task A_pack_is_acknowledged_after_it_is_committed_and_again_when_it_comes_again()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: "gauge");
        using FakeBoard gauge = await gateway.Connect("gauge");
        var told = new List<BoardReading>();
        gateway.Host.Get<ReadingIntake>().Committed += told.AddRange;

        gauge.Readings(5, Rain(1, 0), Rain(2, 400));
        await Eventually.Equal(1, () => gauge.Acknowledgements.Count);
        gauge.Readings(5, Rain(1, 0), Rain(2, 400));
        await Eventually.Equal(2, () => gauge.Acknowledgements.Count);

        Assert.All(gauge.Acknowledgements, answer => Assert.Equal(("gauge", 5, 2), (answer.Board, answer.Log, answer.UpTo)));
        Assert.Equal(new ReadingCounts("gauge", 2, 2, 0), gateway.Readings.Counts().Single());
        Assert.Equal([0L, 400L], told.Select(reading => reading.Value));
        Assert.Equal(BoardCondition.Online, gateway.States.Of("gauge").Condition);
    }

    /// <summary>Power failed while the board wrote down what it warned of: its next life says the same under the next number (firmware: PowerCuts_Tests).</summary>
    [Fact]
    public async Task A_villages_own_warning_that_a_power_cut_makes_it_say_twice_is_news_once()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: "station");
        using FakeBoard station = await gateway.Connect("station");
        var told = new List<(long Sequence, long Value)>();
        gateway.Host.Get<ReadingIntake>().Committed += news => told.AddRange(news.Select(one => (one.Sequence, one.Value)));
        int audited = gateway.Host.Get<AuditLog>().Newest(100).Count;
        (long prepare, long leave) = (LocalWarning.ValueOf(WarningStage.Prepare, WarningCause.Rain1Hour), LocalWarning.ValueOf(WarningStage.Evacuate, WarningCause.Rain1Hour));

        station.Readings(5, Own(1, prepare, 60));
        await Eventually.Equal(1, () => station.Acknowledgements.Count);
        station.Readings(5, Own(1, prepare, 60), Own(2, prepare, 30));                      // nothing says that the gateway had it before the cut
        await Eventually.Equal(2, () => station.Acknowledgements.Count);
        station.Readings(5, Own(3, leave, 20), Own(4, leave, 15), Own(5, 0, 10), Own(6, leave, 5));
        await Eventually.Equal(3, () => station.Acknowledgements.Count);

        Assert.Equal([(1, prepare), (3, leave), (5, 0), (6, leave)], told);
        Assert.Equal(6, station.Acknowledgements.Last().UpTo);                                   // the board is rid of every one
        Assert.Equal(new ReadingCounts("station", 6, 1, 0), gateway.Readings.Counts().Single());
        Assert.Equal(audited, gateway.Host.Get<AuditLog>().Newest(100).Count);
    }

    [Fact]
    public async Task The_birth_after_a_restart_is_answered_with_what_was_committed()
    {
        using var folder = new TestFolder();
        await using (GatewayWithBoards first = await GatewayWithBoards.Start(folder.Path, boards: "gauge"))
        {
            using FakeBoard gauge = await first.Connect("gauge");
            gauge.Readings(99, Rain(1, 0), Rain(2, 400), Rain(3, 600));
            await Eventually.Equal(1, () => gauge.Acknowledgements.Count);
        }

        await using GatewayWithBoards again = await GatewayWithBoards.Start(folder.Path);
        using FakeBoard reborn = await again.Connect("gauge");
        reborn.Birth();

        await Eventually.Equal(1, () => reborn.Acknowledgements.Count);
        Assert.Equal((99, 3), (reborn.Acknowledgements.Single().Log, reborn.Acknowledgements.Single().UpTo));
    }

    [Fact]
    public async Task A_board_without_a_clock_has_its_times_estimated_and_marked()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: "gauge");
        using FakeBoard gauge = await gateway.Connect("gauge");
        DateTimeOffset before = DateTimeOffset.UtcNow.AddSeconds(-1);

        gauge.Readings(5, new Reading { Sequence = 1, UnixSeconds = -600, Kind = ReadingKind.Stage, Value = 1_953 }, new Reading { Sequence = 2, UnixSeconds = 0, Kind = ReadingKind.Stage, Value = 1_960 });
        await Eventually.Equal(1, () => gauge.Acknowledgements.Count);

        Board board = gateway.Registry.Find("gauge")!;
        IReadOnlyList<SeriesPoint> points = gateway.Readings.Series(board, ReadingKind.Stage, before.AddHours(-1), before.AddHours(1), 10);
        Assert.All(points, point => Assert.True(point.IsEstimated));
        Assert.InRange(points[1].At, before, DateTimeOffset.UtcNow);
        Assert.Equal(TimeSpan.FromSeconds(600), points[1].At - points[0].At);
    }

    [Fact]
    public async Task Readings_in_anothers_name_are_refused_unacknowledged_and_unstored()
    {
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: ["gauge", "other"]);
        using FakeBoard gauge = await gateway.Connect("gauge");
        byte[] othersPack = new EdgeWarning.Protocol.Readings { Board = "other", Log = 5, Items = [Rain(1, 0)] }.Encode();

        gauge.Say(Topics.Readings("gauge"), othersPack);
        gauge.Raw(Topics.Readings("gauge"), EdgeWarning.Protocol.Envelope.Seal(new byte[32], "gauge", Topics.Readings("gauge"), othersPack));

        await Eventually.Equal(2, () => gateway.Mail.Refused);
        Assert.True(gateway.Host.Log.Contains("refused a Readings of gauge: it holds readings of other"), gateway.Host.Log.ToString());
        Assert.Empty(gateway.Readings.Counts());
        Assert.Empty(gauge.Acknowledgements);
    }

    [Fact]
    public async Task Packs_of_many_boards_at_once_are_all_committed_and_acknowledged()
    {
        string[] ids = [.. Enumerable.Range(0, 40).Select(number => $"gauge-{number}")];
        await using GatewayWithBoards gateway = await GatewayWithBoards.Start(boards: ids);
        var boards = new List<FakeBoard>();
        foreach (string id in ids)
        {
            boards.Add(await gateway.Connect(id));
        }

        foreach (FakeBoard board in boards)
        {
            board.Readings(1, [.. Enumerable.Range(1, 32).Select(number => Rain(number, number * 200))]);
        }

        foreach (FakeBoard board in boards)
        {
            await Eventually.Equal(1, () => board.Acknowledgements.Count);
            Assert.Equal(32, board.Acknowledgements.Single().UpTo);
            board.Dispose();
        }

        Assert.Equal(40 * 32, gateway.Readings.Counts().Sum(counts => counts.Committed));
    }

    private static Reading Own(long sequence, long value, int secondsAgo) =>
        new() { Sequence = sequence, UnixSeconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - secondsAgo, Kind = ReadingKind.LocalWarning, Value = value };

    private static Reading Rain(long sequence, long counter) =>
        new() { Sequence = sequence, UnixSeconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds(), Kind = ReadingKind.Rain, Value = counter };
}
