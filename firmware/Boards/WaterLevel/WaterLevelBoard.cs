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

        /// <summary>The light that a technician sees through the lid: on while the pin is high.</summary>
        public const int StatusLedPin = 2;

        /// <summary>External watchdog (TPL5010): a rising edge at least every 100 s; without one the chip is reset after 120 s.</summary>
        public const int WatchdogPin = 14;

        /// <summary>The battery behind its divider.</summary>
        public const int BatteryPin = 1;

        /// <summary>GPIO1 on ADC1.</summary>
        public const int BatteryAdcChannel = 0;

        /// <summary>510 kΩ above 100 kΩ (1 %): 14.6 V, a full 4S LiFePO4, becomes 2393 mV.</summary>
        public const int BatteryDividerUpperOhms = 510_000;

        /// <summary>See <see cref="BatteryDividerUpperOhms"/>.</summary>
        public const int BatteryDividerLowerOhms = 100_000;

        /// <summary>The thermistor in the case, from 3.3 V: 10 kΩ at 25 °C.</summary>
        public const int CaseThermometerPin = 9;

        /// <summary>GPIO9 on ADC1.</summary>
        public const int CaseThermometerAdcChannel = 8;

        /// <summary>From the pin to ground, 1 %: 303 mV at 0 °C, 1881 mV at 60 °C. With 10 kΩ a hot case would be measured half as well.</summary>
        public const int CaseThermometerLowerOhms = 3_300;
    }
}
