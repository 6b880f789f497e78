using NanoHost;
using NanoHost.Hardware;

namespace nanoFramework.Networking;

/// <summary>SNTP of the board that the calling thread belongs to: sets the clock in the background, and again every hour.</summary>
public class Sntp
{
    /// <summary>True after <see cref="Start"/>.</summary>
    public static bool IsStarted => Client.IsStarted;

    /// <summary>The first server's name.</summary>
    public static string Server1
    {
        get => Client.Server1;
        set => Client.Server1 = value;
    }

    /// <summary>The second server's name.</summary>
    public static string Server2
    {
        get => Client.Server2;
        set => Client.Server2 = value;
    }

    private static SntpClient Client => Life.Current.Sntp;

    /// <summary>Begins to ask the servers.</summary>
    public static void Start() => Client.Start();

    /// <summary>Asks no more.</summary>
    public static void Stop() => Client.Stop();

    /// <summary>Asks now.</summary>
    public static void UpdateNow() => Client.Ask();
}
