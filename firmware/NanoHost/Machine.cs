using NanoHost.Hardware;

namespace NanoHost;

/// <summary>Which ESP32: it decides which pins exist and where the analogue channels are.</summary>
public enum Chip
{
    /// <summary>ESP32 (WROOM, WROVER): GPIO 0-39, ADC1 channels 0-7 on GPIO 36-39 and 32-35.</summary>
    Esp32,

    /// <summary>ESP32-S3: GPIO 0-48, ADC1 channels 0-9 on GPIO 1-10.</summary>
    Esp32S3,
}

/// <summary>Why a board started.</summary>
public enum RestartReason
{
    /// <summary>Power came (back).</summary>
    PowerOn = 1,

    /// <summary>The firmware asked: Power.RebootDevice.</summary>
    Software = 2,

    /// <summary>The external watchdog pulled the reset line.</summary>
    Watchdog = 3,
}

/// <summary>How a simulated board is made.</summary>
public sealed class MachineOptions
{
    /// <summary>Name in thread names and fault reports.</summary>
    public required string Name { get; init; }

    /// <summary>Folder that is the board's flash; made when it does not exist, kept over power cuts.</summary>
    public required string FlashPath { get; init; }

    /// <summary>Size of the flash file system in bytes. Default: what 8 MB of flash leave, 2 MB.</summary>
    public long FlashBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Chip of the board.</summary>
    public Chip Chip { get; init; } = Chip.Esp32;

    /// <summary>Has PSRAM: megabytes of heap, and on ESP32 GPIO 16 and 17, on ESP32-S3 GPIO 33-37 are taken by it.</summary>
    public bool Psram { get; init; }

    /// <summary>False (a bare ESP32): the clock starts in 1970 at power on, until Rtc.SetSystemTime. True: a battery keeps the time.</summary>
    public bool ClockSetAtBoot { get; init; }

    /// <summary>Wi-Fi is on: then ADC2 cannot be read.</summary>
    public bool WifiOn { get; init; } = true;

    /// <summary>Seed of everything random on this board: noise, bounce, jitter.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>
/// One simulated ESP32: pins, wires, flash, clock, network and power. Firmware that runs in it finds it without being told
/// (<see cref="Current"/>), so that hundreds of boards live in one process. Nothing of a board survives a power cut but its flash.
/// </summary>
public sealed class Machine : IDisposable
{
    private static readonly TimeSpan PatienceForThreads = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, UartPart> _uarts;
    private readonly I2sPart[] _i2s;
    private readonly bool _clockSetAtBoot;
    private Action? _main;
    private Life? _life;
    private int _boots;
    private long? _unixOffsetMilliseconds;      // Unix time minus milliseconds of HostTime
    private bool _networkUp = true;
    private bool _supplied;
    private long _checkpoints;
    private long _cutAtCheckpoint = -1;

    /// <summary>Makes a board without power.</summary>
    public Machine(MachineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Name = options.Name;
        Flash = new Flash(options.FlashPath, options.FlashBytes);
        Chip = options.Chip;
        Psram = options.Psram;
        Seed = options.Seed;
        WifiOn = options.WifiOn;
        _clockSetAtBoot = options.ClockSetAtBoot;
        Pins = new PinBank(this);
        Adc = new AdcBank(this);
        _uarts = new(StringComparer.Ordinal)
        {
            ["COM1"] = new UartPart(this, 1),
            ["COM2"] = new UartPart(this, 2),
            ["COM3"] = new UartPart(this, 3),
        };
        _i2s = [new I2sPart(this, 1), new I2sPart(this, 2)];
    }

    /// <summary>The board that the calling thread belongs to. Throws <see cref="PowerCutException"/> when that board's power is gone.</summary>
    public static Machine Current => Life.Current.Machine;

    /// <summary>
    /// True on a thread of a board whose power is gone (or that restarts); false otherwise, also on threads of no board. Never throws. For
    /// exception filters: <c>catch (Exception e) when (!Machine.PowerIsCut)</c>.
    /// </summary>
    public static bool PowerIsCut => Life.OfThisThread is { IsOver: true };

    /// <summary>True on a thread of a board whose <see cref="NetworkUp"/> is false; false otherwise, also on threads of no board. Never throws.</summary>
    public static bool NetworkIsDown => Life.OfThisThread is { Machine.NetworkUp: false };

    /// <summary>Name of the board.</summary>
    public string Name { get; }

    /// <summary>Chip of the board.</summary>
    public Chip Chip { get; }

    /// <summary>Whether the board has PSRAM.</summary>
    public bool Psram { get; }

    /// <summary>Seed of everything random on this board.</summary>
    public int Seed { get; }

    /// <summary>The board's flash.</summary>
    public Flash Flash { get; }

    /// <summary>Folder of the host that is the board's flash: what the firmware opens instead of "I:\".</summary>
    public string FlashPath
    {
        get
        {
            Life.CheckCaller();
            return Flash.Path;
        }
    }

    /// <summary>The pins.</summary>
    public PinBank Pins { get; }

    /// <summary>The analogue inputs, by nanoFramework channel number.</summary>
    public AdcBank Adc { get; }

    /// <summary>The radio.</summary>
    public WifiPart Wifi { get; } = new();

    /// <summary>Wi-Fi is on: ADC2 (channels 10 and up) cannot be read.</summary>
    public bool WifiOn { get; set; }

    /// <summary>The board has power.</summary>
    public bool IsPowered => _life is { IsOver: false };

    /// <summary>How often the board has started after its first start.</summary>
    public int Restarts => Math.Max(0, _boots - 1);

    /// <summary>Why the board started last.</summary>
    public RestartReason RestartReason { get; private set; } = RestartReason.PowerOn;

    /// <summary>
    /// Raised with true after power came, with false when it goes (before the firmware's threads are ended). A restart is no power cut: what shares
    /// the supply works on.
    /// </summary>
    public event Action<bool>? PowerChanged;

    /// <summary>Raised when <see cref="NetworkUp"/> changes, with the new state.</summary>
    public event Action<bool>? NetworkChanged;

    /// <summary>Raised for every exception that ended a thread of the firmware, which a real board would not tell anyone.</summary>
    public event Action<string>? FaultReported;

    /// <summary>The exceptions that ended threads of the firmware, and what NanoHost noticed; the last hundred.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_faults)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>
    /// When the firmware had handled its last pin or serial event (<see cref="HostTime"/>); now, while one waits. On a busy host events are handled
    /// late, and firmware stamps them then: what must look well apart to it has to wait for this, not for the pin.
    /// </summary>
    public long EventsQuietSinceNanoseconds => _life is { IsOver: false } life ? life.QuietSinceNanoseconds : long.MinValue;

    /// <summary>Threads of the firmware that run now.</summary>
    public int LivingThreads => _life?.LivingThreads ?? 0;

    /// <summary>Threads that swallowed every <see cref="PowerCutException"/> and had to be parked for ever. A fault of the firmware; 0 is right.</summary>
    public int ParkedThreads { get; private set; }

    /// <summary>The wireless link works. False breaks the machine's connections without a word and refuses new ones.</summary>
    public bool NetworkUp
    {
        get => _networkUp;
        set
        {
            if (_networkUp != value)
            {
                _networkUp = value;
                NetworkChanged?.Invoke(value);
            }
        }
    }

    /// <summary>The SNTP servers of the network: Unix milliseconds by name, null when that one does not answer. Null = there is none.</summary>
    public Func<string, long?>? TimeServer { get; set; }

    /// <summary>Milliseconds since the board started: only grows, 0 after a restart.</summary>
    public long UptimeMilliseconds
    {
        get
        {
            Life.CheckCaller();
            return _life is { } life ? (HostTime.Nanoseconds - life.BootNanoseconds) / HostTime.Millisecond : 0;
        }
    }

    /// <summary>The board has been told the time since its last power on.</summary>
    public bool ClockIsSet => _unixOffsetMilliseconds is not null;

    /// <summary>The board's own idea of Unix time in milliseconds: near 0 (1970) until it is told the time.</summary>
    public long UnixMilliseconds
    {
        get
        {
            Life.CheckCaller();
            return _unixOffsetMilliseconds is { } offset ? (HostTime.Nanoseconds / HostTime.Millisecond) + offset : UptimeMilliseconds;
        }
    }

    /// <summary>NanoHost calls that the firmware made over all lives; the scale of <see cref="CutPowerAtCheckpoint"/>.</summary>
    public long Checkpoints => Interlocked.Read(ref _checkpoints);

    /// <summary>Sets the board's clock: what Rtc.SetSystemTime does. The time survives a restart, not a power cut.</summary>
    public void SetUnixMilliseconds(long unixMilliseconds)
    {
        Life.CheckCaller();
        _unixOffsetMilliseconds = unixMilliseconds - (HostTime.Nanoseconds / HostTime.Millisecond);
    }

    /// <summary>The UART with the name of nanoFramework: COM1, COM2 or COM3.</summary>
    public UartPart Uart(string portName) => _uarts.TryGetValue(portName, out UartPart? uart)
        ? uart
        : throw new ArgumentException($"an ESP32 has COM1, COM2 and COM3, not {portName}", nameof(portName));

    /// <summary>The I2S bus with the number of nanoFramework: 1 or 2.</summary>
    public I2sPart I2s(int busId) => busId is 1 or 2
        ? _i2s[busId - 1]
        : throw new ArgumentException($"an ESP32 has I2S bus 1 and 2, not {busId}", nameof(busId));

    /// <summary>Random numbers for one part of this board: same seed and same part, same numbers.</summary>
    public Random RandomFor(string part)
    {
        uint hash = 2166136261;     // FNV-1a: the same in every process, unlike string.GetHashCode
        foreach (char c in part)
        {
            hash = (hash ^ c) * 16777619;
        }

        return new Random(Seed ^ (int)hash);
    }

    /// <summary>Gives power and starts <paramref name="main"/> as the board's first thread. Every later start runs it again.</summary>
    public void Run(Action main)
    {
        ArgumentNullException.ThrowIfNull(main);
        lock (_gate)
        {
            if (_life is { IsOver: false })
            {
                throw new InvalidOperationException($"board {Name} already runs");
            }

            _main = main;
            Boot(RestartReason.PowerOn);
        }
    }

    /// <summary>Gives power again: the firmware starts from its beginning, with its flash as the cut left it.</summary>
    public void PowerOn()
    {
        lock (_gate)
        {
            if (_life is { IsOver: false })
            {
                return;
            }

            if (_main is null)
            {
                throw new InvalidOperationException($"board {Name} has no firmware yet: Run it first");
            }

            Boot(RestartReason.PowerOn);
        }
    }

    /// <summary>
    /// Takes the power away. When it returns, the pins are released, the sound has stopped, the sockets are gone (the broker sends the
    /// will), and no thread of the firmware runs any more; a thread that could not be ended within a second is a fault and is reported.
    /// </summary>
    public void CutPower()
    {
        End(keepTime: false);
    }

    /// <summary>Ends this life and starts the next one at once. From a thread of the board itself: throws there.</summary>
    public void Restart(RestartReason reason)
    {
        Life? life = _life;
        if (life is not null && Life.OfThisThread == life)
        {
            // The calling thread is one of those that must end, so another one does the work.
            life.Check();
            ThreadPool.UnsafeQueueUserWorkItem(_ => RestartNow(reason, life), null);
            life.WaitUntil(long.MaxValue);
            return;
        }

        RestartNow(reason, life);
    }

    /// <summary>Cuts the power at the <paramref name="number"/>-th NanoHost call from now (counted over all threads of the board); -1 never.</summary>
    public void CutPowerAtCheckpoint(long number) =>
        Interlocked.Exchange(ref _cutAtCheckpoint, number < 0 ? -1 : Interlocked.Read(ref _checkpoints) + number);

    /// <summary>
    /// Passes while the calling thread's board has power and throws <see cref="PowerCutException"/> afterwards. Put it before each flash
    /// write of host-side code: it makes the write a place where a power cut can happen. Threads of no board pass.
    /// </summary>
    public static void Checkpoint() => Life.CheckCaller();

    /// <summary>Sleeps as the board's threads must: a power cut ends it at once.</summary>
    public static void Sleep(int milliseconds)
    {
        if (Life.OfThisThread is { } life)
        {
            life.WaitUntil(milliseconds < 0 ? long.MaxValue : HostTime.Nanoseconds + (milliseconds * HostTime.Millisecond));
        }
        else
        {
            Thread.Sleep(milliseconds);
        }
    }

    /// <summary>Runs <paramref name="work"/> on a thread of this board and waits for it; gives power first when there is none. For tests and tools.</summary>
    public void Call(Action work)
    {
        Call<object?>(() =>
        {
            work();
            return null;
        });
    }

    /// <summary>Runs <paramref name="work"/> on a thread of this board and returns its result; what it throws is thrown here.</summary>
    public T Call<T>(Func<T> work)
    {
        Life life;
        lock (_gate)
        {
            if (_life is not { IsOver: false })
            {
                _main ??= static () => { };
                Boot(RestartReason.PowerOn);
            }

            life = _life!;
        }

        T result = default!;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? failure = null;
        Thread thread = life.Start("call", () =>
        {
            try
            {
                result = work();
            }
            catch (Exception e)
            {
                failure = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Join();
        failure?.Throw();
        return result;
    }

    /// <summary>Cuts the power for good.</summary>
    public void Dispose()
    {
        CutPower();
    }

    internal void Count()
    {
        long number = Interlocked.Increment(ref _checkpoints);
        if (number == Interlocked.Read(ref _cutAtCheckpoint))
        {
            CutNow();
        }
    }

    // In the middle of a call of the board's own: its threads are ended by another one, because this is one of them.
    private void CutNow()
    {
        if (_life is { } life && life.MarkOver())
        {
            ReleaseHardware(supplyGone: true);
            ThreadPool.UnsafeQueueUserWorkItem(_ => EndOnly(life), null);
        }
    }

    // Not one that has begun since: whoever saw the power gone may have given it again before this came to its turn.
    private void EndOnly(Life life)
    {
        lock (_gate)
        {
            if (_life == life)
            {
                End(keepTime: false);
            }
        }
    }

    internal void Report(string fault)
    {
        lock (_faults)
        {
            if (_faults.Count == 100)
            {
                _faults.RemoveAt(0);
            }

            _faults.Add(fault);
        }

        FaultReported?.Invoke(fault);
    }

    private void RestartNow(RestartReason reason, Life? life)
    {
        lock (_gate)
        {
            if (life is null || _life != life || life.IsOver)
            {
                return;     // its power was cut meanwhile
            }

            End(keepTime: true);
            Boot(reason);
        }
    }

    private void End(bool keepTime)
    {
        lock (_gate)
        {
            if (_life is not { } life)
            {
                return;
            }

            if (life.MarkOver())
            {
                ReleaseHardware(supplyGone: !keepTime);
            }

            if (!keepTime)
            {
                _unixOffsetMilliseconds = null;
            }

            if (!life.Reap(PatienceForThreads))
            {
                Report($"power cut: {life.LivingThreads} threads of {Name} did not end within {PatienceForThreads.TotalSeconds} s");
            }

            ParkedThreads += life.ParkedThreads;
            _life = null;
        }
    }

    private void ReleaseHardware(bool supplyGone)
    {
        if (supplyGone)
        {
            _supplied = false;
            PowerChanged?.Invoke(false);
        }

        Pins.LosePower();
        foreach (I2sPart bus in _i2s)
        {
            bus.LosePower();
        }

        foreach (UartPart uart in _uarts.Values)
        {
            uart.LosePower();
        }
    }

    private void Boot(RestartReason reason)
    {
        _boots++;
        RestartReason = reason;
        if (_clockSetAtBoot && _unixOffsetMilliseconds is null)
        {
            _unixOffsetMilliseconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - (HostTime.Nanoseconds / HostTime.Millisecond);
        }

        var life = new Life(this);
        _life = life;
        if (!_supplied)
        {
            _supplied = true;
            PowerChanged?.Invoke(true);
        }

        life.Start("main", _main!);
    }
}
