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
        public const int AmplifierCurrentMicrovoltsPerMilliampere = 5_000;    // 0.1 Ω shunt, INA180A2 (gain 50): full at 680 mA

        public const int BucketPin = 5;                // reed switch to ground, internal pull-up

        public const int ProbeReceivePin = 18;         // COM2: the ultrasonic probe's TX
        public const int ProbeTransmitPin = 8;         // COM2: the probe's RX, idle high, so that it sends processed values

        public const int LoopPin = 6;
        public const int LoopAdcChannel = 5;           // GPIO6 on ADC1: the 4-20 mA loop's shunt
        public const int LoopShuntOhms = 120;          // 4-20 mA become 480-2400 mV, inside the 150-2450 mV that the ADC converts well

        public const int StatusLedPin = 2;
    }
}
