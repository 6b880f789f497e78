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
            if (!Launcher.Launch("EdgeWarning.Boards.Loudspeaker.Program"))
            {
                Application();
            }
        }

        /// <summary>The application itself, deployed or updated: the launcher calls it by this name.</summary>
        public static void Application()
        {
            Root.Run("loudspeaker", Assemble);
        }

        private static void Assemble(Ground ground)
        {
            GpioController gpio = new GpioController();
            ground.FitAlways("watchdog", () => ground.Supervisor.Watchdog = new ExternalWatchdog(gpio, LoudspeakerBoard.WatchdogPin));
            SoundWiring.Fit(ground, gpio, Pins());
            ground.FitOptional("network time", () => NetworkTime.Begin(ground.Settings));
            ground.FitOptional("health", () => ground.AddShort(new Loop("health", new HealthWatch(ground, Battery(), Thermometer(), new WifiSignal()), ground.Clock, ground.Log)));
            ground.Fit("light", () => ground.AddShort(new Loop("light", new StatusLed(gpio, LoudspeakerBoard.StatusLedPin, ground), ground.Clock, ground.Log)));
        }

        private static SoundPins Pins()
        {
            SoundPins pins = new SoundPins();
            pins.SpeakerBus = LoudspeakerBoard.SpeakerBus;
            pins.SpeakerClockPin = LoudspeakerBoard.SpeakerClockPin;
            pins.SpeakerWordPin = LoudspeakerBoard.SpeakerWordPin;
            pins.SpeakerDataPin = LoudspeakerBoard.SpeakerDataPin;
            pins.SpeechPort = LoudspeakerBoard.SpeechPort;
            pins.SpeechTransmitPin = LoudspeakerBoard.SpeechTransmitPin;
            pins.SpeechReceivePin = LoudspeakerBoard.SpeechReceivePin;
            pins.SpeechTransmit = DeviceFunction.COM2_TX;
            pins.SpeechReceive = DeviceFunction.COM2_RX;
            pins.AmplifierPowerPin = LoudspeakerBoard.AmplifierPowerPin;
            pins.AmplifierCurrentPin = LoudspeakerBoard.AmplifierCurrentPin;
            pins.AmplifierCurrentAdcChannel = LoudspeakerBoard.AmplifierCurrentAdcChannel;
            pins.AmplifierCurrent = DeviceFunction.ADC1_CH3;
            pins.AmplifierCurrentMicrovoltsPerMilliampere = LoudspeakerBoard.AmplifierCurrentMicrovoltsPerMilliampere;
            pins.MicrophonePin = LoudspeakerBoard.MicrophonePin;
            pins.MicrophoneAdcChannel = LoudspeakerBoard.MicrophoneAdcChannel;
            pins.Microphone = DeviceFunction.ADC1_CH6;
            pins.ButtonPin = LoudspeakerBoard.ButtonPin;
            return pins;
        }

        private static BatteryDivider Battery()
        {
            Configuration.SetPinFunction(LoudspeakerBoard.BatteryPin, DeviceFunction.ADC1_CH0);
            return new BatteryDivider(new AdcController(), LoudspeakerBoard.BatteryAdcChannel, LoudspeakerBoard.BatteryDividerUpperOhms, LoudspeakerBoard.BatteryDividerLowerOhms);
        }

        private static CaseThermometer Thermometer()
        {
            Configuration.SetPinFunction(LoudspeakerBoard.CaseThermometerPin, DeviceFunction.ADC1_CH8);
            return new CaseThermometer(new AdcController(), LoudspeakerBoard.CaseThermometerAdcChannel, LoudspeakerBoard.CaseThermometerLowerOhms);
        }
    }
}
