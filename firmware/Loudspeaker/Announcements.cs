namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// What the board says of itself around an order's text. A drill is announced here, on the last hop, so that nothing before it
    /// can leave the announcement out. Mandarin unless the order's language is English: the speech modules know these two.
    /// </summary>
    public static class Announcements
    {
        /// <summary>Before a drill's tone.</summary>
        public static string DrillBegins(string language)
        {
            return IsEnglish(language) ? "This is a drill. This is not a real warning." : "现在进行演练，这不是真实的预警。";
        }

        /// <summary>After a drill's last word.</summary>
        public static string DrillEnds(string language)
        {
            return IsEnglish(language) ? "The drill is over." : "演练结束。";
        }

        /// <summary>Before the text of a real warning that breaks into a drill, which could not say that it was over.</summary>
        public static string DrillBroken(string language)
        {
            return IsEnglish(language) ? "The drill has ended. This is a real warning. " : "演练已经中止，以下是真实的预警。";
        }

        private static bool IsEnglish(string language)
        {
            return language == "en" || language.StartsWith("en-");
        }
    }
}
