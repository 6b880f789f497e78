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
            Root.Run("village-station", Assemble);
        }

        private static void Assemble(Ground ground)
        {
            GpioController gpio = new GpioController();
            ground.Fit("watchdog", () => ground.Supervisor.Watchdog = new ExternalWatchdog(gpio, VillageStationBoard.WatchdogPin));
            LoudspeakerDevice loudspeaker = new LoudspeakerDevice(
                ground.Settings, Parts(ground, gpio), ground.Gate, ground.Ledger, ground.Link, ground.Status, ground.Clock, ground.Log);
            loudspeaker.Start();
            ground.Add(loudspeaker.Loop);
            VillageWatch? watch = Watch(ground, loudspeaker);
            ground.FitOptional("rain gauge", () => FitRain(ground, gpio, watch));
            ground.FitOptional("level probe", () => FitStage(ground, watch));
            ground.FitOptional("network time", () => NetworkTime.Begin(ground.Settings));
            ground.FitOptional("light", () => ground.Add(new Loop("light", new StatusLed(gpio, VillageStationBoard.StatusLedPin, ground.Link), ground.Clock, ground.Log)));
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

        private static LoudspeakerParts Parts(Ground ground, GpioController gpio)
        {
            LoudspeakerParts parts = new LoudspeakerParts();
            ground.Fit("amplifier", () => parts.Amplifier = new Amplifier(gpio, VillageStationBoard.AmplifierPowerPin, ground.Clock));
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
            Configuration.SetPinFunction(VillageStationBoard.SpeakerClockPin, DeviceFunction.I2S1_BCK);
            Configuration.SetPinFunction(VillageStationBoard.SpeakerWordPin, DeviceFunction.I2S1_WS);
            Configuration.SetPinFunction(VillageStationBoard.SpeakerDataPin, DeviceFunction.I2S1_DATA_OUT);
            return new I2sSpeaker(VillageStationBoard.SpeakerBus);
        }

        private static SpeechModule Speech(Ground ground)
        {
            Configuration.SetPinFunction(VillageStationBoard.SpeechTransmitPin, DeviceFunction.COM3_TX);
            Configuration.SetPinFunction(VillageStationBoard.SpeechReceivePin, DeviceFunction.COM3_RX);
            return new SpeechModule(VillageStationBoard.SpeechPort, SpeechDialect.Xfs5152ce(), ground.Clock);
        }

        private static AmplifierCurrentSensor Sensor()
        {
            Configuration.SetPinFunction(VillageStationBoard.AmplifierCurrentPin, DeviceFunction.ADC1_CH3);
            return new AmplifierCurrentSensor(
                new AdcController(), VillageStationBoard.AmplifierCurrentAdcChannel, VillageStationBoard.AmplifierCurrentMicrovoltsPerMilliampere);
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
            return new UltrasonicLevel(probe, ground.Clock, settings.StageZeroMillimetres);
        }
    }
}
