using System.Globalization;
using System.Text;

namespace NanoHost.Hardware;

/// <summary>
/// A MaxBotix HRXL-MaxSonar-WR on a UART: seven times a second <c>R1234</c> and a carriage return at 9600 bit/s, millimetres. Without an echo it says 5000, too near 300. At power-up it prints lines
/// about itself. Source: data sheet HRXL-MaxSonar-WR.
/// </summary>
public sealed class MaxBotixPart : ISerialPeer
{
    private static readonly TimeSpan s_cycle = TimeSpan.FromMilliseconds(150);

    private readonly object _gate = new();
    private ISerialLine? _line;
    private Alarm? _next;

    /// <inheritdoc/>
    public int BaudRate => 9600;

    /// <summary>Distance from the transducer to the water in millimetres, asked for each reading.</summary>
    public Func<int> DistanceMillimetres { get; set; } = static () => 1_000;

    /// <summary>Bytes that bad power puts before each reading.</summary>
    public byte[] Rubbish { get; set; } = [];

    /// <summary>It sends nothing: no supply, cable cut.</summary>
    public bool IsSilent { get; set; }

    /// <inheritdoc/>
    public void Attached(ISerialLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        _line = line;
    }

    /// <summary>It listens to nothing.</summary>
    public void Received(ReadOnlySpan<byte> bytes)
    {
    }

    /// <inheritdoc/>
    public void PowerChanged(bool on)
    {
        lock (_gate)
        {
            _next?.Cancel();
            _next = on ? HardwareClock.After(s_cycle, Measure) : null;
        }

        if (on && !IsSilent)
        {
            _line?.Send("HRXL-MaxSonar-WR\rPN:MB7360\rCopyright MaxBotix Inc.\rRoHS 1.8b 0312\rTempI\r"u8);
        }
    }

    private void Measure()
    {
        lock (_gate)
        {
            if (_next is null)
            {
                return;     // the power went meanwhile
            }

            _next = HardwareClock.After(s_cycle, Measure);
        }

        if (_line is not null && !IsSilent)
        {
            int distance = Math.Clamp(DistanceMillimetres(), 300, 5_000);
            _line.Send([.. Rubbish, .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"R{distance:D4}\r"))]);
        }
    }
}
