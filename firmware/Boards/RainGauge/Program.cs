using System;
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
            Ground ground = Ground.Open("rain-gauge");
            TippingBucket bucket = new TippingBucket(new GpioController(), RainGaugeBoard.BucketPin);
            RainGaugeDevice device = new RainGaugeDevice(ground.Settings, ground.Clock, ground.Flash, ground.Log, ground.Link, ground.Status, bucket.IsClosed);
            bucket.Listen(device);
            ground.Run(device.Loop);
        }
    }
}
