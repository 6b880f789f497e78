namespace EdgeWarning.Protocol
{
    /// <summary>How a board knows the time.</summary>
    public enum ClockQuality
    {
        None = 0,

        /// <summary>From an authenticated message of its gateway.</summary>
        Gateway = 1,

        /// <summary>From the board's own platform: an SNTP server, or a clock that ran on over a restart. Not authentic.</summary>
        Sntp = 2,
    }

    /// <summary>What a board says of itself at birth and with each heartbeat.</summary>
    public sealed class Status
    {
        /// <summary>Bits of <see cref="Parts"/>.</summary>
        public const int SpeakerPart = 1;
        public const int SpeechPart = 2;
        public const int CurrentSensorPart = 4;
        public const int RainPart = 8;
        public const int StagePart = 16;
        public const int MicrophonePart = 32;
        public const int ButtonPart = 64;

        /// <summary>A speech module that is fitted and does not speak: then without <see cref="SpeechPart"/>.</summary>
        public const int SilentSpeechPart = 128;

        /// <summary>No temperature was measured.</summary>
        public const int NoTemperature = int.MinValue;

        /// <summary>The error of the clock is not known.</summary>
        public const long NoClockError = -1;

        private const int BoardKey = 1;
        private const int KindKey = 2;
        private const int FirmwareKey = 3;
        private const int RestartReasonKey = 4;
        private const int RestartsKey = 5;
        private const int UptimeKey = 6;
        private const int TimeKey = 7;
        private const int ClockQualityKey = 8;
        private const int LogKey = 9;
        private const int OldestKey = 10;
        private const int NextKey = 11;
        private const int FreeBytesKey = 12;
        private const int BatteryKey = 13;
        private const int SignalKey = 14;
        private const int RefusalsKey = 15;
        private const int PartsKey = 16;
        private const int TipKey = 17;

        // From FieldReader.FirstOptionalKey on: a gateway that does not know them steps over them.
        private const int TemperatureKey = 64;
        private const int ConfigurationKey = 65;
        private const int SelfTestKey = 66;
        private const int SelfTestTimeKey = 67;
        private const int SafeModeKey = 68;
        private const int LinkLossesKey = 69;
        private const int TrialKey = 70;
        private const int ClockStepsKey = 71;
        private const int ClockErrorKey = 72;
        private const int ClockAgeKey = 73;

        private const long RequiredKeys = (1L << (TipKey + 1)) - 2;

        public string Board { get; set; } = "";

        /// <summary>loudspeaker, rain-gauge, water-level, village-station or bench.</summary>
        public string Kind { get; set; } = "";

        /// <summary>Version of the firmware.</summary>
        public string Firmware { get; set; } = "";

        /// <summary>Why the board last started: power, restart, watchdog or a few words.</summary>
        public string RestartReason { get; set; } = "";

        /// <summary>How often the board has started in its life.</summary>
        public long Restarts { get; set; }

        public long UptimeMilliseconds { get; set; }

        /// <summary>The board's time; 0 = not known.</summary>
        public long UnixMilliseconds { get; set; }

        public ClockQuality ClockQuality { get; set; }

        /// <summary>Which life of the board's outbox: random, new when its flash was empty.</summary>
        public long Log { get; set; }

        /// <summary>The oldest reading that the board still keeps; equal to Next when it keeps none.</summary>
        public long OldestSequence { get; set; }

        /// <summary>The sequence that the next reading will get.</summary>
        public long NextSequence { get; set; }

        /// <summary>Free memory of the managed heap; 0 = not known.</summary>
        public long FreeBytes { get; set; }

        /// <summary>0 = not measured.</summary>
        public int BatteryMillivolts { get; set; }

        /// <summary>Received radio signal strength, negative; 0 = not known.</summary>
        public int SignalDbm { get; set; }

        /// <summary>Orders refused since start.</summary>
        public long Refusals { get; set; }

        /// <summary>Which parts the board has: the sum of the Part bits.</summary>
        public int Parts { get; set; }

        /// <summary>What one tip of the bucket is worth, in micrometres of rain; 0 = no rain gauge.</summary>
        public int TipMicrometres { get; set; }

        /// <summary>Inside the case, in tenths of a degree Celsius; <see cref="NoTemperature"/> = not measured.</summary>
        public int TemperatureDecidegrees { get; set; } = NoTemperature;

        /// <summary>The version of the county's settings that the board lives by; 0 = none, only its factory settings.</summary>
        public long Configuration { get; set; }

        /// <summary>What the latest self-test measured: heard, not heard or cannot tell; none before the first.</summary>
        public ReceiptState SelfTest { get; set; }

        /// <summary>When that self-test was; 0 = never, or without a clock.</summary>
        public long SelfTestUnixMilliseconds { get; set; }

        /// <summary>True after a boot loop: the board links, plays and can be configured, and does nothing else.</summary>
        public bool SafeMode { get; set; }

        /// <summary>How often the link was lost since start.</summary>
        public long LinkLosses { get; set; }

        /// <summary>True while a new application or a new configuration is on trial.</summary>
        public bool OnTrial { get; set; }

        /// <summary>How often the clock was stepped by more than two seconds since start.</summary>
        public long ClockSteps { get; set; }

        /// <summary>How far the board's clock may be from the gateway's, at most; <see cref="NoClockError"/> = cannot be known.</summary>
        public long ClockErrorMilliseconds { get; set; } = NoClockError;

        /// <summary>Since when nothing has confirmed the board's clock.</summary>
        public long ClockAgeSeconds { get; set; }

        public byte[] Encode()
        {
            CborWriter writer = new CborWriter();
            writer.WriteMapHead(TipKey + CountOptional());
            writer.WritePair(BoardKey, Board);
            writer.WritePair(KindKey, Kind);
            writer.WritePair(FirmwareKey, Firmware);
            writer.WritePair(RestartReasonKey, RestartReason);
            writer.WritePair(RestartsKey, Restarts);
            writer.WritePair(UptimeKey, UptimeMilliseconds);
            writer.WritePair(TimeKey, UnixMilliseconds);
            writer.WritePair(ClockQualityKey, (long)ClockQuality);
            writer.WritePair(LogKey, Log);
            writer.WritePair(OldestKey, OldestSequence);
            writer.WritePair(NextKey, NextSequence);
            writer.WritePair(FreeBytesKey, FreeBytes);
            writer.WritePair(BatteryKey, BatteryMillivolts);
            writer.WritePair(SignalKey, SignalDbm);
            writer.WritePair(RefusalsKey, Refusals);
            writer.WritePair(PartsKey, Parts);
            writer.WritePair(TipKey, TipMicrometres);
            WriteUnless(writer, TemperatureKey, TemperatureDecidegrees, NoTemperature);
            WriteUnless(writer, ConfigurationKey, Configuration, 0);
            WriteUnless(writer, SelfTestKey, (long)SelfTest, 0);
            WriteUnless(writer, SelfTestTimeKey, SelfTestUnixMilliseconds, 0);
            WriteUnless(writer, SafeModeKey, SafeMode ? 1 : 0, 0);
            WriteUnless(writer, LinkLossesKey, LinkLosses, 0);
            WriteUnless(writer, TrialKey, OnTrial ? 1 : 0, 0);
            WriteUnless(writer, ClockStepsKey, ClockSteps, 0);
            WriteUnless(writer, ClockErrorKey, ClockErrorMilliseconds, NoClockError);
            WriteUnless(writer, ClockAgeKey, ClockAgeSeconds, 0);
            return writer.ToArray();
        }

        private int CountOptional()
        {
            return (TemperatureDecidegrees == NoTemperature ? 0 : 1)
                + (Configuration == 0 ? 0 : 1)
                + (SelfTest == ReceiptState.None ? 0 : 1)
                + (SelfTestUnixMilliseconds == 0 ? 0 : 1)
                + (SafeMode ? 1 : 0)
                + (LinkLosses == 0 ? 0 : 1)
                + (OnTrial ? 1 : 0)
                + (ClockSteps == 0 ? 0 : 1)
                + (ClockErrorMilliseconds == NoClockError ? 0 : 1)
                + (ClockAgeSeconds == 0 ? 0 : 1);
        }

        private static void WriteUnless(CborWriter writer, int key, long value, long usual)
        {
            if (value != usual)
            {
                writer.WritePair(key, value);
            }
        }

        /// <summary>Reads a status; on false the error says which field is wrong and how.</summary>
        public static bool TryDecode(byte[] payload, out Status status, out string error)
        {
            status = new Status();
            FieldReader fields = new FieldReader(payload);
            while (fields.Next())
            {
                status.Take(fields);
            }

            return fields.IsSound(RequiredKeys, out error);
        }

        private void Take(FieldReader fields)
        {
            switch (fields.Key)
            {
                case BoardKey: Board = fields.Board(); break;
                case KindKey: Kind = fields.Text(32); break;
                case FirmwareKey: Firmware = fields.Text(32); break;
                case RestartReasonKey: RestartReason = fields.Text(64); break;
                case RestartsKey: Restarts = fields.Number(0, long.MaxValue); break;
                case UptimeKey: UptimeMilliseconds = fields.Number(0, long.MaxValue); break;
                case TimeKey: UnixMilliseconds = fields.Number(0, long.MaxValue); break;
                case ClockQualityKey: ClockQuality = (ClockQuality)fields.Small((int)ClockQuality.None, (int)ClockQuality.Sntp); break;
                case LogKey: Log = fields.Number(0, 0xFFFFFFFFL); break;
                case OldestKey: OldestSequence = fields.Number(0, long.MaxValue); break;
                case NextKey: NextSequence = fields.Number(0, long.MaxValue); break;
                case FreeBytesKey: FreeBytes = fields.Number(0, long.MaxValue); break;
                case BatteryKey: BatteryMillivolts = fields.Small(0, 100_000); break;
                case SignalKey: SignalDbm = fields.Small(-200, 0); break;
                case RefusalsKey: Refusals = fields.Number(0, long.MaxValue); break;
                case PartsKey: Parts = fields.Small(0, 0xFFFF); break;
                case TipKey: TipMicrometres = fields.Small(0, 100_000); break;
                case TemperatureKey: TemperatureDecidegrees = fields.Small(-1_000, 2_000); break;
                case ConfigurationKey: Configuration = fields.Number(1, long.MaxValue); break;
                case SelfTestKey: SelfTest = (ReceiptState)fields.Small((int)ReceiptState.Heard, (int)ReceiptState.CannotTell); break;
                case SelfTestTimeKey: SelfTestUnixMilliseconds = fields.Number(1, long.MaxValue); break;
                case SafeModeKey: SafeMode = fields.Small(1, 1) == 1; break;
                case LinkLossesKey: LinkLosses = fields.Number(1, long.MaxValue); break;
                case TrialKey: OnTrial = fields.Small(1, 1) == 1; break;
                case ClockStepsKey: ClockSteps = fields.Number(1, long.MaxValue); break;
                case ClockErrorKey: ClockErrorMilliseconds = fields.Number(0, long.MaxValue); break;
                case ClockAgeKey: ClockAgeSeconds = fields.Number(1, long.MaxValue); break;
                default: fields.Unknown(); break;
            }
        }
    }
}
