using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>What a board's behaviour sees of the gateway. All calls return at once and may come from any thread.</summary>
    public interface ILink
    {
        /// <summary>True while the broker answers. Says nothing about the gateway.</summary>
        bool IsUp { get; }

        /// <summary>
        /// Queues a receipt, sent in order as soon as the link is up. The queue is a ring: when it is full the oldest is dropped,
        /// which is harmless, because the gateway repeats an order until it has its last receipt and the board then says it again.
        /// The link fills in the board's id; the receipt must not be changed afterwards.
        /// </summary>
        void Send(Receipt receipt);

        /// <summary>
        /// Writes a reading, taken now, to the outbox in flash and sends it when its turn comes, for as long as it takes.
        /// False when flash refused it; the log says why.
        /// </summary>
        bool Report(ReadingKind kind, long value);
    }

    /// <summary>Who obeys orders.</summary>
    public interface IOrderHandler
    {
        /// <summary>
        /// An order as it came, still sealed: the handler opens, judges and answers it. Called on the link's thread, which
        /// carries everything else that comes down: copy or queue, and return soon. An exception is logged and goes no further.
        /// Says why the order was refused; None when it was not.
        /// </summary>
        Reason OnOrder(string topic, byte[] message);
    }
}
