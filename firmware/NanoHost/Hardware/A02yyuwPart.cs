namespace NanoHost.Hardware;

/// <summary>What is wrong with an ultrasonic probe.</summary>
public enum UltrasonicFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It sends nothing: no supply, cable cut.</summary>
    Silent,

    /// <summary>It sends noise: a bad contact.</summary>
    Garbage,

    /// <summary>Its checksums are wrong.</summary>
    WrongSum,

    /// <summary>Nothing within its range: it sends 0, as the real one does when no echo comes back.</summary>
    OutOfRange,

    /// <summary>It sends the same distance for ever: a spider's web on the transducer.</summary>
    Stuck,
}

/// <summary>
/// The A02YYUW ultrasonic probe on a UART: every 100 to 300 ms a frame <c>FF H L S</c> at 9600 bit/s, distance in millimetres, S the sum of the three
/// others. Range 30 to 4500 mm.
/// </summary>
public sealed class A02yyuwPart : ISerialPeer
{
    /// <summary>Nearest distance it can measure.</summary>
    public const int NearestMillimetres = 30;

    /// <summary>Farthest distance it can measure.</summary>
    public const int FarthestMillimetres = 4500;

    private readonly object _gate = new();
    private ISerialLine? _line;
    private Random _random = new(1);
    private UltrasonicFault _fault;
    private int _stuckAt;
    private Alarm? _next;

    /// <inheritdoc/>
    public int BaudRate => 9600;

    /// <summary>Distance from the transducer to the water in millimetres, asked for each frame.</summary>
    public Func<int> DistanceMillimetres { get; set; } = static () => 1_000;

    /// <summary>What is wrong with it.</summary>
    public UltrasonicFault Fault
    {
        get => _fault;
        set
        {
            _stuckAt = DistanceMillimetres();
            _fault = value;
        }
    }

    /// <summary>Frames sent since it was made.</summary>
    public long Frames { get; private set; }

    /// <inheritdoc/>
    public void Attached(ISerialLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        _line = line;
        _random = line.Machine.RandomFor("ultrasonic");
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
            _next = on ? HardwareClock.After(Pause(), Measure) : null;
        }
    }

    private TimeSpan Pause() => TimeSpan.FromMilliseconds(_random.Next(100, 301));

    private void Measure()
    {
        lock (_gate)
        {
            if (_next is null)
            {
                return;     // the power went meanwhile
            }

            _next = HardwareClock.After(Pause(), Measure);
        }

        Send();
    }

    private void Send()
    {
        if (_line is null || Fault == UltrasonicFault.Silent)
        {
            return;
        }

        int distance = Fault == UltrasonicFault.Stuck ? _stuckAt : DistanceMillimetres();
        if (Fault == UltrasonicFault.OutOfRange || distance < NearestMillimetres || distance > FarthestMillimetres)
        {
            distance = 0;
        }

        Span<byte> frame = [0xFF, (byte)(distance >> 8), (byte)distance, 0];
        frame[3] = (byte)(frame[0] + frame[1] + frame[2]);
        if (Fault == UltrasonicFault.WrongSum)
        {
            frame[3] ^= 0x55;
        }
        else if (Fault == UltrasonicFault.Garbage)
        {
            _random.NextBytes(frame);
        }

        Frames++;
        _line.Send(frame);
    }
}
