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
    }

    /// <summary>
    /// A board's settings: "settings.txt" on its flash, UTF-8, one "name = value" a line, "#" begins a comment line.
    /// Read strictly: an unknown name, a name given twice, a value out of range or a missing must is an error that names the line,
    /// because a typing error found on the bench costs less than one found on a pole. Errors never show the key.
    /// </summary>
    public sealed class Settings
    {
        /// <summary>The file's name on flash.</summary>
        public const string FileName = "settings.txt";

        /// <summary>The certificate of the gateway's authority, PEM, beside the settings.</summary>
        public const string AuthorityFileName = "ca.pem";

        private const int LongestFileBytes = 4096;

        private readonly bool[] _given = new bool[NameCount];

        private const int BoardName = 0;
        private const int KindName = 1;
        private const int VillageName = 2;
        private const int KeyName = 3;
        private const int GatewayHostName = 4;
        private const int GatewayPortName = 5;
        private const int GatewayTlsName = 6;
        private const int RainTipName = 7;
        private const int RainLockoutName = 8;
        private const int ReportName = 9;
        private const int HeartbeatName = 10;
        private const int AmplifierSettleName = 11;
        private const int AmplifierSensorName = 12;
        private const int AmplifierHeardName = 13;
        private const int StageProbeName = 14;
        private const int StageZeroName = 15;
        private const int StageLoopFullscaleName = 16;
        private const int StageLoopLowName = 17;
        private const int StageLoopHighName = 18;
        private const int VolumeName = 19;
        private const int FlashName = 20;
        private const int NameCount = 21;

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

        /// <summary>gateway.tls: 0 or 1.</summary>
        public bool GatewayTls { get; private set; } = true;

        /// <summary>rain.tip.micrometres: rain per tip of the bucket, 200 = 0.2 mm.</summary>
        public int RainTipMicrometres { get; private set; } = 200;

        /// <summary>rain.lockout.milliseconds: how long the switch must have been quiet before a closure is a tip. 20-50 ms suits a reed that bounces 0.75 ms.</summary>
        public int RainLockoutMilliseconds { get; private set; } = 50;

        /// <summary>report.seconds: between readings of what changes.</summary>
        public int ReportSeconds { get; private set; } = 300;

        /// <summary>heartbeat.seconds: between two signs of life.</summary>
        public int HeartbeatSeconds { get; private set; } = 60;

        /// <summary>
        /// amplifier.settle.milliseconds: from its power to the first sound. A class-D amplifier of our kind comes out of its start-up mute in about
        /// 150 ms; twice that is the default, because the county's promise is a second to the first sound. Older amplifiers may need a second.
        /// </summary>
        public int AmplifierSettleMilliseconds { get; private set; } = 300;

        /// <summary>amplifier.sensor: 1 when a current sensor is fitted.</summary>
        public bool AmplifierSensor { get; private set; } = true;

        /// <summary>amplifier.heard.milliamperes: the rise of supply current above quiet that proves a sounding horn.</summary>
        public int AmplifierHeardMilliamperes { get; private set; } = 200;

        /// <summary>stage.probe: ultrasonic or loop.</summary>
        public StageProbe StageProbe { get; private set; }

        /// <summary>stage.zero.millimetres: height of the probe's face above gauge zero; negative for a probe that hangs below it.</summary>
        public int StageZeroMillimetres { get; private set; }

        /// <summary>stage.loop.fullscale.millimetres: depth of water at 20 mA.</summary>
        public int StageLoopFullscaleMillimetres { get; private set; } = 5000;

        /// <summary>stage.loop.low.counts: raw ADC counts measured on this board at 4 mA; 0 = not calibrated.</summary>
        public int StageLoopLowCounts { get; private set; }

        /// <summary>stage.loop.high.counts: raw ADC counts measured on this board at 20 mA; 0 = not calibrated.</summary>
        public int StageLoopHighCounts { get; private set; }

        /// <summary>volume.percent: what an order's 100 % means here.</summary>
        public int VolumePercent { get; private set; } = 100;

        /// <summary>
        /// flash.kilobytes: size of the board's file system, which no call of the board tells: 3072 on a part of 16 MB, 2048 on 8 MB, 256 on 4 MB.
        /// </summary>
        public int FlashKilobytes { get; private set; } = 3072;

        /// <summary>Reads the settings from flash; null with an error that says what to correct and where.</summary>
        public static Settings? Load(IFlash flash, out string error)
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
            return Parse(bytes, read, out error);
        }

        /// <summary>Reads settings from the first <paramref name="count"/> bytes of a file; null with an error that says what to correct and where.</summary>
        public static Settings? Parse(byte[] bytes, int count, out string error)
        {
            for (int i = 0; i < count; i++)
            {
                if (bytes[i] == 0)
                {
                    error = FileName + ": holds a zero byte, so it is no text";
                    return null;
                }
            }

            // A byte order mark, as some editors write, is not part of the first name.
            int start = count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;
            string[] lines = Encoding.UTF8.GetString(bytes, start, count - start).Split('\n');
            Settings settings = new Settings();
            for (int i = 0; i < lines.Length; i++)
            {
                string fault = settings.Take(lines[i].Trim());
                if (fault.Length > 0)
                {
                    error = FileName + " line " + (i + 1).ToString() + ": " + fault;
                    return null;
                }
            }

            string missing = settings.Missing();
            error = missing.Length == 0 ? "" : FileName + ": " + missing;
            return missing.Length == 0 ? settings : null;
        }

        private string Take(string line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                return "";
            }

            int equals = line.IndexOf('=');
            if (equals <= 0)
            {
                return "expected name = value";
            }

            string name = line.Substring(0, equals).Trim();
            string value = line.Substring(equals + 1).Trim();
            int index = IndexOf(name);
            if (index < 0)
            {
                return "unknown name \"" + name + "\"";
            }

            if (_given[index])
            {
                return name + " is given twice";
            }

            _given[index] = true;
            string fault = value.Length == 0 ? "no value" : Set(index, value);
            return fault.Length == 0 ? "" : name + ": " + fault;
        }

        private string Set(int index, string value)
        {
            int number;
            string fault;
            switch (index)
            {
                case BoardName:
                    Board = value;
                    return Topics.IsBoard(value) ? "" : "a board id is 1 to 48 of a-z, 0-9 and -";
                case KindName:
                    Kind = value;
                    return IsKind(value) ? "" : "expected loudspeaker, rain-gauge, water-level, village-station or bench";
                case VillageName:
                    Village = value;
                    return IsDivision(value) ? "" : "a division code is 2 to 12 digits";
                case KeyName:
                    return Str.TryParseHex(value, Key) ? "" : "expected 64 hexadecimal digits (shown nowhere: it is secret)";
                case GatewayHostName:
                    GatewayHost = value;
                    return value.IndexOf(' ') < 0 ? "" : "a host name or address has no spaces";
                case StageProbeName:
                    StageProbe = value == "loop" ? StageProbe.Loop : StageProbe.Ultrasonic;
                    return value == "loop" || value == "ultrasonic" ? "" : "expected ultrasonic or loop";
                case GatewayTlsName:
                    fault = Whole(value, 0, 1, out number);
                    GatewayTls = number == 1;
                    return fault;
                case AmplifierSensorName:
                    fault = Whole(value, 0, 1, out number);
                    AmplifierSensor = number == 1;
                    return fault;
                default:
                    return SetNumber(index, value);
            }
        }

        private string SetNumber(int index, string value)
        {
            int number;
            string fault = Whole(value, LeastOf(index), MostOf(index), out number);
            switch (index)
            {
                case GatewayPortName: GatewayPort = number; break;
                case RainTipName: RainTipMicrometres = number; break;
                case RainLockoutName: RainLockoutMilliseconds = number; break;
                case ReportName: ReportSeconds = number; break;
                case HeartbeatName: HeartbeatSeconds = number; break;
                case AmplifierSettleName: AmplifierSettleMilliseconds = number; break;
                case AmplifierHeardName: AmplifierHeardMilliamperes = number; break;
                case StageZeroName: StageZeroMillimetres = number; break;
                case StageLoopFullscaleName: StageLoopFullscaleMillimetres = number; break;
                case StageLoopLowName: StageLoopLowCounts = number; break;
                case StageLoopHighName: StageLoopHighCounts = number; break;
                case FlashName: FlashKilobytes = number; break;
                default: VolumePercent = number; break;
            }

            return fault;
        }

        private string Missing()
        {
            if (!_given[BoardName] || !_given[KindName] || !_given[KeyName] || !_given[GatewayHostName])
            {
                string name = !_given[BoardName] ? "board" : !_given[KindName] ? "kind" : !_given[KeyName] ? "key" : "gateway.host";
                return name + " is missing";
            }

            if (_given[StageLoopLowName] != _given[StageLoopHighName] || (_given[StageLoopLowName] && StageLoopLowCounts >= StageLoopHighCounts))
            {
                return "stage.loop.low.counts and stage.loop.high.counts are given together, the low one below the high one";
            }

            if (!_given[GatewayPortName])
            {
                GatewayPort = GatewayTls ? 8883 : 1883;
            }

            return "";
        }

        private static string Whole(string value, int least, int most, out int number)
        {
            long parsed;
            bool sound = Str.TryParseLong(value, out parsed) && parsed >= least && parsed <= most;
            number = sound ? (int)parsed : least;
            return sound ? "" : "expected a whole number from " + least.ToString() + " to " + most.ToString() + ", found \"" + value + "\"";
        }

        private static int IndexOf(string name)
        {
            switch (name)
            {
                case "board": return BoardName;
                case "kind": return KindName;
                case "village": return VillageName;
                case "key": return KeyName;
                case "gateway.host": return GatewayHostName;
                case "gateway.port": return GatewayPortName;
                case "gateway.tls": return GatewayTlsName;
                case "rain.tip.micrometres": return RainTipName;
                case "rain.lockout.milliseconds": return RainLockoutName;
                case "report.seconds": return ReportName;
                case "heartbeat.seconds": return HeartbeatName;
                case "amplifier.settle.milliseconds": return AmplifierSettleName;
                case "amplifier.sensor": return AmplifierSensorName;
                case "amplifier.heard.milliamperes": return AmplifierHeardName;
                case "stage.probe": return StageProbeName;
                case "stage.zero.millimetres": return StageZeroName;
                case "stage.loop.fullscale.millimetres": return StageLoopFullscaleName;
                case "stage.loop.low.counts": return StageLoopLowName;
                case "stage.loop.high.counts": return StageLoopHighName;
                case "volume.percent": return VolumeName;
                case "flash.kilobytes": return FlashName;
                default: return -1;
            }
        }

        private static int LeastOf(int index)
        {
            switch (index)
            {
                case RainTipName: return 10;
                case RainLockoutName: return 5;
                case HeartbeatName: return 5;
                case StageZeroName: return -100_000;
                case StageLoopFullscaleName: return 100;
                case FlashName: return 128;
                case AmplifierSettleName:
                case VolumeName: return 0;
                default: return 1;
            }
        }

        private static int MostOf(int index)
        {
            switch (index)
            {
                case GatewayPortName: return 65_535;
                case RainTipName: return 10_000;
                case RainLockoutName: return 200;
                case ReportName:
                case HeartbeatName: return 86_400;
                case AmplifierSettleName: return 10_000;
                case FlashName: return 16_384;
                case AmplifierHeardName: return 20_000;
                case StageZeroName:
                case StageLoopFullscaleName: return 100_000;
                case StageLoopLowName:
                case StageLoopHighName: return 4_095;
                default: return 100;
            }
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
