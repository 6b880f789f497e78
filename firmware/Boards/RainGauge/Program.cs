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
            Root.Run("rain-gauge", Assemble);
        }

        private static void Assemble(Ground ground)
        {
            GpioController gpio = new GpioController();
            ground.Fit("watchdog", () => ground.Supervisor.Watchdog = new ExternalWatchdog(gpio, RainGaugeBoard.WatchdogPin));
            ground.FitOptional("network time", () => NetworkTime.Begin(ground.Settings));
            ground.FitOptional("light", () => ground.Add(new Loop("light", new StatusLed(gpio, RainGaugeBoard.StatusLedPin, ground.Link), ground.Clock, ground.Log)));
            ground.FitOptional("rain gauge", () => FitRain(ground, gpio));
        }

        private static void FitRain(Ground ground, GpioController gpio)
        {
            TippingBucket bucket = new TippingBucket(gpio, RainGaugeBoard.BucketPin);
            RainGaugeDevice rain = new RainGaugeDevice(
                ground.Settings, ground.Clock, ground.Flash, ground.Log, ground.Link, ground.Status, bucket.IsClosed);
            bucket.Listen(rain);
            ground.Add(rain.Loop);
        }
    }
}
