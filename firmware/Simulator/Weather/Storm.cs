namespace EdgeWarning.Simulator.Weather;

/// <summary>How a storm is played.</summary>
/// <param name="Rain">Falls on every gauge of the county alike; null for none.</param>
/// <param name="Stage">Of every river alike; null leaves the probes at their dry distance.</param>
/// <param name="Speed">Seconds of the series in a second of the clock.</param>
/// <param name="DryJumpMilliseconds">Time without rain longer than this is jumped over; 0 plays every minute.</param>
public sealed record StormOptions(RainSeries? Rain, StageSeries? Stage, double Speed = 1, long DryJumpMilliseconds = 0);

/// <summary>
/// Moves the weather of all boards: the series' time runs at its speed from <see cref="Start"/> on, tips fall when the rain of a tip has, and
/// no faster than a reed follows, probes see the stage of the moment.
/// </summary>
public sealed class Storm : IDisposable
{
    private const int TickMilliseconds = 20;

    private readonly StormOptions _options;
    private readonly Func<long> _realMilliseconds;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _stopping = new();
    private readonly List<Bucket> _buckets = [];
    private readonly List<Action<int>> _rivers = [];
    private readonly Dictionary<int, long> _dueByTip = [];
    private Thread? _thread;
    private double _seriesMilliseconds;
    private long _lastTick;

    public Storm(StormOptions options)
        : this(options, () => Environment.TickCount64)
    {
    }

    internal Storm(StormOptions options, Func<long> realMilliseconds)
    {
        if (!(options.Speed is > 0 and <= 1e6))
        {
            throw new ArgumentException($"a storm's speed is above 0 and at most a million, not {options.Speed}", nameof(options));
        }

        _options = options;
        _realMilliseconds = realMilliseconds;
        EndMilliseconds = Math.Max(options.Rain?.EndMilliseconds ?? 0, options.Stage?.EndMilliseconds ?? 0);
    }

    /// <summary>Length of the longer series.</summary>
    public long EndMilliseconds { get; }

    public bool Started { get; private set; }

    /// <summary>The series have ended and every tip has fallen.</summary>
    public bool Finished { get; private set; }

    /// <summary>Where in the series the weather is.</summary>
    public long SeriesMilliseconds
    {
        get
        {
            lock (_gate)
            {
                return (long)_seriesMilliseconds;
            }
        }
    }

    /// <summary>Tips that wait for their reeds, over all boards: above 0 for long means that the speed is too high for this rain.</summary>
    public long Behind
    {
        get
        {
            lock (_gate)
            {
                return _buckets.Sum(bucket => bucket.Behind);
            }
        }
    }

    /// <summary>Before the start; a bucket added later would get all rain so far at once.</summary>
    public void Add(Bucket bucket)
    {
        lock (_gate)
        {
            _buckets.Add(bucket);
        }
    }

    /// <summary>Called with the stage in millimetres above gauge zero, now and whenever it changes.</summary>
    public void AddRiver(Action<int> setStageMillimetres)
    {
        lock (_gate)
        {
            _rivers.Add(setStageMillimetres);
        }

        if (_options.Stage is { } stage)
        {
            setStageMillimetres(stage.MillimetresAt(0));
        }
    }

    /// <summary>The weather stands still until the next <see cref="Start"/>: the series' time, and the tips that wait for their reeds.</summary>
    public bool Held { get; private set; }

    /// <summary>Starts the weather, or lets a held one go on; otherwise a second call does nothing.</summary>
    public void Start()
    {
        lock (_gate)
        {
            Held = false;
            if (Started)
            {
                return;
            }

            Started = true;
            _lastTick = _realMilliseconds();
            _thread = new Thread(Run) { IsBackground = true, Name = "weather" };
        }

        _thread.UnsafeStart();
    }

    /// <summary>Holds the weather, so that what has fallen can be compared with what was counted.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            Held = true;
        }
    }

    public void Dispose()
    {
        _stopping.Set();
        _thread?.Join();
        _stopping.Dispose();
    }

    /// <summary>Moves everything to the present; the thread calls it every 20 ms.</summary>
    internal void Tick()
    {
        lock (_gate)
        {
            long now = _realMilliseconds();
            if (!Held)
            {
                _seriesMilliseconds = Math.Min(EndMilliseconds, _seriesMilliseconds + ((now - _lastTick) * _options.Speed));
            }

            _lastTick = now;
            if (_options.Rain is { } rain && !Held)
            {
                JumpOverDryTime(rain);
                Fall(rain, now);
            }

            if (_options.Stage is { } stage)
            {
                int millimetres = stage.MillimetresAt((long)_seriesMilliseconds);
                _rivers.ForEach(set => set(millimetres));
            }

            Finished = _seriesMilliseconds >= EndMilliseconds && _buckets.TrueForAll(bucket => bucket.IsAtRest(now));
        }
    }

    private void Run()
    {
        while (!Finished && !_stopping.Wait(TickMilliseconds))
        {
            Tick();
        }
    }

    private void JumpOverDryTime(RainSeries rain)
    {
        if (_options.DryJumpMilliseconds > 0 && _buckets.TrueForAll(bucket => bucket.Behind == 0))
        {
            long next = rain.NextRain((long)_seriesMilliseconds);
            if (next - _seriesMilliseconds > _options.DryJumpMilliseconds)
            {
                _seriesMilliseconds = next;
            }
        }
    }

    private void Fall(RainSeries rain, long now)
    {
        _dueByTip.Clear();
        foreach (Bucket bucket in _buckets)
        {
            if (!_dueByTip.TryGetValue(bucket.TipMicrometres, out long due))
            {
                due = rain.TipsBy((long)_seriesMilliseconds, bucket.TipMicrometres);
                _dueByTip.Add(bucket.TipMicrometres, due);
            }

            bucket.Follow(due, now);
        }
    }
}
