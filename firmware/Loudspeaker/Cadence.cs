using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>What one chunk of a tone does.</summary>
    public enum TonePhase
    {
        /// <summary>Nothing is heard.</summary>
        Silence = 0,

        /// <summary>The tone rises from nothing.</summary>
        Attack = 1,

        /// <summary>The tone stands.</summary>
        Steady = 2,

        /// <summary>The tone falls to nothing.</summary>
        Release = 3,
    }

    /// <summary>
    /// The beat of <see cref="Tones.IsOn"/> in chunks of 32 ms. A chunk takes the state of its beginning, so a stroke of 0.5 s
    /// lasts 15 or 16 chunks: 480 or 512 ms, within the 10 % of ISO 8201.
    /// </summary>
    public static class Cadence
    {
        /// <summary>A tone shorter than this has no room for both edges.</summary>
        public const int ShortestChunks = 2;

        /// <summary>Chunks that a tone of this length takes: at least its length, and never less than both edges.</summary>
        public static int Chunks(int milliseconds)
        {
            if (milliseconds <= 0)
            {
                return 0;
            }

            int chunks = (milliseconds - 1) / ToneSynth.ChunkMilliseconds + 1;
            return chunks < ShortestChunks ? ShortestChunks : chunks;
        }

        /// <summary>What chunk <paramref name="index"/> of <paramref name="total"/> does.</summary>
        public static TonePhase At(Tone tone, int index, int total)
        {
            if (!IsOn(tone, index, total))
            {
                return TonePhase.Silence;
            }

            bool rises = !IsOn(tone, index - 1, total);
            bool falls = !IsOn(tone, index + 1, total);
            if (rises && falls)
            {
                return TonePhase.Silence;    // the tone's time ends one chunk into a stroke: no room to rise and fall
            }

            return rises ? TonePhase.Attack : falls ? TonePhase.Release : TonePhase.Steady;
        }

        private static bool IsOn(Tone tone, int index, int total)
        {
            return tone != Tone.None && index >= 0 && index < total && Tones.IsOn(tone, index * ToneSynth.ChunkMilliseconds);
        }
    }
}
