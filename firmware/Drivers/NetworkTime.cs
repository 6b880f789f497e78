using EdgeWarning.Common;
using nanoFramework.Networking;

namespace EdgeWarning.Drivers
{
    /// <summary>
    /// nanoFramework's SNTP client, which sets the platform's clock when its server answers and again every hour; <see cref="Clock"/> notices. SNTP is not authentic:
    /// the clock takes it for what it is worth.
    /// </summary>
    public static class NetworkTime
    {
        /// <summary>What time.server says when no server is to be asked.</summary>
        public const string None = "none";

        /// <summary>Asks the server of the settings, and no other: the client comes with servers on the internet.</summary>
        public static void Begin(Settings settings)
        {
            if (Sntp.IsStarted)
            {
                Sntp.Stop();
            }

            if (settings.TimeServer != None)
            {
                Sntp.Server1 = settings.TimeServer;
                Sntp.Server2 = settings.TimeServer;
                Sntp.Start();
            }
        }
    }
}
