using System;
using EdgeWarning.Common;
using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests
{
    /// <summary>A link that keeps what a board says.</summary>
    public sealed class LinkBook : ILink
    {
        private Receipt[] _receipts = new Receipt[8];

        /// <inheritdoc/>
        public bool IsUp
        {
            get { return true; }
        }

        /// <summary>Receipts said so far.</summary>
        public int Count { get; private set; }

        /// <summary>The latest receipt.</summary>
        public Receipt Last
        {
            get { return _receipts[Count - 1]; }
        }

        /// <inheritdoc/>
        public void Send(Receipt receipt)
        {
            if (Count == _receipts.Length)
            {
                Receipt[] more = new Receipt[2 * Count];
                Array.Copy(_receipts, more, Count);
                _receipts = more;
            }

            _receipts[Count] = receipt;
            Count++;
        }

        /// <inheritdoc/>
        public bool Report(ReadingKind kind, long value)
        {
            return true;
        }

        /// <summary>Fails unless so many receipts were said and the last is this one.</summary>
        public void Ends(int count, long sequence, ReceiptState state, Reason reason)
        {
            Assert.AreEqual(count, Count);
            Assert.AreEqual(sequence, Last.Sequence);
            Assert.AreEqual((int)state, (int)Last.State);
            Assert.AreEqual((int)reason, (int)Last.Reason);
        }
    }
}
