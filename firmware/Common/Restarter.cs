using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// Starts the board again when an order or the firmware itself asks for it, at a moment that hurts nobody: while a warning sounds or waits the
    /// restart waits, and the receipts go out first. The proof of a restart that was ordered is its "finished" after it (<see cref="OrderLedger"/>).
    /// </summary>
    public sealed class Restarter : IOrderTaker, IStep
    {
        /// <summary>A gateway that is away does not keep a board from restarting: it will hear the receipts when it asks again.</summary>
        public const int LongestWaitForReceiptsMilliseconds = 10_000;

        private const int LookAgainMilliseconds = 500;

        private readonly OrderLedger _ledger;
        private readonly Link _link;
        private readonly Starts _starts;
        private readonly BoardStatus _status;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly Loop _loop;
        private string _why = "";
        private long _askedUptime;
        private bool _quietBefore;

        /// <summary>A restarter that does nothing until it is asked; run its <see cref="Loop"/>.</summary>
        public Restarter(OrderLedger ledger, Link link, Starts starts, BoardStatus status, Clock clock, Log log)
        {
            _ledger = ledger;
            _link = link;
            _starts = starts;
            _status = status;
            _clock = clock;
            _log = log;
            _loop = new Loop("restarter", this, clock, log);
        }

        public Loop Loop
        {
            get { return _loop; }
        }

        /// <summary>Restarts the board soon; <paramref name="why"/> is told at its next birth. From any thread; returns at once.</summary>
        public void Ask(string why)
        {
            lock (_loop)
            {
                if (_why.Length == 0)
                {
                    _why = why;
                    _askedUptime = _clock.UptimeMilliseconds;
                }
            }

            _loop.Wake();
        }

        /// <inheritdoc/>
        public Reason Take(Order order, out string detail)
        {
            detail = "";
            if (_ledger.Accept(order) == null)
            {
                return Reason.Busy;
            }

            Ask("restart");
            return Reason.None;
        }

        /// <inheritdoc/>
        public int Step()
        {
            string why;
            long asked;
            lock (_loop)
            {
                why = _why;
                asked = _askedUptime;
            }

            if (why.Length == 0)
            {
                return int.MaxValue;
            }

            bool quiet = !_status.IsSounding && !_ledger.IsAnySoundWanted
                && (!_link.HasReceipts || _clock.UptimeMilliseconds - asked > LongestWaitForReceiptsMilliseconds);
            if (!quiet || !_quietBefore)
            {
                _quietBefore = quiet;    // quiet twice: what was handed to the network a moment ago has left
                return LookAgainMilliseconds;
            }

            _log.Write("restarting: " + why);
            _starts.ExpectRestart(why, false);
            Platform.Restart();
            return int.MaxValue;
        }
    }
}
