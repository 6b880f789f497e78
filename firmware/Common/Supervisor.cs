using System;

namespace EdgeWarning.Common
{
    /// <summary>The external part that resets the chip when nobody feeds it.</summary>
    public interface IWatchdog
    {
        /// <summary>Says that all is well. At least every 100 s (TPL5010 as wired on our boards).</summary>
        void Feed();
    }

    /// <summary>
    /// Watches every loop of the board, on the main thread, and feeds the external watchdog only while all of them move. A loop whose thread has ended is
    /// started anew, a few times; one that hangs, that ends again and again, that has failed at every step for hours or lacks memory has the board start again, with the
    /// reason written down first. Should even that hang, nothing feeds the watchdog any more, and it pulls the reset line.
    /// </summary>
    public sealed class Supervisor
    {
        /// <summary>Between two looks, and so between two feedings: a twentieth of what the watchdog allows.</summary>
        public const int LookMilliseconds = 5_000;

        /// <summary>A start that has lived so long can be counted as one: what follows is no failure to start.</summary>
        public const int BegunMilliseconds = 30_000;

        /// <summary>A board that has lived so long with all loops moving is healthy.</summary>
        public const int HealthyMilliseconds = 600_000;

        /// <summary>
        /// How long a board stays in safe mode, where it measures nothing, before it tries a whole start: not much longer than it takes to be healthy, because power that
        /// flickers in a storm looks like a boot loop, and the storm is when rain counts. One to three writes a try leave the flash its decades.
        /// </summary>
        public const int SafeModeMilliseconds = 15 * 60_000;

        /// <summary>How often the thread of a loop is started anew before the board is. [M]</summary>
        public const int RevivalsPerLoop = 3;

        /// <summary>How long a loop may fail at every step before the board starts again: a restart mends a part that has lost its way, and nothing else. [M]</summary>
        public const int FailingMilliseconds = 6 * 3_600_000;

        private const int MostLoops = 16;

        private readonly Clock _clock;
        private readonly Log _log;
        private readonly Starts _starts;
        private readonly Restarter _restarter;
        private readonly Loop[] _loops = new Loop[MostLoops];
        private readonly int[] _revivals = new int[MostLoops];
        private readonly long[] _failingSince = new long[MostLoops];
        private int _count;
        private bool _runs;
        private bool _begun;
        private bool _healthy;

        /// <summary>A supervisor of no loops yet.</summary>
        public Supervisor(Clock clock, Log log, Starts starts, Restarter restarter)
        {
            _clock = clock;
            _log = log;
            _starts = starts;
            _restarter = restarter;
        }

        /// <summary>The watchdog to feed; null on a board without one.</summary>
        public IWatchdog? Watchdog { get; set; }

        /// <summary>True once the board has lived long enough with all its loops moving.</summary>
        public bool IsHealthy
        {
            get { return _healthy; }
        }

        /// <summary>Watches a loop from now on, and starts it when the others run already.</summary>
        public void Watch(Loop loop)
        {
            if (_runs)
            {
                loop.Start();
            }

            _loops[_count] = loop;
            _failingSince[_count] = -1;
            _count++;
        }

        /// <summary>Starts the loops that are watched, on a heap without what the start has left behind, and looks after them; returns only when the power is cut.</summary>
        public void Run()
        {
            Platform.Tidy();
            for (int i = 0; i < _count; i++)
            {
                _loops[i].Start();
            }

            _runs = true;
            while (true)
            {
                try
                {
                    _clock.Sleep(LookMilliseconds);
                    Look();
                }
                catch (Exception exception)
                {
                    if (Platform.IsPowerCut(exception))
                    {
                        return;
                    }

                    // Not fed: should it go on like this, the watchdog ends it.
                }
            }
        }

        /// <summary>One look: feeds the watchdog, or starts the board again.</summary>
        public void Look()
        {
            long now = _clock.UptimeMilliseconds;
            for (int i = 0; i < _count; i++)
            {
                string fault = FaultOf(i, now);
                if (fault.Length > 0)
                {
                    Restart(fault, true);
                }
            }

            if (Watchdog != null)
            {
                Watchdog.Feed();
            }

            NoteHealth(now);
        }

        private string FaultOf(int index, long now)
        {
            Loop loop = _loops[index];
            if (loop.HasEnded)
            {
                if (_revivals[index] == RevivalsPerLoop)
                {
                    return loop.RunningName + " ended";
                }

                _revivals[index]++;
                loop.Start();
                _log.Write("the thread of " + loop.Name + " had ended and was started anew");
                return "";
            }

            if (now > loop.DeadlineUptime)
            {
                return loop.RunningName + " hangs";
            }

            if (loop.LacksMemory)
            {
                return "out of memory: " + loop.Name;
            }

            bool fails = loop.FaultsInARow > 0;
            _failingSince[index] = !fails ? -1 : _failingSince[index] < 0 ? now : _failingSince[index];
            return fails && now - _failingSince[index] > FailingMilliseconds ? loop.Name + " fails" : "";
        }

        private void NoteHealth(long now)
        {
            if (!_begun && now >= BegunMilliseconds)
            {
                _starts.NoteBegun();
                _begun = true;
            }

            if (!_healthy && now >= HealthyMilliseconds)
            {
                _starts.NoteHealthy();
                _healthy = true;
            }

            if (_starts.SafeMode && now >= SafeModeMilliseconds)
            {
                _restarter.Ask("leaves safe mode");
            }
        }

        // Does not come back; what hinders it is left to the watchdog, which is not fed any more.
        private void Restart(string reason, bool failed)
        {
            _log.Write("starting again: " + reason);
            try
            {
                _starts.ExpectRestart(reason, failed);
            }
            finally
            {
                Platform.Restart();
            }
        }
    }
}
