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

        /// <summary>What the village's alarm says when its settings say nothing.</summary>
        public static string VillageAlarm(string language)
        {
            return IsEnglish(language)
                ? "Attention! Somebody in this village has sounded the alarm at the loudspeaker. Tell your neighbours and go to a safe place at once."
                : "注意，注意！村里有人在广播前拉响了警报。请互相转告，马上到安全的地方去。";
        }

        /// <summary>In an audible test.</summary>
        public static string SelfTest(string language)
        {
            return IsEnglish(language) ? "This is a test of the loudspeaker." : "广播试音，这不是预警。";
        }

        /// <summary>After a test at the button.</summary>
        public static string SelfTestResult(string language, bool heard, bool cannotTell, bool linked)
        {
            if (IsEnglish(language))
            {
                return (heard ? "The loudspeaker works. " : cannotTell ? "The loudspeaker cannot be measured. " : "The loudspeaker has a fault. ")
                    + (linked ? "It is linked to the county." : "It is not linked to the county.");
            }

            return (heard ? "自检正常，" : cannotTell ? "自检无法测量，" : "自检发现故障，") + (linked ? "网络已连接。" : "网络未连接。");
        }

        private static bool IsEnglish(string language)
        {
            return language == "en" || language.StartsWith("en-");
        }
    }
}
