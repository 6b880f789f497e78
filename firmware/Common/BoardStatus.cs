using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>What the parts of a board add to its birth and heartbeats; the link fills in the rest. Single words: no lock is needed.</summary>
    public sealed class BoardStatus
    {
        /// <summary>The parts this board has: sum of the Part bits of <see cref="Status"/>.</summary>
        public int Parts { get; set; }

        /// <summary>Supply voltage; 0 = not measured.</summary>
        public int BatteryMillivolts { get; set; }

        /// <summary>Received radio signal strength, negative; 0 = not known.</summary>
        public int SignalDbm { get; set; }

        /// <summary>Inside the case, tenths of a degree Celsius; <see cref="Status.NoTemperature"/> = not measured.</summary>
        public int TemperatureDecidegrees { get; set; } = Status.NoTemperature;

        /// <summary>The amplifier has power: something sounds, is about to, or has just done so.</summary>
        public bool IsSounding { get; set; }

        /// <summary>Version of the county's settings that the board lives by; 0 = none.</summary>
        public long Configuration { get; set; }

        /// <summary>Build number of the updated application; 0 = the one that was deployed.</summary>
        public long Build { get; set; }

        /// <summary>New settings or a new application are being tried.</summary>
        public bool OnTrial { get; set; }

        /// <summary>What the latest test of the board's own sound measured; None before the first.</summary>
        public ReceiptState SelfTest { get; set; }

        /// <summary>When that was; 0 = never, or without a clock.</summary>
        public long SelfTestUnixMilliseconds { get; set; }

        /// <summary>Parts that could not be opened at the start and are left out.</summary>
        public int PartsLeftOut { get; set; }

        /// <summary>Orders refused since start.</summary>
        public int Refusals { get; set; }

        /// <summary>What one tip is worth in micrometres of rain; 0 = no rain gauge.</summary>
        public int TipMicrometres { get; set; }
    }
}
