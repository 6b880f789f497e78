using System;
using System.Threading;

namespace EdgeWarning.Common
{
    /// <summary>One thing that a board does again and again.</summary>
    public interface IStep
    {
        /// <summary>Does what is due and returns in how many milliseconds to be called again at the latest (0: at once).</summary>
        int Step();
    }

    /// <summary>
    /// The root of a thread: calls its step, then waits until the step's next due time or <see cref="Wake"/>, so an idle board
    /// sleeps. On a board an exception ends its thread in silence; here it is logged, and the loop goes on after a pause that grows.
    /// Loops whose steps are short may share a thread (<see cref="Carry"/>).
    /// A loop always says until when it will have moved (<see cref="DeadlineUptime"/>), so that the <see cref="Supervisor"/> sees one that hangs.
    /// </summary>
    public sealed class Loop
    {
        /// <summary>How long a step may take that says nothing else. Flash, a probe and a module answer within seconds.</summary>
        public const int UsualStepMilliseconds = 60_000;

        private const int LongestWaitMilliseconds = 60_000;
        private const int LatestWakeMilliseconds = 30_000;      // a wait that is over and does not end: other threads had the chip, or none has
        private const int ShortestPauseMilliseconds = 1_000;
        private const int LongestPauseMilliseconds = 60_000;

        private enum Life
        {
            NotStarted,
            Runs,
            HasEnded,
        }

        private readonly AutoResetEvent _wake = new AutoResetEvent(false);     // also the lock of what other threads read
        private readonly IStep _step;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly int _longestStepMilliseconds;
        private Loop? _carrier;         // on whose thread it runs; null = its own
        private Loop? _next;            // the next one on the same thread
        private Loop _running;          // the one on this thread that runs now, or ran last
        private int _pauseMilliseconds = ShortestPauseMilliseconds;
        private long _dueUptime;
        private long _deadlineUptime;
        private bool _isWoken;
        private Life _life;

        /// <summary>A loop around <paramref name="step"/>; <paramref name="name"/> is for people.</summary>
        public Loop(string name, IStep step, Clock clock, Log log)
            : this(name, step, clock, log, UsualStepMilliseconds)
        {
        }

        /// <summary>A loop whose step takes at most <paramref name="longestStepMilliseconds"/>, or as long from one <see cref="Progress"/> to the next.</summary>
        public Loop(string name, IStep step, Clock clock, Log log, int longestStepMilliseconds)
        {
            Name = name;
            _step = step;
            _clock = clock;
            _log = log;
            _longestStepMilliseconds = longestStepMilliseconds;
            _running = this;
            _deadlineUptime = clock.UptimeMilliseconds + longestStepMilliseconds;
        }

        /// <summary>What it is called in logs and restart reasons.</summary>
        public string Name { get; private set; }

        /// <summary>Steps that ended in an exception, since start.</summary>
        public int Faults { get; private set; }

        /// <summary>Steps that ended in an exception, one after the other.</summary>
        public int FaultsInARow { get; private set; }

        /// <summary>True when the latest step failed for want of memory, and so did the one before it.</summary>
        public bool LacksMemory { get; private set; }

        /// <summary>Steps done since start.</summary>
        public int Steps { get; private set; }

        /// <summary>The uptime at which the loop has moved, or hangs.</summary>
        public long DeadlineUptime
        {
            get
            {
                lock (_wake)
                {
                    return _carrier != null ? _carrier.DeadlineUptime : _deadlineUptime;
                }
            }
        }

        /// <summary>Who is to blame when the thread of this loop hangs: the loop on it that runs.</summary>
        public string RunningName
        {
            get { return _carrier != null ? _carrier.RunningName : _running.Name; }
        }

        /// <summary>True when its thread has ended though the board has power: even telling of an exception threw one.</summary>
        public bool HasEnded
        {
            get
            {
                lock (_wake)
                {
                    return _life == Life.HasEnded;
                }
            }
        }

        /// <summary>Has <paramref name="mate"/>, whose steps are short, run on this loop's thread: a thread takes 1 KB of a board's heap. Before either starts.</summary>
        public void Carry(Loop mate)
        {
            mate._carrier = this;
            mate._next = _next;
            _next = mate;
        }

        /// <summary>Calls the step soon, whatever it had asked for. From any thread.</summary>
        public void Wake()
        {
            lock (_wake)
            {
                _isWoken = true;
            }

            (_carrier ?? this)._wake.Set();
        }

        /// <summary>Said in the middle of a long step: it takes long, but it moves.</summary>
        public void Progress()
        {
            (_carrier ?? this).Promise(_longestStepMilliseconds);
        }

        /// <summary>Runs the loop on a thread of its own; anew when it had ended. Nothing for one that another carries, or that runs already.</summary>
        public void Start()
        {
            Progress();
            lock (_wake)
            {
                if (_carrier != null || _life == Life.Runs)
                {
                    return;
                }

                _life = Life.Runs;
            }

            new Thread(Run).Start();
        }

        /// <summary>
        /// Runs the loop, and those that it carries, on this thread; returns when the power is cut, or with <see cref="HasEnded"/> when even telling of an exception threw one.
        /// </summary>
        public void Run()
        {
            try
            {
                long now = _clock.UptimeMilliseconds;
                while (true)
                {
                    long due = RunThoseDue(now);
                    now = _clock.UptimeMilliseconds;
                    int wait = due > now ? (int)(due - now) : 0;
                    if (wait == 0)
                    {
                        _clock.Sleep(0);    // lets the other threads in, and notices a power cut
                        continue;
                    }

                    Promise(wait + LatestWakeMilliseconds);
                    bool woken = _clock.Wait(_wake, wait);
                    now = _clock.UptimeMilliseconds;
                    now = !woken && now < due ? due : now;      // a timer may be a little early
                }
            }
            catch (Exception exception)
            {
                lock (_wake)
                {
                    _life = Platform.IsPowerCut(exception) ? _life : Life.HasEnded;
                }
            }
        }

        // Runs this loop and those it carries, as far as they are due or woken, and returns when the next is due.
        private long RunThoseDue(long now)
        {
            long next = long.MaxValue;
            for (Loop? loop = this; loop != null; loop = loop._next)
            {
                if (loop.IsDue(now))
                {
                    _running = loop;
                    int wait = loop.RunOnce();
                    loop._dueUptime = _clock.UptimeMilliseconds + (wait < LongestWaitMilliseconds ? wait : LongestWaitMilliseconds);
                }

                next = loop._dueUptime < next ? loop._dueUptime : next;
            }

            return next;
        }

        private bool IsDue(long now)
        {
            lock (_wake)
            {
                bool due = _isWoken || now >= _dueUptime;
                _isWoken = false;
                return due;
            }
        }

        private int RunOnce()
        {
            Progress();
            try
            {
                int wait = _step.Step();
                Steps++;
                FaultsInARow = 0;
                LacksMemory = false;
                _pauseMilliseconds = ShortestPauseMilliseconds;
                return wait;
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                return Failed(exception);
            }
        }

        private int Failed(Exception exception)
        {
            Faults++;
            FaultsInARow++;
            LacksMemory = exception is OutOfMemoryException && FaultsInARow > 1;
            int pause = _pauseMilliseconds;
            _pauseMilliseconds = pause > LongestPauseMilliseconds / 2 ? LongestPauseMilliseconds : pause * 2;
            _log.Write(Name + " failed, goes on in " + pause.ToString() + " ms", exception);
            return pause;
        }

        private void Promise(int milliseconds)
        {
            lock (_wake)
            {
                _deadlineUptime = _clock.UptimeMilliseconds + milliseconds;
            }
        }
    }
}
