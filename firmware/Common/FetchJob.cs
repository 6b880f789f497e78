using EdgeWarning.Protocol;

namespace EdgeWarning.Common
{
    /// <summary>Who wanted a file.</summary>
    public interface IFileOwner
    {
        /// <summary>
        /// The file lies on flash as <see cref="FetchJob.FileName"/>, whole and with the seal of its order. The owner moves it to its place and ends the
        /// order. Called on the fetcher's thread.
        /// </summary>
        void OnFetched(FetchJob job);
    }

    /// <summary>A file that an accepted order asks for. It is fetched under a name of its own, which follows from its seal.</summary>
    public sealed class FetchJob
    {
        /// <summary>How the names of files end that are not whole yet or not yet at their place.</summary>
        public const string Suffix = ".part";

        private const int NamedBytes = 8;
        private const string Digits = "0123456789abcdef";

        /// <summary>The file of <paramref name="order"/>, of which the ledger remembers <paramref name="entry"/>.</summary>
        /// <param name="what">What is fetched, such as "clip siren": a new job of the same name replaces the one before.</param>
        public FetchJob(Order order, OrderEntry entry, string what, IFileOwner owner, long deadlineUptimeMilliseconds)
        {
            Order = order;
            Entry = entry;
            What = what;
            Owner = owner;
            DeadlineUptimeMilliseconds = deadlineUptimeMilliseconds;
            FileName = NameOf(order.Seal);
        }

        public Order Order { get; }

        public OrderEntry Entry { get; }

        public string What { get; }

        public IFileOwner Owner { get; }

        /// <summary>The order's expiry on the clock that cannot jump.</summary>
        public long DeadlineUptimeMilliseconds { get; }

        /// <summary>Where the bytes lie while they come, and until the owner moves them.</summary>
        public string FileName { get; }

        // So a fetch that a power cut broke off goes on where it was when its order comes again, without a note of its own on flash.
        private static string NameOf(byte[] seal)
        {
            char[] name = new char[2 * NamedBytes];
            for (int i = 0; i < NamedBytes; i++)
            {
                name[2 * i] = Digits[seal[i] >> 4];
                name[(2 * i) + 1] = Digits[seal[i] & 0xF];
            }

            return new string(name) + Suffix;
        }
    }
}
