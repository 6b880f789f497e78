using EdgeWarning.Common;
using EdgeWarning.Protocol;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

public class Outbox_Tests
{
    private const int Segment = 255;
    private const long Noon = 1_790_000_000_000;

    [Fact]
    public void Gives_back_the_oldest_first_until_they_are_acknowledged()
    {
        var board = new Board(1);
        board.Outbox.Append(ReadingKind.Rain, 200);
        board.Outbox.Append(ReadingKind.Stage, -17);
        Assert.Equal([(1, ReadingKind.Rain, 200), (2, ReadingKind.Stage, -17)], board.Peek());
        Assert.Equal(2, board.Outbox.Pending);
        Assert.True(board.Outbox.Acknowledge(board.Outbox.LogId, 1));
        Assert.Equal([(2, ReadingKind.Stage, -17)], board.Peek());
        Assert.True(board.Outbox.Acknowledge(board.Outbox.LogId, 2));
        Assert.Empty(board.Peek());
        Assert.Equal(3, board.Outbox.OldestSequence);
        Assert.Equal(3, board.Outbox.NextSequence);
    }

    [Fact]
    public void An_acknowledgement_of_another_life_or_of_nothing_new_frees_nothing()
    {
        var board = new Board(1);
        board.Outbox.Append(ReadingKind.Rain, 200);
        Assert.False(board.Outbox.Acknowledge(board.Outbox.LogId ^ 1, 1));
        Assert.False(board.Outbox.Acknowledge(board.Outbox.LogId, 0));
        Assert.False(board.Outbox.Acknowledge(board.Outbox.LogId, long.MaxValue));
        Assert.Single(board.Peek());
    }

    [Fact]
    public void Keeps_readings_numbers_and_log_id_over_restarts()
    {
        var board = new Board(1);
        for (var i = 1; i <= 400; i++)
        {
            board.Outbox.Append(ReadingKind.Rain, i);
        }

        var log = board.Outbox.LogId;
        board.Outbox.Acknowledge(log, 260);     // frees a segment, and is written down
        board.Outbox.Acknowledge(log, 360);     // frees none, and costs no write
        board.Restart();
        Assert.Equal(log, board.Outbox.LogId);
        Assert.Equal(401, board.Outbox.NextSequence);
        Assert.Equal(Enumerable.Range(261, 140).Select(i => (long)i), board.Drain().Select(reading => reading.Value));
        board.Outbox.Append(ReadingKind.Rain, 401);
        Assert.Equal([(401, ReadingKind.Rain, 401)], board.Peek());
    }

    [Fact]
    public void Every_life_has_its_own_random_log_id()
    {
        var ids = Enumerable.Range(0, 1000).Select(seed => new Board(seed).Outbox.LogId).ToArray();
        Assert.All(ids, id => Assert.InRange(id, 1, 0xFFFFFFFFL));
        Assert.Equal(1000, ids.Distinct().Count());
        Assert.Contains(ids, id => id > int.MaxValue);
    }

    [Fact]
    public void Frees_flash_of_what_is_acknowledged()
    {
        var board = new Board(1);
        for (var i = 1; i <= 20 * Segment; i++)
        {
            board.Outbox.Append(ReadingKind.Rain, i);
            board.Outbox.Acknowledge(board.Outbox.LogId, i);
        }

        Assert.InRange(board.Flash.Files.Count, 2, 3);      // the state's pair; the last segment goes with its last reading
    }

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

    [Fact]
    public void A_reading_taken_before_the_date_was_known_gets_its_time_afterwards()
    {
        var board = new Board(1);
        board.Clock.Advance(100_000);
        board.Outbox.Append(ReadingKind.Rain, 1);
        board.Clock.Advance(30_000);
        Assert.Equal(-30, board.PeekAll()[0].UnixSeconds);
        board.Clock.LearnFromGateway(Noon);
        Assert.Equal((Noon / 1000) - 30, board.PeekAll()[0].UnixSeconds);
    }

    [Fact]
    public void A_reading_without_date_has_its_true_time_after_a_power_cut_when_its_own_start_had_learnt_the_time()
    {
        var board = new Board(1);
        board.Clock.Advance(100_000);
        board.Outbox.Append(ReadingKind.Rain, 1);
        board.Clock.Advance(30_000);
        board.Clock.LearnFromGateway(Noon);
        board.Outbox.Append(ReadingKind.Rain, 2);
        board.Restart();
        board.Clock.Advance(5_000);
        Assert.Equal([(Noon / 1000) - 30, Noon / 1000], board.PeekAll().Select(reading => reading.UnixSeconds));
    }

    [Fact]
    public void Readings_without_date_of_starts_that_never_learnt_it_lie_before_the_next_start_and_apart_as_they_were_taken()
    {
        var board = new Board(1);
        foreach (var uptime in new[] { 100_000, 500_000 })
        {
            board.Clock.Advance(uptime - board.Clock.UptimeMilliseconds);
            board.Outbox.Append(ReadingKind.Rain, uptime);
        }

        board.Restart();
        board.Clock.Advance(60_000);
        board.Outbox.Append(ReadingKind.Rain, 60_000);
        board.Restart();
        board.Clock.Advance(40_000);
        Assert.Equal([-500, -100, -40], board.PeekAll().Select(reading => reading.UnixSeconds));
        board.Clock.LearnFromGateway(Noon);
        board.Outbox.Append(ReadingKind.Rain, 100_000);
        Assert.Equal([-500, -100, -40, Noon / 1000], board.PeekAll().Select(reading => reading.UnixSeconds));     // relative: the gateway marks them as estimated
    }

    [Fact]
    public void A_hundred_starts_without_a_date_cost_no_reading_and_their_times_never_run_backwards()
    {
        var board = new Board(1);
        for (var i = 0; i < 100; i++)
        {
            board.Clock.Advance(60_000);
            board.Outbox.Append(ReadingKind.Rain, i);
            board.Clock.Advance(60_000);
            board.Outbox.Append(ReadingKind.Rain, i);
            board.Restart();
        }

        board.Clock.Advance(10_000);
        long[] times = [.. board.PeekAll().Select(reading => reading.UnixSeconds)];
        Assert.Equal(times.Order(), times);
        Assert.All(times, time => Assert.True(time <= -10));
    }

    [Fact]
    public void A_rotten_record_is_left_out_and_the_rest_goes_on()
    {
        var board = new Board(1);
        for (var i = 1; i <= 100; i++)
        {
            board.Outbox.Append(ReadingKind.Rain, i);
        }

        var segment = (byte[])board.Flash.Files["log.0"].Clone();
        segment[16 + (49 * 16) + 9] ^= 4;       // the value of the fiftieth
        board.Flash.Put("log.0", segment);
        board.Restart();
        Assert.Equal(Enumerable.Range(1, 100).Where(i => i != 50).Select(i => (long)i), board.Drain().Select(reading => reading.Value));
    }

    [Fact]
    public void Numbers_that_the_gateway_already_holds_are_not_given_again()
    {
        var board = new Board(1);
        board.Outbox.Append(ReadingKind.Rain, 1);
        Assert.True(board.Outbox.Acknowledge(board.Outbox.LogId, 300));
        Assert.Equal(301, board.Outbox.NextSequence);
        board.Outbox.Append(ReadingKind.Rain, 301);
        board.Restart();
        board.Outbox.Append(ReadingKind.Rain, 302);
        Assert.Equal([301L, 302L], board.Drain().Select(reading => reading.Sequence));
    }

    [Fact]
    public void Lost_state_files_cost_nothing_while_a_segment_is_there()
    {
        var board = new Board(1);
        for (var i = 1; i <= 250; i++)
        {
            board.Outbox.Append(ReadingKind.Rain, i);
        }

        var log = board.Outbox.LogId;
        board.Flash.Put("outbox.a", [0]);
        board.Flash.Put("outbox.b", [0]);
        board.Restart();
        Assert.Equal(log, board.Outbox.LogId);
        Assert.Equal(Enumerable.Range(1, 250).Select(i => (long)i), board.Drain().Select(reading => reading.Value));
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

        public (int Sequence, ReadingKind Kind, int Value)[] Peek() =>
            [.. PeekAll().Select(reading => ((int)reading.Sequence, reading.Kind, (int)reading.Value))];

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
