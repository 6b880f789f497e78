using System.Text;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>How a water-level board measures.</summary>
    public enum StageProbe
    {
        /// <summary>Looks down at the water (A02YYUW over UART).</summary>
        Ultrasonic = 0,

        /// <summary>Hangs in the water (4-20 mA over ADC).</summary>
        Loop = 1,

        /// <summary>Looks down at the water (MaxBotix HRXL or XL over UART).</summary>
        MaxBotix = 2,
    }

    /// <summary>
    /// A board's settings: "settings.txt" on its flash, UTF-8, one "name = value" a line, "#" begins a comment line; over it the county's settings, which
    /// came in an order (kind configure).
    /// Read strictly: an unknown name, a name given twice, a value out of range or a missing must is an error that names the line,
    /// because a typing error found on the bench costs less than one found on a pole. Errors never show the key.
    /// </summary>
    public sealed class Settings
    {
        /// <summary>The file's name on flash.</summary>
        public const string FileName = "settings.txt";

        /// <summary>What errors call the county's settings.</summary>
        public const string CountyName = "county settings";

        /// <summary>The certificate of the gateway's authority, PEM, beside the settings.</summary>
        public const string AuthorityFileName = "ca.pem";

        private const int LongestFileBytes = 4096;

        private Settings()
        {
        }

        /// <summary>board: the board's id. Must be given.</summary>
        public string Board { get; private set; } = "";

        /// <summary>kind: loudspeaker, rain-gauge, water-level, village-station or bench. Must be given.</summary>
        public string Kind { get; private set; } = "";

        /// <summary>village: administrative division code, up to 12 digits; empty when not given.</summary>
        public string Village { get; private set; } = "";

        /// <summary>key: the board's secret, 64 hex digits in the file. Must be given.</summary>
        public byte[] Key { get; private set; } = new byte[Credentials.KeyBytes];

        /// <summary>gateway.host: name or address of the broker. Must be given.</summary>
        public string GatewayHost { get; private set; } = "";

        /// <summary>gateway.port: 8883 with TLS and 1883 without unless given (IANA).</summary>
        public int GatewayPort { get; private set; }

        /// <summary>True for a rain or level board, which keeps less than a board with a voice: it may have little heap (docs/decisions/0023).</summary>
        public bool IsSensor
        {
            get { return Kind == "rain-gauge" || Kind == "water-level"; }
        }

        /// <summary>gateway.tls: 0 or 1.</summary>
        public bool GatewayTls { get; private set; }

        /// <summary>gateway.http.port: where the same host serves files to boards, over plain HTTP: their seals protect them.</summary>
        public int GatewayHttpPort { get; private set; }

        /// <summary>time.server: an SNTP server, "none" for none; unless given the gateway's host, because a county network may have no internet.</summary>
        public string TimeServer { get; private set; } = "";

        /// <summary>trial.seconds: how long new county settings may take to link before the board goes back to those before.</summary>
        public int TrialSeconds { get; private set; }

        /// <summary>update.healthy.seconds: how long a new application must have lived, and linked, before it is kept.</summary>
        public int UpdateHealthySeconds { get; private set; }

        /// <summary>rain.tip.micrometres: rain per tip of the bucket, 200 = 0.2 mm.</summary>
        public int RainTipMicrometres { get; private set; }

        /// <summary>rain.lockout.milliseconds: how long the switch must have been quiet before a closure is a tip. 20-50 ms suits a reed that bounces 0.75 ms.</summary>
        public int RainLockoutMilliseconds { get; private set; }

        /// <summary>report.seconds: between readings of what changes.</summary>
        public int ReportSeconds { get; private set; }

        /// <summary>heartbeat.seconds: between two signs of life.</summary>
        public int HeartbeatSeconds { get; private set; }

        /// <summary>
        /// amplifier.settle.milliseconds: from its power to the first sound. A class-D amplifier of our kind comes out of its start-up mute in about
        /// 150 ms; twice that is the default, because the county's promise is a second to the first sound. Older amplifiers may need a second.
        /// </summary>
        public int AmplifierSettleMilliseconds { get; private set; }

        /// <summary>amplifier.sensor: 1 when a current sensor is fitted.</summary>
        public bool AmplifierSensor { get; private set; }

        /// <summary>amplifier.heard.milliamperes: the rise of supply current above quiet that proves a sounding horn.</summary>
        public int AmplifierHeardMilliamperes { get; private set; }

        /// <summary>stage.probe: ultrasonic, maxbotix or loop.</summary>
        public StageProbe StageProbe { get; private set; }

        /// <summary>stage.zero.millimetres: height of the probe's face above gauge zero; negative for a probe that hangs below it.</summary>
        public int StageZeroMillimetres { get; private set; }

        /// <summary>stage.loop.fullscale.millimetres: depth of water at 20 mA.</summary>
        public int StageLoopFullscaleMillimetres { get; private set; }

        /// <summary>stage.loop.low.counts: raw ADC counts measured on this board at 4 mA; 0 = not calibrated.</summary>
        public int StageLoopLowCounts { get; private set; }

        /// <summary>stage.loop.high.counts: raw ADC counts measured on this board at 20 mA; 0 = not calibrated.</summary>
        public int StageLoopHighCounts { get; private set; }

        /// <summary>Speech module, night, tests of itself, village alarm. Null on a rain or level board, which has no use for them and little memory.</summary>
        public SoundSettings Sound { get; private set; } = null!;

        /// <summary>volume.percent: what an order's 100 % means here.</summary>
        public int VolumePercent { get; private set; }

        /// <summary>
        /// flash.kilobytes: size of the board's file system, which no call of the board tells: 3072 on a part of 16 MB, 2048 on 8 MB, 256 on 4 MB.
        /// </summary>
        public int FlashKilobytes { get; private set; }

        /// <summary>warn.*: at what the board warns its village by itself. Null on a rain or level board.</summary>
        public WarnSettings Warn { get; private set; } = null!;

        /// <summary>Reads the settings from flash; null with an error that says what to correct and where.</summary>
        public static Settings? Load(IFlash flash, out string error)
        {
            return Load(flash, new byte[0], out error);
        }

        /// <summary>The same with the county's settings laid over the file.</summary>
        public static Settings? Load(IFlash flash, byte[] county, out string error)
        {
            int length = flash.Length(FileName);
            if (length < 0 || length > LongestFileBytes)
            {
                error = length < 0
                    ? FileName + ": no such file on this board's flash"
                    : FileName + ": longer than " + LongestFileBytes.ToString() + " bytes";
                return null;
            }

            byte[] bytes = new byte[length];
            int read = flash.Read(FileName, 0, bytes, 0, length);
            return Parse(bytes, read, county, county.Length, out error);
        }

        /// <summary>Reads settings from the first <paramref name="count"/> bytes of a file; null with an error that says what to correct and where.</summary>
        public static Settings? Parse(byte[] bytes, int count, out string error)
        {
            return Parse(bytes, count, new byte[0], 0, out error);
        }

        /// <summary>The same with the county's settings laid over the file: what both name is the county's.</summary>
        public static Settings? Parse(byte[] bytes, int count, byte[] county, int countyCount, out string error)
        {
            SettingLines lines = new SettingLines();
            Settings settings = new Settings();
            lines.Read(FileName, bytes, count);
            if (countyCount > 0)
            {
                lines.Read(CountyName, county, countyCount);
            }

            settings.Take(lines);
            error = lines.Fault;
            return error.Length == 0 ? settings : null;
        }

        // One line for each name: a new one is a property above and a line here.
        private void Take(SettingLines lines)
        {
            TakeIdentity(lines);
            GatewayHost = lines.Must("gateway.host");
            GatewayTls = lines.Flag("gateway.tls", true);
            GatewayPort = lines.Whole("gateway.port", 1, 65_535, GatewayTls ? 8883 : 1883);
            GatewayHttpPort = lines.Whole("gateway.http.port", 1, 65_535, 8080);
            TimeServer = lines.Text("time.server", GatewayHost);
            Village = lines.Text("village", "");
            ReportSeconds = lines.Whole("report.seconds", 1, 86_400, 300);
            HeartbeatSeconds = lines.Whole("heartbeat.seconds", 5, 86_400, 60);
            TrialSeconds = lines.Whole("trial.seconds", 1, 86_400, 600);
            UpdateHealthySeconds = lines.Whole("update.healthy.seconds", 1, 86_400, 600);
            RainTipMicrometres = lines.Whole("rain.tip.micrometres", 10, 10_000, 200);
            RainLockoutMilliseconds = lines.Whole("rain.lockout.milliseconds", 5, 200, 50);
            AmplifierSettleMilliseconds = lines.Whole("amplifier.settle.milliseconds", 0, 10_000, 300);
            AmplifierSensor = lines.Flag("amplifier.sensor", true);
            AmplifierHeardMilliamperes = lines.Whole("amplifier.heard.milliamperes", 1, 20_000, 200);
            VolumePercent = lines.Whole("volume.percent", 0, 100, 100);
            FlashKilobytes = lines.Whole("flash.kilobytes", 128, 16_384, 3072);
            StageProbe = ProbeOf(lines.Text("stage.probe", "ultrasonic"));
            StageZeroMillimetres = lines.Whole("stage.zero.millimetres", -100_000, 100_000, 0);
            StageLoopFullscaleMillimetres = lines.Whole("stage.loop.fullscale.millimetres", 100, 100_000, 5000);
            StageLoopLowCounts = lines.Whole("stage.loop.low.counts", 1, 4_095, 0);
            StageLoopHighCounts = lines.Whole("stage.loop.high.counts", 1, 4_095, 0);
            WarnSettings warn = new WarnSettings(lines);        // judged on every board
            SoundSettings sound = SoundSettings.Of(lines);
            if (!IsSensor)
            {
                Warn = warn;
                Sound = sound;
            }

            Judge(lines);
        }

        // Says who the board is. The county cannot change it, and no error shows the key.
        private void TakeIdentity(SettingLines lines)
        {
            Board = lines.Identity("board");
            Kind = lines.Identity("kind");
            string key = lines.Identity("key");
            if (!Topics.IsBoard(Board))
            {
                lines.Refuse("board", "a board id is 1 to 48 of a-z, 0-9 and -");
            }

            if (!IsKind(Kind))
            {
                lines.Refuse("kind", "expected loudspeaker, rain-gauge, water-level, village-station or bench");
            }

            if (!Str.TryParseHex(key, Key))
            {
                lines.Refuse("key", "expected 64 hexadecimal digits (shown nowhere: it is secret)");
            }
        }

        // What a range does not say.
        private void Judge(SettingLines lines)
        {
            if (GatewayHost.IndexOf(' ') >= 0)
            {
                lines.Refuse("gateway.host", "a host name or address has no spaces");
            }

            if (TimeServer.IndexOf(' ') >= 0)
            {
                lines.Refuse("time.server", "a host name or address has no spaces");
            }

            if (Village.Length > 0 && !IsDivision(Village))
            {
                lines.Refuse("village", "a division code is 2 to 12 digits");
            }

            string probe = lines.Text("stage.probe", "ultrasonic");
            if (probe != "ultrasonic" && ProbeOf(probe) == StageProbe.Ultrasonic)
            {
                lines.Refuse("stage.probe", "expected ultrasonic, maxbotix or loop");
            }

            bool low = lines.Has("stage.loop.low.counts");
            if (low != lines.Has("stage.loop.high.counts") || (low && StageLoopLowCounts >= StageLoopHighCounts))
            {
                lines.RefuseTogether("stage.loop.low.counts and stage.loop.high.counts are given together, the low one below the high one");
            }
        }

        private static StageProbe ProbeOf(string name)
        {
            return name == "loop" ? StageProbe.Loop : name == "maxbotix" ? StageProbe.MaxBotix : StageProbe.Ultrasonic;
        }

        private static bool IsKind(string kind)
        {
            return kind == "loudspeaker" || kind == "rain-gauge" || kind == "water-level" || kind == "village-station" || kind == "bench";
        }

        private static bool IsDivision(string code)
        {
            for (int i = 0; i < code.Length; i++)
            {
                if (!Str.IsDigit(code[i]))
                {
                    return false;
                }
            }

            return code.Length >= 2 && code.Length <= 12;
        }
    }
}
