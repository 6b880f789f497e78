namespace EdgeWarning.Drivers
{
    /// <summary>What the light says to whoever stands below the pole. The same table for people: docs/how-to/leds.md, held against this one by a test.</summary>
    public enum LightCode
    {
        /// <summary>Linked to the gateway's broker; nothing is missing.</summary>
        Linked = 0,

        /// <summary>A part could not be opened at the start and is left out.</summary>
        PartLeftOut = 1,

        /// <summary>No link.</summary>
        NoLink = 2,

        /// <summary>The amplifier has power: something sounds.</summary>
        Sounding = 3,

        /// <summary>After a boot loop: links, sounds and can be configured, and measures nothing.</summary>
        SafeMode = 4,
    }

    /// <summary>How each code looks: milliseconds on, off, on, off …, again and again.</summary>
    public static class LightCodes
    {
        /// <summary>On and off times of a code; a light that never goes out has only one time.</summary>
        public static int[] PatternOf(LightCode code)
        {
            switch (code)
            {
                case LightCode.Linked: return new int[] { 2_000 };
                case LightCode.PartLeftOut: return new int[] { 150, 250, 150, 1_450 };
                case LightCode.NoLink: return new int[] { 500, 500 };
                case LightCode.Sounding: return new int[] { 100, 100 };
                default: return new int[] { 150, 250, 150, 250, 150, 1_050 };
            }
        }
    }
}
