namespace EdgeWarning.Common
{
    /// <summary>Which speech module hangs on the UART.</summary>
    public enum SpeechModuleKind
    {
        /// <summary>The board sounds tones and clips only.</summary>
        None = 0,

        /// <summary>XFS5152CE, or SYN6658.</summary>
        Xfs5152ce = 1,

        /// <summary>SYN6288.</summary>
        Syn6288 = 2,
    }

    /// <summary>Settings of all that sounds: which parts there are, the night, the board's tests of itself, the village's alarm.</summary>
    public sealed class SoundSettings
    {
        /// <summary>Audible tests are made between these minutes of the day only: 08:00 to 20:00.</summary>
        public const int DayBeginsMinute = 8 * 60;

        /// <summary>See <see cref="DayBeginsMinute"/>.</summary>
        public const int DayEndsMinute = 20 * 60;

        private const int MinutesPerDay = 24 * 60;

        private SoundSettings()
        {
        }

        /// <summary>speech.module: xfs5152ce, syn6288 or none.</summary>
        public SpeechModuleKind SpeechModule { get; private set; }

        /// <summary>microphone.sensor: 1 when a microphone listens to the horn.</summary>
        public bool Microphone { get; private set; }

        /// <summary>microphone.heard.millivolts: the rise of its envelope above the quiet village that proves a sounding horn.</summary>
        public int MicrophoneHeardMillivolts { get; private set; }

        /// <summary>utc.offset.minutes: local time is so far ahead of UTC; China 480.</summary>
        public int UtcOffsetMinutes { get; private set; }

        /// <summary>night.from: local time, minutes of the day. Equal to <see cref="NightToMinute"/> = no night.</summary>
        public int NightFromMinute { get; private set; }

        /// <summary>night.to: the first minute of the day after the night.</summary>
        public int NightToMinute { get; private set; }

        /// <summary>night.volume.percent: what the volume is multiplied by at night. Orange, red and the board's own warnings are as loud as by day; the programme is silent.</summary>
        public int NightVolumePercent { get; private set; }

        /// <summary>selftest.at: the daily near-silent test, local time; the board's own share of <see cref="SelfTestSpreadMinutes"/> comes on top, before midnight.</summary>
        public int SelfTestMinute { get; private set; }

        /// <summary>selftest.audible.at: the monthly audible test, between 08:00 and 20:00.</summary>
        public int AudibleTestMinute { get; private set; }

        /// <summary>selftest.audible.day: day of the month, 0 = never.</summary>
        public int AudibleTestDay { get; private set; }

        /// <summary>selftest.spread.minutes: the boards of a county spread their tests over so long.</summary>
        public int SelfTestSpreadMinutes { get; private set; }

        /// <summary>selftest.milliamperes: the rise of supply current during the near-silent test that proves a connected horn.</summary>
        public int SelfTestMilliamperes { get; private set; }

        /// <summary>button: 1 when the covered button is fitted.</summary>
        public bool Button { get; private set; }

        /// <summary>alarm.minutes: the village's alarm ends by itself after so long.</summary>
        public int AlarmMinutes { get; private set; }

        /// <summary>alarm.text: what it says; empty = the board's own words.</summary>
        public string AlarmText { get; private set; } = "";

        /// <summary>alarm.clip: a stored clip that it plays in place of the text.</summary>
        public string AlarmClip { get; private set; } = "";

        /// <summary>alarm.language: of its text and of what the board says of itself, BCP 47.</summary>
        public string AlarmLanguage { get; private set; } = "";

        /// <summary>Takes the settings of these names.</summary>
        public static SoundSettings Of(SettingLines lines)
        {
            SoundSettings sound = new SoundSettings();
            sound.SpeechModule = ModuleOf(lines);
            sound.Microphone = lines.Flag("microphone.sensor", false);
            sound.MicrophoneHeardMillivolts = lines.Whole("microphone.heard.millivolts", 5, 3_000, 100);
            sound.UtcOffsetMinutes = lines.Whole("utc.offset.minutes", -720, 840, 480);
            sound.NightFromMinute = lines.MinuteOfDay("night.from", 22 * 60);
            sound.NightToMinute = lines.MinuteOfDay("night.to", 6 * 60);
            sound.NightVolumePercent = lines.Whole("night.volume.percent", 0, 100, 50);
            sound.SelfTestMinute = lines.MinuteOfDay("selftest.at", 11 * 60);
            sound.AudibleTestMinute = lines.MinuteOfDay("selftest.audible.at", 10 * 60);
            sound.AudibleTestDay = lines.Whole("selftest.audible.day", 0, 28, 15);
            sound.SelfTestSpreadMinutes = lines.Whole("selftest.spread.minutes", 1, 360, 30);
            sound.SelfTestMilliamperes = lines.Whole("selftest.milliamperes", 1, 1_000, 20);
            sound.Button = lines.Flag("button", true);
            sound.AlarmMinutes = lines.Whole("alarm.minutes", 1, 60, 5);
            sound.AlarmText = lines.Text("alarm.text", "");
            sound.AlarmClip = lines.Text("alarm.clip", "");
            sound.AlarmLanguage = lines.Text("alarm.language", "zh-CN");
            sound.Judge(lines);
            return sound;
        }

        // A test that is due at no minute of its day would never be made, and nobody would miss it.
        private void Judge(SettingLines lines)
        {
            if (SelfTestMinute + SelfTestSpreadMinutes > MinutesPerDay)
            {
                lines.Refuse("selftest.at", "the daily test is made before midnight, selftest.spread.minutes included");
            }

            if (AudibleTestMinute < DayBeginsMinute || AudibleTestMinute + SelfTestSpreadMinutes > DayEndsMinute)
            {
                lines.Refuse("selftest.audible.at", "an audible test is made between 08:00 and 20:00, selftest.spread.minutes included");
            }
        }

        private static SpeechModuleKind ModuleOf(SettingLines lines)
        {
            switch (lines.Text("speech.module", "xfs5152ce"))
            {
                case "xfs5152ce": return SpeechModuleKind.Xfs5152ce;
                case "syn6288": return SpeechModuleKind.Syn6288;
                case "none": return SpeechModuleKind.None;
                default:
                    lines.Refuse("speech.module", "expected xfs5152ce, syn6288 or none");
                    return SpeechModuleKind.None;
            }
        }
    }
}
