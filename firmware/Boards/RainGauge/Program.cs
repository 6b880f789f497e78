using System.Device.Adc;
using System.Device.Gpio;
using EdgeWarning.Common;
using EdgeWarning.Drivers;
using EdgeWarning.RainGauge;

namespace EdgeWarning.Boards.RainGauge
{
    /// <summary>A rain gauge.</summary>
    public static class Program
    {
        /// <summary>Runs the board until its power is cut. The simulator calls it too.</summary>
        public static void Main()
        {
            if (!Launcher.Launch("EdgeWarning.Boards.RainGauge.Program"))
            {
                Application();
            }
        }

        /// <summary>The application itself, deployed or updated: the launcher calls it by this name.</summary>
        public static void Application()
        {
            Root.Run("rain-gauge", Assemble);
        }

        private static void Assemble(Ground ground)
        {
            GpioController gpio = new GpioController();
            ground.FitAlways("watchdog", () => ground.Supervisor.Watchdog = new ExternalWatchdog(gpio, RainGaugeBoard.WatchdogPin));
            ground.FitOptional("network time", () => NetworkTime.Begin(ground.Settings));
            ground.FitOptional("health", () => ground.AddShort(new Loop("health", new HealthWatch(ground, Battery(), Thermometer(), new WifiSignal()), ground.Clock, ground.Log)));
            ground.Fit("light", () => ground.AddShort(new Loop("light", new StatusLed(gpio, RainGaugeBoard.StatusLedPin, ground), ground.Clock, ground.Log)));
            ground.FitOptional("rain gauge", () => FitRain(ground, gpio));
        }

        private static void FitRain(Ground ground, GpioController gpio)
        {
            TippingBucket bucket = new TippingBucket(gpio, RainGaugeBoard.BucketPin);
            RainGaugeDevice rain = new RainGaugeDevice(
                ground.Settings, ground.Clock, ground.Flash, ground.Log, ground.Link, ground.Status, bucket.IsClosed);
            bucket.Listen(rain);
            ground.AddShort(rain.Loop);
        }

        // A channel of ADC1 is bound to its pin. To say so once more would take nanoFramework.Hardware.Esp32, 1.7 KB of this board's heap.
        private static BatteryDivider Battery()
        {
            return new BatteryDivider(new AdcController(), RainGaugeBoard.BatteryAdcChannel, RainGaugeBoard.BatteryDividerUpperOhms, RainGaugeBoard.BatteryDividerLowerOhms);
        }

        private static CaseThermometer Thermometer()
        {
            return new CaseThermometer(new AdcController(), RainGaugeBoard.CaseThermometerAdcChannel, RainGaugeBoard.CaseThermometerLowerOhms);
        }
    }
}
