using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace NanoHost;

/// <summary>
/// A TCP connection of a board, with TLS or without: what nanoFramework's Socket and SslStream do on a chip, for one thread of the board. It has no thread of its own, so that an idle
/// board costs nothing. A power cut closes it, and a network that goes (<see cref="Machine.NetworkUp"/>) too, without a word to either side: the broker sees a connection that ended, the
/// board one that broke.
/// </summary>
public sealed class BoardSocket : IDisposable
{
    private readonly object _gate = new();
    private readonly Life _life = Life.Current;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly AutoResetEvent _came;
    private Stream? _stream;
    private bool _looks;
    private bool _isReadable;
    private bool _isClosed;

    private BoardSocket(int silenceMilliseconds, AutoResetEvent came)
    {
        _came = came;
        _socket.SendTimeout = silenceMilliseconds;
        _socket.ReceiveTimeout = silenceMilliseconds;
        _life.Ended += Dispose;
        _life.Machine.NetworkChanged += OnNetworkChanged;
    }

    /// <summary>
    /// Connects as the board that the calling thread belongs to, or throws: <see cref="SocketException"/>, <see cref="AuthenticationException"/>, <see cref="IOException"/>.
    /// With <paramref name="authority"/> it speaks TLS 1.2 and trusts that one only. Connecting, a read and a write wait for <paramref name="silenceMilliseconds"/>.
    /// <paramref name="came"/> is set when there is something to read, as far as <see cref="IsReadable"/> was asked before.
    /// </summary>
    public static BoardSocket Open(string host, int port, X509Certificate? authority, int silenceMilliseconds, AutoResetEvent came)
    {
        if (!Life.Current.Machine.NetworkUp)
        {
            throw new SocketException((int)SocketError.NetworkUnreachable);
        }

        var socket = new BoardSocket(silenceMilliseconds, came);
        try
        {
            socket.Connect(host, port, silenceMilliseconds);
            if (authority is not null)
            {
                socket.ShakeHands(host, authority);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>True when a read would not wait: something is there, or the end.</summary>
    public bool IsReadable()
    {
        _life.Check();
        lock (_gate)
        {
            Look();
            return _isReadable || _isClosed;
        }
    }

    /// <summary>Reads what is there: at least one byte, 0 when the other side has closed.</summary>
    public int Read(byte[] buffer, int offset, int count)
    {
        _life.Check();
        Stream stream = Living();
        _isReadable = false;
        return stream.Read(buffer, offset, count);
    }

    /// <summary>Writes all of it.</summary>
    public void Write(byte[] buffer, int offset, int count)
    {
        _life.Check();
        Living().Write(buffer, offset, count);
    }

    /// <summary>Ends the connection.</summary>
    public void Dispose()
    {
        _life.Ended -= Dispose;
        _life.Machine.NetworkChanged -= OnNetworkChanged;
        lock (_gate)
        {
            _isClosed = true;
        }

        _came.Set();
        _socket.Dispose();
        _stream?.Dispose();
    }

    private Stream Living() => Volatile.Read(ref _isClosed) ? throw new SocketException((int)SocketError.NetworkDown) : _stream!;

    private void Connect(string host, int port, int milliseconds)
    {
        Task connecting;
        using (ExecutionContext.SuppressFlow())     // what goes on in the pool is no thread of the board
        {
            connecting = _socket.ConnectAsync(host, port);
        }

        if (Task.WaitAny([connecting], milliseconds) < 0)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }

        connecting.GetAwaiter().GetResult();
        _stream = new NetworkStream(_socket);
    }

    private void ShakeHands(string host, X509Certificate authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificate(authority.GetRawCertData()));
        var secure = new SslStream(_stream!);
        secure.AuthenticateAsClient(new SslClientAuthenticationOptions { TargetHost = host, EnabledSslProtocols = SslProtocols.Tls12, CertificateChainPolicy = policy });
        _stream = secure;
    }

    // Under the gate. What waits is a read of no bytes in the pool, and no thread of the board.
    private void Look()
    {
        if (_looks || _isReadable || _isClosed)
        {
            return;
        }

        _looks = true;
        using (ExecutionContext.SuppressFlow())
        {
            _ = LookAsync();
        }
    }

    private async Task LookAsync()
    {
        try
        {
            do
            {
                await _stream!.ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
            }
            while (IsFalseAlarm());
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The read that follows will say it.
        }

        lock (_gate)
        {
            _looks = false;
            _isReadable = true;
        }

        _came.Set();
    }

    // .NET ends a socket's read of no bytes at news of bytes that were read meanwhile, too; TLS looks for itself.
    private bool IsFalseAlarm() => _stream is NetworkStream && !_socket.Poll(0, SelectMode.SelectRead);

    private void OnNetworkChanged(bool up)
    {
        if (!up)
        {
            Dispose();
        }
    }
}
