using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Broadcast;

public sealed class Broadcaster_Tests
{
    [Fact]
    public async Task What_is_ordered_stands_in_the_audit_with_the_warning_that_it_comes_from()
    {
        await using var office = await Office.Open(boards: 3);
        var id = await office.Publish(Office.Cap("w1", status: "Exercise"));
        await Eventually.True(() => office.Play(id) is not null, () => "no order");
        var rows = office.Get<AuditLog>().Newest(9).Where(row => row.Subject == id).Select(row => (row.Who, row.Act, row.Detail)).ToArray();
        Assert.Equal(("gateway", "ordered: play, drill", "3 boards: horn-1 horn-2 horn-3"), rows[0]);
        Assert.Equal(("key office", "warning received"), (rows[1].Who, rows[1].Act));
    }

    [Fact]
    public async Task A_warning_is_committed_sent_played_and_proved_heard()
    {
        await using var office = await Office.Open();
        await office.Connect("horn-1");
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Finished);
        var order = office.Play(warning)!;
        Assert.Equal(
            [OrderState.Committed, OrderState.Sent, OrderState.Received, OrderState.Playing, OrderState.Heard, OrderState.Finished],
            order.Progress.Steps.Select(step => step.State));
        Assert.Equal(OrderState.Heard, order.Progress.Verdict);
        Assert.Equal(new Measurement(42, 610, 330), order.Progress.Measured);
        Assert.True(order.Progress.Steps.Zip(order.Progress.Steps.Skip(1), (earlier, later) => earlier.At <= later.At).All(inOrder => inOrder));
    }

    [Fact]
    public async Task An_order_is_in_the_store_when_the_board_gets_it()
    {
        await using var office = await Office.Open();
        var known = new List<bool>();
        await office.Connect("horn-1", board => board.Answers = order =>
        {
            known.Add(office.Orders.Find(new OrderKey(order.Board, order.Sequence)) is not null);
            return HandMadeBoard.PlaysToTheEnd(order);
        });
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Finished);
        Assert.NotEmpty(known);
        Assert.DoesNotContain(false, known);
    }

    [Fact]
    public async Task Repeats_the_order_until_the_loudspeaker_answers()
    {
        await using var office = await Office.Open();
        var board = await office.Connect("horn-1", board => board.DropNext = 2);
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Finished);
        Assert.InRange(board.Came.Count, 3, int.MaxValue);
        Assert.Single(board.Told);
    }

    [Fact]
    public async Task A_verdict_that_was_lost_on_the_way_is_asked_for_again()
    {
        await using var office = await Office.Open();
        await office.Connect("horn-1", board => board.Answers = order =>
            board.Came.Count < 3 ? [HandMadeBoard.Of(order, ReceiptState.Received)] : HandMadeBoard.PlaysToTheEnd(order));
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Finished);
    }

    [Fact]
    public async Task A_board_that_was_away_gets_its_order_at_its_birth()
    {
        await using var office = await Office.Open();
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Sent);
        await office.Connect("horn-1");
        await office.PlayBecomes(warning, OrderState.Finished);
    }

    /// <summary>By its schedule alone an order comes a few times in the minute that a test waits.</summary>
    [Fact]
    public async Task Each_birth_of_a_board_brings_what_waits_for_it()
    {
        const int Births = 20;
        await using var office = await Office.Open();
        var board = await office.Connect("horn-1", board => board.Answers = _ => []);
        await office.Publish(Office.Cap("w1"));
        var births = 0;
        await Eventually.True(
            () =>
            {
                if (board.Came.Count > births)
                {
                    births++;
                    board.BornAgain();
                }

                return births == Births;
            },
            () => $"{births} births, {board.Came.Count} orders came");
    }

    [Fact]
    public async Task A_restart_of_the_gateway_resumes_what_is_outstanding()
    {
        await using var office = await Office.Open();
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Sent);
        var before = office.Play(warning)!;
        await office.Stop();
        await office.Start();
        var board = await office.Connect("horn-1");
        await office.PlayBecomes(warning, OrderState.Finished);
        Assert.Equal(before.Sequence, office.Play(warning)!.Sequence);
        Assert.Equal(before.Sequence, Assert.Single(board.Told).Sequence);
    }

    [Fact]
    public async Task A_warning_that_was_stored_just_before_a_crash_is_ordered_after_it()
    {
        await using var office = await Office.Open();
        // As if the gateway had died between the commit of the warning and that of its orders: it is stored, and nobody was told.
        var intake = new WarningIntake(
            office.Get<EdgeWarning.Gateway.Platform.Storage.Database>(), office.Get<WarningStore>(), office.Get<EdgeWarning.Gateway.Platform.Audit.AuditLog>(),
            office.Get<Microsoft.Extensions.Options.IOptionsMonitor<WarningSettings>>(), TimeProvider.System);
        var stored = Assert.IsType<IntakeStored>(await intake.Take(System.Text.Encoding.UTF8.GetBytes(Office.Cap("w1")), new Actor("test", "")));
        Assert.Null(office.Play(stored.Id));
        await office.Stop();
        await office.Start();
        await office.Connect("horn-1");
        await office.PlayBecomes(stored.Id, OrderState.Finished);
    }

    [Fact]
    public async Task A_broker_that_was_killed_gets_everything_again()
    {
        await using var office = await Office.Open();
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Sent);
        using (var broker = System.Diagnostics.Process.GetProcessById(office.Get<PrivateBroker>().ProcessId!.Value))
        {
            broker.Kill();
            await broker.WaitForExitAsync();
        }

        await office.Connect("horn-1");
        await office.PlayBecomes(warning, OrderState.Finished);
    }

    [Fact]
    public async Task An_update_replaces_what_is_playing()
    {
        await using var office = await Office.Open();
        var board = await office.Connect("horn-1", board => board.Answers = HandMadeBoard.KeepsPlaying);
        var first = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(first, OrderState.Heard);
        var second = await office.Publish(Office.Cap("w2", "Update", office.ReferenceTo(first), text: "水位仍在上涨。"));
        await office.PlayBecomes(second, OrderState.Heard);
        var (older, newer) = (office.Play(first)!, office.Play(second)!);
        Assert.Equal(older.Sequence, newer.Of);
        Assert.Equal([0L, older.Sequence], board.Came.Select(order => order.Of).Distinct());
        await office.PlayBecomes(first, OrderState.Stopped);
        Assert.Equal((Reason.Superseded, OrderState.Heard), (office.Play(first)!.Progress.Reason, office.Play(first)!.Progress.Verdict));
    }

    [Fact]
    public async Task A_cancel_stops_what_is_playing_and_the_stop_is_proved()
    {
        await using var office = await Office.Open();
        await office.Connect("horn-1", board => board.Answers = HandMadeBoard.KeepsPlaying);
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Heard);
        await office.Publish(Office.Cap("w2", "Cancel", office.ReferenceTo(warning)));
        await office.PlayBecomes(warning, OrderState.Stopped);
        var stop = Assert.Single(office.Orders.OfWarning(warning), order => order.Kind == OrderKind.Stop);
        Assert.Equal((office.Play(warning)!.Sequence, OrderState.Stopped), (stop.Of, stop.Progress.State));
    }

    [Fact]
    public async Task At_its_expiry_an_unanswered_order_is_given_up()
    {
        await using var office = await Office.Open();
        var warning = await office.Publish(Office.Cap("w1", life: TimeSpan.FromSeconds(10)));
        await office.PlayBecomes(warning, OrderState.Expired);
        Assert.Equal([OrderState.Committed, OrderState.Sent, OrderState.Expired], office.Play(warning)!.Progress.Steps.Select(step => step.State));
    }

    [Fact]
    public async Task A_receipt_that_is_forged_malformed_foreign_or_of_an_unknown_order_changes_nothing()
    {
        await using var office = await Office.Open(boards: 2);
        var board = await office.Connect("horn-1", board => board.Answers = order => [HandMadeBoard.Of(order, ReceiptState.Received)]);
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Received);
        var order = board.Came.First();
        var heard = HandMadeBoard.Of(order, ReceiptState.Heard);
        var topic = Topics.Receipt("horn-1");
        var refusedBefore = office.Get<BoardMail>().Refused;
        board.Raw(Envelope.Seal(new byte[32], "horn-1", topic, heard.Encode()));                                                // not this board's key
        board.Raw(Envelope.Seal(office.Get<BoardRegistry>().KeyOf("horn-2")!, "horn-2", topic, heard.Encode()));                // another board's
        board.Raw([1, 2, 3]);
        board.SayBytes([0xA0]);                                                                                                // an empty map
        board.Say(new Receipt { Board = "horn-2", Sequence = order.Sequence, State = ReceiptState.Heard });                     // speaks for another
        board.Say(new Receipt { Board = "horn-1", Sequence = order.Sequence + 1, State = ReceiptState.Heard });                 // never given
        await Eventually.Equal(refusedBefore + 6, () => office.Get<BoardMail>().Refused);
        Assert.Equal(OrderState.Received, office.Play(warning)!.Progress.State);
        board.Say(heard);
        await office.PlayBecomes(warning, OrderState.Heard);
    }

    [Fact]
    public async Task A_receipt_that_comes_long_after_its_order_left_the_book_is_still_written_down()
    {
        await using var office = await Office.Open();
        var board = await office.Connect("horn-1", board => board.Answers = _ => []);
        var key = new OrderKey("horn-1", 17);
        var long_ago = DateTimeOffset.UtcNow.AddHours(-3);
        await office.Orders.Commit(
            [new BroadcastOrder(key, OrderKind.Play, "W-old", 0, Scope.Actual, Priority.Red, long_ago, long_ago.AddMinutes(1), [], OrderProgress.Committed(long_ago))],
            TestContext.Current.CancellationToken);
        board.Say(new Receipt { Board = "horn-1", Sequence = 17, State = ReceiptState.Heard });
        await Eventually.Equal(OrderState.Heard, () => office.Orders.Find(key)!.Progress.State);
    }

    [Fact]
    public async Task A_board_added_while_a_warning_is_live_hears_it_too()
    {
        await using var office = await Office.Open();
        await office.Connect("horn-1");
        var warning = await office.Publish(Office.Cap("w1"));
        await office.PlayBecomes(warning, OrderState.Finished);
        await office.Get<BoardRegistry>().Add([new NewBoard { Id = "horn-9", Kind = BoardKinds.Loudspeaker, Village = "411321200002" }], "test");
        await office.Connect("horn-9");
        await office.PlayBecomes(warning, OrderState.Finished, "horn-9");
    }
}
