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
    /// sleeps. On a board an exception ends its thread in silence; here it is logged, and the loop goes on after a pause.
    /// Only a power cut ends a loop.
    /// </summary>
    public sealed class Loop
    {
        private const int LongestWaitMilliseconds = 60_000;
        private const int PauseAfterFaultMilliseconds = 1_000;

        private readonly string _name;
        private readonly IStep _step;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);

        /// <summary>A loop around <paramref name="step"/>; <paramref name="name"/> is for the log.</summary>
        public Loop(string name, IStep step, Clock clock, Log log)
        {
            _name = name;
            _step = step;
            _clock = clock;
            _log = log;
        }

        /// <summary>Steps that ended in an exception, since start.</summary>
        public int Faults { get; private set; }

        /// <summary>Steps done since start: what does not grow for a minute hangs.</summary>
        public int Steps { get; private set; }

        /// <summary>Calls the step soon, whatever it had asked for. From any thread.</summary>
        public void Wake()
        {
            _wake.Set();
        }

        /// <summary>Runs the loop on a thread of its own.</summary>
        public void Start()
        {
            new Thread(Run).Start();
        }

        /// <summary>Runs the loop on this thread; returns only when the power is cut.</summary>
        public void Run()
        {
            while (true)
            {
                try
                {
                    int wait = RunOnce();
                    if (wait > 0)
                    {
                        _clock.Wait(_wake, wait < LongestWaitMilliseconds ? wait : LongestWaitMilliseconds);
                    }
                    else
                    {
                        _clock.Sleep(0);    // lets the other threads in, and notices a power cut
                    }
                }
                catch (Exception exception)
                {
                    if (Platform.IsPowerCut(exception))
                    {
                        return;
                    }

                    _log.Write(_name + " cannot wait", exception);
                }
            }
        }

        private int RunOnce()
        {
            try
            {
                int wait = _step.Step();
                Steps++;
                return wait;
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                Faults++;
                _log.Write(_name + " failed, goes on in " + PauseAfterFaultMilliseconds.ToString() + " ms", exception);
                return PauseAfterFaultMilliseconds;
            }
        }
    }
}
