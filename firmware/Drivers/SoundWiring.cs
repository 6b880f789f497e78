using System.Device.Adc;
using System.Device.Gpio;
using EdgeWarning.Common;
using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;
using nanoFramework.Hardware.Esp32;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// Puts a loudspeaker on a board: its parts as the settings name them, its device, its clips, its button and its tests. A part that cannot be opened is left
    /// out; safe mode leaves out what is not needed to sound an order.
    /// </summary>
    public static class SoundWiring
    {
        /// <summary>Fits it all and returns the board's voice.</summary>
        public static ISounder Fit(Ground ground, GpioController gpio, SoundPins pins)
        {
            LoudspeakerDevice device = new LoudspeakerDevice(
                ground.Settings, Parts(ground, gpio, pins), ground.Flash, ground.Gate, ground.Ledger, ground.Link, ground.Status, ground.Clock, ground.Log);
            device.Start();
            ground.Add(device.Loop);
            ground.Gate.Register(OrderKind.FetchClip, new ClipFetch(device.Clips, ground));
            ground.FitOptional("button and self-tests", () => FitHands(ground, gpio, pins, device));
            return device;
        }

        private static void FitHands(Ground ground, GpioController gpio, SoundPins pins, ISounder sounder)
        {
            Settings settings = ground.Settings;
            Whistle whistle = new Whistle(settings.Sound, sounder, ground.Flash, ground.Link, ground.Clock, ground.Log);
            SelfTests tests = new SelfTests(settings, sounder, ground.Flash, ground.Link, ground.Clock, ground.Log);
            LocalHands hands = new LocalHands(whistle, tests, ground.Clock, ground.Log);
            if (settings.Sound.Button)
            {
                hands.Button = new Button(gpio, pins.ButtonPin, hands.Loop);
                ground.Status.Parts |= Status.ButtonPart;
            }

            hands.Restore();
            ground.Add(hands.Loop);
        }

        private static LoudspeakerParts Parts(Ground ground, GpioController gpio, SoundPins pins)
        {
            LoudspeakerParts parts = new LoudspeakerParts();
            SoundSettings sound = ground.Settings.Sound;
            ground.Fit("amplifier", () => parts.Amplifier = new Amplifier(gpio, pins.AmplifierPowerPin, ground.Clock));
            ground.Fit("speaker", () => parts.Speaker = Speaker(pins));
            if (sound.SpeechModule != SpeechModuleKind.None)
            {
                ground.Fit("speech module", () => parts.Speech = Speech(sound.SpeechModule, pins, ground.Clock));
            }

            if (ground.Settings.AmplifierSensor)
            {
                ground.FitOptional("current sensor", () => parts.Sensor = Sensor(pins));
            }

            if (sound.Microphone)
            {
                ground.FitOptional("microphone", () => parts.Microphone = Microphone(pins));
            }

            return parts;
        }

        private static I2sSpeaker Speaker(SoundPins pins)
        {
            Configuration.SetPinFunction(pins.SpeakerClockPin, DeviceFunction.I2S1_BCK);
            Configuration.SetPinFunction(pins.SpeakerWordPin, DeviceFunction.I2S1_WS);
            Configuration.SetPinFunction(pins.SpeakerDataPin, DeviceFunction.I2S1_DATA_OUT);
            return new I2sSpeaker(pins.SpeakerBus);
        }

        private static SpeechModule Speech(SpeechModuleKind kind, SoundPins pins, Clock clock)
        {
            Configuration.SetPinFunction(pins.SpeechTransmitPin, pins.SpeechTransmit);
            Configuration.SetPinFunction(pins.SpeechReceivePin, pins.SpeechReceive);
            SpeechDialect dialect = kind == SpeechModuleKind.Syn6288 ? SpeechDialect.Syn6288() : SpeechDialect.Xfs5152ce();
            return new SpeechModule(pins.SpeechPort, dialect, clock);
        }

        private static AmplifierCurrentSensor Sensor(SoundPins pins)
        {
            Configuration.SetPinFunction(pins.AmplifierCurrentPin, pins.AmplifierCurrent);
            return new AmplifierCurrentSensor(new AdcController(), pins.AmplifierCurrentAdcChannel, pins.AmplifierCurrentMicrovoltsPerMilliampere);
        }

        private static EnvelopeMicrophone Microphone(SoundPins pins)
        {
            Configuration.SetPinFunction(pins.MicrophonePin, pins.Microphone);
            return new EnvelopeMicrophone(new AdcController(), pins.MicrophoneAdcChannel);
        }
    }
}
