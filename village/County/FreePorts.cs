using System.Net;
using System.Net.Sockets;

namespace EdgeWarning.Village.County;

/// <summary>Ports of the loopback that nobody holds at the moment.</summary>
public static class FreePorts
{
    public static int[] Take(int count)
    {
        // All at once, so that the same one is not handed out twice.
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        try
        {
            foreach (TcpListener listener in listeners)
            {
                listener.Start();
            }
            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (TcpListener listener in listeners)
            {
                listener.Dispose();
            }
        }
    }
}
