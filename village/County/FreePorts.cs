using System.Net;
using System.Net.Sockets;

namespace EdgeWarning.Village.County;

/// <summary>
/// Ports of the loopback that nobody holds at the moment. They come from below Linux's ephemeral range (32768 and up), so that no outgoing connection
/// takes one between its being named and being listened on, and this process never names the same one twice in a row.
/// </summary>
public static class FreePorts
{
    private const int First = 10_000;
    private const int Count = 22_000;

    private static int s_next = Random.Shared.Next(Count);

    public static int Take() => Take(1)[0];

    public static int[] Take(int count)
    {
        var held = new List<TcpListener>();
        try
        {
            for (int attempt = 0; held.Count < count; attempt++)
            {
                var listener = new TcpListener(IPAddress.Loopback, First + (int)((uint)Interlocked.Increment(ref s_next) % Count));
                try
                {
                    listener.Start();
                    held.Add(listener);
                }
                catch (SocketException) when (attempt < Count)
                {
                    listener.Dispose();     // somebody's: the next one
                }
            }

            return [.. held.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            held.ForEach(listener => listener.Dispose());
        }
    }
}
