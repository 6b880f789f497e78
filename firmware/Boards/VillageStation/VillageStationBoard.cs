namespace EdgeWarning.Boards.VillageStation
{
    /// <summary>Village station, revision A: loudspeaker, rain and stage on one pole, on an ESP32-S3 N16R8 module. The same table: hardware/village-station/pins.csv.</summary>
    public static class VillageStationBoard
    {
        public const int SpeakerBus = 1;               // I2S to the PCM5102A
        public const int SpeakerClockPin = 15;         // BCK
        public const int SpeakerWordPin = 16;          // LRCK
        public const int SpeakerDataPin = 17;          // DIN

        public const string SpeechPort = "COM3";       // XFS5152CE, 9600 8N1; COM2 is the level probe's
        public const int SpeechTransmitPin = 12;       // to the module's RXD
        public const int SpeechReceivePin = 13;        // from the module's TXD

        public const int AmplifierPowerPin = 21;       // high = relay closed; pulled down, so the amplifier is off while the chip starts

        public const int AmplifierCurrentPin = 4;
        public const int AmplifierCurrentAdcChannel = 3;                      // GPIO4 on ADC1: ADC2 is not usable while Wi-Fi is on
        public const int AmplifierCurrentMicrovoltsPerMilliampere = 2_500;    // 50 mΩ shunt, INA180A2 (gain 50): full at 1240 mA, and an 8 Ω horn takes at most 1000 mA

        public const int BucketPin = 5;                // reed switch to ground, internal pull-up

        public const int ProbeReceivePin = 18;         // COM2: the ultrasonic probe's TX
        public const int ProbeTransmitPin = 8;         // COM2: the probe's RX, idle high, so that it sends processed values

        public const int LoopPin = 6;
        public const int LoopAdcChannel = 5;           // GPIO6 on ADC1: the 4-20 mA loop's shunt
        public const int LoopShuntOhms = 120;          // 4-20 mA become 480-2400 mV, inside the 150-2450 mV that the ADC converts well

        public const int StatusLedPin = 2;

        /// <summary>External watchdog (TPL5010): a rising edge at least every 100 s; without one the chip is reset after 120 s.</summary>
        public const int WatchdogPin = 14;

        /// <summary>The covered button, to ground; internal pull-up, so pressed reads low.</summary>
        public const int ButtonPin = 11;

        /// <summary>Optional microphone: three fifths of the envelope of its sound (SEN-12642 at 5 V), louder = higher. Pulled down: reads 0 when none is fitted.</summary>
        public const int MicrophonePin = 7;

        /// <summary>GPIO7 on ADC1.</summary>
        public const int MicrophoneAdcChannel = 6;

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
