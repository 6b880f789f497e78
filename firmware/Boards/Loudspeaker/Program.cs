using System.Device.Adc;
using System.Device.Gpio;
using EdgeWarning.Common;
using EdgeWarning.Drivers;
using EdgeWarning.Loudspeaker;
using nanoFramework.Hardware.Esp32;

namespace EdgeWarning.Boards.Loudspeaker
{
    /// <summary>The loudspeaker of a village: tone, speech, and a current sensor that proves both.</summary>
    public static class Program
    {
        /// <summary>Runs the board until its power is cut. The simulator calls it too.</summary>
        public static void Main()
        {
            Root.Run("loudspeaker", Assemble);
        }

        private static void Assemble(Ground ground)
        {
            GpioController gpio = new GpioController();
            ground.Fit("watchdog", () => ground.Supervisor.Watchdog = new ExternalWatchdog(gpio, LoudspeakerBoard.WatchdogPin));
            LoudspeakerDevice device = new LoudspeakerDevice(
                ground.Settings, Parts(ground, gpio), ground.Gate, ground.Ledger, ground.Link, ground.Status, ground.Clock, ground.Log);
            device.Start();
            ground.Add(device.Loop);
            ground.FitOptional("network time", () => NetworkTime.Begin(ground.Settings));
            ground.FitOptional("light", () => ground.Add(new Loop("light", new StatusLed(gpio, LoudspeakerBoard.StatusLedPin, ground.Link), ground.Clock, ground.Log)));
        }

        private static LoudspeakerParts Parts(Ground ground, GpioController gpio)
        {
            LoudspeakerParts parts = new LoudspeakerParts();
            ground.Fit("amplifier", () => parts.Amplifier = new Amplifier(gpio, LoudspeakerBoard.AmplifierPowerPin, ground.Clock));
            ground.Fit("speaker", () => parts.Speaker = Speaker());
            ground.Fit("speech module", () => parts.Speech = Speech(ground));
            if (ground.Settings.AmplifierSensor)
            {
                ground.FitOptional("current sensor", () => parts.Sensor = Sensor());
            }

            return parts;
        }

        private static I2sSpeaker Speaker()
        {
            Configuration.SetPinFunction(LoudspeakerBoard.SpeakerClockPin, DeviceFunction.I2S1_BCK);
            Configuration.SetPinFunction(LoudspeakerBoard.SpeakerWordPin, DeviceFunction.I2S1_WS);
            Configuration.SetPinFunction(LoudspeakerBoard.SpeakerDataPin, DeviceFunction.I2S1_DATA_OUT);
            return new I2sSpeaker(LoudspeakerBoard.SpeakerBus);
        }

        private static SpeechModule Speech(Ground ground)
        {
            Configuration.SetPinFunction(LoudspeakerBoard.SpeechTransmitPin, DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(LoudspeakerBoard.SpeechReceivePin, DeviceFunction.COM2_RX);
            return new SpeechModule(LoudspeakerBoard.SpeechPort, SpeechDialect.Xfs5152ce(), ground.Clock);
        }

        private static AmplifierCurrentSensor Sensor()
        {
            Configuration.SetPinFunction(LoudspeakerBoard.AmplifierCurrentPin, DeviceFunction.ADC1_CH3);
            return new AmplifierCurrentSensor(
                new AdcController(), LoudspeakerBoard.AmplifierCurrentAdcChannel, LoudspeakerBoard.AmplifierCurrentMicrovoltsPerMilliampere);
        }
    }
}
