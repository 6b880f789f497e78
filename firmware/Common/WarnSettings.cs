using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// At what a board warns its village by itself: the settings "warn.*", for each of the two stages "prepare" and "evacuate". All of them may be left out; without any
    /// threshold a board never warns by itself. Where the numbers come from: docs/how-to/set-thresholds.md.
    /// </summary>
    public sealed class WarnSettings
    {
        /// <summary>Windows of rain: 10 minutes, 1, 3, 6 and 24 hours.</summary>
        public const int Windows = 5;

        private readonly int[] _rain = new int[2 * Windows];
        private readonly int[] _stage = new int[2];
        private readonly bool[] _hasStage = new bool[2];
        private readonly int[] _rise = new int[2];
        private readonly string[] _texts = new string[3];
        private readonly string[] _clips = new string[3];

        /// <summary>Takes its names from the lines, and refuses what does not fit together.</summary>
        public WarnSettings(SettingLines lines)
        {
            SilentMilliseconds = lines.Whole("warn.after.silent.seconds", 0, 86_400, 300) * 1000;
            RiseMilliseconds = lines.Whole("warn.rise.minutes", 1, 60, 10) * 60_000;
            DeadbandPercent = lines.Whole("warn.deadband.percent", 0, 90, 20);
            StageDeadbandMillimetres = lines.Whole("warn.stage.deadband.millimetres", 0, 20_000, 200);
            HoldMilliseconds = lines.Whole("warn.hold.minutes", 0, 1_440, 30) * 60_000;
            LostRiseMillimetres = lines.Whole("warn.lost.rise.millimetres", 0, 20_000, 100);
            FlatMilliseconds = lines.Whole("warn.flat.minutes", 0, 1_440, 20) * 60_000;
            RepeatMilliseconds = lines.Whole("warn.repeat.seconds", 30, 3_600, 120) * 1000;
            MostSoundings = lines.Whole("warn.repeat.most", 1, 1_000, 20);
            Language = lines.Text("warn.language", "zh-CN");
            TakeWords(lines, WarningStage.AllClear, "clear");
            TakeStage(lines, WarningStage.Prepare, "prepare");
            TakeStage(lines, WarningStage.Evacuate, "evacuate");
            Judge(lines);
        }

        /// <summary>True when any threshold is given.</summary>
        public bool IsOn
        {
            get { return WatchesRain || WatchesStage; }
        }

        /// <summary>True when rain has a threshold.</summary>
        public bool WatchesRain { get; private set; }

        /// <summary>True when stage or its rise has a threshold.</summary>
        public bool WatchesStage { get; private set; }

        /// <summary>warn.after.silent.seconds: how long the gateway must have been silent before the board warns by itself; 0 = it always does.</summary>
        public int SilentMilliseconds { get; private set; }

        /// <summary>warn.rise.minutes: over how long a rise is measured.</summary>
        public int RiseMilliseconds { get; private set; }

        /// <summary>warn.deadband.percent: how far rain and rise must be below their thresholds before the all-clear.</summary>
        public int DeadbandPercent { get; private set; }

        /// <summary>warn.stage.deadband.millimetres: the same for the stage.</summary>
        public int StageDeadbandMillimetres { get; private set; }

        /// <summary>warn.hold.minutes: how long they must have been so before the all-clear.</summary>
        public int HoldMilliseconds { get; private set; }

        /// <summary>warn.lost.rise.millimetres: a probe that is lost after the stage has risen so far within an hour is an alarm; 0 = never.</summary>
        public int LostRiseMillimetres { get; private set; }

        /// <summary>warn.flat.minutes: a probe that says the same to the millimetre for so long counts as lost; 0 = never.</summary>
        public int FlatMilliseconds { get; private set; }

        /// <summary>warn.repeat.seconds: from one sounding to the next.</summary>
        public int RepeatMilliseconds { get; private set; }

        /// <summary>warn.repeat.most: soundings of one stage.</summary>
        public int MostSoundings { get; private set; }

        /// <summary>warn.language: BCP 47, of the texts and of the built-in ones: Chinese, or English for "en".</summary>
        public string Language { get; private set; }

        /// <summary>warn.STAGE.rain.WINDOW.millimetres: rain in a window that makes the board warn; 0 = off.</summary>
        public int RainMillimetres(WarningStage stage, int window)
        {
            return _rain[(Of(stage) * Windows) + window];
        }

        /// <summary>Whether warn.STAGE.stage.millimetres is given.</summary>
        public bool HasStage(WarningStage stage)
        {
            return _hasStage[Of(stage)];
        }

        /// <summary>warn.STAGE.stage.millimetres: height of the water above gauge zero that makes the board warn. Only when <see cref="HasStage"/>.</summary>
        public int StageMillimetres(WarningStage stage)
        {
            return _stage[Of(stage)];
        }

        /// <summary>warn.STAGE.rise.millimetres: rise within <see cref="RiseMilliseconds"/> that makes the board warn; 0 = off.</summary>
        public int RiseMillimetres(WarningStage stage)
        {
            return _rise[Of(stage)];
        }

        /// <summary>warn.prepare.text, warn.evacuate.text, warn.clear.text: what is spoken; empty = the built-in text.</summary>
        public string Text(WarningStage stage)
        {
            return _texts[(int)stage];
        }

        /// <summary>warn.prepare.clip, warn.evacuate.clip, warn.clear.clip: the stored clip that is played instead; empty = none.</summary>
        public string Clip(WarningStage stage)
        {
            return _clips[(int)stage];
        }

        /// <summary>The name of a window in settings.</summary>
        public static string NameOf(int window)
        {
            switch (window)
            {
                case 0: return "10min";
                case 1: return "1h";
                case 2: return "3h";
                case 3: return "6h";
                default: return "24h";
            }
        }

        private static int Of(WarningStage stage)
        {
            return stage == WarningStage.Evacuate ? 1 : 0;
        }

        private void TakeStage(SettingLines lines, WarningStage stage, string name)
        {
            for (int window = 0; window < Windows; window++)
            {
                // The most rain that a day has brought is 1,825 mm (WMO: Foc-Foc, La Réunion, 1966).
                int millimetres = lines.Whole("warn." + name + ".rain." + NameOf(window) + ".millimetres", 0, 2_000, 0);
                _rain[(Of(stage) * Windows) + window] = millimetres;
                WatchesRain = WatchesRain || millimetres > 0;
            }

            _hasStage[Of(stage)] = lines.Has("warn." + name + ".stage.millimetres");
            _stage[Of(stage)] = lines.Whole("warn." + name + ".stage.millimetres", -100_000, 100_000, 0);
            _rise[Of(stage)] = lines.Whole("warn." + name + ".rise.millimetres", 0, 20_000, 0);
            WatchesStage = WatchesStage || _hasStage[Of(stage)] || _rise[Of(stage)] > 0;
            TakeWords(lines, stage, name);
        }

        private void TakeWords(SettingLines lines, WarningStage stage, string name)
        {
            _texts[(int)stage] = lines.Text("warn." + name + ".text", "");
            _clips[(int)stage] = lines.Text("warn." + name + ".clip", "");
        }

        private void Judge(SettingLines lines)
        {
            for (int window = 0; window < Windows; window++)
            {
                if (_rain[Windows + window] > 0 && _rain[Windows + window] < _rain[window])
                {
                    RefuseOrder(lines, "rain." + NameOf(window));
                }
            }

            if (_hasStage[0] && _hasStage[1] && _stage[1] < _stage[0])
            {
                RefuseOrder(lines, "stage");
            }

            if (_rise[1] > 0 && _rise[1] < _rise[0])
            {
                RefuseOrder(lines, "rise");
            }
        }

        // Leave now before prepare to leave: somebody has mixed them up.
        private static void RefuseOrder(SettingLines lines, string what)
        {
            lines.Refuse("warn.evacuate." + what + ".millimetres", "is below warn.prepare." + what + ".millimetres");
        }
    }
}
