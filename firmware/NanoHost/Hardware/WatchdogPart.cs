namespace NanoHost.Hardware;

/// <summary>
/// An external watchdog on a pin (TPL5010): no rising edge for as long as its resistor says, and it pulls the chip's reset line. It counts from each reset anew.
/// </summary>
public sealed class WatchdogPart : IDisposable
{
    private readonly object _gate = new();
    private readonly Machine _machine;
    private readonly PinPart _pin;
    private readonly TimeSpan _interval;
    private Alarm? _alarm;
    private bool _disposed;

    /// <summary>A watchdog that starts to count when the board gets power (or now, when it has power).</summary>
    public WatchdogPart(Machine machine, PinPart pin, TimeSpan interval)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(pin);
        _machine = machine;
        _pin = pin;
        _interval = interval;
        pin.Changed += OnPin;
        machine.PowerChanged += OnPower;
        if (machine.IsPowered)
        {
            Wind();
        }
    }

    /// <summary>How often it was fed.</summary>
    public int Feedings { get; private set; }

    /// <summary>How often it reset the chip.</summary>
    public int Resets { get; private set; }

    /// <summary>Takes it off the board.</summary>
    public void Dispose()
    {
        _pin.Changed -= OnPin;
        _machine.PowerChanged -= OnPower;
        lock (_gate)
        {
            _disposed = true;
            _alarm?.Cancel();
        }
    }

    private void OnPin(bool high)
    {
        if (high)
        {
            Feedings++;
            Wind();
        }
    }

    private void OnPower(bool on)
    {
        if (on)
        {
            Wind();
        }
        else
        {
            lock (_gate)
            {
                _alarm?.Cancel();
            }
        }
    }

    private void Wind()
    {
        lock (_gate)
        {
            _alarm?.Cancel();
            _alarm = _disposed ? null : HardwareClock.After(_interval, Starve);
        }
    }

    // The one hardware thread must not wait for a board's threads to end.
    private void Starve()
    {
        Resets++;
        Wind();
        ThreadPool.UnsafeQueueUserWorkItem(static machine => machine.Restart(RestartReason.Watchdog), _machine, preferLocal: false);
    }
}
