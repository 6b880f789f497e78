using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>Obeys one kind of order, or several: registered at <see cref="OrderGate.Register"/>.</summary>
    public interface IOrderTaker
    {
        /// <summary>
        /// A new order that is authentic, in time and of this taker's kind. Either it is taken: written down by <see cref="OrderLedger.Accept"/> (or the
        /// taker's own book on the same ledger), which says "received", and done on another thread. Or it is left alone and the reason returned,
        /// with a few words for a technician; the gate then refuses it. Called on the link's thread: return soon.
        /// </summary>
        Reason Take(Order order, out string detail);
    }
}
