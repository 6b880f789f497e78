using System.Text;
using nanoFramework.Hardware.Esp32;
using NanoHost;
using NanoHost.Hardware;

#pragma warning disable CA1003, CA1044, CA2208, MA0015, MA0046, CA1822 // the shape of nanoFramework's own types

namespace System.IO.Ports;

/// <summary>Flow control; an ESP32 without wires for it: none.</summary>
public enum Handshake
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>XON and XOFF.</summary>
    XOnXOff = 1,

    /// <summary>RTS and CTS.</summary>
    RequestToSend = 2,

    /// <summary>Both.</summary>
    RequestToSendXOnXOff = 3,
}

/// <summary>Parity bit.</summary>
public enum Parity
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Odd.</summary>
    Odd = 1,

    /// <summary>Even.</summary>
    Even = 2,
}

/// <summary>Stop bits.</summary>
public enum StopBits
{
    /// <summary>One.</summary>
    One = 1,

    /// <summary>Two.</summary>
    Two = 2,

    /// <summary>One and a half.</summary>
    OnePointFive = 3,
}

/// <summary>Line driver.</summary>
public enum SerialMode
{
    /// <summary>Plain.</summary>
    Normal = 0,

    /// <summary>Half duplex with direction pin.</summary>
    RS485 = 1,
}

/// <summary>Why DataReceived was raised.</summary>
public enum SerialData
{
    /// <summary>Bytes came.</summary>
    Chars = 1,

    /// <summary>The watched character came.</summary>
    WatchChar = 2,
}

/// <summary>Why DataReceived was raised.</summary>
public class SerialDataReceivedEventArgs : EventArgs
{
    internal SerialDataReceivedEventArgs(SerialData eventType) => EventType = eventType;

    /// <summary>The reason.</summary>
    public SerialData EventType { get; }
}

/// <summary>Called for received bytes, on the board's event thread.</summary>
public delegate void SerialDataReceivedEventHandler(object sender, SerialDataReceivedEventArgs e);

/// <summary>A UART of the board that the calling thread belongs to.</summary>
public sealed class SerialPort : IDisposable
{
    private readonly Life _life = Life.Current;
    private readonly UartPart _uart;
    private int _baudRate;
    private int _dataBits;
    private int _readTimeout = Timeout.Infinite;
    private int _writeTimeout = Timeout.Infinite;
    private int _readBufferSize = 256;
    private string _newLine = "\r\n";

    /// <summary>Names a port. A port has one object at a time; the second: <see cref="ArgumentException"/>.</summary>
    public SerialPort(string portName, int baudRate = 9600, Parity parity = Parity.None, int dataBits = 8, StopBits stopBits = StopBits.One)
    {
        _uart = _life.Machine.Uart(portName);
        lock (_life.Open)
        {
            if (!_life.Open.TryAdd("serial " + _uart.Index, this))
            {
                throw new ArgumentException($"{portName} has an object already: dispose it first", nameof(portName));
            }
        }

        PortName = portName;
        _baudRate = baudRate;
        _dataBits = dataBits;
        Parity = parity;
        StopBits = stopBits;
    }

    /// <summary>Bytes came, while no read was waiting; on the board's event thread.</summary>
    public event SerialDataReceivedEventHandler? DataReceived;

    /// <summary>Bits a second.</summary>
    public int BaudRate
    {
        get => _baudRate;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            _baudRate = value;
            if (IsOpen)
            {
                _uart.Configure(value);
            }
        }
    }

    /// <summary>Flow control.</summary>
    public Handshake Handshake { get; set; }

    /// <summary>Data bits, 5 to 8.</summary>
    public int DataBits
    {
        get => _dataBits;
        set => _dataBits = value is >= 5 and <= 8 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>Parity bit.</summary>
    public Parity Parity { get; set; }

    /// <summary>Line driver.</summary>
    public SerialMode Mode { get; set; }

    /// <summary>Stop bits.</summary>
    public StopBits StopBits { get; set; }

    /// <summary>COM1, COM2, COM3.</summary>
    public string PortName { get; }

    /// <summary>A read ends early at this character; can only be set.</summary>
    public char WatchChar
    {
        get => throw new NotSupportedException();
        set => WatchedChar = value;
    }

    /// <summary>The port is open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>End of a line.</summary>
    public string NewLine
    {
        get => _newLine;
        set => _newLine = string.IsNullOrEmpty(value) ? throw new ArgumentException("a line needs an end", nameof(value)) : value;
    }

    /// <summary>Milliseconds a read waits; -1, the start value, for ever.</summary>
    public int ReadTimeout
    {
        get => _readTimeout;
        set => _readTimeout = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>Milliseconds a write waits; -1, the start value, for ever.</summary>
    public int WriteTimeout
    {
        get => _writeTimeout;
        set => _writeTimeout = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>DataReceived is raised from this many bytes on.</summary>
    public int ReceivedBytesThreshold { get; set; } = 1;

    /// <summary>Bytes that have come and were not read.</summary>
    public int BytesToRead
    {
        get
        {
            _life.Check();
            return IsOpen ? _uart.BytesToRead : throw new InvalidOperationException("the port is not open");
        }
    }

    /// <summary>Inverted levels.</summary>
    public bool InvertSignalLevels { get; set; }

    /// <summary>Size of the receive buffer; bytes that do not fit are lost. Only before Open.</summary>
    public int ReadBufferSize
    {
        get => _readBufferSize;
        set
        {
            if (IsOpen)
            {
                throw new InvalidOperationException("the buffer cannot change while the port is open");
            }

            _readBufferSize = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
        }
    }

    /// <summary>Not used by the real one either: writes are not buffered.</summary>
    public int WriteBufferSize { get; set; } = 256;

    internal int WatchedChar { get; private set; } = -1;

    /// <summary>Names of the ports that can be opened.</summary>
    public static string[] GetPortNames() => ["COM2", "COM3"];

    /// <summary>
    /// Opens the port. COM1 belongs to the debugger (<see cref="ArgumentException"/>); TX and RX pins must have been set with
    /// Configuration.SetPinFunction, otherwise CLR_E_PIN_UNAVAILABLE.
    /// </summary>
    public void Open()
    {
        _life.Check();
        if (IsOpen)
        {
            throw new InvalidOperationException($"{PortName} is open already");
        }

        if (_uart.Index == 1)
        {
            throw new ArgumentException("COM1 belongs to the debugger");
        }

        var transmit = (DeviceFunction)((int)DeviceFunction.COM1_TX + (256 * (_uart.Index - 1)));
        if (nanoFramework.Hardware.Esp32.Configuration.Find(_life, transmit) < 0 || nanoFramework.Hardware.Esp32.Configuration.Find(_life, transmit + 1) < 0)
        {
            throw new PinUnavailableException($"{PortName} has no TX or RX pin: call Configuration.SetPinFunction first");
        }

        _uart.Opened(this, _life, _baudRate, _readBufferSize);
        IsOpen = true;
    }

    /// <summary>Closes the port; unread bytes are lost.</summary>
    public void Close()
    {
        if (IsOpen)
        {
            IsOpen = false;
            _uart.Closed(this);
        }
    }

    /// <summary>
    /// Reads exactly <paramref name="count"/> bytes, as the ESP32 does: it waits for all of them, and when they do not come in time it throws
    /// <see cref="TimeoutException"/> and leaves what came in the buffer. Only a watched character ends it short. Ask for no more than
    /// <see cref="BytesToRead"/>, which may be a part of a frame.
    /// </summary>
    public int Read(byte[] buffer, int offset, int count)
    {
        Demand();
        ArgumentNullException.ThrowIfNull(buffer);
        if (offset > buffer.Length || count > buffer.Length)
        {
            throw new InvalidOperationException("offset or count beyond the buffer");
        }

        if (offset + count > buffer.Length)
        {
            throw new ArgumentException("offset plus count beyond the buffer");
        }

        int read = _uart.Read(_life, buffer.AsSpan(offset, count), _readTimeout, WatchedChar);
        return read >= 0 ? read : throw new TimeoutException();
    }

    /// <summary>Reads one byte.</summary>
    public int ReadByte()
    {
        byte[] one = new byte[1];
        Read(one, 0, 1);
        return one[0];
    }

    /// <summary>Reads what there is as UTF-8.</summary>
    public string ReadExisting()
    {
        Demand();
        byte[] bytes = new byte[_uart.BytesToRead];
        return bytes.Length == 0 ? string.Empty : Encoding.UTF8.GetString(bytes, 0, Math.Max(0, _uart.Read(_life, bytes, 1, -1)));
    }

    /// <summary>Reads up to the end of a line, which is taken and not returned.</summary>
    public string ReadLine()
    {
        Demand();
        byte[] line = _uart.ReadLine(_life, Encoding.UTF8.GetBytes(_newLine), _readTimeout) ?? throw new TimeoutException();
        return Encoding.UTF8.GetString(line);
    }

    /// <summary>Writes; returns when all but the last 128 bytes have left at the baud rate.</summary>
    public void Write(byte[] buffer, int offset, int count)
    {
        Demand();
        ArgumentNullException.ThrowIfNull(buffer);
        if (offset > buffer.Length || count > buffer.Length)
        {
            throw new InvalidOperationException("offset or count beyond the buffer");
        }

        if (offset + count > buffer.Length)
        {
            throw new ArgumentException("offset plus count beyond the buffer");
        }

        if (!_uart.Write(_life, buffer.AsSpan(offset, count), _writeTimeout))
        {
            throw new TimeoutException();
        }
    }

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value) => Write([value], 0, 1);

    /// <summary>Writes text as UTF-8.</summary>
    public void Write(string text)
    {
        Demand();
        if (text is null)
        {
            throw new ArgumentException("no text", nameof(text));
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Write(bytes, 0, bytes.Length);
    }

    /// <summary>Writes text and the end of a line.</summary>
    public void WriteLine(string text) => Write(text + NewLine);

    /// <summary>Closes the port and lets another object have it.</summary>
    public void Dispose()
    {
        Close();
        lock (_life.Open)
        {
            _life.Open.Remove("serial " + _uart.Index);
        }
    }

    internal void Tell(Life life, SerialData reason)
    {
        if (DataReceived is not null)
        {
            life.Post(() => DataReceived?.Invoke(this, new SerialDataReceivedEventArgs(reason)));
        }
    }

    private void Demand()
    {
        _life.Check();
        if (!IsOpen)
        {
            throw new InvalidOperationException($"{PortName} is not open");
        }
    }
}
