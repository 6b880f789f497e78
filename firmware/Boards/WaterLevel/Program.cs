using EdgeWarning.Common;
using EdgeWarning.Drivers;
using EdgeWarning.WaterLevel;

namespace EdgeWarning.Boards.WaterLevel
{
    /// <summary>A water-level gauge.</summary>
    public static class Program
    {
        /// <summary>Runs the board until its power is cut. The simulator calls it too.</summary>
        public static void Main()
        {
            Ground ground = Ground.Open("water-level");
            ILevelProbe probe = ground.Settings.StageProbe == StageProbe.Loop ? Loop(ground.Settings) : Ultrasonic(ground);
            WaterLevelDevice device = new WaterLevelDevice(ground.Settings, ground.Clock, ground.Log, ground.Link, ground.Status, probe);
            ground.Link.Orders = new UnsupportedOrders(ground.Settings, ground.Clock, ground.Log, ground.Link, ground.Status);
            ground.Run(device.Loop);
        }

        private static ILevelProbe Ultrasonic(Ground ground)
        {
            UltrasonicProbe probe = new UltrasonicProbe(WaterLevelBoard.ProbeReceivePin, WaterLevelBoard.ProbeTransmitPin);
            return new UltrasonicLevel(probe, ground.Clock, ground.Settings.StageZeroMillimetres);
        }

        private static ILevelProbe Loop(Settings settings)
        {
            LoopScale scale = LoopScale.Of(settings, WaterLevelBoard.LoopShuntOhms);
            return new LoopLevel(new LoopProbe(WaterLevelBoard.LoopAdcChannel), scale, settings.StageZeroMillimetres);
        }
    }
}
