using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>Where a file's bytes go.</summary>
    public interface IByteSink
    {
        /// <summary>Takes the next bytes; false = no more are wanted.</summary>
        bool Take(byte[] buffer, int offset, int count);
    }

    /// <summary>How the fetch of a part ended.</summary>
    public enum PartEnd
    {
        /// <summary>All bytes asked for have come.</summary>
        Whole = 0,

        /// <summary>The network, the gateway or the sink broke it off: worth another try.</summary>
        Broken = 1,

        /// <summary>The gateway says no, or is no HTTP server: another try will say the same.</summary>
        Refused = 2,
    }

    /// <summary>
    /// GET of one range of a file from the gateway, over HTTP/1.1 on a connection of its own. It waits in short slices, so that a power cut or a
    /// changed mind is noticed soon, and gives up after a silence.
    /// </summary>
    public sealed class HttpPart
    {
        /// <summary>A connection that brings nothing for so long is dropped. A busy mobile cell pauses for some seconds.</summary>
        public const int SilenceMilliseconds = 20_000;

        private const int SliceMicroseconds = 100_000;
        private const int BufferBytes = 1024;

        private readonly Settings _settings;
        private readonly Clock _clock;
        private readonly HttpHead _head = new HttpHead();
        private readonly byte[] _buffer = new byte[BufferBytes];

        /// <summary>Fetches as the board of <paramref name="settings"/> from its gateway.</summary>
        public HttpPart(Settings settings, Clock clock)
        {
            _settings = settings;
            _clock = clock;
        }

        /// <summary>Fetches bytes <paramref name="first"/> to <paramref name="last"/> of a file of <paramref name="total"/> bytes.</summary>
        /// <param name="why">What went wrong, for the log and the receipt.</param>
        public PartEnd Fetch(string path, long first, long last, long total, IByteSink sink, out string why)
        {
            Socket? socket = null;
            try
            {
                Platform.BeforeNetworkUse();
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.SendTimeout = SilenceMilliseconds;
                socket.ReceiveTimeout = SilenceMilliseconds;
                socket.Connect(new IPEndPoint(HostName.AddressOf(_settings.GatewayHost), _settings.GatewayHttpPort));
                Send(socket, path, first, last);
                return Receive(socket, first, last, total, sink, out why);
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                why = exception.GetType().Name + ": " + exception.Message;
                return PartEnd.Broken;
            }
            finally
            {
                if (socket != null)
                {
                    socket.Close();
                }
            }
        }

        private void Send(Socket socket, string path, long first, long last)
        {
            string text = "GET " + path + " HTTP/1.1\r\nHost: " + _settings.GatewayHost + ":" + _settings.GatewayHttpPort.ToString()
                + "\r\nAuthorization: Board " + _settings.Board + ":" + Credentials.FetchToken(_settings.Key, path)
                + "\r\nRange: bytes=" + first.ToString() + "-" + last.ToString() + "\r\nConnection: close\r\n\r\n";
            byte[] request = Encoding.UTF8.GetBytes(text);
            int sent = 0;
            while (sent < request.Length)
            {
                sent += socket.Send(request, sent, request.Length - sent, SocketFlags.None);
            }
        }

        private PartEnd Receive(Socket socket, long first, long last, long total, IByteSink sink, out string why)
        {
            _head.Reset();
            long left = last - first + 1;
            while (left > 0)
            {
                int count = Read(socket);
                if (count <= 0)
                {
                    why = count == 0 ? "the gateway closed the connection" : "silence for " + (SilenceMilliseconds / 1000).ToString() + " s";
                    return PartEnd.Broken;
                }

                int taken = 0;
                if (!_head.IsWhole)
                {
                    taken = _head.Take(_buffer, 0, count);
                    why = _head.IsWhole ? FaultOf(first, last, total) : _head.Fault;
                    if (why.Length > 0)
                    {
                        return IsPassing(_head.Status) ? PartEnd.Broken : PartEnd.Refused;
                    }
                }

                int body = count - taken;
                if (body > left)
                {
                    why = "more bytes than it announced";
                    return PartEnd.Refused;
                }

                left -= body;
                if (body > 0 && !sink.Take(_buffer, taken, body))
                {
                    why = "no longer wanted";
                    return PartEnd.Broken;
                }
            }

            why = "";
            return PartEnd.Whole;
        }

        // Bytes now in the buffer; 0 when the other side has closed, -1 after a silence.
        private int Read(Socket socket)
        {
            long deadline = _clock.UptimeMilliseconds + SilenceMilliseconds;
            while (!socket.Poll(SliceMicroseconds, SelectMode.SelectRead))
            {
                Platform.BeforeNetworkUse();
                if (_clock.UptimeMilliseconds >= deadline)
                {
                    return -1;
                }
            }

            Platform.BeforeNetworkUse();
            return socket.Receive(_buffer, 0, BufferBytes, SocketFlags.None);
        }

        private string FaultOf(long first, long last, long total)
        {
            if (_head.Status != 206)
            {
                return "the gateway answers " + _head.Status.ToString();
            }

            if (_head.RangeStart != first || _head.RangeEnd != last || _head.RangeTotal != total || _head.ContentLength != last - first + 1)
            {
                return "the gateway sends another range or another file";
            }

            return "";
        }

        // A gateway that starts or is overloaded says 5xx or 429, and something else later.
        private static bool IsPassing(int status)
        {
            return status >= 500 || status == 429;
        }
    }
}
