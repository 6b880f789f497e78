namespace EdgeWarning.Boards.Loudspeaker
{
    /// <summary>Loudspeaker board, revision A: an ESP32-S3 N16R8 module. The same table: hardware/loudspeaker/pins.csv.</summary>
    public static class LoudspeakerBoard
    {
        public const int SpeakerBus = 1;               // I2S to the PCM5102A
        public const int SpeakerClockPin = 15;         // BCK
        public const int SpeakerWordPin = 16;          // LRCK
        public const int SpeakerDataPin = 17;          // DIN

        public const string SpeechPort = "COM2";       // XFS5152CE, 9600 8N1
        public const int SpeechTransmitPin = 18;       // to the module's RXD
        public const int SpeechReceivePin = 8;         // from the module's TXD

        public const int AmplifierPowerPin = 21;       // high = relay closed; pulled down, so the amplifier is off while the chip starts

        public const int AmplifierCurrentPin = 4;
        public const int AmplifierCurrentAdcChannel = 3;                      // GPIO4 on ADC1: ADC2 is not usable while Wi-Fi is on
        public const int AmplifierCurrentMicrovoltsPerMilliampere = 5_000;    // 0.1 Ω shunt, INA180A2 (gain 50): full at 680 mA

        public const int StatusLedPin = 2;
    }
}
