using EdgeWarning.Common;
using EdgeWarning.Protocol;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>What needs a flash that fills up or fails in many lives, or counts what is allocated. The rest: Board.Tests.</summary>
public class Outbox_Tests
{
    private const int Segment = 255;

    [Fact]
    public void Full_flash_costs_the_oldest_readings_and_not_the_newest()
    {
        var board = new Board(1) { Flash = { Room = 5 * 4096 } };
        for (var i = 1; i <= 5_000; i++)
        {
            board.Outbox.Append(ReadingKind.Rain, i);
        }

        var kept = board.Drain().Select(reading => reading.Value).ToArray();
        Assert.Equal(5_000, kept[^1]);
        Assert.Equal(5_000 - board.Outbox.Dropped - board.Outbox.Thinned, kept.Length);
        Assert.InRange(kept.Length, Segment, 5 * Segment);
    }

    /// <summary>
    /// Random lives: appending, acknowledging, sending, power cuts at any write in each torn form, restarts. Whatever was promised and not
    /// acknowledged comes back once, in order, with its value; nothing that was never appended appears.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Loses_and_doubles_nothing_over_random_lives(int part)
    {
        var cuts = 0;
        for (var seed = part * 1_000_000; seed < (part * 1_000_000) + 150; seed++)
        {
            cuts += Live(new Board(seed), new Random(seed), seed);
        }

        Assert.True(cuts > 500, $"only {cuts} power cuts: the test has lost its teeth");
    }

    [Fact]
    public void Appending_and_sending_allocate_nothing_of_their_own()
    {
        var board = new Board(1);
        var items = Items();
        for (var i = 0; i < 10; i++)
        {
            board.Outbox.Append(ReadingKind.Rain, i);
            board.Outbox.Peek(items);
        }

        var quiet = new QuietFlash();
        var outbox = new Outbox(quiet, board.Clock, board.Log, new Random(1), 64);
        outbox.Append(ReadingKind.Rain, 1);
        outbox.Peek(items);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            outbox.Append(ReadingKind.Rain, i);
            outbox.Peek(items);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int Live(Board board, Random random, int seed)
    {
        var promised = new SortedDictionary<long, long>();
        long acknowledged = 0;
        long next = 1;
        var cuts = 0;
        for (var act = 0; act < 120; act++)
        {
            board.Flash.CutAtWrite = random.Next(6) == 0 ? random.Next(8) : -1;
            try
            {
                Act();
            }
            catch (PowerCutException)
            {
                cuts++;
                Restart();
            }

            if (random.Next(15) == 0)
            {
                board.Flash.CutAtWrite = -1;
                Restart();
            }
        }

        board.Flash.CutAtWrite = -1;
        Restart();
        var drained = board.Drain();
        foreach (var reading in drained.Where(reading => reading.Sequence > acknowledged))
        {
            Assert.True(promised.Remove(reading.Sequence, out var value) && value == reading.Value, $"seed {seed}: reading {reading.Sequence} is {reading.Value}");
        }

        Assert.True(promised.Keys.All(sequence => sequence <= acknowledged), $"seed {seed}: lost {promised.Keys.LastOrDefault()}, acknowledged {acknowledged}");
        Assert.True(drained.Zip(drained.Skip(1)).All(pair => pair.First.Sequence < pair.Second.Sequence), $"seed {seed}: out of order");
        Assert.Equal(0, board.Outbox.Dropped);
        return cuts;

        void Act()
        {
            switch (random.Next(4))
            {
                case 0 when next > 1:
                    var upTo = random.NextInt64(acknowledged, next);
                    acknowledged = Math.Max(acknowledged, upTo);    // the gateway has committed, whether or not the board lives to know
                    board.Outbox.Acknowledge(board.Outbox.LogId, upTo);
                    break;
                case 1:
                    foreach (var reading in board.PeekAll().Where(reading => promised.ContainsKey(reading.Sequence)))
                    {
                        Assert.Equal(promised[reading.Sequence], reading.Value);
                    }

                    break;
                default:
                    for (var i = random.Next(60); i > 0; i--)
                    {
                        var value = random.NextInt64(-5_000_000_000, 5_000_000_000);
                        promised[next] = value;     // taken back below when the append does not return and the reading is not there
                        board.Outbox.Append(ReadingKind.Rain, value);
                        Assert.Equal(next + 1, board.Outbox.NextSequence);
                        next++;
                    }

                    break;
            }
        }

        void Restart()
        {
            while (true)
            {
                try
                {
                    board.Restart();
                    break;
                }
                catch (PowerCutException)
                {
                    cuts++;     // again, while it starts
                }
            }

            var found = board.Outbox.NextSequence;
            Assert.True(found == next || (found == next + 1 && promised.ContainsKey(next)), $"seed {seed}: next is {found}, promised up to {next - 1}");
            promised.Remove(found);     // torn: its number goes to the next reading
            next = found;
        }
    }

    private static Reading[] Items()
    {
        var items = new Reading[Readings.MaxCount];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new Reading();
        }

        return items;
    }

    private sealed class Board
    {
        private readonly Random _random;
        private readonly int _segments;

        public Board(int seed, int segments = 64)
        {
            _random = new Random(seed);
            _segments = segments;
            Flash = new FrailFlash(_random);
            Restart();
        }

        public FrailFlash Flash { get; }

        public HandClock Clock { get; private set; } = new();

        public Log Log { get; private set; } = null!;

        public Outbox Outbox { get; private set; } = null!;

        public void Restart()
        {
            Clock = new HandClock();
            Log = new Log(Clock, 16);
            Outbox = new Outbox(Flash, Clock, Log, _random, _segments);
        }

        public Reading[] PeekAll()
        {
            var items = Items();
            return items[..Outbox.Peek(items)];
        }

        /// <summary>All that is kept, as a gateway would fetch it.</summary>
        public List<Reading> Drain()
        {
            var all = new List<Reading>();
            while (PeekAll() is { Length: > 0 } pack)
            {
                all.AddRange(pack);
                Assert.True(Outbox.Acknowledge(Outbox.LogId, pack[^1].Sequence));
            }

            return all;
        }
    }

    /// <summary>One block of memory that allocates nothing, for counting what the outbox itself allocates.</summary>
    private sealed class QuietFlash : IFlash
    {
        private readonly byte[] _segment = new byte[4096];
        private int _length = -1;

        public int Length(string name) => name == "log.0" ? _length : -1;

        public int Read(string name, int position, byte[] buffer, int offset, int count)
        {
            var length = name == "log.0" ? Math.Max(0, Math.Min(count, _length - position)) : 0;
            Array.Copy(_segment, position, buffer, offset, length);
            return length;
        }

        public void Write(string name, int position, byte[] buffer, int offset, int count)
        {
            if (name == "log.0")
            {
                Array.Copy(buffer, offset, _segment, position, count);
                _length = position + count;
            }
        }

        public void Move(string name, string newName) => throw new NotSupportedException();

        public void Delete(string name)
        {
        }

        public string[] Names() => [];
    }
}
