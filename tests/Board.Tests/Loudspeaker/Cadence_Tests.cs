using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Loudspeaker
{
    [TestClass]
    public class Cadence_Tests
    {
        [TestMethod]
        public void A_tone_lasts_at_least_its_time()
        {
            Assert.AreEqual(0, Cadence.Chunks(0));
            Assert.AreEqual(0, Cadence.Chunks(-1));
            Assert.AreEqual(2, Cadence.Chunks(1));
            Assert.AreEqual(2, Cadence.Chunks(64));
            Assert.AreEqual(3, Cadence.Chunks(65));
            Assert.AreEqual(250, Cadence.Chunks(8_000));
        }

        /// <summary>ISO 8201: 0.5 s on, 0.5 s off, three times, then 1.5 s; each within 10 %.</summary>
        [TestMethod]
        public void A_warning_beats_in_threes()
        {
            int[] runs = Runs(Tone.Red, 12_000);
            for (int i = 0; i < 12; i++)
            {
                bool pause = i % 6 == 5;
                Check.IsBetween(pause ? 1_350 : 450, pause ? 1_650 : 550, runs[i], "run " + i.ToString());
            }
        }

        [TestMethod]
        public void A_drill_beats_slowly_and_evenly()
        {
            int[] runs = Runs(Tone.Drill, 10_000);
            for (int i = 0; i < 9; i++)
            {
                Check.IsBetween(950, 1_050, runs[i], "run " + i.ToString());
            }
        }

        [TestMethod]
        public void Whatever_its_length_every_stroke_rises_and_falls()
        {
            for (int total = 0; total < 200; total++)
            {
                TonePhase before = TonePhase.Silence;
                for (int i = 0; i <= total; i++)
                {
                    TonePhase phase = Cadence.At(Tone.Orange, i, total);
                    bool legal = before == TonePhase.Silence || before == TonePhase.Release
                        ? phase == TonePhase.Silence || phase == TonePhase.Attack
                        : phase == TonePhase.Steady || phase == TonePhase.Release;
                    Assert.IsTrue(legal, "chunk " + i.ToString() + " of " + total.ToString());
                    before = phase;
                }
            }
        }

        [TestMethod]
        public void No_tone_is_silence()
        {
            Assert.IsTrue(Cadence.At(Tone.None, 0, 10) == TonePhase.Silence);
        }

        /// <summary>How long it is on, off, on ... in milliseconds, beginning with on.</summary>
        private static int[] Runs(Tone tone, int milliseconds)
        {
            int total = Cadence.Chunks(milliseconds);
            int[] runs = new int[64];
            int run = 0;
            for (int i = 0; i < total; i++)
            {
                bool on = Cadence.At(tone, i, total) != TonePhase.Silence;
                run += on == (run % 2 == 0) ? 0 : 1;
                runs[run] += ToneSynth.ChunkMilliseconds;
            }

            return runs;
        }
    }
}
