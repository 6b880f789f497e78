using System.Device.Adc;
using System.Device.Gpio;
using EdgeWarning.Common;
using EdgeWarning.Drivers;
using EdgeWarning.Loudspeaker;
using EdgeWarning.RainGauge;
using EdgeWarning.WaterLevel;
using EdgeWarning.Watch;
using nanoFramework.Hardware.Esp32;

namespace EdgeWarning.Boards.VillageStation
{
    /// <summary>All that a village needs on one pole: it hears, measures rain and watches the river.</summary>
    public static class Program
    {
        /// <summary>Runs the board until its power is cut. The simulator calls it too.</summary>
        public static void Main()
        {
            if (!Launcher.Launch("EdgeWarning.Boards.VillageStation.Program"))
            {
                Application();
            }
        }

        /// <summary>The application itself, deployed or updated: the launcher calls it by this name.</summary>
        public static void Application()
        {
            Root.Run("village-station", Assemble);
        }

        private static void Assemble(Ground ground)
        {
            GpioController gpio = new GpioController();
            ground.FitAlways("watchdog", () => ground.Supervisor.Watchdog = new ExternalWatchdog(gpio, VillageStationBoard.WatchdogPin));
            ISounder sounder = SoundWiring.Fit(ground, gpio, Pins());
            VillageWatch? watch = Watch(ground, sounder);
            ground.FitOptional("rain gauge", () => FitRain(ground, gpio, watch));
            ground.FitOptional("level probe", () => FitStage(ground, watch));
            ground.FitOptional("network time", () => NetworkTime.Begin(ground.Settings));
            ground.FitOptional("health", () => ground.AddShort(new Loop("health", new HealthWatch(ground, Battery(), Thermometer(), new WifiSignal()), ground.Clock, ground.Log)));
            ground.Fit("light", () => ground.AddShort(new Loop("light", new StatusLed(gpio, VillageStationBoard.StatusLedPin, ground), ground.Clock, ground.Log)));
        }

        // A board without a threshold has no watch.
        private static VillageWatch? Watch(Ground ground, ISounder voice)
        {
            if (!ground.Settings.Warn.IsOn)
            {
                return null;
            }

            VillageWatch watch = new VillageWatch(
                ground.Settings.Warn, ground.Flash, ground.Clock, ground.Log, ground.Link, voice, ground.Link, ground.Gate, new RainCounter(ground.Flash).Micrometres);
            watch.IsBlind = ground.Starts.SafeMode;
            ground.Add(watch.Loop);
            return watch;
        }

        private static void FitRain(Ground ground, GpioController gpio, VillageWatch? watch)
        {
            TippingBucket bucket = new TippingBucket(gpio, VillageStationBoard.BucketPin);
            RainGaugeDevice rain = new RainGaugeDevice(
                ground.Settings, ground.Clock, ground.Flash, ground.Log, ground.Link, ground.Status, bucket.IsClosed);
            rain.Watch = watch;
            bucket.Listen(rain);
            ground.Add(rain.Loop);
        }

        private static void FitStage(Ground ground, VillageWatch? watch)
        {
            WaterLevelDevice stage = new WaterLevelDevice(ground.Settings, ground.Clock, ground.Log, ground.Link, ground.Status, Probe(ground));
            stage.Watch = ground.Settings.Warn.WatchesStage ? watch : null;
            ground.Add(stage.Loop);
        }

        private static SoundPins Pins()
        {
            SoundPins pins = new SoundPins();
            pins.SpeakerBus = VillageStationBoard.SpeakerBus;
            pins.SpeakerClockPin = VillageStationBoard.SpeakerClockPin;
            pins.SpeakerWordPin = VillageStationBoard.SpeakerWordPin;
            pins.SpeakerDataPin = VillageStationBoard.SpeakerDataPin;
            pins.SpeechPort = VillageStationBoard.SpeechPort;
            pins.SpeechTransmitPin = VillageStationBoard.SpeechTransmitPin;
            pins.SpeechReceivePin = VillageStationBoard.SpeechReceivePin;
            pins.SpeechTransmit = DeviceFunction.COM3_TX;
            pins.SpeechReceive = DeviceFunction.COM3_RX;
            pins.AmplifierPowerPin = VillageStationBoard.AmplifierPowerPin;
            pins.AmplifierCurrentPin = VillageStationBoard.AmplifierCurrentPin;
            pins.AmplifierCurrentAdcChannel = VillageStationBoard.AmplifierCurrentAdcChannel;
            pins.AmplifierCurrent = DeviceFunction.ADC1_CH3;
            pins.AmplifierCurrentMicrovoltsPerMilliampere = VillageStationBoard.AmplifierCurrentMicrovoltsPerMilliampere;
            pins.MicrophonePin = VillageStationBoard.MicrophonePin;
            pins.MicrophoneAdcChannel = VillageStationBoard.MicrophoneAdcChannel;
            pins.Microphone = DeviceFunction.ADC1_CH6;
            pins.ButtonPin = VillageStationBoard.ButtonPin;
            return pins;
        }

        private static ILevelProbe Probe(Ground ground)
        {
            Settings settings = ground.Settings;
            if (settings.StageProbe == StageProbe.Loop)
            {
                Configuration.SetPinFunction(VillageStationBoard.LoopPin, DeviceFunction.ADC1_CH5);
                LoopScale scale = LoopScale.Of(settings, VillageStationBoard.LoopShuntOhms);
                return new LoopLevel(new LoopProbe(VillageStationBoard.LoopAdcChannel), scale, settings.StageZeroMillimetres);
            }

            UltrasonicProbe probe = new UltrasonicProbe(VillageStationBoard.ProbeReceivePin, VillageStationBoard.ProbeTransmitPin);
            return new UltrasonicLevel(probe, Parser(ground.Settings), ground.Clock, settings.StageZeroMillimetres);
        }

        private static IDistanceParser Parser(Settings settings)
        {
            if (settings.StageProbe == StageProbe.MaxBotix)
            {
                return new MaxBotixParser();
            }

            return new A02Parser();
        }

        private static BatteryDivider Battery()
        {
            Configuration.SetPinFunction(VillageStationBoard.BatteryPin, DeviceFunction.ADC1_CH0);
            return new BatteryDivider(new AdcController(), VillageStationBoard.BatteryAdcChannel, VillageStationBoard.BatteryDividerUpperOhms, VillageStationBoard.BatteryDividerLowerOhms);
        }

        private static CaseThermometer Thermometer()
        {
            Configuration.SetPinFunction(VillageStationBoard.CaseThermometerPin, DeviceFunction.ADC1_CH8);
            return new CaseThermometer(new AdcController(), VillageStationBoard.CaseThermometerAdcChannel, VillageStationBoard.CaseThermometerLowerOhms);
        }
    }
}
