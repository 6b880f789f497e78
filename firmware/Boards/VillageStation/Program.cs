using System;
using System.Device.Adc;
using System.Device.Gpio;
using EdgeWarning.Common;
using EdgeWarning.Drivers;
using EdgeWarning.Loudspeaker;
using EdgeWarning.RainGauge;
using EdgeWarning.WaterLevel;
using nanoFramework.Hardware.Esp32;

namespace EdgeWarning.Boards.VillageStation
{
    /// <summary>All that a village needs on one pole: it hears, measures rain and watches the river.</summary>
    public static class Program
    {
        /// <summary>Runs the board until its power is cut. The simulator calls it too.</summary>
        public static void Main()
        {
            try
            {
                Start();
            }
            catch (Exception exception)
            {
                Root.StartAgain(exception, Root.PauseMilliseconds);
            }
        }

        private static void Start()
        {
            Ground ground = Ground.Open("village-station");
            GpioController gpio = new GpioController();
            LoudspeakerDevice loudspeaker = new LoudspeakerDevice(
                ground.Settings, Parts(ground, gpio), ground.Gate, ground.Ledger, ground.Status, ground.Clock, ground.Log);
            TippingBucket bucket = new TippingBucket(gpio, VillageStationBoard.BucketPin);
            RainGaugeDevice rain = new RainGaugeDevice(
                ground.Settings, ground.Clock, ground.Flash, ground.Log, ground.Link, ground.Status, bucket.IsClosed);
            WaterLevelDevice stage = new WaterLevelDevice(
                ground.Settings, ground.Clock, ground.Log, ground.Link, ground.Status, Probe(ground));
            StatusLed light = new StatusLed(gpio, VillageStationBoard.StatusLedPin, ground.Link);

            loudspeaker.Start();
            bucket.Listen(rain);
            rain.Loop.Start();
            stage.Loop.Start();
            new Loop("light", light, ground.Clock, ground.Log).Start();
            ground.Run(loudspeaker.Loop);
        }

        private static LoudspeakerParts Parts(Ground ground, GpioController gpio)
        {
            Configuration.SetPinFunction(VillageStationBoard.SpeakerClockPin, DeviceFunction.I2S1_BCK);
            Configuration.SetPinFunction(VillageStationBoard.SpeakerWordPin, DeviceFunction.I2S1_WS);
            Configuration.SetPinFunction(VillageStationBoard.SpeakerDataPin, DeviceFunction.I2S1_DATA_OUT);
            Configuration.SetPinFunction(VillageStationBoard.SpeechTransmitPin, DeviceFunction.COM3_TX);
            Configuration.SetPinFunction(VillageStationBoard.SpeechReceivePin, DeviceFunction.COM3_RX);

            LoudspeakerParts parts = new LoudspeakerParts();
            parts.Amplifier = new Amplifier(gpio, VillageStationBoard.AmplifierPowerPin, ground.Clock);
            parts.Speaker = new I2sSpeaker(VillageStationBoard.SpeakerBus);
            parts.Speech = new SpeechModule(VillageStationBoard.SpeechPort, SpeechDialect.Xfs5152ce(), ground.Clock);
            if (ground.Settings.AmplifierSensor)
            {
                Configuration.SetPinFunction(VillageStationBoard.AmplifierCurrentPin, DeviceFunction.ADC1_CH3);
                parts.Sensor = new AmplifierCurrentSensor(
                    new AdcController(),
                    VillageStationBoard.AmplifierCurrentAdcChannel,
                    VillageStationBoard.AmplifierCurrentMicrovoltsPerMilliampere);
            }

            return parts;
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
