using System;
using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// What a board remembers of its orders, in flash before it is said: which it has taken, how far each has come, and how late it must be. Every kind of
    /// order is kept here; who obeys a kind writes its progress here. A repeated order is therefore answered and never done twice,
    /// whenever power fails.
    ///
    /// Power lost while an order sounds: after the restart it is reported as failed with <see cref="Reason.PowerLost"/> (with the verdict, if there was one)
    /// and never sounds again. An order that had been received but not begun is taken again when the gateway repeats it. A restart that had
    /// been received is finished: the board has started since.
    ///
    /// A flash that cannot be written does not silence a warning: the order is obeyed and the log says that its memory is gone.
    /// </summary>
    public sealed class OrderLedger
    {
        /// <summary>Orders that a board with a voice remembers.</summary>
        public const int UsualOrders = 32;

        private const string FileName = "orders";

        private readonly TwinFile _file;
        private readonly ILink _link;
        private readonly Clock _clock;
        private readonly Log _log;
        private long _boundUptime;

        /// <summary>A ledger of the usual size.</summary>
        public OrderLedger(IFlash flash, ILink link, Clock clock, Log log)
            : this(flash, link, clock, log, UsualOrders)
        {
        }

        /// <summary>A ledger of so many orders in two files, orders.a and orders.b. Call <see cref="Restore"/> before anything else.</summary>
        public OrderLedger(IFlash flash, ILink link, Clock clock, Log log, int orders)
        {
            Memory = new OrderMemory(orders);
            _file = new TwinFile(flash, FileName, Memory.Image);
            _link = link;
            _clock = clock;
            _log = log;
        }

        /// <summary>Guards <see cref="Memory"/> and all that hangs on it, such as the loudspeaker's queue.</summary>
        public object Gate { get; } = new object();

        /// <summary>The table itself; only under <see cref="Gate"/>.</summary>
        public OrderMemory Memory { get; }

        /// <summary>
        /// The time by which expiry is judged: the clock's, or, while the clock is not set, the latest issue time of any authentic order plus what has
        /// passed since. That is never later than the truth, so nothing that still holds is refused.
        /// </summary>
        public long NowUnixMilliseconds
        {
            get
            {
                lock (Gate)
                {
                    return _clock.Quality != ClockQuality.None
                        ? _clock.UnixMilliseconds
                        : Memory.LatestIssuedUnixMilliseconds + (_clock.UptimeMilliseconds - _boundUptime);
                }
            }
        }

        /// <summary>True while an order that makes a sound or ends one waits or is being done.</summary>
        public bool IsAnySoundWanted
        {
            get
            {
                lock (Gate)
                {
                    for (int i = 0; i < Memory.Capacity; i++)
                    {
                        OrderEntry entry = Memory.At(i);
                        if (entry.IsLive && (entry.Kind == OrderKind.Play || entry.Kind == OrderKind.Test || entry.Kind == OrderKind.Stop))
                        {
                            return true;
                        }
                    }

                    return false;
                }
            }
        }

        /// <summary>Reads the memory back after a start, and reports what a power cut broke off and which restart is done.</summary>
        public void Restore()
        {
            lock (Gate)
            {
                int length = _file.Load();
                if (!Memory.Adopt(length) && (length >= 0 || _file.Damaged))
                {
                    _log.Write("the memory of past orders cannot be read: an order from before this start could sound again");
                }

                _boundUptime = _clock.UptimeMilliseconds;
                ReportPowerLost();
                FinishRestarts();
            }
        }

        /// <summary>Notes the issue time of an authentic order.</summary>
        public void LearnTime(long issuedUnixMilliseconds)
        {
            lock (Gate)
            {
                long uptime = _clock.UptimeMilliseconds;
                if (issuedUnixMilliseconds > Memory.LatestIssuedUnixMilliseconds + (uptime - _boundUptime))
                {
                    Memory.LatestIssuedUnixMilliseconds = issuedUnixMilliseconds;
                    _boundUptime = uptime;
                }
            }
        }

        /// <summary>
        /// Answers an order that is no longer new: with its latest receipt while it is alive, as replayed with its verdict or end afterwards.
        /// False when the order is new, or was received before a power cut and never begun.
        /// </summary>
        /// <param name="order">An authentic order.</param>
        /// <param name="reason">Replayed when it was refused.</param>
        public bool AnswerKnown(Order order, out Reason reason)
        {
            lock (Gate)
            {
                reason = Reason.None;
                OrderEntry? entry = Memory.Find(order.Sequence);
                if (entry == null)
                {
                    if (order.Sequence > Memory.Floor)
                    {
                        return false;
                    }

                    reason = Reason.Replayed;
                    Refuse(order, reason, "older than all orders remembered");
                    return true;
                }

                if (!entry.HasEnded)
                {
                    if (entry.IsLive)
                    {
                        Say(entry, "");
                    }

                    return entry.IsLive;
                }

                return AnswerEnded(order, entry, out reason);
            }
        }

        /// <summary>Refuses an authentic order.</summary>
        public void Refuse(Order order, Reason reason, string detail)
        {
            Receipt receipt = new Receipt();
            receipt.Sequence = order.Sequence;
            receipt.Scope = order.Scope;
            receipt.State = ReceiptState.Refused;
            receipt.Reason = reason;
            receipt.UnixMilliseconds = NowUnixMilliseconds;
            receipt.Detail = detail;
            _link.Send(receipt);
        }

        /// <summary>
        /// A refused order stays refused, also when a power cut makes this board forget the time or the order that it offended. Not for <see cref="Reason.Busy"/>:
        /// that is no refusal, the gateway sends the order again. Only under <see cref="Gate"/>, before the refusal is said.
        /// </summary>
        public void KeepOut(Order order, Reason reason)
        {
            OrderEntry? entry = Remember(order);
            if (entry != null)
            {
                entry.End(ReceiptState.Refused, reason);
                Save();
            }
        }

        /// <summary>Takes an order: written down and said to be received, alive until <see cref="End"/>. Null when the memory is full of live orders.</summary>
        public OrderEntry? Accept(Order order)
        {
            lock (Gate)
            {
                OrderEntry? entry = Remember(order);
                if (entry != null)
                {
                    entry.IsLive = true;
                    Save();
                    Say(entry, "");
                }

                return entry;
            }
        }

        /// <summary>The order has ended: written down, then said.</summary>
        public void End(OrderEntry entry, ReceiptState state, Reason reason, string detail)
        {
            lock (Gate)
            {
                entry.End(state, reason);
                Save();
                Say(entry, detail);
            }
        }

        /// <summary>The same for an order of which only the sequence is known, perhaps from before a restart; nothing when it is forgotten or has ended.</summary>
        public void End(long sequence, ReceiptState state, Reason reason, string detail)
        {
            lock (Gate)
            {
                OrderEntry? entry = Memory.Find(sequence);
                if (entry != null && !entry.HasEnded)
                {
                    End(entry, state, reason, detail);
                }
            }
        }

        /// <summary>An order from before the restart is still being done: when it comes again it is answered and not begun anew.</summary>
        public void Revive(long sequence)
        {
            lock (Gate)
            {
                OrderEntry? entry = Memory.Find(sequence);
                if (entry != null && !entry.HasEnded)
                {
                    entry.IsLive = true;
                }
            }
        }

        /// <summary>The entry of an order, new or known. For a taker with a book of its own; only under <see cref="Gate"/>, and saved by the caller.</summary>
        public OrderEntry? Remember(Order order)
        {
            OrderEntry? entry = Memory.Find(order.Sequence);
            if (entry == null)
            {
                return Memory.Add(order.Sequence, order.Kind, order.Scope);
            }

            entry.Begin(order.Sequence, order.Kind, order.Scope);
            return entry;
        }

        /// <summary>Writes the table to flash.</summary>
        public void Save()
        {
            try
            {
                lock (Gate)
                {
                    _file.Save(Memory.Length);
                }
            }
            catch (Exception exception)
            {
                if (Platform.IsPowerCut(exception))
                {
                    throw;
                }

                _log.Write("could not write the memory of orders to flash: a repeat after a power cut would be done again", exception);
            }
        }

        /// <summary>Tells the gateway how far an order has come.</summary>
        public void Say(OrderEntry entry, string detail)
        {
            Receipt receipt = ReceiptOf(entry);
            receipt.Detail = detail;
            _link.Send(receipt);
            _log.Write("order " + entry.Sequence.ToString() + " (" + Words.Of(entry.Scope) + ") " + Words.Of(entry.State)
                + (entry.Reason == Reason.None ? "" : ", " + Words.Of(entry.Reason)) + (detail.Length == 0 ? "" : ": " + detail));
        }

        private void ReportPowerLost()
        {
            int broken = 0;
            for (int i = 0; i < Memory.Capacity; i++)
            {
                OrderEntry entry = Memory.At(i);
                if (entry.Sequence != 0 && entry.HasBegun)
                {
                    entry.End(ReceiptState.Failed, Reason.PowerLost);
                    broken++;
                }
            }

            if (broken == 0)
            {
                return;
            }

            Save();
            for (int i = 0; i < Memory.Capacity; i++)
            {
                // Also those of earlier starts: a receipt that was lost with the power is worth saying again, and a repeat is harmless.
                if (Memory.At(i).Reason == Reason.PowerLost)
                {
                    Say(Memory.At(i), "power failed while it played");
                }
            }
        }

        // Whatever started the board since, it has started.
        private void FinishRestarts()
        {
            for (int i = 0; i < Memory.Capacity; i++)
            {
                OrderEntry entry = Memory.At(i);
                if (entry.Kind == OrderKind.Restart && entry.Sequence != 0 && !entry.HasEnded)
                {
                    End(entry, ReceiptState.Finished, Reason.None, "the board has started again");
                }
            }
        }

        private bool AnswerEnded(Order order, OrderEntry entry, out Reason reason)
        {
            reason = Reason.None;
            if (entry.State == ReceiptState.Refused)
            {
                reason = entry.Reason;
                Refuse(order, reason, "");
                return true;
            }

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

        private Receipt ReceiptOf(OrderEntry entry)
        {
            Receipt receipt = new Receipt();
            receipt.Sequence = entry.Sequence;
            receipt.Scope = entry.Scope;
            receipt.State = entry.State;
            receipt.Reason = entry.Reason;
            receipt.UnixMilliseconds = NowUnixMilliseconds;
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
