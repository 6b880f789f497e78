using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Watch
{
    /// <summary>
    /// What a board says when it warns by itself and the county has given no text: which stage (the words of the flash-flood practice, SL 675), why, and what to do. Chinese, or English for
    /// a language that begins with "en".
    /// </summary>
    public static class WatchWords
    {
        /// <summary>The county's text for a stage, or the built-in one.</summary>
        public static string Of(WarnSettings settings, WarningStage stage, WarningCause cause)
        {
            string own = settings.Text(stage);
            if (own.Length > 0)
            {
                return own;
            }

            return settings.Language.StartsWith("en") ? English(stage, cause) : Chinese(stage, cause);
        }

        private static string Chinese(WarningStage stage, WarningCause cause)
        {
            if (stage == WarningStage.AllClear)
            {
                return "本站自动预警解除。雨量和水位已经回落，请继续注意安全，听从村干部安排。";
            }

            string why = IsRain(cause) ? "雨量已达到警戒值。" : cause == WarningCause.SensorLost ? "水情危险，监测设备已经失去信号。" : "河水上涨，水位已达到警戒值。";
            return stage == WarningStage.Evacuate
                ? "立即转移！立即转移！" + why + "请马上离开河边和低洼地带，向高处转移，不要收拾财物。"
                : "准备转移！准备转移！" + why + "请叫醒家人和邻居，带好必需物品，做好转移准备，不要靠近河边。";
        }

        private static string English(WarningStage stage, WarningCause cause)
        {
            if (stage == WarningStage.AllClear)
            {
                return "The warning of this station has ended. Rain and water have gone down. Stay careful.";
            }

            string why = IsRain(cause) ? "Heavy rain has been measured here. "
                : cause == WarningCause.SensorLost ? "The water is dangerous and the sensor has been lost. "
                : "The river is rising and has reached the danger mark. ";
            return stage == WarningStage.Evacuate
                ? "Leave now! Leave now! " + why + "Go to high ground at once. Leave your things behind."
                : "Prepare to leave! Prepare to leave! " + why + "Wake your family and neighbours, get ready, and stay away from the river.";
        }

        private static bool IsRain(WarningCause cause)
        {
            return cause >= WarningCause.Rain10Minutes && cause <= WarningCause.Rain24Hours;
        }
    }
}
