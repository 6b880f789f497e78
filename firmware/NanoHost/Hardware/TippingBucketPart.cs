namespace NanoHost.Hardware;

/// <summary>
/// The reed switch of a tipping-bucket rain gauge between a pin and ground: each tip closes it for a moment (the pin reads low), with
/// bounce at both edges. Defaults are those of the TE525: 135 ms closed, 0.75 ms of bounce.
/// </summary>
public sealed class TippingBucketPart
{
    private readonly object _gate = new();
    private readonly Machine _machine;
    private readonly PinPart _pin;
    private readonly Random _random;
    private long _freeAt;
    private int _waiting;
    private long _made;
    private long _madeUnpowered;

    /// <summary>Wires a gauge to a pin.</summary>
    public TippingBucketPart(Machine machine, PinPart pin)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(pin);
        _machine = machine;
        _pin = pin;
        _random = machine.RandomFor("bucket " + pin.Number);
    }

    /// <summary>How long a tip closes the reed. Not shorter than the bounce.</summary>
    public TimeSpan Closure { get; set; } = TimeSpan.FromMilliseconds(135);

    /// <summary>How long the contact bounces at each edge.</summary>
    public TimeSpan Bounce { get; set; } = TimeSpan.FromMilliseconds(0.75);

    /// <summary>
    /// Least time from one tip to the next: the bucket has to swing and the magnet to pass. At the highest rain a gauge is made for (8 mm/min at
    /// 0.2 mm) tips are 1.5 s apart; a tip that comes earlier than this waits.
    /// </summary>
    public TimeSpan MinimumSpacing { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Tips that have been made: the reed closed. What the gauge should count.</summary>
    public long TipsMade => Interlocked.Read(ref _made);

    /// <summary>Of these, tips that fell while the board had no power, and that it cannot know of.</summary>
    public long TipsMadeWithoutPower => Interlocked.Read(ref _madeUnpowered);

    /// <summary>Tips that were asked for and wait for the bucket.</summary>
    public int TipsWaiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting;
            }
        }
    }

    /// <summary>The bucket tips: now, or as soon as it can again.</summary>
    public void Tip(int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            long start;
            TimeSpan spacing = MinimumSpacing > Closure + Bounce ? MinimumSpacing : Closure + Bounce + Bounce;
            lock (_gate)
            {
                start = Math.Max(HostTime.Nanoseconds, _freeAt);
                _freeAt = start + (spacing.Ticks * 100);
                _waiting++;
            }

            HardwareClock.At(start, () => Make(start));
        }
    }

    private void Make(long start)
    {
        lock (_gate)
        {
            _waiting--;
        }

        Interlocked.Increment(ref _made);
        if (!_machine.IsPowered)
        {
            Interlocked.Increment(ref _madeUnpowered);
        }

        Edge(start, closes: true);
        Edge(start + (Closure.Ticks * 100), closes: false);
    }

    /// <summary>
    /// An edge with bounce: the contact changes an odd number of times and ends where it belongs. All changes come in one piece when the bounce is over: a host that is short of
    /// processors must not pause in its middle for longer than any contact bounces.
    /// </summary>
    private void Edge(long start, bool closes)
    {
        int flutters = Bounce > TimeSpan.Zero ? _random.Next(1, 4) : 0;
        HardwareClock.At(start + (Bounce.Ticks * 100), () =>
        {
            Contact(closes);
            for (int flutter = 0; flutter < flutters; flutter++)
            {
                Contact(!closes);
                Contact(closes);
            }
        });
    }

    private void Contact(bool closed)
    {
        if (closed)
        {
            _pin.Drive(false);
        }
        else
        {
            _pin.Release();
        }
    }
}
