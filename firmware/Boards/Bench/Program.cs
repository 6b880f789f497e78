using System;
using EdgeWarning.Common;
using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Boards.Bench
{
    /// <summary>
    /// A board without a pin: it links, obeys orders in its log and says "cannot tell". For a bare devkit on a desk and for nanoFramework's virtual device.
    /// </summary>
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
            Ground ground = Ground.Open("bench");
            LoudspeakerDevice device = new LoudspeakerDevice(
                ground.Settings, new LoudspeakerParts(), ground.Gate, ground.Ledger, ground.Status, ground.Clock, ground.Log);
            device.Start();
            ground.Run(device.Loop);
        }
    }
}
