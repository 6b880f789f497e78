using System;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace EdgeWarning.Common
{
    /// <summary>
    /// A connection to the gateway, on an ESP32, for one thread. The same class for the host: Wire.Host.cs.
    /// A wait is made of short slices, because nothing on the chip waits for a socket and for another thread at once. While TLS shakes hands no managed thread runs, and
    /// nothing ends that but the other side or the watchdog (nf-interpreter, ssl_connect_internal.cpp).
    /// </summary>
    internal sealed class Wire
    {
        private const int SliceMilliseconds = 50;

        private readonly string _host;
        private readonly int _port;
        private readonly ReadAuthority? _authority;
        private readonly int _silenceMilliseconds;
        private readonly Clock _clock;
        private Socket? _socket;
        private SslStream? _tls;
        private bool _isWoken;

        /// <summary>A wire that is not laid yet. <paramref name="authority"/>: null without TLS. <paramref name="silenceMilliseconds"/>: how long a read or a write may stand still.</summary>
        public Wire(string host, int port, ReadAuthority? authority, int silenceMilliseconds, Clock clock)
        {
            _host = host;
            _port = port;
            _authority = authority;
            _silenceMilliseconds = silenceMilliseconds;
            _clock = clock;
        }

        /// <summary>Connects. Throws what goes wrong; then <see cref="Close"/> it.</summary>
        public void Open()
        {
            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _socket.SendTimeout = _silenceMilliseconds;
            _socket.ReceiveTimeout = _silenceMilliseconds;
            _socket.Connect(new IPEndPoint(HostName.AddressOf(_host), _port));
            if (_authority != null)
            {
                _tls = new SslStream(_socket);
                _tls.AuthenticateAsClient(_host, null, _authority(), SslProtocols.Tls12);
            }
        }

        /// <summary>Waits until there is something to read (true) or for at most so long; <see cref="Wake"/> ends it.</summary>
        public bool Wait(int milliseconds)
        {
            bool ready = _tls != null && _tls.DataAvailable;      // what TLS has read and nobody has taken
            long until = _clock.UptimeMilliseconds + milliseconds;
            long left = milliseconds;
            while (!ready && left >= 0)
            {
                long slice = _isWoken ? 0 : left < SliceMilliseconds ? left : SliceMilliseconds;
                ready = _socket!.Poll((int)slice * 1000, SelectMode.SelectRead);
                left = _isWoken ? -1 : until - _clock.UptimeMilliseconds - 1;
            }

            _isWoken = false;
            return ready;
        }

        /// <summary>Reads what is there: at least one byte, 0 when the other side has closed.</summary>
        public int Read(byte[] buffer, int offset, int count)
        {
            return _tls != null ? _tls.Read(buffer, offset, count) : _socket!.Receive(buffer, offset, count, SocketFlags.None);
        }

        /// <summary>Writes all of it.</summary>
        public void Write(byte[] buffer, int offset, int count)
        {
            if (_tls != null)
            {
                _tls.Write(buffer, offset, count);
                return;
            }

            for (int sent = 0; sent < count;)
            {
                sent += _socket!.Send(buffer, offset + sent, count - sent, SocketFlags.None);
            }
        }

        /// <summary>Ends the wait of the other thread, or its next one.</summary>
        public void Wake()
        {
            _isWoken = true;
        }

        /// <summary>Ends the connection, if there is one.</summary>
        public void Close()
        {
            SslStream? tls = _tls;
            Socket? socket = _socket;
            _tls = null;
            _socket = null;
            Dispose(tls);       // says goodbye to a living peer, and closes the socket
            Dispose(socket);    // if the handshake did not come that far
        }

        private static void Dispose(IDisposable? what)
        {
            try
            {
                if (what != null)
                {
                    what.Dispose();
                }
            }
            catch (Exception)
            {
                // Closing what is broken already may fail: then there is nothing left to close.
            }
        }
    }
}
