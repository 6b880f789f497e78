namespace EdgeWarning.Protocol
{
    /// <summary>
    /// What the tones sound like. Frequencies are multiples of 31.25 Hz, so that a whole number of periods fills a chunk of 512 frames at 16 kHz and a
    /// board synthesises one chunk only. The cadence is the temporal three of ISO 8201 (0.5 s on, 0.5 s off, three times, then a pause of 1 s more),
    /// the drill's an even 1 s on and 1 s off, that of a village's own alarm the quick beat of a whistle (256 ms on, 256 ms off): nothing here can be taken for an air-raid signal (36/24 s, 6/6 s, 180 s).
    /// </summary>
    public static class Tones
    {
        public static int MillihertzOf(Tone tone)
        {
            switch (tone)
            {
                case Tone.Red: return 1_000_000;
                case Tone.Orange: return 875_000;
                case Tone.Yellow: return 750_000;
                case Tone.Blue: return 625_000;
                case Tone.Test: return 562_500;
                case Tone.Chime: return 500_000;
                case Tone.Drill: return 437_500;
                case Tone.Whistle: return 1_250_000;
                default: return 0;
            }
        }

        /// <summary>True when the tone is on at this many milliseconds after its start.</summary>
        public static bool IsOn(Tone tone, int milliseconds)
        {
            if (tone == Tone.Drill)
            {
                return milliseconds % 2_000 < 1_000;
            }

            if (tone == Tone.Whistle)
            {
                return milliseconds % 512 < 256;
            }

            int within = milliseconds % 4_000;
            return within < 3_000 && within % 1_000 < 500;
        }
    }
}
