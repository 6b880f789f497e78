using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>A board whose speech module fails says so and lives like one without, until the module answers again.</summary>
public sealed class LostSpeechModule_Tests
{
    private const int Whole = Status.SpeakerPart | Status.SpeechPart | Status.CurrentSensorPart;
    private const int Lost = Status.SpeakerPart | Status.SilentSpeechPart | Status.CurrentSensorPart;

    private readonly Desk _desk = new();

    [Fact]
    public void It_finds_out_soon_after_its_start_and_not_with_the_first_warning()
    {
        _desk.Horn.Speech.Fault = SpeechState.Silent;
        LetFiveSecondsPass();
        Assert.Equal(Lost, _desk.Status.Parts);
        Assert.Equal(0, _desk.Horn.Chunks);
    }

    [Fact]
    public void One_that_fails_in_a_warning_is_no_part_of_the_board_any_more_and_the_clip_of_the_next_order_speaks()
    {
        _desk.Settle();
        Assert.Equal(Whole, _desk.Status.Parts);
        _desk.Horn.Speech.Fault = SpeechState.Silent;
        Order read = _desk.Play(1);
        read.Repeats = 3;
        _desk.Send(read);
        _desk.After(5_000, () => _desk.Send(Instead(1)));
        _desk.After(8_000, () => _desk.Keep("words", Wav.Sine(800, 1_000)));
        _desk.Settle();
        Assert.Equal(Lost, _desk.Status.Parts);
        Assert.Contains((ReceiptState.NotHeard, Reason.SpeechFault), _desk.Said(1));
        Assert.Equal((ReceiptState.Stopped, Reason.Superseded), _desk.Said(1).Last());
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], _desk.States(2));
        Assert.Equal("", _desk.Link.Receipts.Single(receipt => receipt.Sequence == 2 && receipt.State == ReceiptState.Heard).Detail ?? "");
    }

    [Fact]
    public void A_drill_is_announced_by_its_clip()
    {
        _desk.Horn.Speech.Fault = SpeechState.Silent;
        LetFiveSecondsPass();
        _desk.Keep("words", Wav.Sine(800, 500));
        Order drill = _desk.Drill(1);
        drill.Clip = "words";
        _desk.Send(drill);
        _desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], _desk.States(1));
        Assert.Empty(_desk.Horn.Heard);
    }

    [Fact]
    public void A_text_without_a_clip_is_tried_all_the_same_and_finds_the_module_again()
    {
        _desk.Horn.Speech.Fault = SpeechState.Silent;
        _desk.Settle();
        _desk.Horn.Speech.Fault = SpeechState.Idle;
        _desk.Send(_desk.Play(1));
        _desk.Settle();
        Assert.Equal([Desk.TextOf(1)], _desk.Horn.Heard);
        Assert.Equal(Whole, _desk.Status.Parts);
    }

    [Fact]
    public void The_near_silent_test_finds_it_again()
    {
        _desk.Horn.Speech.Fault = SpeechState.Silent;
        _desk.Settle();
        _desk.Horn.Speech.Fault = SpeechState.Idle;
        _desk.Send(new Order { Board = Desk.Board, Sequence = 1, Kind = OrderKind.Test, Scope = Scope.Test, IssuedUnixMilliseconds = _desk.Now, ExpiresUnixMilliseconds = _desk.Now + 60_000 });
        _desk.Settle();
        Assert.Contains(ReceiptState.Heard, _desk.States(1));
        Assert.Equal(Whole, _desk.Status.Parts);
    }

    [Fact]
    public void Where_no_speaker_could_play_a_clip_the_module_stays_a_part()
    {
        var horn = new Horn();
        horn.Parts.Speaker = null;
        horn.Speech.Fault = SpeechState.Silent;
        var desk = new Desk(horn: horn);
        desk.Settle();
        Assert.Equal(Status.SpeechPart | Status.CurrentSensorPart, desk.Status.Parts);
    }

    private void LetFiveSecondsPass()
    {
        _desk.After(5_000, () => { });
        _desk.Settle();
    }

    /// <summary>What the gateway orders when the words did not come: the same warning in place of the order, with a clip.</summary>
    private Order Instead(long of)
    {
        Order order = _desk.Play(2);
        (order.Of, order.Clip) = (of, "words");
        return order;
    }
}
