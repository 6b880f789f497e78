using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>
/// A gateway's file endpoint that can be made to break: a plain socket that answers ranges of one file. The real gateway serves files in Village.Tests.
/// </summary>
public sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener;
    private readonly byte[] _file;
    private readonly string _board;
    private readonly byte[] _key;

    public FileServer(byte[] file, string board, byte[] key)
    {
        _file = file;
        _board = board;
        _key = key;
        Port = FreePorts.Take();
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public int Port { get; }

    /// <summary>Asked-for ranges, in order.</summary>
    public ConcurrentQueue<(long First, long Last)> Asked { get; } = [];

    /// <summary>Closes the connection after so many bytes of the body; negative: never.</summary>
    public int BreakAfter { get; set; } = -1;

    /// <summary>The whole answer instead of the right one; null: the right one.</summary>
    public Func<long, long, string?> Instead { get; set; } = (_, _) => null;

    /// <summary>Changes the file that is sent.</summary>
    public Func<byte[], byte[]> Falsify { get; set; } = file => file;

    public void Dispose() => _listener.Dispose();

    private void Serve()
    {
        try
        {
            while (true)
            {
                using var client = _listener.AcceptTcpClient();
                try
                {
                    Answer(client.GetStream());
                }
                catch (IOException)
                {
                    // The board hung up.
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    private void Answer(NetworkStream stream)
    {
        string request = ReadHead(stream);
        string[] lines = request.Split("\r\n");
        string path = lines[0].Split(' ')[1];
        string range = Field(lines, "Range")["bytes=".Length..];
        long first = long.Parse(range.Split('-')[0], null);
        long last = long.Parse(range.Split('-')[1], null);
        Asked.Enqueue((first, last));
        string expected = $"Board {_board}:{Credentials.FetchToken(_key, path)}";
        if (Field(lines, "Authorization") != expected)
        {
            stream.Write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"u8);
            return;
        }

        if (Instead(first, last) is { } other)
        {
            stream.Write(Encoding.Latin1.GetBytes(other));
            return;
        }

        byte[] body = Falsify(_file)[(int)first..(int)(last + 1)];
        stream.Write(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 206 Partial Content\r\nContent-Length: {body.Length}\r\nContent-Range: bytes {first}-{last}/{_file.Length}\r\nDate: today\r\n\r\n"));
        stream.Write(BreakAfter < 0 ? body : body[..Math.Min(BreakAfter, body.Length)]);
    }

    private static string Field(string[] lines, string name) =>
        lines.Single(line => line.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];

    private static string ReadHead(NetworkStream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            int next = stream.ReadByte();
            if (next < 0)
            {
                throw new IOException("the board hung up");
            }

            head.Append((char)next);
        }

        return head.ToString();
    }
}
