using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Loudspeaker
{
    /// <summary>What a board's own arithmetic makes of a tone. What it sounds like is measured on the host, with a spectrum.</summary>
    [TestClass]
    public class ToneSynth_Tests
    {
        [TestMethod]
        public void The_volume_is_the_peak()
        {
            IsPeak(100, ToneSynth.PeakAmplitude);
            IsPeak(50, ToneSynth.PeakAmplitude / 2);
            IsPeak(1, ToneSynth.PeakAmplitude / 100);
            IsPeak(0, 0);
            IsPeak(250, ToneSynth.PeakAmplitude);
        }

        [TestMethod]
        public void A_steady_second_has_as_many_periods_as_its_frequency_says()
        {
            ToneSynth synth = new ToneSynth();
            Assert.IsTrue(synth.Tune(Tones.MillihertzOf(Tone.Red), 100));
            byte[] chunk = synth.Chunk(TonePhase.Steady);
            int rises = 0;
            int before = Sample(chunk, (chunk.Length / ToneSynth.FrameBytes) - 1);
            for (int i = 0; i < chunk.Length / ToneSynth.FrameBytes; i++)
            {
                int now = Sample(chunk, i);
                rises += before < 0 && now >= 0 ? 1 : 0;
                before = now;
            }

            // 1,000 Hz in chunks of 32 ms: 32 whole periods, and the next chunk begins where this one ends.
            Assert.AreEqual(Tones.MillihertzOf(Tone.Red) / 1_000 * ToneSynth.ChunkMilliseconds / 1_000, rises);
        }

        [TestMethod]
        public void A_frequency_that_does_not_fit_a_chunk_is_refused()
        {
            foreach (int millihertz in new int[] { 0, -31_250, 440_000, 8_000_000, 1_000_001 })
            {
                Assert.IsFalse(new ToneSynth().Tune(millihertz, 100), millihertz.ToString());
            }
        }

        [TestMethod]
        public void Silence_is_silent()
        {
            foreach (byte value in new ToneSynth().Chunk(TonePhase.Silence))
            {
                Assert.AreEqual(0, (int)value);
            }
        }

        private static void IsPeak(int percent, int peak)
        {
            ToneSynth synth = new ToneSynth();
            Assert.IsTrue(synth.Tune(Tones.MillihertzOf(Tone.Red), percent));
            byte[] chunk = synth.Chunk(TonePhase.Steady);
            int most = 0;
            for (int i = 0; i < chunk.Length / ToneSynth.FrameBytes; i++)
            {
                int sample = Sample(chunk, i);
                most = sample > most ? sample : -sample > most ? -sample : most;
            }

            Check.IsBetween(peak - 2, peak, most, percent.ToString() + " %");
        }

        private static int Sample(byte[] chunk, int frame)
        {
            int at = (frame * ToneSynth.FrameBytes) + 2;
            int value = chunk[at] | (chunk[at + 1] << 8);
            return value > 32_767 ? value - 65_536 : value;
        }
    }
}
