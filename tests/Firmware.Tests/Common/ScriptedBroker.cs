using System.Net;
using System.Net.Sockets;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>A broker that says what a test has it say, byte by byte: for what mosquitto never does.</summary>
public sealed class ScriptedBroker : IDisposable
{
    public static readonly byte[] Welcome = [0x20, 2, 0, 0];
    public static readonly byte[] Granted = [0x90, 3, 0, 1, 1];
    public static readonly byte[] Pong = [0xD0, 0];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private Socket? _board;

    public ScriptedBroker() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>A PUBLISH on the order topic of a test board.</summary>
    public static byte[] Message(byte flags, int id, params byte[] payload)
    {
        var topic = System.Text.Encoding.ASCII.GetBytes(EdgeWarning.Protocol.Topics.Order(TestBoard.Id));
        var length = 2 + topic.Length + (flags >= 2 ? 2 : 0) + payload.Length;
        byte[] head = length < 128 ? [(byte)(0x30 | flags), (byte)length] : [(byte)(0x30 | flags), (byte)(length & 0x7F | 0x80), (byte)(length >> 7)];
        byte[] number = flags >= 2 ? [(byte)(id >> 8), (byte)id] : [];
        return [.. head, 0, (byte)topic.Length, .. topic, .. number, .. payload];
    }

    /// <summary>Takes a board's connection and grants it all, or what is given instead.</summary>
    public void Welcomes(params byte[][] answers)
    {
        _board?.Dispose();
        _board = _listener.AcceptSocket();
        _board.ReceiveTimeout = 20_000;
        foreach (var answer in answers.Length == 0 ? [Welcome, Granted] : answers)
        {
            Hear();
            Say(answer);
        }
    }

    public void Say(byte[] bytes) => _board!.Send(bytes);

    /// <summary>Says it slowly: each byte is a packet of the network's own.</summary>
    public void Drips(byte[] bytes)
    {
        _board!.NoDelay = true;
        foreach (var one in bytes)
        {
            _board.Send([one]);
            Thread.Sleep(1);
        }
    }

    /// <summary>The next packet of the board, whole; empty when it has hung up.</summary>
    public byte[] Hear()
    {
        List<byte> packet = [];
        int length = 0;
        int shift = 0;
        byte next;
        if (!Take(packet, out _))
        {
            return [];
        }

        do
        {
            Assert.True(Take(packet, out next), "hung up within a packet");
            length |= (next & 0x7F) << shift;
            shift += 7;
        }
        while (next >= 0x80);

        while (length-- > 0)
        {
            Assert.True(Take(packet, out _), "hung up within a packet");
        }

        return [.. packet];
    }

    /// <summary>Bytes of the board that wait to be heard.</summary>
    public int Unheard => _board!.Available;

    /// <summary>Breaks the connection off.</summary>
    public void HangUp() => _board!.Dispose();

    public void Dispose()
    {
        _board?.Dispose();
        _listener.Dispose();
    }

    private bool Take(List<byte> packet, out byte value)
    {
        var one = new byte[1];
        var count = _board!.Receive(one);
        value = one[0];
        packet.Add(value);
        return count == 1;
    }
}
