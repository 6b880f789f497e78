using System;
using EdgeWarning.Common;
using EdgeWarning.Protocol;
using nanoFramework.TestFramework;

namespace EdgeWarning.Board.Tests.Common
{
    /// <summary>An outbox on a flash that outlives it, and a gateway that fetches what it holds.</summary>
    internal sealed class OutboxBoard
    {
        private readonly int _segments;
        private readonly Random _random;

        /// <summary>The seed decides the log id, and how a power cut tears a write.</summary>
        public OutboxBoard(int seed, int segments)
        {
            _segments = segments;
            _random = new Random(seed);
            Flash = new MemoryFlash(seed);
            Clock = new HandClock();
            Outbox = Open();
        }

        public MemoryFlash Flash { get; }

        public HandClock Clock { get; private set; }

        public Outbox Outbox { get; private set; }

        /// <summary>The power fails and comes back: the uptime begins anew and the date is forgotten.</summary>
        public void Restart()
        {
            Flash.CutAtWrite = -1;
            Clock = new HandClock();
            Outbox = Open();
        }

        /// <summary>Rain readings whose values are the numbers from one to another, both included.</summary>
        public void AppendRain(int first, int last)
        {
            for (int i = first; i <= last; i++)
            {
                Outbox.Append(ReadingKind.Rain, i);
            }
        }

        /// <summary>The next pack.</summary>
        public Reading[] Peek()
        {
            Reading[] items = new Reading[Readings.MaxCount];
            for (int i = 0; i < items.Length; i++)
            {
                items[i] = new Reading();
            }

            Reading[] pack = new Reading[Outbox.Peek(items)];
            Array.Copy(items, pack, pack.Length);
            return pack;
        }

        /// <summary>All that is kept, pack by pack, each acknowledged as a gateway would.</summary>
        public Reading[] Drain()
        {
            Reading[] all = new Reading[0];
            Reading[] pack = Peek();
            while (pack.Length > 0)
            {
                Reading[] longer = new Reading[all.Length + pack.Length];
                Array.Copy(all, longer, all.Length);
                Array.Copy(pack, 0, longer, all.Length, pack.Length);
                all = longer;
                Assert.IsTrue(Outbox.Acknowledge(Outbox.LogId, pack[pack.Length - 1].Sequence));
                pack = Peek();
            }

            return all;
        }

        /// <summary>Fails unless the readings' values are the numbers from one to another.</summary>
        public static void AreNumbers(int first, int last, Reading[] readings)
        {
            Assert.AreEqual(last - first + 1, readings.Length);
            for (int i = 0; i < readings.Length; i++)
            {
                Assert.AreEqual((long)(first + i), readings[i].Value);
            }
        }

        private Outbox Open()
        {
            return new Outbox(Flash, Clock, new Log(Clock, 16), _random, _segments);
        }
    }
}
