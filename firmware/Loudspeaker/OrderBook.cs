using System;
using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// The orders of this board: which is known, which waits, which plays, which ended and how. Every step is written to flash before
    /// it is said to the gateway or heard by the village, so that no order sounds twice, whenever power fails.
    ///
    /// Power lost while an order sounds: after the restart it is reported as failed with <see cref="Reason.PowerLost"/> (with the verdict, if
    /// there was one) and never sounds again. This board cannot know how much the village heard, and an amplifier that pulls a weak supply
    /// down would otherwise start, fail and start the same order for as long as it is repeated. What the village needs is decided where the
    /// warning is known: a new order, with a new sequence, sounds at once. An order that had been received but not begun is taken again when the
    /// gateway repeats it.
    ///
    /// A flash that cannot be written does not silence a warning: the order is obeyed and the log says that its memory is gone.
    /// </summary>
    public sealed class OrderBook
    {
        /// <summary>Orders that may wait while another plays.</summary>
        public const int WaitingPlaces = 4;

        private const string FileName = "orders";

        private readonly object _gate = new object();
        private readonly OrderMemory _memory = new OrderMemory();
        private readonly byte[] _image = new byte[OrderMemory.ImageBytes];
        private readonly LiveOrder?[] _waiting = new LiveOrder?[WaitingPlaces];
        private readonly LiveOrder?[] _stops = new LiveOrder?[WaitingPlaces];
        private readonly TwinFile _file;
        private readonly ILink _link;
        private readonly Clock _clock;
        private readonly Log _log;
        private LiveOrder? _playing;
        private long _arrivals;
        private long _boundUptime;

        /// <summary>An order book that keeps its memory in two files, orders.a and orders.b. Call <see cref="Restore"/> before anything else.</summary>
        public OrderBook(IFlash flash, ILink link, Clock clock, Log log)
        {
            _file = new TwinFile(flash, FileName, OrderMemory.ImageBytes);
            _link = link;
            _clock = clock;
            _log = log;
        }

        /// <summary>
        /// The time by which expiry is judged: the clock's, or, while the clock is not set, the latest issue time of any authentic order plus what has
        /// passed since. That is never later than the truth, so nothing that still holds is refused.
        /// </summary>
        public long NowUnixMilliseconds
        {
            get
            {
                lock (_gate)
                {
                    return Now();
                }
            }
        }

        /// <summary>Reads the memory back after a start and reports what a power cut broke off.</summary>
        public void Restore()
        {
            lock (_gate)
            {
                int length = _file.Read(_image);
                if (length >= 0 ? !_memory.Load(_image, length) : _file.Damaged)
                {
                    _log.Write("the memory of past orders cannot be read: an order from before this start could sound again");
                }

                _boundUptime = _clock.UptimeMilliseconds;
                ReportPowerLost();
            }
        }

        /// <summary>Notes the issue time of an authentic order.</summary>
        public void LearnTime(long issuedUnixMilliseconds)
        {
            lock (_gate)
            {
                long uptime = _clock.UptimeMilliseconds;
                if (issuedUnixMilliseconds > _memory.LatestIssuedUnixMilliseconds + (uptime - _boundUptime))
                {
                    _memory.LatestIssuedUnixMilliseconds = issuedUnixMilliseconds;
                    _boundUptime = uptime;
                }
            }
        }

        /// <summary>
        /// Answers an order that is no longer new: with its latest receipt while it waits or plays, as replayed with its verdict or end afterwards.
        /// False when the order is new.
        /// </summary>
        /// <param name="order">An authentic order.</param>
        /// <param name="reason">Replayed when it was refused.</param>
        public bool AnswerKnown(Order order, out Reason reason)
        {
            lock (_gate)
            {
                reason = Reason.None;
                OrderEntry? entry = _memory.Find(order.Sequence);
                if (entry == null)
                {
                    if (order.Sequence > _memory.Floor)
                    {
                        return false;
                    }

                    reason = Reason.Replayed;
                    Refuse(order, reason, ReceiptState.None, "older than all orders remembered");
                    return true;
                }

                if (!entry.HasEnded)
                {
                    if (entry.IsLive)
                    {
                        Say(entry, "");
                    }

                    return entry.IsLive;    // else: received before a power cut and never begun, so it may begin now
                }

                return AnswerEnded(order, entry, out reason);
            }
        }

        /// <summary>Refuses an authentic order.</summary>
        public void Refuse(Order order, Reason reason, string detail)
        {
            lock (_gate)
            {
                Refuse(order, reason, ReceiptState.None, detail);
            }
        }

        /// <summary>
        /// Takes in a new, authentic, unexpired order. None when it was taken (it then waits, plays soon, or was stopped before it came); otherwise why
        /// it was refused, and the gateway has been told.
        /// </summary>
        public Reason Admit(Order order)
        {
            lock (_gate)
            {
                Reason reason = TouchesAnActual(order) ? Reason.DrillMismatch
                    : order.Kind == OrderKind.Stop ? AdmitStop(order) : AdmitPlay(order);
                if (reason != Reason.None)
                {
                    Refuse(order, reason, ReceiptState.None, "");
                }

                return reason;
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
                    Save();
                    Say(live.Entry, "");
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
                entry.QuietMilliamperes = evidence.QuietMilliamperes;
                entry.ToneMilliamperes = evidence.ToneMilliamperes;
                entry.SpeechMilliamperes = evidence.SpeechMilliamperes;
                Save();
                Say(entry, detail);
            }
        }

        /// <summary>The playing order has ended.</summary>
        public void EndPlaying(LiveOrder live, ReceiptState state, Reason reason, string detail)
        {
            lock (_gate)
            {
                _playing = null;
                End(live.Entry, state, reason);
                Save();
                Say(live.Entry, detail);
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
                End(stop.Entry, state, reason);
                Save();
                Say(stop.Entry, detail);
            }
        }

        private void ReportPowerLost()
        {
            int broken = 0;
            for (int i = 0; i < OrderMemory.Capacity; i++)
            {
                OrderEntry entry = _memory.At(i);
                if (entry.Sequence != 0 && entry.HasBegun)
                {
                    entry.State = ReceiptState.Failed;
                    entry.Reason = Reason.PowerLost;
                    broken++;
                }
            }

            if (broken == 0)
            {
                return;
            }

            Save();
            for (int i = 0; i < OrderMemory.Capacity; i++)
            {
                // Also those of earlier starts: a receipt that was lost with the power is worth saying again, and a repeat is harmless.
                if (_memory.At(i).Reason == Reason.PowerLost)
                {
                    Say(_memory.At(i), "power failed while it played");
                }
            }
        }

        private bool AnswerEnded(Order order, OrderEntry entry, out Reason reason)
        {
            reason = Reason.None;
            if (entry.Kind == OrderKind.None)
            {
                if (entry.Scope != Scope.Actual && order.Scope == Scope.Actual)
                {
                    return false;    // a drill named it before it came; a drill cannot keep a real warning from sounding
                }

                entry.Scope = order.Scope;
                Say(entry, "stopped or replaced before it came");
                return true;
            }

            reason = Reason.Replayed;
            Receipt receipt = ReceiptOf(entry);
            receipt.State = ReceiptState.Refused;
            receipt.Reason = Reason.Replayed;
            receipt.Prior = entry.Verdict != ReceiptState.None ? entry.Verdict : entry.State;
            receipt.Detail = "it ended " + Words.Of(entry.State) + (entry.Reason == Reason.None ? "" : ", " + Words.Of(entry.Reason));
            _link.Send(receipt);
            return true;
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
                OrderEntry? late = Remember(order);
                if (late == null)
                {
                    return Reason.Busy;
                }

                End(late, ReceiptState.Stopped, Reason.StoppedByOrder);
                Save();
                Say(late, "everything was stopped before it came");
                return Reason.None;
            }

            // Room first: an order that finds none must not have silenced the one that it replaces.
            int place = PlaceOf(order.Of);
            place = place >= 0 ? place : MakeRoom(LiveOrder.RankOf(order.Scope, order.Priority));
            OrderEntry? entry = place < 0 ? null : Remember(order);
            if (entry == null)
            {
                return Reason.Busy;
            }

            LiveOrder live = Enliven(order, entry);
            if (order.Of != 0)
            {
                Withdraw(order.Of, Reason.Superseded, order.Scope);
            }

            _waiting[place] = live;
            Save();
            Say(entry, "");
            if (_playing != null && live.Rank > _playing.Rank)
            {
                Interrupt(_playing, Reason.PreEmpted);
            }

            return Reason.None;
        }

        private Reason AdmitStop(Order order)
        {
            int place = FreePlace(_stops);
            OrderEntry? entry = place < 0 ? null : Remember(order);
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

            Save();
            Say(entry, "");
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
            if (stop.Scope == Scope.Actual && stop.Sequence > _memory.SilencedBelow)
            {
                _memory.SilencedBelow = stop.Sequence;
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
        private static bool IsStoppedBy(Order stop, LiveOrder live)
        {
            return live.Order.Sequence < stop.Sequence && (stop.Scope == Scope.Actual || live.Order.Scope != Scope.Actual);
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
                End(entry, ReceiptState.Stopped, reason);
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
                End(waiting.Entry, state, reason);
                Save();
                Say(waiting.Entry, "it had not begun");
            }
        }

        private OrderEntry? Remember(Order order)
        {
            OrderEntry? entry = _memory.Find(order.Sequence);
            if (entry == null)
            {
                return _memory.Add(order.Sequence, order.Kind, order.Scope);
            }

            entry.Begin(order.Sequence, order.Kind, order.Scope);
            return entry;
        }

        private LiveOrder Enliven(Order order, OrderEntry entry)
        {
            entry.IsLive = true;
            _arrivals++;
            long left = order.ExpiresUnixMilliseconds - Now();
            return new LiveOrder(order, entry, _clock.UptimeMilliseconds + left, _arrivals);
        }

        private static void End(OrderEntry entry, ReceiptState state, Reason reason)
        {
            entry.State = state;
            entry.Reason = reason;
            entry.IsLive = false;
        }

        // Two clocks, so that one that jumps back cannot make an order sound late: the calendar, and the time since the order came.
        private bool IsPast(LiveOrder live)
        {
            return Now() >= live.Order.ExpiresUnixMilliseconds || _clock.UptimeMilliseconds >= live.DeadlineUptimeMilliseconds;
        }

        private long Now()
        {
            return _clock.Quality != ClockQuality.None
                ? _clock.UnixMilliseconds
                : _memory.LatestIssuedUnixMilliseconds + (_clock.UptimeMilliseconds - _boundUptime);
        }

        private void Save()
        {
            try
            {
                _memory.Save(_image);
                _file.Write(_image, 0, _image.Length);
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                _log.Write("could not write the memory of orders to flash: a repeat after a power cut would sound again", exception);
            }
        }

        private void Refuse(Order order, Reason reason, ReceiptState prior, string detail)
        {
            Receipt receipt = new Receipt();
            receipt.Sequence = order.Sequence;
            receipt.Scope = order.Scope;
            receipt.State = ReceiptState.Refused;
            receipt.Reason = reason;
            receipt.Prior = prior;
            receipt.UnixMilliseconds = Now();
            receipt.Detail = detail;
            _link.Send(receipt);
        }

        private void Say(OrderEntry entry, string detail)
        {
            Receipt receipt = ReceiptOf(entry);
            receipt.Detail = detail;
            _link.Send(receipt);
            _log.Write("order " + entry.Sequence.ToString() + " (" + Words.Of(entry.Scope) + ") " + Words.Of(entry.State)
                + (entry.Reason == Reason.None ? "" : ", " + Words.Of(entry.Reason)) + (detail.Length == 0 ? "" : ": " + detail));
        }

        private Receipt ReceiptOf(OrderEntry entry)
        {
            Receipt receipt = new Receipt();
            receipt.Sequence = entry.Sequence;
            receipt.Scope = entry.Scope;
            receipt.State = entry.State;
            receipt.Reason = entry.Reason;
            receipt.UnixMilliseconds = Now();
            receipt.QuietMilliamperes = entry.QuietMilliamperes;
            receipt.ToneMilliamperes = entry.ToneMilliamperes;
            receipt.SpeechMilliamperes = entry.SpeechMilliamperes;
            if (entry.HasEnded && entry.Verdict != ReceiptState.None)
            {
                receipt.Prior = entry.Verdict;
            }

            return receipt;
        }
    }
}
