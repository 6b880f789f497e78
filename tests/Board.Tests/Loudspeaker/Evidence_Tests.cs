using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Loudspeaker
{
    /// <summary>The verdict as a table: what the sensor read, what the village is said to have heard.</summary>
    [TestClass]
    public class Evidence_Tests
    {
        private const int Threshold = 200;
        private const int Rise = 100;

        [TestMethod]
        public void Tone_and_speech_must_both_rise_above_quiet()
        {
            Judges(60, 620, 400, ReceiptState.Heard, Reason.None);
            Judges(60, 260, 260, ReceiptState.Heard, Reason.None);
            Judges(60, 259, 400, ReceiptState.NotHeard, Reason.None);           // the tone misses the threshold by one
            Judges(60, 620, 259, ReceiptState.NotHeard, Reason.SpeechFault);    // the horn works, so it was the speech
            Judges(60, 60, 60, ReceiptState.NotHeard, Reason.None);             // horn unplugged
            Judges(0, 0, 0, ReceiptState.NotHeard, Reason.AmplifierFault);      // no supply, or dead
            Judges(29, 29, 29, ReceiptState.NotHeard, Reason.AmplifierFault);
            Judges(0, 620, 400, ReceiptState.NotHeard, Reason.AmplifierFault);  // a quiet current that cannot be proves nothing
        }

        [TestMethod]
        public void Without_a_reading_nobody_can_tell()
        {
            Evidence evidence = new Evidence();
            evidence.Begin(true, true);
            IsVerdict(evidence, ReceiptState.CannotTell, Reason.None);
            Assert.AreEqual(Receipt.NotMeasured, evidence.Current.QuietLevel);
            Assert.AreEqual(Receipt.NotMeasured, evidence.Current.ToneLevel);
            Assert.AreEqual(Receipt.NotMeasured, evidence.Current.SpeechLevel);
        }

        [TestMethod]
        public void A_part_that_was_to_sound_and_was_never_measured_was_not_heard()
        {
            Evidence evidence = new Evidence();
            evidence.Begin(true, true);
            evidence.Current.Quiet(60);
            evidence.Current.Tone(620);
            Assert.IsTrue(Verdict(evidence) == ReceiptState.NotHeard);
        }

        [TestMethod]
        public void A_silent_test_of_a_sound_amplifier_proves_no_sound()
        {
            Evidence evidence = new Evidence();
            evidence.Begin(false, false);
            evidence.Current.Quiet(60);
            Assert.IsTrue(Verdict(evidence) == ReceiptState.CannotTell);
        }

        [TestMethod]
        public void A_tone_without_its_words_was_not_heard()
        {
            Evidence evidence = Of(60, 620, 60);
            evidence.SpeechFailed(SpeechState.Busy);
            IsVerdict(evidence, ReceiptState.NotHeard, Reason.SpeechFault);
            evidence = Of(60, 620, 400);
            evidence.SpeechFailed(SpeechState.Silent);
            Assert.IsTrue(Verdict(evidence) == ReceiptState.NotHeard);
        }

        [TestMethod]
        public void Pauses_between_syllables_do_not_hide_speech_and_one_disturbance_is_none()
        {
            Evidence spoken = new Evidence();
            spoken.Begin(false, true);
            spoken.Current.Quiet(60);
            Evidence disturbed = new Evidence();
            disturbed.Begin(false, true);
            disturbed.Current.Quiet(60);
            for (int i = 0; i < 10 * Witness.SpeechWindow; i++)
            {
                spoken.Current.Speech(i % 4 == 0 ? 450 : 70);
                disturbed.Current.Speech(i == 20 ? 680 : 65);
            }

            Assert.IsTrue(Verdict(spoken) == ReceiptState.Heard);
            Assert.IsTrue(Verdict(disturbed) == ReceiptState.NotHeard);
        }

        [TestMethod]
        public void A_new_order_starts_without_evidence()
        {
            Evidence evidence = Of(60, 620, 400);
            evidence.SpeechFailed(SpeechState.Silent);
            evidence.Begin(true, true);
            IsVerdict(evidence, ReceiptState.CannotTell, Reason.None);
        }

        [TestMethod]
        public void Two_instruments_must_agree_and_the_detail_says_who_disagreed()
        {
            IsVerdict(Both(620, 900), ReceiptState.Heard, Reason.None);
            IsVerdict(Both(60, 25), ReceiptState.NotHeard, Reason.None);
            Evidence torn = Both(620, 25);
            IsVerdict(torn, ReceiptState.CannotTell, Reason.None);
            Assert.AreEqual("current flowed, the microphone heard nothing", torn.Detail);
            Evidence deaf = Both(60, 900);
            IsVerdict(deaf, ReceiptState.CannotTell, Reason.None);
            Assert.AreEqual("the microphone heard it, no current flowed", deaf.Detail);
        }

        [TestMethod]
        public void A_microphone_alone_can_prove_a_sound()
        {
            IsVerdict(Listened(20, 900, 20), ReceiptState.Heard, Reason.None);
            IsVerdict(Listened(20, 60, 20), ReceiptState.NotHeard, Reason.None);
        }

        [TestMethod]
        public void Wind_that_rises_with_the_tone_is_no_tone()
        {
            IsVerdict(Listened(20, 400, 380), ReceiptState.NotHeard, Reason.None);    // as loud between its strokes
        }

        [TestMethod]
        public void In_a_village_too_loud_to_tell_the_microphone_says_nothing()
        {
            Evidence storm = Listened(Evidence.LoudVillageMillivolts, 2500, 1500);
            IsVerdict(storm, ReceiptState.CannotTell, Reason.None);
            Assert.IsTrue(storm.Detail.Length > 0);
            Evidence both = Both(620, 25);
            both.Microphone.Quiet(Evidence.LoudVillageMillivolts);
            IsVerdict(both, ReceiptState.Heard, Reason.None);
        }

        private static Evidence Both(int toneMilliamperes, int toneMillivolts)
        {
            Evidence evidence = Listened(20, toneMillivolts, 20);
            evidence.Current.Quiet(60);
            evidence.Current.Tone(toneMilliamperes);
            return evidence;
        }

        private static Evidence Listened(int quiet, int tone, int gap)
        {
            Evidence evidence = new Evidence();
            evidence.Begin(true, false);
            evidence.Microphone.Quiet(quiet);
            evidence.Microphone.Tone(tone);
            evidence.Microphone.Gap(gap);
            return evidence;
        }

        private static void Judges(int quiet, int tone, int speech, ReceiptState verdict, Reason reason)
        {
            IsVerdict(Of(quiet, tone, speech), verdict, reason);
        }

        private static void IsVerdict(Evidence evidence, ReceiptState verdict, Reason reason)
        {
            Reason found;
            Assert.AreEqual(Words.Of(verdict), Words.Of(evidence.Judge(Threshold, Rise, out found)));
            Assert.AreEqual(Words.Of(reason), Words.Of(found));
        }

        private static ReceiptState Verdict(Evidence evidence)
        {
            Reason reason;
            return evidence.Judge(Threshold, Rise, out reason);
        }

        private static Evidence Of(int quiet, int tone, int speech)
        {
            Evidence evidence = new Evidence();
            evidence.Begin(true, true);
            evidence.Current.Quiet(quiet);
            evidence.Current.Tone(tone);
            evidence.Current.Speech(speech);
            return evidence;
        }
    }
}
