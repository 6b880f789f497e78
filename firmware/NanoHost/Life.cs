using System.Runtime.ExceptionServices;

namespace NanoHost;

/// <summary>
/// One life of a board: from power on (or restart) to the moment its power is gone. It knows every thread that the firmware has running,
/// because the ambient value that names the life flows into each thread and timer callback the firmware starts and tells us so.
/// </summary>
internal sealed class Life
{
    /// <summary>A thread that swallowed this many <see cref="PowerCutException"/>s will never stop by itself: it is parked for ever.</summary>
    private const int SwallowedCutsBeforeParking = 8;

    private static readonly AsyncLocal<Life?> Ambient = new(OnAmbientChanged);

    [ThreadStatic]
    private static Life? _lastOfThisThread;

    [ThreadStatic]
    private static int _swallowedCuts;

    private readonly object _threadsGate = new();
    private readonly Dictionary<Thread, int> _threads = [];
    private readonly Queue<Action> _events = new();
    private bool _eventThreadStarted;
    private bool _handlingEvent;
    private long _lastEventNanoseconds = long.MinValue;
    private volatile bool _over;
    private int _parked;

    static Life() => ExceptionHandling.SetUnhandledExceptionHandler(EndsOnlyThatThread);

    public Life(Machine machine)
    {
        Machine = machine;
        Sntp = new Hardware.SntpClient(this);
    }

    public Machine Machine { get; }

    public Hardware.SntpClient Sntp { get; }

    public long BootNanoseconds { get; } = HostTime.Nanoseconds;

    public bool IsOver => _over;

    /// <summary>Threads that could not be ended and now sleep for ever.</summary>
    public int ParkedThreads => _parked;

    /// <summary>What drivers hold in this life: pins, ports, channels, sockets. Keyed by kind and number. Guarded by itself.</summary>
    public Dictionary<string, object> Open { get; } = new(StringComparer.Ordinal);

    /// <summary>Called once when the power goes, before the threads are ended.</summary>
    public event Action? Ended;

    /// <summary>The life the calling thread belongs to, or null for a thread of the host.</summary>
    public static Life? OfThisThread => Ambient.Value;

    /// <summary>The living life of the calling thread. Every NanoHost call starts here.</summary>
    public static Life Current
    {
        get
        {
            Life life = Ambient.Value ?? throw new InvalidOperationException(
                "this thread belongs to no board: run firmware with Machine.Run or Machine.Call");
            life.Check();
            return life;
        }
    }

    public int LivingThreads
    {
        get
        {
            lock (_threadsGate)
            {
                return _threads.Count;
            }
        }
    }

    /// <summary>Throws when the power is gone. Host threads may always pass.</summary>
    public static void CheckCaller() => Ambient.Value?.Check();

    public void Check()
    {
        if (!_over)
        {
            Machine.Count();
            if (!_over)
            {
                return;
            }
        }

        if (++_swallowedCuts > SwallowedCutsBeforeParking)
        {
            Park();
        }

        throw new PowerCutException();
    }

    /// <summary>Starts a thread of this life; what <paramref name="body"/> throws ends only that thread and is recorded.</summary>
    public Thread Start(string name, Action body)
    {
        var thread = new Thread(() =>
        {
            Ambient.Value = this;
            try
            {
                body();
            }
            catch (Exception e) when (RecordFault(e))
            {
                // On a board an exception ends only its own thread, silently.
            }
            finally
            {
                Ambient.Value = null;
            }
        })
        {
            IsBackground = true,
            Name = Machine.Name + " " + name,
        };
        thread.UnsafeStart();
        return thread;
    }

    /// <summary>When the firmware had handled its last pin or serial event (<see cref="HostTime"/>); now, while one waits or is handled.</summary>
    public long QuietSinceNanoseconds
    {
        get
        {
            lock (_events)
            {
                return _events.Count > 0 || _handlingEvent ? HostTime.Nanoseconds : _lastEventNanoseconds;
            }
        }
    }

    /// <summary>Hands <paramref name="callback"/> to the board's event thread: pin and serial callbacks come one after another, on another thread.</summary>
    public void Post(Action callback)
    {
        lock (_events)
        {
            if (_over)
            {
                return;
            }

            _events.Enqueue(callback);
            Monitor.Pulse(_events);
            if (_eventThreadStarted)
            {
                return;
            }

            _eventThreadStarted = true;
        }

        Start("events", DispatchEvents);
    }

    /// <summary>Waits until <paramref name="dueNanoseconds"/>; a power cut ends the wait.</summary>
    public void WaitUntil(long dueNanoseconds)
    {
        int milliseconds;
        while ((milliseconds = HostTime.MillisecondsUntil(dueNanoseconds)) > 0)
        {
            Check();
            try
            {
                Thread.Sleep(milliseconds);
            }
            catch (ThreadInterruptedException)
            {
                Check();
            }
        }

        Check();
    }

    /// <summary>
    /// Waits for a pulse on <paramref name="gate"/>, which the caller holds; false after <paramref name="milliseconds"/> (-1: never). A power cut ends the wait.
    /// </summary>
    public bool WaitFor(object gate, int milliseconds)
    {
        try
        {
            return Monitor.Wait(gate, milliseconds);
        }
        catch (ThreadInterruptedException)
        {
            Check();
            return true;
        }
    }

    /// <summary>Ends the life: from here on every call of its threads throws, and every wait of them ends.</summary>
    /// <returns>False when it had ended already.</returns>
    public bool MarkOver()
    {
        lock (_events)
        {
            if (_over)
            {
                return false;
            }

            _over = true;
            _events.Clear();
            Monitor.PulseAll(_events);
        }

        Ended?.Invoke();
        return true;
    }

    /// <summary>Wakes the threads of an ended life until all are gone. False when some are still running after the time.</summary>
    public bool Reap(TimeSpan patience)
    {
        long deadline = HostTime.Nanoseconds + (patience.Ticks * 100);
        lock (_threadsGate)
        {
            while (Others() > 0)
            {
                foreach (Thread thread in _threads.Keys)
                {
                    if (thread != Thread.CurrentThread)
                    {
                        thread.Interrupt();
                    }
                }

                if (HostTime.Nanoseconds > deadline)
                {
                    return false;
                }

                // A board's thread may itself be cutting the power of another board: a wake-up of ours must not look like its own end.
                Monitor.Wait(_threadsGate, 10);
            }
        }

        return true;
    }

    private int Others() => _threads.ContainsKey(Thread.CurrentThread) ? _threads.Count - 1 : _threads.Count;

    private void DispatchEvents()
    {
        while (true)
        {
            Action next;
            lock (_events)
            {
                while (_events.Count == 0)
                {
                    if (_over)
                    {
                        return;
                    }

                    WaitFor(_events, Timeout.Infinite);
                }

                next = _events.Dequeue();
                _handlingEvent = true;
            }

            try
            {
                next();
            }
            catch (Exception e) when (e is not PowerCutException && !_over)
            {
                RecordFault(e);
            }

            lock (_events)
            {
                _handlingEvent = false;
                _lastEventNanoseconds = HostTime.Nanoseconds;
            }
        }
    }

    private bool RecordFault(Exception e)
    {
        if (_over)
        {
            return true;    // the end of the life, however the firmware wrapped it
        }

        Machine.Report(Thread.CurrentThread.Name + ": " + e);
        return true;
    }

    private void Park()
    {
        Interlocked.Increment(ref _parked);
        Leave(Thread.CurrentThread);
        while (true)
        {
            try
            {
                Thread.Sleep(Timeout.Infinite);
            }
            catch (ThreadInterruptedException)
            {
                // A late wake-up; there is nothing to wake up for.
            }
        }
    }

    private void Enter(Thread thread)
    {
        thread.IsBackground = true;     // a board never keeps the host's process alive
        _swallowedCuts = 0;
        EnterThreadsGate();
        _threads[thread] = _threads.GetValueOrDefault(thread) + 1;
        Monitor.Exit(_threadsGate);
    }

    private void Leave(Thread thread)
    {
        EnterThreadsGate();
        int depth = _threads.GetValueOrDefault(thread) - 1;
        if (depth > 0)
        {
            _threads[thread] = depth;
        }
        else
        {
            _threads.Remove(thread);
            Monitor.PulseAll(_threadsGate);
        }

        Monitor.Exit(_threadsGate);
        if (depth > 0)
        {
            return;
        }

        // A wake-up that came too late must not hit what this (pool) thread does next.
        try
        {
            Thread.Sleep(0);
        }
        catch (ThreadInterruptedException)
        {
            // It was ours.
        }
    }

    /// <summary>Takes the gate although somebody is just waking this thread: an exception in a change of the ambient value ends the process.</summary>
    private void EnterThreadsGate()
    {
        while (true)
        {
            try
            {
                Monitor.Enter(_threadsGate);
                return;
            }
            catch (ThreadInterruptedException)
            {
                // Whoever wakes threads holds the gate and soon lets go; a thread that still waits is woken again.
            }
        }
    }

    private static void OnAmbientChanged(AsyncLocalValueChangedArgs<Life?> change)
    {
        if (ReferenceEquals(change.PreviousValue, change.CurrentValue))
        {
            return;
        }

        if (change.CurrentValue is { } entered)
        {
            _lastOfThisThread = entered;
            entered.Enter(Thread.CurrentThread);
        }

        change.PreviousValue?.Leave(Thread.CurrentThread);
    }

    /// <summary>What nanoFramework does: an exception on a thread or Timer ends only that thread, silently. Here it is at least recorded.</summary>
    private static bool EndsOnlyThatThread(Exception e)
    {
        Life? life = Ambient.Value ?? _lastOfThisThread;
        _lastOfThisThread = null;
        return life is not null && life.RecordFault(e);
    }
}
