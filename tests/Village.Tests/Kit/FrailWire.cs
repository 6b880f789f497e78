using System.Net;
using System.Net.Sockets;
using EdgeWarning.Village.County;

namespace EdgeWarning.Village.Tests.Kit;

/// <summary>The wire between boards and the gateway's files: it breaks after so many bytes have come down, and stays broken until it is mended.</summary>
internal sealed class FrailWire : IDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private long _left = long.MaxValue;

    public FrailWire()
    {
        Port = FreePorts.Take();
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _ = Serve();
    }

    public int Port { get; }

    /// <summary>Where the gateway listens.</summary>
    public int Target { get; set; }

    /// <summary>Bytes that still come down.</summary>
    public long Left { get => Interlocked.Read(ref _left); set => Interlocked.Exchange(ref _left, value); }

    /// <summary>Connections that found it broken.</summary>
    public int Refused { get; private set; }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                TcpClient board = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = Forward(board);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task Forward(TcpClient board)
    {
        using (board)
        {
            if (Left <= 0)
            {
                Refused++;
                return;
            }

            try
            {
                using var gateway = new TcpClient();
                await gateway.ConnectAsync(IPAddress.Loopback, Target, _end.Token);
                Task up = board.GetStream().CopyToAsync(gateway.GetStream(), _end.Token);
                byte[] buffer = new byte[1_000];
                for (int read; (read = await gateway.GetStream().ReadAsync(buffer, _end.Token)) > 0 && Interlocked.Add(ref _left, -read) > 0;)
                {
                    await board.GetStream().WriteAsync(buffer.AsMemory(0, read), _end.Token);
                }
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // One end hung up.
            }
        }
    }
}
