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

        private readonly object _gate = new object();
        private readonly IStep _step;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private readonly int _longestStepMilliseconds;
        private int _pauseMilliseconds = ShortestPauseMilliseconds;
        private long _deadlineUptime;
        private bool _hasEnded;

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
                lock (_gate)
                {
                    return _deadlineUptime;
                }
            }
        }

        /// <summary>True when its thread has ended though the board has power: even telling of an exception threw one.</summary>
        public bool HasEnded
        {
            get
            {
                lock (_gate)
                {
                    return _hasEnded;
                }
            }
        }

        /// <summary>Calls the step soon, whatever it had asked for. From any thread.</summary>
        public void Wake()
        {
            _wake.Set();
        }

        /// <summary>Said in the middle of a long step: it takes long, but it moves.</summary>
        public void Progress()
        {
            Promise(_longestStepMilliseconds);
        }

        /// <summary>Runs the loop on a thread of its own; anew when it had ended.</summary>
        public void Start()
        {
            Progress();
            lock (_gate)
            {
                _hasEnded = false;
            }

            new Thread(Run).Start();
        }

        /// <summary>Runs the loop on this thread; returns when the power is cut, or with <see cref="HasEnded"/> when even telling of an exception threw one.</summary>
        public void Run()
        {
            try
            {
                while (true)
                {
                    Rest(RunOnce());
                }
            }
            catch (Exception exception)
            {
                lock (_gate)
                {
                    _hasEnded = !Platform.IsPowerCut(exception);
                }
            }
        }

        private void Rest(int milliseconds)
        {
            if (milliseconds <= 0)
            {
                _clock.Sleep(0);    // lets the other threads in, and notices a power cut
                return;
            }

            int wait = milliseconds < LongestWaitMilliseconds ? milliseconds : LongestWaitMilliseconds;
            Promise(wait + LatestWakeMilliseconds);
            _clock.Wait(_wake, wait);
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
            lock (_gate)
            {
                _deadlineUptime = _clock.UptimeMilliseconds + milliseconds;
            }
        }
    }
}
