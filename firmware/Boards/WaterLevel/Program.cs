using System.Device.Adc;
using System.Device.Gpio;
using EdgeWarning.Common;
using EdgeWarning.Drivers;
using EdgeWarning.WaterLevel;
using nanoFramework.Hardware.Esp32;

namespace EdgeWarning.Boards.WaterLevel
{
    /// <summary>A water-level gauge.</summary>
    public static class Program
    {
        /// <summary>Runs the board until its power is cut. The simulator calls it too.</summary>
        public static void Main()
        {
            if (!Launcher.Launch("EdgeWarning.Boards.WaterLevel.Program"))
            {
                Application();
            }
        }

        /// <summary>The application itself, deployed or updated: the launcher calls it by this name.</summary>
        public static void Application()
        {
            Root.Run("water-level", Assemble);
        }

        private static void Assemble(Ground ground)
        {
            GpioController gpio = new GpioController();
            ground.FitAlways("watchdog", () => ground.Supervisor.Watchdog = new ExternalWatchdog(gpio, WaterLevelBoard.WatchdogPin));
            ground.FitOptional("network time", () => NetworkTime.Begin(ground.Settings));
            ground.FitOptional("health", () => ground.AddShort(new Loop("health", new HealthWatch(ground, Battery(), Thermometer(), new WifiSignal()), ground.Clock, ground.Log)));
            ground.Fit("light", () => ground.AddShort(new Loop("light", new StatusLed(gpio, WaterLevelBoard.StatusLedPin, ground), ground.Clock, ground.Log)));
            ground.FitOptional("level probe", () => FitStage(ground));
        }

        private static void FitStage(Ground ground)
        {
            ILevelProbe probe = ground.Settings.StageProbe == StageProbe.Loop ? Hanging(ground) : Ultrasonic(ground);

            // The light stands still for the second or two that a probe is listened to: a thread of its own would take 1 KB of this board's heap.
            ground.AddShort(new WaterLevelDevice(ground.Settings, ground.Clock, ground.Log, ground.Link, ground.Status, probe).Loop);
        }

        private static ILevelProbe Ultrasonic(Ground ground)
        {
            UltrasonicProbe probe = new UltrasonicProbe(WaterLevelBoard.ProbeReceivePin, WaterLevelBoard.ProbeTransmitPin);
            return new UltrasonicLevel(probe, Parser(ground.Settings), ground.Clock, ground.Settings.StageZeroMillimetres);
        }

        private static ILevelProbe Hanging(Ground ground)
        {
            Configuration.SetPinFunction(WaterLevelBoard.LoopPin, DeviceFunction.ADC1_CH5);
            LoopScale scale = LoopScale.Of(ground.Settings, WaterLevelBoard.LoopShuntOhms);
            LoopProbe probe = new LoopProbe(WaterLevelBoard.LoopAdcChannel);
            if (!LoopScale.IsCalibrated(ground.Settings))
            {
                ground.Log.Write("level probe: not calibrated, the stage may be off by a tenth of full scale and more");
            }

            return new LoopLevel(probe, scale, ground.Settings.StageZeroMillimetres);
        }

        private static BatteryDivider Battery()
        {
            Configuration.SetPinFunction(WaterLevelBoard.BatteryPin, DeviceFunction.ADC1_CH0);
            return new BatteryDivider(new AdcController(), WaterLevelBoard.BatteryAdcChannel, WaterLevelBoard.BatteryDividerUpperOhms, WaterLevelBoard.BatteryDividerLowerOhms);
        }

        private static CaseThermometer Thermometer()
        {
            Configuration.SetPinFunction(WaterLevelBoard.CaseThermometerPin, DeviceFunction.ADC1_CH8);
            return new CaseThermometer(new AdcController(), WaterLevelBoard.CaseThermometerAdcChannel, WaterLevelBoard.CaseThermometerLowerOhms);
        }

        private static IDistanceParser Parser(Settings settings)
        {
            if (settings.StageProbe == StageProbe.MaxBotix)
            {
                return new MaxBotixParser();
            }

            return new A02Parser();
        }
    }
}
