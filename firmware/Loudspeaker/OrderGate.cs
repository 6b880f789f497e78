using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>
    /// Where every order comes in. Only an order of this board's own gateway, whole, in time, new, honest about being a drill and within the
    /// board's means gets past; each other kind is refused with its own reason.
    /// </summary>
    public sealed class OrderGate
    {
        /// <summary>
        /// Refusals of messages that anybody could have sent are told at most this often for each reason, so that a flood of them cannot drown
        /// the receipts of real orders. All are counted.
        /// </summary>
        public const int MillisecondsBetweenStrangers = 1_000;

        private const int LongestDetail = 120;

        private readonly Settings _settings;
        private readonly LoudspeakerParts _parts;
        private readonly OrderBook _book;
        private readonly ILink _link;
        private readonly BoardStatus _status;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly long[] _toldUptime = new long[(int)Reason.Forged + 1];
        private readonly int[] _untold = new int[(int)Reason.Forged + 1];

        /// <summary>A gate in front of <paramref name="book"/>.</summary>
        public OrderGate(Settings settings, LoudspeakerParts parts, OrderBook book, ILink link, BoardStatus status, Clock clock, Log log)
        {
            _settings = settings;
            _parts = parts;
            _book = book;
            _link = link;
            _status = status;
            _clock = clock;
            _log = log;
            for (int i = 0; i < _toldUptime.Length; i++)
            {
                _toldUptime[i] = -MillisecondsBetweenStrangers;
            }
        }

        /// <summary>Judges a message as it came from the link and answers it. None when the order was taken or was alive already.</summary>
        public Reason Take(string topic, byte[] message)
        {
            Reason reason = Envelope.Open(_settings.Key, _settings.Board, topic, message, out byte[] payload);
            if (reason != Reason.None)
            {
                return RefuseStranger(reason, "");
            }

            if (!Order.TryDecode(payload, out Order order, out string error))
            {
                return RefuseStranger(Reason.Malformed, error);
            }

            if (order.Board != _settings.Board)
            {
                return Refuse(order, Reason.Foreign, "sealed for this board, written for another");
            }

            _book.LearnTime(order.IssuedUnixMilliseconds);
            if (_book.AnswerKnown(order, out reason))
            {
                return Count(order, reason);
            }

            reason = Fault(order, out string detail);
            return reason == Reason.None ? Count(order, _book.Admit(order)) : Refuse(order, reason, detail);
        }

        private Reason Fault(Order order, out string detail)
        {
            detail = "";
            if (order.IsDrillMismatch)
            {
                return Reason.DrillMismatch;
            }

            if (_book.NowUnixMilliseconds >= order.ExpiresUnixMilliseconds)
            {
                return Reason.Expired;
            }

            if (order.Kind == OrderKind.Stop)
            {
                return Reason.None;
            }

            if (order.Kind != OrderKind.Play && order.Kind != OrderKind.Test)
            {
                detail = "this board does not " + Words.Of(order.Kind);
                return Reason.Unsupported;
            }

            return BeyondTheParts(order, out detail);
        }

        private Reason BeyondTheParts(Order order, out string detail)
        {
            bool tone = order.Tone != Tone.None && order.ToneMilliseconds > 0;
            bool text = order.Text.Length > 0;
            detail = "";
            if (!tone && !text && order.Clip.Length == 0 && order.Kind == OrderKind.Play)
            {
                detail = "neither tone nor text";
                return Reason.Malformed;
            }

            if (order.Clip.Length > 0 && !text)
            {
                detail = "this board keeps no clips";
            }
            else if (_parts.IsBench)
            {
                return Reason.None;
            }
            else if (order.Scope == Scope.Drill && _parts.Speech == null)
            {
                detail = "no speech module: a drill could not be announced";
            }
            else if (tone && !text && _parts.Speaker == null)
            {
                detail = "no speaker for a tone";
            }
            else if (text && !tone && _parts.Speech == null)
            {
                detail = "no speech module for a text";
            }

            return detail.Length == 0 ? Reason.None : Reason.Unsupported;
        }

        private Reason Refuse(Order order, Reason reason, string detail)
        {
            _book.Refuse(order, reason, detail);
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
            receipt.UnixMilliseconds = _book.NowUnixMilliseconds;
            receipt.Detail = detail.Length > LongestDetail ? detail.Substring(0, LongestDetail) : detail;
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
    }
}
