using System.Threading;
using NanoHost;

namespace EdgeWarning.Common
{
    /// <summary>A connection to the gateway, on the host, for one thread of a simulated board. The same class for the chip: Wire.Nano.cs.</summary>
    internal sealed class Wire
    {
        private readonly string _host;
        private readonly int _port;
        private readonly ReadAuthority? _authority;
        private readonly int _silenceMilliseconds;
        private readonly Clock _clock;
        private readonly AutoResetEvent _came = new AutoResetEvent(false);
        private BoardSocket? _socket;

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
            _socket = BoardSocket.Open(_host, _port, _authority == null ? null : _authority(), _silenceMilliseconds, _came);
        }

        /// <summary>Waits until there is something to read (true) or for at most so long; <see cref="Wake"/> ends it.</summary>
        public bool Wait(int milliseconds)
        {
            if (!_socket!.IsReadable())
            {
                _clock.Wait(_came, milliseconds);
            }

            return _socket.IsReadable();
        }

        /// <summary>Reads what is there: at least one byte, 0 when the other side has closed.</summary>
        public int Read(byte[] buffer, int offset, int count)
        {
            return _socket!.Read(buffer, offset, count);
        }

        /// <summary>Writes all of it.</summary>
        public void Write(byte[] buffer, int offset, int count)
        {
            _socket!.Write(buffer, offset, count);
        }

        /// <summary>Ends the wait of the other thread, or its next one.</summary>
        public void Wake()
        {
            _came.Set();
        }

        /// <summary>Ends the connection, if there is one.</summary>
        public void Close()
        {
            BoardSocket? socket = _socket;
            _socket = null;
            if (socket != null)
            {
                socket.Dispose();
            }
        }
    }
}
