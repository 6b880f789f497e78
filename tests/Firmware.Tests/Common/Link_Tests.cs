using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>The link on a simulated board against a real mosquitto.</summary>
public sealed class Link_Tests
{
    [Fact]
    public void Says_its_birth_and_learns_the_date_from_the_answer()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "bench");
        board.RunLink();
        Wait.Until(() => !desk.Births.IsEmpty, () => board.Story);
        Assert.True(desk.Births.TryPeek(out var birth));
        Assert.Equal(TestBoard.Id, birth.Board);
        Assert.Equal("bench", birth.Kind);
        Assert.Equal(1, birth.Restarts);
        Assert.Equal("power", birth.RestartReason);
        Assert.Equal(ClockQuality.None, birth.ClockQuality);
        Assert.Equal((1L, 1L), (birth.OldestSequence, birth.NextSequence));
        board.On(ground =>
        {
            Wait.Until(() => ground.Clock.Quality == ClockQuality.Gateway, () => board.Story);
            Assert.InRange(ground.Clock.UnixMilliseconds - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), -2_000, 100);
        });
        Assert.Empty(desk.Faults);
    }

    [Fact]
    public void Repeats_its_birth_until_a_gateway_answers()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key) { Answers = false };
        using var board = new TestBoard(broker, "bench");
        board.RunLink();
        Wait.Until(() => desk.Births.Count >= 2, () => board.Story);
        desk.Answers = true;
        board.On(ground => Wait.Until(() => ground.Clock.Quality == ClockQuality.Gateway, () => board.Story));
    }

    [Fact]
    public void Sends_readings_again_until_they_are_acknowledged()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key) { Answers = false };
        using var board = new TestBoard(broker, "bench");
        board.RunLink();
        board.On(ground => Report(ground, 1, 5));
        Wait.Until(() => desk.Packs >= 2, () => board.Story);
        Assert.Empty(desk.Committed);
        desk.Answers = true;
        Wait.Until(() => desk.Committed.Length == 5, () => board.Story);
        board.On(ground => Wait.Until(() => ground.Outbox.Pending == 0, () => board.Story));
        Assert.Equal(Enumerable.Range(1, 5).Select(i => (long)i), desk.Committed.Select(reading => reading.Value));
        Assert.Empty(desk.Faults);
    }

    /// <summary>The broker is killed with a hundred readings under way and more made while it is gone; the gateway comes back with it.</summary>
    [Fact]
    public void Comes_back_after_the_broker_was_killed_and_loses_nothing()
    {
        using var broker = Broker.Start();
        using var board = new TestBoard(broker, "bench");
        using var desk = new CountyDesk(broker, TestBoard.Key);
        board.RunLink();
        board.On(ground => Report(ground, 1, 100));
        Wait.Until(() => desk.Committed.Length > 30, () => board.Story);
        broker.Kill();
        board.On(ground => Report(ground, 101, 150));
        board.On(ground => Wait.Until(() => !ground.Link.IsUp, () => board.Story));
        broker.StartAgain();
        desk.Connect();
        Wait.Until(() => desk.Committed.Length == 250, () => $"{desk.Committed.Length} committed\n{board.Story}", seconds: 90);
        Assert.Equal(Enumerable.Range(1, 250).Select(i => (long)i), desk.Committed.Select(reading => reading.Value));
        Assert.True(desk.Births.Count >= 2);
        Assert.Empty(desk.Faults);
        Assert.Empty(board.Machine.Faults);
    }

    [Fact]
    public void Comes_back_after_the_network_was_gone()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "bench");
        board.RunLink();
        Wait.Until(() => desk.Births.Count == 1, () => board.Story);
        board.Machine.NetworkUp = false;
        board.On(ground => Wait.Until(() => !ground.Link.IsUp, () => board.Story));
        Wait.Until(() => desk.Wills.Count == 1, () => "no will");
        board.On(ground => Report(ground, 1, 1));
        board.Machine.NetworkUp = true;
        Wait.Until(() => desk.Committed.Length == 1, () => board.Story);
        Assert.Equal(["lost"], desk.Wills);
    }

    [Fact]
    public void A_power_cut_costs_no_reading_that_was_promised()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key) { Answers = false };
        using var board = new TestBoard(broker, "bench");
        board.RunLink();
        board.On(ground => Report(ground, 1, 40));
        board.Machine.CutPower();
        Assert.Equal(0, board.Machine.ParkedThreads);
        desk.Answers = true;
        board.Machine.PowerOn();
        Wait.Until(() => desk.Committed.Length == 40, () => board.Story);
        Assert.Equal(2, desk.Births.Last().Restarts);
        Assert.Empty(board.Machine.Faults);
    }

    [Fact]
    public void Believes_no_acknowledgement_that_is_not_its_gateways()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key) { Answers = false };
        using var board = new TestBoard(broker, "bench");
        board.RunLink();
        board.On(ground => Report(ground, 1, 3));
        Wait.Until(() => desk.Packs > 0, () => board.Story);
        var forged = new Acknowledgement { Board = TestBoard.Id, Log = board.Ground!.Outbox.LogId, UpTo = 3, UnixMilliseconds = 1_790_000_000_000 };
        desk.Send(Topics.Acknowledgement(TestBoard.Id), TestBoard.Id, forged.Encode(), new byte[32]);
        Wait.Until(() => board.Story.Contains("an acknowledgement was refused: forged", StringComparison.Ordinal), () => board.Story);
        board.On(ground =>
        {
            Assert.Equal(3, ground.Outbox.Pending);
            Assert.Equal(0, ground.Clock.UnixMilliseconds);
        });
    }

    [Fact]
    public void Hands_orders_on_as_they_came_and_outlives_a_handler_that_throws()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "bench");
        var handler = new Deaf();
        board.RunLink(orders: handler);
        Wait.Until(() => !desk.Births.IsEmpty, () => board.Story);
        desk.Send(Topics.Order(TestBoard.Id), TestBoard.Id, [1, 2, 3]);
        desk.Send(Topics.Order(TestBoard.Id), TestBoard.Id, [4, 5, 6]);
        Wait.Until(() => handler.Orders == 2, () => $"{handler.Orders} orders\n{board.Story}");
        Assert.Equal(Reason.None, Envelope.Open(TestBoard.Key, TestBoard.Id, Topics.Order(TestBoard.Id), handler.Last, out var payload));
        Assert.Equal(new byte[] { 4, 5, 6 }, payload);
        Assert.Empty(board.Machine.Faults);
    }

    [Fact]
    public void Receipts_wait_for_the_link_and_come_in_order()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "bench");
        board.Machine.NetworkUp = false;
        board.RunLink();
        board.On(ground =>
        {
            for (var i = 1; i <= 40; i++)
            {
                ground.Link.Send(new Receipt { Sequence = i, State = ReceiptState.Received, UnixMilliseconds = 1_790_000_000_000 });
            }

            Assert.Equal(8, ground.Link.ReceiptsDropped);
        });
        board.Machine.NetworkUp = true;
        Wait.Until(() => desk.Receipts.Count == 32, () => $"{desk.Receipts.Count} receipts\n{board.Story}");
        Assert.Equal(Enumerable.Range(9, 32).Select(i => (long)i), desk.Receipts.Select(receipt => receipt.Sequence));
        Assert.All(desk.Receipts, receipt => Assert.Equal(TestBoard.Id, receipt.Board));
    }

    [Fact]
    public void Beats_on_its_timer()
    {
        using var broker = Broker.Start();
        using var desk = new CountyDesk(broker, TestBoard.Key);
        using var board = new TestBoard(broker, "bench", "heartbeat.seconds = 5");
        board.RunLink();
        Wait.Until(() => desk.Heartbeats.Count == 2, () => board.Story);
        var beats = desk.Heartbeats.ToArray();
        Assert.InRange(beats[1].UptimeMilliseconds - beats[0].UptimeMilliseconds, 4_900, 10_000);
        Assert.Equal(ClockQuality.Gateway, beats[1].ClockQuality);
    }

    [Fact]
    public void Reaches_a_broker_over_TLS_with_the_right_authority()
    {
        using var broker = Broker.StartTls(out var authority);
        using var board = new TestBoard(broker, "bench", "gateway.tls = 1");
        File.WriteAllText(Path.Combine(board.FlashPath, Settings.AuthorityFileName), authority);
        board.RunLink();
        board.On(ground => Wait.Until(() => ground.Link.IsUp, () => board.Story));
    }

    [Fact]
    public void Refuses_a_broker_of_another_authority_and_says_so()
    {
        using var broker = Broker.StartTls(out _);
        using var other = Broker.StartTls(out var wrong);
        using var board = new TestBoard(broker, "bench", "gateway.tls = 1");
        File.WriteAllText(Path.Combine(board.FlashPath, Settings.AuthorityFileName), wrong);
        board.RunLink();
        Wait.Until(() => board.Story.Contains("link down", StringComparison.Ordinal), () => board.Story);
        board.On(ground => Assert.False(ground.Link.IsUp));
        Assert.Contains("cannot connect", board.Story);
    }

    [Fact]
    public void A_broker_that_knows_it_not_is_named_in_the_log()
    {
        using var broker = Broker.Start("allow_anonymous false");
        using var board = new TestBoard(broker, "bench");
        board.RunLink();
        Wait.Until(() => board.Story.Contains("the broker refuses this board, MQTT code 5", StringComparison.Ordinal), () => board.Story);
    }

    private static void Report(Ground ground, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            Assert.True(ground.Link.Report(ReadingKind.Rain, i));
        }
    }

    private sealed class Deaf : IOrderHandler
    {
        private int _orders;

        public int Orders => Volatile.Read(ref _orders);

        public byte[] Last { get; private set; } = [];

        public Reason OnOrder(string topic, byte[] message)
        {
            Last = message;
            return Interlocked.Increment(ref _orders) == 1 ? throw new InvalidOperationException("a handler with a bug") : Reason.None;
        }
    }
}
