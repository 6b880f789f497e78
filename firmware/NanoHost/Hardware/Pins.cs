using System.Device.Gpio;

namespace NanoHost.Hardware;

/// <summary>All pins of a board, by GPIO number.</summary>
public sealed class PinBank
{
    private readonly PinPart?[] _pins;

    internal PinBank(Machine machine)
    {
        _pins = new PinPart?[machine.Chip == Chip.Esp32 ? 40 : 49];
        for (int number = 0; number < _pins.Length; number++)
        {
            if (Exists(machine.Chip, number))
            {
                _pins[number] = new PinPart(machine, number);
            }
        }
    }

    /// <summary>Highest GPIO number plus one.</summary>
    public int Count => _pins.Length;

    /// <summary>The pin with this GPIO number.</summary>
    public PinPart this[int number] => Find(number)
        ?? throw new ArgumentOutOfRangeException(nameof(number), number, "no such GPIO on this chip");

    internal PinPart? Find(int number) => number >= 0 && number < _pins.Length ? _pins[number] : null;

    internal void LosePower()
    {
        foreach (PinPart? pin in _pins)
        {
            pin?.LosePower();
        }
    }

    // ESP32 technical reference manual, table "GPIO pins": 20, 24 and 28-31 are not bonded out. ESP32-S3: 22-25 do not exist.
    private static bool Exists(Chip chip, int number) => chip == Chip.Esp32
        ? number is not (20 or 24 or (>= 28 and <= 31))
        : number is not (>= 22 and <= 25);
}

/// <summary>
/// The wire at one pin: the outside drives or releases it, the firmware reads or drives it through <see cref="GpioPin"/>.
/// </summary>
public sealed class PinPart
{
    private readonly object _gate = new();
    private readonly Machine _machine;
    private bool? _outside;
    private PinMode _mode = PinMode.Input;
    private bool _latch;
    private bool _level;
    private GpioPin? _listener;

    internal PinPart(Machine machine, int number)
    {
        _machine = machine;
        Number = number;
    }

    /// <summary>GPIO number.</summary>
    public int Number { get; }

    /// <summary>What is on the wire now: true is high.</summary>
    public bool Level
    {
        get
        {
            lock (_gate)
            {
                return _level;
            }
        }
    }

    /// <summary>How the firmware uses the pin; input after power on.</summary>
    public PinMode Mode
    {
        get
        {
            lock (_gate)
            {
                return _mode;
            }
        }
    }

    /// <summary>The pin serves flash or PSRAM and cannot be used.</summary>
    public bool IsReserved => _machine.Chip == Chip.Esp32
        ? Number is >= 6 and <= 11 || (_machine.Psram && Number is 16 or 17)
        : Number is >= 26 and <= 32 || (_machine.Psram && Number is >= 33 and <= 37);

    /// <summary>GPIO 34-39 of an ESP32 have neither output nor pull resistors.</summary>
    public bool IsInputOnly => _machine.Chip == Chip.Esp32 && Number >= 34;

    /// <summary>Raised with the new level when the wire changes, whoever changed it, on the thread that changed it.</summary>
    public event Action<bool>? Changed;

    /// <summary>The outside world puts a level on the wire (an output of the board is stronger).</summary>
    public void Drive(bool high)
    {
        lock (_gate)
        {
            _outside = high;
        }

        Settle();
    }

    /// <summary>The outside world lets go: the pull resistor decides, or nothing does (reads low).</summary>
    public void Release()
    {
        lock (_gate)
        {
            _outside = null;
        }

        Settle();
    }

    internal void SetMode(PinMode mode)
    {
        lock (_gate)
        {
            _mode = mode;
        }

        Settle();
    }

    internal void Write(bool high)
    {
        lock (_gate)
        {
            _latch = high;
        }

        Settle();
    }

    internal bool Latch
    {
        get
        {
            lock (_gate)
            {
                return _latch;
            }
        }
    }

    internal void Listen(GpioPin? pin)
    {
        lock (_gate)
        {
            _listener = pin;
        }
    }

    internal void LosePower()
    {
        lock (_gate)
        {
            _listener = null;
            _mode = PinMode.Input;
            _latch = false;
        }

        Settle();
    }

    private void Settle()
    {
        GpioPin? listener;
        bool level;
        lock (_gate)
        {
            level = Resolve();
            if (level == _level)
            {
                return;
            }

            _level = level;
            listener = _listener;
        }

        Changed?.Invoke(level);
        listener?.OnEdge(level);
    }

    private bool Resolve() => _mode switch
    {
        PinMode.Output => _latch,
        PinMode.OutputOpenDrain => _latch && (_outside ?? false),
        PinMode.OutputOpenDrainPullUp => _latch && (_outside ?? true),
        PinMode.InputPullUp => _outside ?? true,
        _ => _outside ?? false,
    };
}
