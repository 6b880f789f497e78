namespace NanoHost;

/// <summary>
/// Moves simulated hardware on: one thread for all machines of the process calls each due action, in order of time. Between actions it
/// sleeps. Actions must be short and must not block; an exception in one is a bug in a simulated part and ends the process.
/// </summary>
public static class HardwareClock
{
    private static readonly object Gate = new();
    private static readonly PriorityQueue<Alarm, (long Due, long Order)> Queue = new();
    private static bool _started;
    private static long _order;

    /// <summary>Calls <paramref name="action"/> at or a little after the time <paramref name="dueNanoseconds"/> of <see cref="HostTime"/>.</summary>
    public static Alarm At(long dueNanoseconds, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var alarm = new Alarm(action);
        lock (Gate)
        {
            if (!_started)
            {
                _started = true;
                var thread = new Thread(Run) { IsBackground = true, Name = "NanoHost hardware", Priority = ThreadPriority.AboveNormal };
                thread.UnsafeStart();   // belongs to no machine, whoever asked first
            }

            bool first = !Queue.TryPeek(out _, out var next) || dueNanoseconds < next.Due;
            Queue.Enqueue(alarm, (dueNanoseconds, _order++));
            if (first)
            {
                Monitor.Pulse(Gate);
            }
        }

        return alarm;
    }

    /// <summary>Calls <paramref name="action"/> after <paramref name="delay"/>.</summary>
    public static Alarm After(TimeSpan delay, Action action) => At(HostTime.Nanoseconds + (delay.Ticks * 100), action);

    private static void Run()
    {
        while (true)
        {
            Alarm due;
            lock (Gate)
            {
                while (true)
                {
                    if (!Queue.TryPeek(out _, out var next))
                    {
                        Monitor.Wait(Gate);
                        continue;
                    }

                    int wait = HostTime.MillisecondsUntil(next.Due);
                    if (wait == 0)
                    {
                        break;
                    }

                    Monitor.Wait(Gate, wait);
                }

                due = Queue.Dequeue();
            }

            due.Ring();
        }
    }
}

/// <summary>One action that waits for its time.</summary>
public sealed class Alarm
{
    private Action? _action;

    internal Alarm(Action action) => _action = action;

    /// <summary>Forgets the action, unless it is already under way.</summary>
    public void Cancel() => Interlocked.Exchange(ref _action, null);

    internal void Ring() => Interlocked.Exchange(ref _action, null)?.Invoke();
}
