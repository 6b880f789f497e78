using nanoFramework.Hardware.Esp32;

namespace EdgeWarning.Drivers
{
    /// <summary>Where on a board hangs what sounds, listens and is pressed. A board's program fills it from its page of pins.</summary>
    public sealed class SoundPins
    {
        /// <summary>I2S bus of the converter; its clock, word and data pins.</summary>
        public int SpeakerBus { get; set; }

        public int SpeakerClockPin { get; set; }

        public int SpeakerWordPin { get; set; }

        public int SpeakerDataPin { get; set; }

        /// <summary>UART of the speech module; its pins and what they are called.</summary>
        public string SpeechPort { get; set; } = "";

        public int SpeechTransmitPin { get; set; }

        public int SpeechReceivePin { get; set; }

        public DeviceFunction SpeechTransmit { get; set; }

        public DeviceFunction SpeechReceive { get; set; }

        /// <summary>Relay of the amplifier's supply.</summary>
        public int AmplifierPowerPin { get; set; }

        /// <summary>Current sensor.</summary>
        public int AmplifierCurrentPin { get; set; }

        public int AmplifierCurrentAdcChannel { get; set; }

        public DeviceFunction AmplifierCurrent { get; set; }

        public int AmplifierCurrentMicrovoltsPerMilliampere { get; set; }

        /// <summary>Microphone.</summary>
        public int MicrophonePin { get; set; }

        public int MicrophoneAdcChannel { get; set; }

        public DeviceFunction Microphone { get; set; }

        /// <summary>Covered button.</summary>
        public int ButtonPin { get; set; }
    }
}
