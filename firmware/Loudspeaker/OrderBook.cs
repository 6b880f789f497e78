using System.Threading;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// What this loudspeaker is to sound: which order waits, which plays, which was stopped or replaced, and how each ended. Every step is written into the
    /// board's <see cref="OrderLedger"/> before it is said to the gateway or heard by the village, so that no order sounds twice, whenever power
    /// fails.
    ///
    /// An order that was broken off by a power cut never sounds again: this board cannot know how much the village heard, and an amplifier that pulls a
    /// weak supply down would otherwise start, fail and start the same order for as long as it is repeated. What the village needs is decided
    /// where the warning is known: a new order, with a new sequence, sounds at once.
    ///
    /// Sounds of the board's own (<see cref="ISounder"/>) wait in the same places under the same rules. They are not in flash: who made them knows whether
    /// they are still wanted after a power cut.
    /// </summary>
    public sealed class OrderBook
    {
        /// <summary>Orders that may wait while another plays.</summary>
        public const int WaitingPlaces = 4;

        private readonly LiveOrder?[] _waiting = new LiveOrder?[WaitingPlaces];
        private readonly LiveOrder?[] _stops = new LiveOrder?[WaitingPlaces];
        private readonly OrderLedger _ledger;
        // A stop order was issued by another clock: one that was issued so long before a local sound began still ends it.
        private const int StopToleranceMilliseconds = 60_000;

        // A local sound that had to wait so long is of no use any more.
        private const int LocalWaitMilliseconds = 3_600_000;

        private readonly OrderMemory _memory;
        private readonly object _gate;
        private readonly ILink _link;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly AutoResetEvent _interrupt;
        private LiveOrder? _playing;
        private long _arrivals;

        /// <summary>An order book on the ledger of its board, under the same lock.</summary>
        /// <param name="interrupt">Wakes whoever plays, when something has come.</param>
        public OrderBook(OrderLedger ledger, ILink link, AutoResetEvent interrupt, Clock clock, Log log)
        {
            _ledger = ledger;
            _memory = ledger.Memory;
            _gate = ledger.Gate;
            _link = link;
            _interrupt = interrupt;
            _clock = clock;
            _log = log;
        }

        /// <summary>See <see cref="ISounder.SilencedUptimeMilliseconds"/>.</summary>
        public long SilencedUptimeMilliseconds { get; private set; } = -1;

        /// <summary>See <see cref="ISounder.Sound"/>.</summary>
        public bool Sound(LocalSound sound)
        {
            lock (_gate)
            {
                _arrivals++;
                LiveOrder live = new LiveOrder(sound, _clock.UptimeMilliseconds + LocalWaitMilliseconds, _arrivals);
                int place = MakeRoom(live.Rank);
                if (place < 0)
                {
                    End(live, ReceiptState.Refused, Reason.Busy, "");
                    return false;
                }

                Place(place, live);
                return true;
            }
        }

        /// <summary>See <see cref="ISounder.Silence"/>.</summary>
        public void Silence(LocalSound sound)
        {
            lock (_gate)
            {
                if (_playing != null && _playing.Local == sound)
                {
                    Interrupt(_playing, Reason.Superseded);
                    _interrupt.Set();
                    return;
                }

                for (int i = 0; i < WaitingPlaces; i++)
                {
                    LiveOrder? waiting = _waiting[i];
                    if (waiting != null && waiting.Local == sound)
                    {
                        EndWaiting(i, ReceiptState.Stopped, Reason.Superseded);
                    }
                }
            }
        }

        /// <summary>
        /// Takes in a new, authentic, unexpired order. None when it was taken (it then waits, plays soon, or was stopped before it came); otherwise why
        /// it must be refused.
        /// </summary>
        public Reason Admit(Order order)
        {
            lock (_gate)
            {
                return TouchesAnActual(order) ? Reason.DrillMismatch : order.Kind == OrderKind.Stop ? AdmitStop(order) : AdmitPlay(order);
            }
        }

        /// <summary>The most urgent order that waits becomes the one that plays; null when none waits.</summary>
        public LiveOrder? TakeNext()
        {
            lock (_gate)
            {
                EndExpiredWaiting();
                int place = MostUrgent();
                if (place < 0)
                {
                    return null;
                }

                _playing = _waiting[place];
                _waiting[place] = null;
                return _playing;
            }
        }

        /// <summary>
        /// It is about to be heard: written down, then said. After this it never sounds again in another life. When it must not begin any more, why;
        /// then nothing is written or said.
        /// </summary>
        public Reason BeginPlaying(LiveOrder live)
        {
            lock (_gate)
            {
                Reason reason = Interruption(live);
                if (reason == Reason.None)
                {
                    live.Entry.State = ReceiptState.Playing;
                    Note(live, "");
                }

                return reason;
            }
        }

        /// <summary>Why the playing order must fall silent; None while it may go on. Asked once per chunk.</summary>
        public Reason Interruption(LiveOrder live)
        {
            lock (_gate)
            {
                if (live.Interrupted == Reason.None && IsPast(live))
                {
                    live.Interrupted = Reason.ExpiredWhilePlaying;
                }

                EndExpiredWaiting();
                return live.Interrupted;
            }
        }

        /// <summary>The first pass has been judged.</summary>
        public void Judge(LiveOrder live, ReceiptState verdict, Reason reason, Evidence evidence, string detail)
        {
            lock (_gate)
            {
                OrderEntry entry = live.Entry;
                entry.State = verdict;
                entry.Verdict = verdict;
                entry.Reason = reason;
                entry.QuietMilliamperes = evidence.Current.QuietLevel;
                entry.ToneMilliamperes = evidence.Current.ToneLevel;
                entry.SpeechMilliamperes = evidence.Current.SpeechLevel;
                Note(live, detail);
                if (live.Local != null && live.Local.ReportsVerdict && !live.Local.IsSelfTest)
                {
                    _link.Report(ReadingKind.LocalVerdict, (long)verdict);
                }
            }
        }

        /// <summary>The playing order has ended.</summary>
        public void EndPlaying(LiveOrder live, ReceiptState state, Reason reason, string detail)
        {
            lock (_gate)
            {
                _playing = null;
                End(live, state, reason, detail);
            }
        }

        /// <summary>A stop order whose silence is still to be proved, or null.</summary>
        public LiveOrder? NextStop()
        {
            lock (_gate)
            {
                for (int i = 0; i < _stops.Length; i++)
                {
                    if (_stops[i] != null)
                    {
                        return _stops[i];
                    }
                }

                return null;
            }
        }

        /// <summary>The silence that a stop order asked for has been measured, or could not be had.</summary>
        public void EndStop(LiveOrder stop, ReceiptState state, Reason reason, int quietMilliamperes, string detail)
        {
            lock (_gate)
            {
                for (int i = 0; i < _stops.Length; i++)
                {
                    if (_stops[i] == stop)
                    {
                        _stops[i] = null;
                    }
                }

                stop.Entry.QuietMilliamperes = quietMilliamperes;
                _ledger.End(stop.Entry, state, reason, detail);
            }
        }

        // A drill or a test must not stop or replace a real warning.
        private bool TouchesAnActual(Order order)
        {
            if (order.Of == 0 || order.Scope == Scope.Actual)
            {
                return false;
            }

            OrderEntry? named = _memory.Find(order.Of);
            return named != null && named.Kind != OrderKind.None && named.Scope == Scope.Actual && !named.HasEnded;
        }

        private Reason AdmitPlay(Order order)
        {
            if (order.Sequence < _memory.SilencedBelow)
            {
                OrderEntry? late = _ledger.Remember(order);
                if (late == null)
                {
                    return Reason.Busy;
                }

                _ledger.End(late, ReceiptState.Stopped, Reason.StoppedByOrder, "everything was stopped before it came");
                return Reason.None;
            }

            // Room first: an order that finds none must not have silenced the one that it replaces.
            int place = order.Of == 0 ? -1 : PlaceOf(order.Of);
            place = place >= 0 ? place : MakeRoom(LiveOrder.RankOf(order.Scope, order.Priority));
            OrderEntry? entry = place < 0 ? null : _ledger.Remember(order);
            if (entry == null)
            {
                return Reason.Busy;
            }

            LiveOrder live = Enliven(order, entry);
            if (order.Of != 0)
            {
                Withdraw(order.Of, Reason.Superseded, order.Scope);
            }

            Place(place, live);
            return Reason.None;
        }

        private void Place(int place, LiveOrder live)
        {
            _waiting[place] = live;
            Note(live, "");
            if (_playing != null && live.Rank > _playing.Rank)
            {
                Interrupt(_playing, Reason.PreEmpted);
            }

            _interrupt.Set();
        }

        // How far it has come: an order's into flash and to the gateway, a local sound's to whoever made it.
        private void Note(LiveOrder live, string detail)
        {
            LocalSound? local = live.Local;
            if (local == null)
            {
                _ledger.Save();
                _ledger.Say(live.Entry, detail);
                return;
            }

            local.Verdict = live.Entry.Verdict;
            local.Reason = live.Entry.Reason;
            local.Detail = detail;
            local.State = live.Entry.State;
            _log.Write(local.Name + " " + Words.Of(local.State) + (local.Reason == Reason.None ? "" : ", " + Words.Of(local.Reason))
                + (detail.Length == 0 ? "" : ": " + detail));
        }

        private void End(LiveOrder live, ReceiptState state, Reason reason, string detail)
        {
            live.Entry.End(state, reason);
            Note(live, detail);
        }

        private Reason AdmitStop(Order order)
        {
            int place = FreePlace(_stops);
            OrderEntry? entry = place < 0 ? null : _ledger.Remember(order);
            if (entry == null)
            {
                return Reason.Busy;
            }

            _stops[place] = Enliven(order, entry);
            if (order.Of != 0)
            {
                Withdraw(order.Of, Reason.StoppedByOrder, order.Scope);
            }
            else
            {
                WithdrawAll(order);
            }

            _ledger.Save();
            _ledger.Say(entry, "");
            if (_playing != null && _playing.Interrupted == Reason.None)
            {
                // What it stops does not sound, and what sounds is none of its business: no silence to prove.
                EndStop(place, "it did not sound; another order does");
            }

            return Reason.None;
        }

        private void EndStop(int place, string detail)
        {
            LiveOrder? stop = _stops[place];
            if (stop != null)
            {
                EndStop(stop, ReceiptState.Stopped, Reason.None, Receipt.NotMeasured, detail);
            }
        }

        private void WithdrawAll(Order stop)
        {
            if (stop.Scope == Scope.Actual)
            {
                _memory.SilencedBelow = stop.Sequence > _memory.SilencedBelow ? stop.Sequence : _memory.SilencedBelow;
                long stopped = StoppedUptime(stop);
                SilencedUptimeMilliseconds = stopped > SilencedUptimeMilliseconds ? stopped : SilencedUptimeMilliseconds;
            }

            for (int i = 0; i < WaitingPlaces; i++)
            {
                LiveOrder? waiting = _waiting[i];
                if (waiting != null && IsStoppedBy(stop, waiting))
                {
                    EndWaiting(i, ReceiptState.Stopped, Reason.StoppedByOrder);
                }
            }

            if (_playing != null && IsStoppedBy(stop, _playing))
            {
                Interrupt(_playing, Reason.StoppedByOrder);
            }
        }

        // "Everything" is what was ordered before the stop; a later order that overtook it on the way stands.
        private bool IsStoppedBy(Order stop, LiveOrder live)
        {
            if (live.Local != null && !live.Local.IsSelfTest)
            {
                return stop.Scope == Scope.Actual && live.DeadlineUptimeMilliseconds - LocalWaitMilliseconds <= SilencedUptimeMilliseconds;
            }

            return live.Order.Sequence < stop.Sequence && (stop.Scope == Scope.Actual || live.Order.Scope != Scope.Actual);
        }

        // When the stop was issued, on our uptime, and a little later. One without a date holds now.
        private long StoppedUptime(Order stop)
        {
            long now = _clock.UptimeMilliseconds;
            long ago = _clock.Quality == ClockQuality.None ? 0 : _clock.UnixMilliseconds - stop.IssuedUnixMilliseconds - StopToleranceMilliseconds;
            return ago > 0 ? now - ago : now;
        }

        private void Withdraw(long sequence, Reason reason, Scope by)
        {
            if (_playing != null && _playing.Order.Sequence == sequence)
            {
                Interrupt(_playing, reason);
                return;
            }

            int place = PlaceOf(sequence);
            if (place >= 0)
            {
                EndWaiting(place, ReceiptState.Stopped, reason);
                return;
            }

            // It may still be on its way: remembered as ended, it will not sound when it comes.
            OrderEntry? entry = _memory.Find(sequence);
            if (entry == null && sequence > _memory.Floor)
            {
                entry = _memory.Add(sequence, OrderKind.None, by);
            }

            if (entry != null && !entry.HasEnded)
            {
                entry.End(ReceiptState.Stopped, reason);
            }
        }

        private int PlaceOf(long sequence)
        {
            for (int i = 0; i < WaitingPlaces; i++)
            {
                LiveOrder? waiting = _waiting[i];
                if (waiting != null && waiting.Order.Sequence == sequence)
                {
                    return i;
                }
            }

            return -1;
        }

        private static void Interrupt(LiveOrder live, Reason reason)
        {
            // The gateway's word outweighs a pre-emption that has not yet been carried out.
            if (live.Interrupted == Reason.None || live.Interrupted == Reason.PreEmpted)
            {
                live.Interrupted = reason;
            }
        }

        // A free place, or that of the least urgent order that waits, if the new one is more urgent; -1 when there is none.
        private int MakeRoom(int rank)
        {
            EndExpiredWaiting();
            int free = FreePlace(_waiting);
            if (free >= 0)
            {
                return free;
            }

            int least = 0;
            for (int i = 1; i < WaitingPlaces; i++)
            {
                if (IsMoreUrgent(_waiting[least], _waiting[i]))
                {
                    least = i;
                }
            }

            LiveOrder? pushed = _waiting[least];
            if (pushed == null || pushed.Rank >= rank)
            {
                return -1;
            }

            EndWaiting(least, ReceiptState.Stopped, Reason.PreEmpted);
            return least;
        }

        private int MostUrgent()
        {
            int best = -1;
            for (int i = 0; i < WaitingPlaces; i++)
            {
                if (_waiting[i] != null && (best < 0 || IsMoreUrgent(_waiting[i], _waiting[best])))
                {
                    best = i;
                }
            }

            return best;
        }

        private static bool IsMoreUrgent(LiveOrder? a, LiveOrder? b)
        {
            if (a == null || b == null)
            {
                return a != null;
            }

            return a.Rank != b.Rank ? a.Rank > b.Rank : a.Arrival < b.Arrival;
        }

        private static int FreePlace(LiveOrder?[] places)
        {
            for (int i = 0; i < places.Length; i++)
            {
                if (places[i] == null)
                {
                    return i;
                }
            }

            return -1;
        }

        private void EndExpiredWaiting()
        {
            for (int i = 0; i < WaitingPlaces; i++)
            {
                LiveOrder? waiting = _waiting[i];
                if (waiting != null && IsPast(waiting))
                {
                    EndWaiting(i, ReceiptState.Failed, Reason.Expired);
                }
            }
        }

        private void EndWaiting(int place, ReceiptState state, Reason reason)
        {
            LiveOrder? waiting = _waiting[place];
            if (waiting != null)
            {
                _waiting[place] = null;
                End(waiting, state, reason, "it had not begun");
            }
        }

        private LiveOrder Enliven(Order order, OrderEntry entry)
        {
            entry.IsLive = true;
            _arrivals++;
            long left = order.ExpiresUnixMilliseconds - _ledger.NowUnixMilliseconds;
            return new LiveOrder(order, entry, _clock.UptimeMilliseconds + left, _arrivals);
        }

        // Two clocks, so that one that jumps back cannot make an order sound late: the calendar, and the time since the order came.
        private bool IsPast(LiveOrder live)
        {
            return _ledger.NowUnixMilliseconds >= live.Order.ExpiresUnixMilliseconds || _clock.UptimeMilliseconds >= live.DeadlineUptimeMilliseconds;
        }
    }
}
