using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>For a board without a voice: refuses every order that is genuine, so that whoever sent it learns why nothing sounds.</summary>
    public sealed class UnsupportedOrders : IOrderHandler
    {
        private readonly Settings _settings;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly ILink _link;
        private readonly BoardStatus _status;

        /// <summary>Answers on <paramref name="link"/>.</summary>
        public UnsupportedOrders(Settings settings, Clock clock, Log log, ILink link, BoardStatus status)
        {
            _settings = settings;
            _clock = clock;
            _log = log;
            _link = link;
            _status = status;
        }

        /// <inheritdoc/>
        public void OnOrder(string topic, byte[] message)
        {
            _status.Refusals++;
            byte[] payload;
            Reason reason = Envelope.Open(_settings.Key, _settings.Board, topic, message, out payload);
            Order order;
            string error;
            if (reason != Reason.None || !Order.TryDecode(payload, out order, out error))
            {
                // Not from our gateway, or garbled: there is nobody to answer and no sequence to name.
                _log.Write("an order was refused: " + Words.Of(reason == Reason.None ? Reason.Malformed : reason));
                return;
            }

            _log.Write("order " + order.Sequence.ToString() + " refused: this board does not " + Words.Of(order.Kind));
            Receipt receipt = new Receipt();
            receipt.Sequence = order.Sequence;
            receipt.State = ReceiptState.Refused;
            receipt.Reason = Reason.Unsupported;
            receipt.Scope = order.Scope;
            receipt.UnixMilliseconds = _clock.UnixMilliseconds;
            receipt.Detail = "a " + _settings.Kind + " board";
            _link.Send(receipt);
        }
    }
}
