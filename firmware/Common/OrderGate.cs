using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>
    /// Where every order to a board comes in. Only an order of this board's own gateway, whole, in time, new, honest about being a drill and of a kind
    /// that somebody here obeys gets past; each other one is refused with its own reason.
    /// </summary>
    public sealed class OrderGate : IOrderHandler, ICountyVoice
    {
        /// <summary>
        /// Refusals of messages that anybody could have sent are told at most this often for each reason, so that a flood of them cannot drown
        /// the receipts of real orders. All are counted.
        /// </summary>
        public const int MillisecondsBetweenStrangers = 1_000;

        private const int LongestDetail = 120;
        private const long Never = -1;

        private readonly Settings _settings;
        private readonly OrderLedger _ledger;
        private readonly ILink _link;
        private readonly BoardStatus _status;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly IOrderTaker?[] _takers = new IOrderTaker?[(int)OrderKind.SendLog + 1];
        private readonly long[] _toldUptime = new long[(int)Reason.Forged + 1];
        private readonly int[] _untold = new int[(int)Reason.Forged + 1];
        private readonly long[] _playedUptime = new long[(int)Priority.Red + 1];

        /// <summary>A gate that lets nothing past until somebody is registered.</summary>
        public OrderGate(Settings settings, OrderLedger ledger, ILink link, BoardStatus status, Clock clock, Log log)
        {
            _settings = settings;
            _ledger = ledger;
            _link = link;
            _status = status;
            _clock = clock;
            _log = log;
            for (int i = 0; i < _toldUptime.Length; i++)
            {
                _toldUptime[i] = -MillisecondsBetweenStrangers;
            }

            for (int i = 0; i < _playedUptime.Length; i++)
            {
                _playedUptime[i] = Never;
            }
        }

        /// <summary>Says who obeys a kind of order on this board. Before the link starts.</summary>
        public void Register(OrderKind kind, IOrderTaker taker)
        {
            _takers[(int)kind] = taker;
        }

        /// <inheritdoc/>
        public long LastPlayUptimeMilliseconds(Priority least)
        {
            lock (_ledger.Gate)
            {
                long latest = Never;
                for (int i = (int)least; i < _playedUptime.Length; i++)
                {
                    latest = _playedUptime[i] > latest ? _playedUptime[i] : latest;
                }

                return latest;
            }
        }

        /// <summary>Judges a message as it came from the link and answers it. None when the order was taken or was alive already.</summary>
        public Reason OnOrder(string topic, byte[] message)
        {
            Reason reason = Envelope.Open(_settings.Key, _settings.Board, topic, message, out int start, out int count);
            if (reason != Reason.None)
            {
                return RefuseStranger(reason, "");
            }

            if (!Order.TryDecode(message, start, count, out Order order, out string error))
            {
                return RefuseStranger(Reason.Malformed, error);
            }

            if (order.Board != _settings.Board)
            {
                return Refuse(order, Reason.Foreign, "sealed for this board, written for another");
            }

            // One at a time: the same order may come on a dying connection and on the next one at once.
            lock (_ledger.Gate)
            {
                _ledger.LearnTime(order.IssuedUnixMilliseconds);
                if (_ledger.AnswerKnown(order, out reason))
                {
                    return Count(order, reason);
                }

                reason = Pass(order, out string detail);
                if (reason == Reason.None)
                {
                    return reason;
                }

                if (reason != Reason.Busy)
                {
                    _ledger.KeepOut(order, reason);
                }

                return Refuse(order, reason, detail);
            }
        }

        private Reason Pass(Order order, out string detail)
        {
            detail = "";
            if (order.IsDrillMismatch)
            {
                return Reason.DrillMismatch;
            }

            if (_ledger.NowUnixMilliseconds >= order.ExpiresUnixMilliseconds)
            {
                return Reason.Expired;
            }

            IOrderTaker? taker = _takers[(int)order.Kind];
            if (taker == null)
            {
                detail = "this " + _settings.Kind + " board does not " + Words.Of(order.Kind);
                return Reason.Unsupported;
            }

            Reason reason = taker.Take(order, out detail);
            if (reason == Reason.None && order.Kind == OrderKind.Play && order.Scope == Scope.Actual)
            {
                _playedUptime[(int)order.Priority] = _clock.UptimeMilliseconds;
            }

            return reason;
        }

        private Reason Refuse(Order order, Reason reason, string detail)
        {
            _ledger.Refuse(order, reason, Shortened(detail));
            return Count(order, reason);
        }

        private Reason Count(Order order, Reason reason)
        {
            if (reason != Reason.None)
            {
                _status.Refusals++;
                _log.Write("order " + order.Sequence.ToString() + " refused, " + Words.Of(reason));
            }

            return reason;
        }

        // Nothing in such a message can be trusted, so the receipt names no sequence.
        private Reason RefuseStranger(Reason reason, string detail)
        {
            _status.Refusals++;
            int index = (int)reason;
            long uptime = _clock.UptimeMilliseconds;
            if (uptime - _toldUptime[index] < MillisecondsBetweenStrangers)
            {
                _untold[index]++;
                return reason;
            }

            Receipt receipt = new Receipt();
            receipt.State = ReceiptState.Refused;
            receipt.Reason = reason;
            receipt.UnixMilliseconds = _ledger.NowUnixMilliseconds;
            receipt.Detail = Shortened(detail);
            if (_untold[index] > 0)
            {
                receipt.Detail += " (and " + _untold[index].ToString() + " more since the last)";
            }

            _toldUptime[index] = uptime;
            _untold[index] = 0;
            _log.Write("a message refused, " + Words.Of(reason) + (detail.Length == 0 ? "" : ": " + detail));
            _link.Send(receipt);
            return reason;
        }

        private static string Shortened(string detail)
        {
            return detail.Length > LongestDetail ? detail.Substring(0, LongestDetail) : detail;
        }
    }
}
