using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Loudspeaker
{
    /// <summary>What waits or plays: an order of the gateway, or a sound of the board's own in the form of one.</summary>
    public sealed class LiveOrder
    {
        /// <summary>Takes an order that has been found good.</summary>
        public LiveOrder(Order order, OrderEntry entry, long deadlineUptimeMilliseconds, long arrival)
            : this(order, entry, deadlineUptimeMilliseconds, arrival, RankOf(order.Scope, order.Priority), null)
        {
        }

        /// <summary>Takes a sound of the board's own.</summary>
        public LiveOrder(LocalSound sound, long deadlineUptimeMilliseconds, long arrival)
            : this(OrderOf(sound), new OrderEntry(), deadlineUptimeMilliseconds, arrival, RankOf(sound), sound)
        {
            Entry.Begin(0, Order.Kind, Order.Scope);
        }

        private LiveOrder(Order order, OrderEntry entry, long deadlineUptimeMilliseconds, long arrival, int rank, LocalSound? local)
        {
            Order = order;
            Entry = entry;
            DeadlineUptimeMilliseconds = deadlineUptimeMilliseconds;
            Arrival = arrival;
            Rank = rank;
            Local = local;
        }

        /// <summary>What is to be sounded. That of a local sound has sequence 0.</summary>
        public Order Order { get; }

        /// <summary>What is remembered of it; of a local sound not in flash. The order book's lock guards it.</summary>
        public OrderEntry Entry { get; }

        /// <summary>The board's own sound that this is, or null.</summary>
        public LocalSound? Local { get; }

        /// <summary>Its expiry on the clock that cannot jump, set when it came.</summary>
        public long DeadlineUptimeMilliseconds { get; }

        /// <summary>Counts up with each order that came: among equals the first goes first.</summary>
        public long Arrival { get; }

        /// <summary>Who silences whom: see <see cref="RankOf(Scope, Priority)"/>.</summary>
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
                return priority >= Priority.Blue ? 20 + 2 * (int)priority : 0;
            }

            return 10 + (int)priority;
        }

        /// <summary>Right below the county's order of the same colour, above the next lower one; a board's test of itself below everything.</summary>
        public static int RankOf(LocalSound sound)
        {
            return sound.IsSelfTest ? -1 : 20 + 2 * (int)sound.Priority - 1;
        }

        private static Order OrderOf(LocalSound sound)
        {
            Order order = new Order();
            order.Kind = sound.IsSelfTest ? OrderKind.Test : OrderKind.Play;
            order.Scope = sound.IsSelfTest ? Scope.Test : Scope.Actual;
            order.ExpiresUnixMilliseconds = long.MaxValue;
            order.Priority = sound.Priority;
            order.Tone = sound.Tone;
            order.ToneMilliseconds = sound.ToneMilliseconds;
            order.Clip = sound.Clip;
            order.Text = sound.Text;
            order.Language = sound.Language;
            order.Repeats = sound.Repeats;
            order.VolumePercent = sound.VolumePercent;
            return order;
        }
    }
}
