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
            if (!Launcher.Launch("EdgeWarning.Boards.Bench.Program"))
            {
                Application();
            }
        }

        /// <summary>The application itself, deployed or updated: the launcher calls it by this name.</summary>
        public static void Application()
        {
            Root.Run("bench", Assemble);
        }

        private static void Assemble(Ground ground)
        {
            LoudspeakerParts parts = new LoudspeakerParts();
            parts.IsBench = true;
            LoudspeakerDevice device = new LoudspeakerDevice(
                ground.Settings, parts, ground.Flash, ground.Gate, ground.Ledger, ground.Link, ground.Status, ground.Clock, ground.Log);
            device.Start();
            ground.Add(device.Loop);
        }
    }
}
