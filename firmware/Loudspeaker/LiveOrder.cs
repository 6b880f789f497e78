using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>An order that waits or plays.</summary>
    public sealed class LiveOrder
    {
        /// <summary>Takes an order that has been found good.</summary>
        public LiveOrder(Order order, OrderEntry entry, long deadlineUptimeMilliseconds, long arrival)
        {
            Order = order;
            Entry = entry;
            DeadlineUptimeMilliseconds = deadlineUptimeMilliseconds;
            Arrival = arrival;
            Rank = RankOf(order.Scope, order.Priority);
        }

        /// <summary>What the gateway asked for.</summary>
        public Order Order { get; }

        /// <summary>What is remembered of it. The order book's lock guards it.</summary>
        public OrderEntry Entry { get; }

        /// <summary>Its expiry on the clock that cannot jump, set when it came.</summary>
        public long DeadlineUptimeMilliseconds { get; }

        /// <summary>Counts up with each order that came: among equals the first goes first.</summary>
        public long Arrival { get; }

        /// <summary>Who silences whom: see <see cref="RankOf"/>.</summary>
        public int Rank { get; }

        /// <summary>Why it must fall silent; None while it may go on. The order book's lock guards it.</summary>
        public Reason Interrupted { get; set; }

        /// <summary>
        /// Warnings by colour, above every drill and test, above the daily programme. Without the gap a red drill would keep a real
        /// blue warning waiting.
        /// </summary>
        public static int RankOf(Scope scope, Priority priority)
        {
            if (scope == Scope.Actual)
            {
                return priority >= Priority.Blue ? 20 + (int)priority : 0;
            }

            return 10 + (int)priority;
        }
    }
}
