using System;

namespace EdgeWarning.Protocol
{
    /// <summary>What a reading measures.</summary>
    public enum ReadingKind
    {
        None = 0,

        /// <summary>Rain since the gauge's first day, a counter that only grows; micrometres.</summary>
        Rain = 1,

        /// <summary>Height of the water above gauge zero; millimetres, may be negative.</summary>
        Stage = 2,

        /// <summary>Supply voltage; millivolts.</summary>
        Battery = 3,

        /// <summary>The level probe cannot measure; the value is a <see cref="ProbeFault"/>.</summary>
        StageFault = 4,

        /// <summary>The rain gauge cannot be trusted; the value is a <see cref="ProbeFault"/>.</summary>
        RainFault = 5,

        /// <summary>The board warned its village by itself, or called the all-clear; the value is a <see cref="LocalWarning"/>.</summary>
        LocalWarning = 6,

        /// <summary>The village's own alarm, given at the board's button (吹哨子); the value is a <see cref="VillageAlarm"/>.</summary>
        VillageAlarm = 7,

        /// <summary>What was measured while the board sounded by itself; the value is the <see cref="ReceiptState"/> heard, not heard or cannot tell.</summary>
        LocalVerdict = 8,

        /// <summary>The near-silent self-test; the value is the <see cref="ReceiptState"/> that was measured.</summary>
        SelfTest = 9,

        /// <summary>The audible self-test; the value is the <see cref="ReceiptState"/> that was measured.</summary>
        AudibleSelfTest = 10,
    }

    /// <summary>What happened to the alarm that a village gives at the button of its board.</summary>
    public enum VillageAlarm
    {
        None = 0,

        /// <summary>Somebody pressed the button long enough.</summary>
        Begun = 1,

        /// <summary>Ended by the same button.</summary>
        EndedHere = 2,

        /// <summary>Ended by an order of the gateway.</summary>
        EndedByOrder = 3,

        /// <summary>Ended by itself after its longest time.</summary>
        EndedByTime = 4,
    }

    /// <summary>How far a board's own warning has gone: 准备转移 and 立即转移 of the flash-flood practice (SL 675-2014).</summary>
    public enum WarningStage
    {
        AllClear = 0,

        /// <summary>准备转移: get ready to leave.</summary>
        Prepare = 1,

        /// <summary>立即转移: leave now.</summary>
        Evacuate = 2,
    }

    /// <summary>What made a board warn by itself.</summary>
    public enum WarningCause
    {
        None = 0,
        Rain10Minutes = 1,
        Rain1Hour = 2,
        Rain3Hours = 3,
        Rain6Hours = 4,
        Rain24Hours = 5,
        Stage = 6,

        /// <summary>The stage rises too fast.</summary>
        Rise = 7,

        /// <summary>A sensor was lost or went flat during a rise.</summary>
        SensorLost = 8,
    }

    /// <summary>A board's own warning as one number: stage x 100 + cause. The cause of an all-clear is none.</summary>
    public static class LocalWarning
    {
        public static long ValueOf(WarningStage stage, WarningCause cause)
        {
            return ((long)stage * 100) + (long)cause;
        }

        /// <summary>Takes the number apart; false when it is none.</summary>
        public static bool TryParse(long value, out WarningStage stage, out WarningCause cause)
        {
            stage = (WarningStage)(value / 100);
            cause = (WarningCause)(value % 100);
            return value >= 0 && stage <= WarningStage.Evacuate && cause <= WarningCause.SensorLost && (stage == WarningStage.AllClear) == (cause == WarningCause.None);
        }
    }

    /// <summary>Why a sensor cannot measure. None ends an earlier fault.</summary>
    public enum ProbeFault
    {
        None = 0,

        /// <summary>No answer.</summary>
        Silent = 1,

        /// <summary>Answers that make no sense.</summary>
        Garbled = 2,

        /// <summary>Outside what the sensor can measure.</summary>
        OutOfRange = 3,

        /// <summary>Current loop below 3.6 mA: cable cut or probe failed (NAMUR NE 43).</summary>
        CableCut = 4,

        /// <summary>Current loop above 21 mA (NAMUR NE 43).</summary>
        ShortCircuit = 5,

        /// <summary>The same value or state for longer than the real thing can stay.</summary>
        Stuck = 6,
    }

    /// <summary>One reading. Its number within its board's log never repeats.</summary>
    public sealed class Reading
    {
        public long Sequence { get; set; }

        /// <summary>When it was taken: seconds since 1970, or zero and negative seconds before it was sent when the board had no clock.</summary>
        public long UnixSeconds { get; set; }

        public ReadingKind Kind { get; set; }

        /// <summary>In the unit that the kind names.</summary>
        public long Value { get; set; }
    }

    /// <summary>
    /// A pack of readings: SenML in CBOR with two labels of our own, "log" and "seq". A pack always begins with the oldest reading that is not acknowledged,
    /// so a gateway that has committed it may acknowledge everything up to its last.
    /// </summary>
    public sealed class Readings
    {
        /// <summary>The most readings of one pack: it stays below 2 KB.</summary>
        public const int MaxCount = 32;

        /// <summary>RFC 8428, 4.5.3: smaller times are relative to now.</summary>
        private const long FirstAbsoluteSecond = 1L << 28;

        public string Board { get; set; } = "";

        /// <summary>Which life of the board's outbox.</summary>
        public long Log { get; set; }

        public Reading[] Items { get; set; } = new Reading[0];

        /// <summary>The pack as SenML; throws ArgumentException when it holds no reading or more than <see cref="MaxCount"/>.</summary>
        public byte[] Encode()
        {
            if (Items.Length == 0 || Items.Length > MaxCount)
            {
                throw new ArgumentException("a pack holds 1 to 32 readings");
            }

            CborWriter writer = new CborWriter();
            writer.WriteArrayHead(Items.Length);
            for (int i = 0; i < Items.Length; i++)
            {
                WriteRecord(writer, Items[i], i == 0);
            }

            return writer.ToArray();
        }

        /// <summary>Reads a pack; on false the error says which record is wrong and how.</summary>
        public static bool TryDecode(byte[] payload, out Readings readings, out string error)
        {
            readings = new Readings();
            SenmlRecord[] records;
            if (!Senml.TryRead(payload, out records, out error))
            {
                return false;
            }

            if (records.Length > MaxCount)
            {
                error = "more than 32 records";
                return false;
            }

            Reading[] items = new Reading[records.Length];
            for (int i = 0; i < records.Length; i++)
            {
                items[i] = new Reading();
                string? fault = readings.Take(records[i], items[i]);
                if (fault == null && i > 0 && items[i].Sequence <= items[i - 1].Sequence)
                {
                    fault = "sequences must grow";
                }

                if (fault != null)
                {
                    error = "record " + i.ToString() + ": " + fault;
                    return false;
                }
            }

            readings.Items = items;
            return true;
        }

        private void WriteRecord(CborWriter writer, Reading reading, bool first)
        {
            writer.WriteMapHead(first ? 7 : 5);
            if (first)
            {
                writer.WriteInt(Senml.BaseNameLabel);
                writer.WriteText(Board + "/");
                writer.WriteText(Senml.LogLabel);
                writer.WriteInt(Log);
            }

            writer.WriteInt(Senml.NameLabel);
            writer.WriteText(NameOf(reading.Kind));
            writer.WriteInt(Senml.UnitLabel);
            writer.WriteText(UnitOf(reading.Kind));
            writer.WriteInt(Senml.ValueLabel);
            writer.WriteDouble(reading.Value / (double)ScaleOf(reading.Kind));
            writer.WriteInt(Senml.TimeLabel);
            writer.WriteInt(reading.UnixSeconds);
            writer.WriteText(Senml.SequenceLabel);
            writer.WriteInt(reading.Sequence);
        }

        private string? Take(SenmlRecord record, Reading reading)
        {
            int slash = record.Name.IndexOf('/');
            string board = slash < 0 ? "" : record.Name.Substring(0, slash);
            if (!Topics.IsBoard(board) || (Board.Length != 0 && board != Board))
            {
                return "its name begins with no board id, or another one";
            }

            Board = board;
            Log = record.Log;
            reading.Kind = KindOf(record.Name.Substring(slash + 1));
            if (reading.Kind == ReadingKind.None)
            {
                return "nothing known here is called " + record.Name;
            }

            double scaled = record.Value * ScaleOf(reading.Kind);
            const double MaxValue = 9e15;
            if (record.Unit != UnitOf(reading.Kind) || !record.HasValue || scaled > MaxValue || scaled < -MaxValue)
            {
                return record.Name + " must be a number with unit " + UnitOf(reading.Kind);
            }

            reading.Value = (long)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
            reading.Sequence = record.Sequence;
            const double MaxSecond = 253_402_300_800;
            if (record.Time > MaxSecond || record.Time < -MaxSecond || (record.Time > 0 && record.Time < FirstAbsoluteSecond))
            {
                return "a time that is neither a date nor before now";
            }

            reading.UnixSeconds = (long)record.Time;
            if (reading.Sequence < 1 || record.Log < 1 || record.Log > 0xFFFFFFFFL)
            {
                return "it needs seq and log";
            }

            return reading.Kind == ReadingKind.Rain && reading.Value < 0 ? "a rain counter below zero" : null;
        }

        // One unit of a reading's value is 1 / scale of its SenML unit.
        private static long ScaleOf(ReadingKind kind)
        {
            switch (kind)
            {
                case ReadingKind.Rain: return 1_000_000;
                case ReadingKind.Stage:
                case ReadingKind.Battery: return 1_000;
                default: return 1;
            }
        }

        // SenML units registry: metre, volt, and "/" for a plain number.
        private static string UnitOf(ReadingKind kind)
        {
            switch (kind)
            {
                case ReadingKind.Rain:
                case ReadingKind.Stage: return "m";
                case ReadingKind.Battery: return "V";
                default: return "/";
            }
        }

        /// <summary>The name of a kind in packs, API and console.</summary>
        public static string NameOf(ReadingKind kind)
        {
            switch (kind)
            {
                case ReadingKind.Rain: return "rain";
                case ReadingKind.Stage: return "stage";
                case ReadingKind.Battery: return "battery";
                case ReadingKind.StageFault: return "stage-fault";
                case ReadingKind.RainFault: return "rain-fault";
                case ReadingKind.LocalWarning: return "local-warning";
                case ReadingKind.VillageAlarm: return "village-alarm";
                case ReadingKind.LocalVerdict: return "local-verdict";
                case ReadingKind.SelfTest: return "self-test";
                case ReadingKind.AudibleSelfTest: return "audible-self-test";
                default: return "none";
            }
        }

        private static ReadingKind KindOf(string name)
        {
            switch (name)
            {
                case "rain": return ReadingKind.Rain;
                case "stage": return ReadingKind.Stage;
                case "battery": return ReadingKind.Battery;
                case "stage-fault": return ReadingKind.StageFault;
                case "rain-fault": return ReadingKind.RainFault;
                case "local-warning": return ReadingKind.LocalWarning;
                case "village-alarm": return ReadingKind.VillageAlarm;
                case "local-verdict": return ReadingKind.LocalVerdict;
                case "self-test": return ReadingKind.SelfTest;
                case "audible-self-test": return ReadingKind.AudibleSelfTest;
                default: return ReadingKind.None;
            }
        }
    }
}
