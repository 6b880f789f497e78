using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>The verdict as a table: what the sensor read, what the village is said to have heard.</summary>
public sealed class Evidence_Tests
{
    private const int Threshold = 200;

    [Theory]
    [InlineData(60, 620, 400, ReceiptState.Heard, Reason.None)]
    [InlineData(60, 260, 260, ReceiptState.Heard, Reason.None)]
    [InlineData(60, 259, 400, ReceiptState.NotHeard, Reason.None)]          // the tone misses the threshold by one
    [InlineData(60, 620, 259, ReceiptState.NotHeard, Reason.SpeechFault)]   // the horn works, so it was the speech
    [InlineData(60, 60, 60, ReceiptState.NotHeard, Reason.None)]            // horn unplugged
    [InlineData(0, 0, 0, ReceiptState.NotHeard, Reason.AmplifierFault)]     // no supply, or dead
    [InlineData(29, 29, 29, ReceiptState.NotHeard, Reason.AmplifierFault)]
    [InlineData(0, 620, 400, ReceiptState.NotHeard, Reason.AmplifierFault)] // a quiet current that cannot be proves nothing
    public void Tone_and_speech_must_both_rise_above_quiet(int quiet, int tone, int speech, ReceiptState verdict, Reason reason)
    {
        Evidence evidence = Of(quiet, tone, speech);
        Assert.Equal(verdict, evidence.Judge(Threshold, out Reason found));
        Assert.Equal(reason, found);
    }

    [Fact]
    public void Without_a_reading_nobody_can_tell()
    {
        var evidence = new Evidence();
        evidence.Begin(true, true);
        Assert.Equal(ReceiptState.CannotTell, evidence.Judge(Threshold, out Reason reason));
        Assert.Equal(Reason.None, reason);
        Assert.Equal(Receipt.NotMeasured, evidence.QuietMilliamperes);
        Assert.Equal(Receipt.NotMeasured, evidence.ToneMilliamperes);
        Assert.Equal(Receipt.NotMeasured, evidence.SpeechMilliamperes);
    }

    [Fact]
    public void A_part_that_was_to_sound_and_was_never_measured_was_not_heard()
    {
        var evidence = new Evidence();
        evidence.Begin(true, true);
        evidence.Quiet(60);
        evidence.Tone(620);
        Assert.Equal(ReceiptState.NotHeard, evidence.Judge(Threshold, out _));
    }

    [Fact]
    public void A_silent_test_of_a_sound_amplifier_proves_no_sound()
    {
        var evidence = new Evidence();
        evidence.Begin(false, false);
        evidence.Quiet(60);
        Assert.Equal(ReceiptState.CannotTell, evidence.Judge(Threshold, out _));
    }

    [Fact]
    public void A_tone_without_its_words_was_not_heard()
    {
        Evidence evidence = Of(60, 620, 60);
        evidence.SpeechFailed(SpeechState.Busy);
        Assert.Equal(ReceiptState.NotHeard, evidence.Judge(Threshold, out Reason reason));
        Assert.Equal(Reason.SpeechFault, reason);
        evidence = Of(60, 620, 400);
        evidence.SpeechFailed(SpeechState.Silent);
        Assert.Equal(ReceiptState.NotHeard, evidence.Judge(Threshold, out _));
    }

    [Fact]
    public void Pauses_between_syllables_do_not_hide_speech_and_one_disturbance_is_none()
    {
        var spoken = new Evidence();
        spoken.Begin(false, true);
        spoken.Quiet(60);
        var disturbed = new Evidence();
        disturbed.Begin(false, true);
        disturbed.Quiet(60);
        for (int i = 0; i < 10 * Evidence.SpeechWindow; i++)
        {
            spoken.Speech(i % 4 == 0 ? 450 : 70);
            disturbed.Speech(i == 20 ? 680 : 65);
        }

        Assert.Equal(ReceiptState.Heard, spoken.Judge(Threshold, out _));
        Assert.Equal(ReceiptState.NotHeard, disturbed.Judge(Threshold, out _));
    }

    [Fact]
    public void A_new_order_starts_without_evidence()
    {
        Evidence evidence = Of(60, 620, 400);
        evidence.SpeechFailed(SpeechState.Silent);
        evidence.Begin(true, true);
        Assert.Equal(ReceiptState.CannotTell, evidence.Judge(Threshold, out Reason reason));
        Assert.Equal(Reason.None, reason);
    }

    private static Evidence Of(int quiet, int tone, int speech)
    {
        var evidence = new Evidence();
        evidence.Begin(true, true);
        evidence.Quiet(quiet);
        evidence.Tone(tone);
        evidence.Speech(speech);
        return evidence;
    }
}
