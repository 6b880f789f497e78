namespace NanoHost.Hardware;

/// <summary>The SNTP client of one life of a board. As lwIP's: its first question soon after the start, an answer's time set at once, then one question an hour.</summary>
internal sealed class SntpClient(Life life)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(20);

    private readonly object _gate = new();
    private Alarm? _alarm;

    public bool IsStarted { get; private set; }

    public string Server1 { get; set; } = "0.pool.ntp.org";

    public string Server2 { get; set; } = "1.pool.ntp.org";

    public void Start()
    {
        lock (_gate)
        {
            IsStarted = true;
            Wind(RoundTrip);
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            IsStarted = false;
            _alarm?.Cancel();
        }
    }

    public void Ask()
    {
        lock (_gate)
        {
            Wind(RoundTrip);
        }
    }

    private void Wind(TimeSpan delay)
    {
        _alarm?.Cancel();
        _alarm = HardwareClock.After(delay, Update);
    }

    private void Update()
    {
        lock (_gate)
        {
            if (life.IsOver || !IsStarted)
            {
                return;
            }

            Machine machine = life.Machine;
            long? time = machine.NetworkUp ? machine.TimeServer?.Invoke(Server1) ?? machine.TimeServer?.Invoke(Server2) : null;
            if (time is { } unixMilliseconds)
            {
                machine.SetUnixMilliseconds(unixMilliseconds);
            }

            Wind(time is null ? RetryInterval : Interval);
        }
    }
}
