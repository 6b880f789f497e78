using System.IO.Ports;

namespace NanoHost.Hardware;

/// <summary>
/// What hangs on a UART of a board: a sensor, a speech chip. Its members are called on the one hardware thread of the process: answer
/// quickly, never block (hand long work to a thread of your own and send the answer with <see cref="ISerialLine.Send"/>).
/// </summary>
public interface ISerialPeer
{
    /// <summary>Bits a second the part speaks (8 data bits, no parity, 1 stop bit). A port opened at another speed gets and gives garbage.</summary>
    int BaudRate { get; }

    /// <summary>The part is wired up; <paramref name="line"/> is its way to the board.</summary>
    void Attached(ISerialLine line);

    /// <summary>Bytes from the board, after the time they took on the wire.</summary>
    void Received(ReadOnlySpan<byte> bytes);

    /// <summary>The board's supply, which feeds the part too, came (true) or went (false).</summary>
    void PowerChanged(bool on);
}

/// <summary>The part's side of a UART.</summary>
public interface ISerialLine
{
    /// <summary>The board whose UART this is.</summary>
    Machine Machine { get; }

    /// <summary>Sends bytes to the board at the part's speed; returns at once. Bytes queue behind those still on the wire. Any thread.</summary>
    void Send(ReadOnlySpan<byte> bytes);
}

/// <summary>One UART: paces bytes at the baud rate in both directions and keeps the bounded receive buffer.</summary>
public sealed class UartPart : ISerialLine
{
    /// <summary>The receive interrupt comes at this many bytes in the FIFO, or when the line falls idle. Source: ESP-IDF uart driver.</summary>
    private const int BurstBytes = 120;

    /// <summary>Bytes the hardware FIFO takes before a write has to wait. Source: ESP32 technical reference manual, UART.</summary>
    private const int TransmitFifoBytes = 128;

    private const int TransmitChunkBytes = 32;

    private readonly object _gate = new();
    private readonly Random _garbage;
    private ISerialPeer? _peer;
    private SerialPort? _port;
    private Life? _life;
    private int _baudRate;
    private byte[] _ring = [];
    private int _head;
    private int _count;
    private bool _reading;
    private long _receiveBusyUntil;
    private long _transmitBusyUntil;

    internal UartPart(Machine machine, int index)
    {
        Machine = machine;
        Index = index;
        _garbage = machine.RandomFor("uart " + index);
        machine.PowerChanged += on => _peer?.PowerChanged(on);
    }

    /// <summary>The board whose UART this is.</summary>
    public Machine Machine { get; }

    /// <summary>1 for COM1, and so on.</summary>
    public int Index { get; }

    /// <summary>Its wire takes no time: bytes are there when whoever sends them goes on, on the sender's thread. For tests whose time is virtual.</summary>
    public bool IsInstant { get; set; }

    /// <summary>Bytes that were lost because the receive buffer was full.</summary>
    public long OverrunBytes { get; private set; }

    /// <summary>The firmware has the port open.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _port is not null;
            }
        }
    }

    /// <summary>Wires a part to this UART; replaces another.</summary>
    public void Attach(ISerialPeer peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        _peer = peer;
        peer.Attached(this);
        if (Machine.IsPowered)
        {
            peer.PowerChanged(true);
        }
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        int baud = _peer?.BaudRate ?? 9600;
        if (IsInstant)
        {
            Arrive(bytes.ToArray(), baud);
            return;
        }

        for (int offset = 0; offset < bytes.Length; offset += BurstBytes)
        {
            byte[] burst = bytes.Slice(offset, Math.Min(BurstBytes, bytes.Length - offset)).ToArray();
            long arrival;
            lock (_gate)
            {
                _receiveBusyUntil = Math.Max(HostTime.Nanoseconds, _receiveBusyUntil) + (burst.Length * NanosecondsPerByte(baud));
                arrival = _receiveBusyUntil;
            }

            HardwareClock.At(arrival, () => Arrive(burst, baud));
        }
    }

    internal int BytesToRead
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    internal void Opened(SerialPort port, Life life, int baudRate, int bufferBytes)
    {
        lock (_gate)
        {
            _port = port;
            _life = life;
            _baudRate = baudRate;
            _ring = new byte[bufferBytes];
            _head = 0;
            _count = 0;
            _transmitBusyUntil = 0;
        }
    }

    internal void Configure(int baudRate)
    {
        lock (_gate)
        {
            _baudRate = baudRate;
        }
    }

    internal void Closed(SerialPort port)
    {
        lock (_gate)
        {
            if (_port == port)
            {
                _port = null;
                _life = null;
                _count = 0;
                Monitor.PulseAll(_gate);
            }
        }
    }

    internal void LosePower()
    {
        lock (_gate)
        {
            _port = null;
            _life = null;
            _count = 0;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Waits until <paramref name="bytes"/> are in the buffer (or the watched character arrived), as the ESP32's driver does; then takes
    /// them. Too late: -1, and the bytes stay in the buffer.
    /// </summary>
    internal int Read(Life life, Span<byte> bytes, int timeoutMilliseconds, int watchChar)
    {
        long deadline = timeoutMilliseconds < 0 ? long.MaxValue : HostTime.Nanoseconds + (timeoutMilliseconds * HostTime.Millisecond);
        lock (_gate)
        {
            try
            {
                _reading = true;
                while (true)
                {
                    life.Check();
                    if (_port is null)
                    {
                        throw new InvalidOperationException("the port was closed during a read");
                    }

                    if (_count >= bytes.Length)
                    {
                        return Take(bytes);
                    }

                    if (watchChar >= 0 && Find((byte)watchChar) is var found and >= 0)
                    {
                        return Take(bytes[..(found + 1)]);
                    }

                    int wait = deadline == long.MaxValue ? Timeout.Infinite : HostTime.MillisecondsUntil(deadline);
                    if (wait == 0)
                    {
                        return -1;
                    }

                    life.WaitFor(_gate, wait);
                }
            }
            finally
            {
                _reading = false;
            }
        }
    }

    /// <summary>Takes a line without its end, or null when there is none in time.</summary>
    internal byte[]? ReadLine(Life life, byte[] newLine, int timeoutMilliseconds)
    {
        long deadline = timeoutMilliseconds < 0 ? long.MaxValue : HostTime.Nanoseconds + (timeoutMilliseconds * HostTime.Millisecond);
        lock (_gate)
        {
            while (true)
            {
                life.Check();
                byte[] buffered = new byte[_count];
                Peek(buffered);
                int end = buffered.AsSpan().IndexOf(newLine);
                if (end >= 0)
                {
                    Take(new byte[end + newLine.Length]);
                    return buffered[..end];
                }

                int wait = deadline == long.MaxValue ? Timeout.Infinite : HostTime.MillisecondsUntil(deadline);
                if (wait == 0)
                {
                    return null;
                }

                life.WaitFor(_gate, wait);
            }
        }
    }

    /// <summary>Puts bytes on the wire; returns when all but the FIFO's have left. False when that takes longer than the timeout.</summary>
    internal bool Write(Life life, ReadOnlySpan<byte> bytes, int timeoutMilliseconds)
    {
        if (IsInstant)
        {
            Deliver(life, bytes.ToArray(), _baudRate);
            return true;
        }

        long perByte;
        long freeAt;
        int baud;
        lock (_gate)
        {
            baud = _baudRate;
            perByte = NanosecondsPerByte(baud);
            for (int offset = 0; offset < bytes.Length; offset += TransmitChunkBytes)
            {
                byte[] chunk = bytes.Slice(offset, Math.Min(TransmitChunkBytes, bytes.Length - offset)).ToArray();
                _transmitBusyUntil = Math.Max(HostTime.Nanoseconds, _transmitBusyUntil) + (chunk.Length * perByte);
                HardwareClock.At(_transmitBusyUntil, () => Deliver(life, chunk, baud));
            }

            freeAt = _transmitBusyUntil - (TransmitFifoBytes * perByte);
        }

        long deadline = timeoutMilliseconds < 0 ? long.MaxValue : HostTime.Nanoseconds + (timeoutMilliseconds * HostTime.Millisecond);
        life.WaitUntil(Math.Min(freeAt, deadline));
        return freeAt <= deadline;
    }

    private static long NanosecondsPerByte(int baudRate) => 10 * HostTime.Second / baudRate;     // start, 8 data, stop

    private void Deliver(Life life, byte[] bytes, int baud)
    {
        if (life.IsOver || _peer is not { } peer)
        {
            return;
        }

        Garble(bytes, baud, peer.BaudRate);
        peer.Received(bytes);
    }

    private void Arrive(byte[] bytes, int baud)
    {
        SerialPort? port;
        Life? life;
        bool tell;
        lock (_gate)
        {
            if (_port is null || _life is null)
            {
                return;     // nobody listens: lost
            }

            Garble(bytes, baud, _baudRate);
            foreach (byte b in bytes)
            {
                if (_count == _ring.Length)
                {
                    OverrunBytes++;     // the newest bytes are lost
                    continue;
                }

                _ring[(_head + _count) % _ring.Length] = b;
                _count++;
            }

            port = _port;
            life = _life;
            tell = !_reading && _count >= port.ReceivedBytesThreshold;
            Monitor.PulseAll(_gate);
        }

        if (tell)
        {
            bool watched = port.WatchedChar >= 0 && bytes.AsSpan().Contains((byte)port.WatchedChar);
            port.Tell(life, watched ? SerialData.WatchChar : SerialData.Chars);
        }
    }

    private void Garble(byte[] bytes, int sent, int heard)
    {
        // Up to 3 % the sampling still lands in the right bit.
        if (Math.Abs(sent - heard) * 100 <= sent * 3)
        {
            return;
        }

        lock (_garbage)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)(bytes[i] ^ _garbage.Next(1, 256));
            }
        }
    }

    private int Find(byte wanted)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_ring[(_head + i) % _ring.Length] == wanted)
            {
                return i;
            }
        }

        return -1;
    }

    private void Peek(Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = _ring[(_head + i) % _ring.Length];
        }
    }

    private int Take(Span<byte> bytes)
    {
        Peek(bytes);
        _head = (_head + bytes.Length) % _ring.Length;
        _count -= bytes.Length;
        return bytes.Length;
    }
}
