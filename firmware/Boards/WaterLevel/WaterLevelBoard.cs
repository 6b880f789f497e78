namespace EdgeWarning.Boards.WaterLevel
{
    /// <summary>Water-level board, ESP32-S3 N16R8. The same table: hardware/water-level/pins.csv.</summary>
    public static class WaterLevelBoard
    {
        /// <summary>COM2 receive: the ultrasonic probe's TX.</summary>
        public const int ProbeReceivePin = 18;

        /// <summary>COM2 transmit: the ultrasonic probe's RX, idle high, so that it sends processed values.</summary>
        public const int ProbeTransmitPin = 17;

        /// <summary>The 4-20 mA loop's shunt.</summary>
        public const int LoopPin = 6;

        /// <summary>GPIO6 is channel 5 of ADC1. ADC2 is not usable while Wi-Fi is on.</summary>
        public const int LoopAdcChannel = 5;

        /// <summary>The shunt: 4-20 mA become 480-2400 mV, inside the 150-2450 mV that the ADC converts well.</summary>
        public const int LoopShuntOhms = 120;
    }
}
