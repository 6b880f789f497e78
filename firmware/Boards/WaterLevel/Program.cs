using System;
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
            Ground ground = Ground.Open("water-level");
            ILevelProbe probe = ground.Settings.StageProbe == StageProbe.Loop ? Loop(ground) : Ultrasonic(ground);
            WaterLevelDevice device = new WaterLevelDevice(ground.Settings, ground.Clock, ground.Log, ground.Link, ground.Status, probe);
            ground.Run(device.Loop);
        }

        private static ILevelProbe Ultrasonic(Ground ground)
        {
            UltrasonicProbe probe = new UltrasonicProbe(WaterLevelBoard.ProbeReceivePin, WaterLevelBoard.ProbeTransmitPin);
            return new UltrasonicLevel(probe, ground.Clock, ground.Settings.StageZeroMillimetres);
        }

        private static ILevelProbe Loop(Ground ground)
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
    }
}
