using EdgeWarning.Common;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>What a village's outbox still knows after an outage that is longer than its room.</summary>
public class OutboxThinning_Tests
{
    private const int Segment = 255;
    private const int DaySeconds = 86_400;
    private const int StepSeconds = 300;
    private const int RainSeconds = 900;

    private readonly FrailFlash _flash = new(new Random(1));
    private readonly HandClock _clock = new();
    private readonly List<Reading> _made = [];

    [Fact]
    public void Thirty_days_of_a_station_fit_whole()
    {
        var outbox = Open(Outbox.MostSegments);
        Measure(outbox, days: 30);
        Assert.Equal(0, outbox.Thinned);
        Assert.Equal(_made.Count, outbox.Pending);
        Assert.True(_flash.Files.Values.Sum(file => (file.Length + 4095) / 4096 * 4096) <= 256 * 1024);
        Assert.Equal(_made.Select(reading => (reading.Sequence, reading.Value)), Drain(outbox).Select(reading => (reading.Sequence, reading.Value)));
    }

    [Theory]
    [InlineData(64, 120)]
    [InlineData(24, 60)]
    [InlineData(24, 400)]
    public void Of_a_longer_outage_the_old_part_is_thinned_and_totals_crest_and_alarms_stay_true(int segments, int days)
    {
        var outbox = Open(segments);
        Measure(outbox, days);
        Assert.Equal(0, outbox.Dropped);
        Assert.InRange(_flash.Files.Count(file => file.Key.StartsWith("log.", StringComparison.Ordinal)), 1, segments);

        outbox = Open(segments);
        var kept = Drain(outbox);
        Assert.Equal(_made.Count - outbox.Thinned, kept.Count);
        Assert.All(kept, reading => Assert.Equal((_made[(int)reading.Sequence - 1].Kind, _made[(int)reading.Sequence - 1].Value), (reading.Kind, reading.Value)));
        Assert.Equal(1, kept[0].Sequence);
        Assert.Equal(_made[^1].Sequence, kept[^1].Sequence);
        Assert.Equal(_made.Last(reading => reading.Kind == ReadingKind.Rain).Value, Gain(kept));
        Assert.Equal(Highest(_made), Highest(kept));
        Assert.Equal(_made.Where(IsNews).Select(reading => reading.Sequence), kept.Where(IsNews).Select(reading => reading.Sequence));

        // A tenth of the room at the end is whole, and nowhere does rain wait longer than a twentieth of its age for its next reading.
        long[] sequences = [.. kept.Select(reading => reading.Sequence)];
        Assert.Equal(segments * Segment / 10, sequences[^(segments * Segment / 10)..].Zip(Enumerable.Range(0, int.MaxValue)).Count(pair => pair.First == _made.Count - (segments * Segment / 10) + pair.Second + 1));
        var rain = kept.Where(reading => reading.Kind == ReadingKind.Rain).ToArray();
        long end = _made[^1].UnixSeconds;
        Assert.All(rain.Zip(rain.Skip(1)), pair => Assert.True(
            pair.Second.UnixSeconds - pair.First.UnixSeconds <= RainSeconds + ((end - pair.First.UnixSeconds) / 20),
            $"{pair.Second.UnixSeconds - pair.First.UnixSeconds} s without rain reading, {end - pair.First.UnixSeconds} s ago"));
    }

    [Fact]
    public void A_file_system_that_is_smaller_than_said_thins_too()
    {
        _flash.Room = 20 * 4096;
        var outbox = Open(Outbox.MostSegments);
        Measure(outbox, days: 60);
        Assert.InRange(outbox.Dropped, 0, 3 * Segment);
        Assert.True(outbox.Thinned > 0);
        Assert.Equal(_made[^1].Sequence, Drain(outbox)[^1].Sequence);
    }

    private static bool IsNews(Reading reading) => reading.Kind is not (ReadingKind.Rain or ReadingKind.Stage or ReadingKind.Battery);

    private static long Highest(IEnumerable<Reading> readings) => readings.Where(reading => reading.Kind == ReadingKind.Stage).Max(reading => reading.Value);

    // What a gateway adds up that meets this log at its beginning: docs/PROTOCOL.md.
    private static long Gain(List<Reading> readings)
    {
        long before = 0;
        long total = 0;
        foreach (var reading in readings.Where(reading => reading.Kind == ReadingKind.Rain))
        {
            total += reading.Value - before;
            before = reading.Value;
        }

        return total;
    }

    private Outbox Open(int segments) => new(_flash, _clock, new Log(_clock, 8), new Random(1), segments);

    /// <summary>A station: stage every five minutes, rain every quarter of an hour and every five minutes in a shower, a battery, a fault and an alarm now and then.</summary>
    private void Measure(Outbox outbox, int days)
    {
        var random = new Random(7);
        long rain = 0;
        _clock.LearnFromGateway(1_790_000_000_000);
        for (var second = 0; second < days * DaySeconds; second += StepSeconds)
        {
            _clock.Advance(StepSeconds * 1000);
            var shower = second / 3_600 % 29 == 0;
            rain += shower ? 200 * random.Next(1, 20) : 0;
            Append(outbox, ReadingKind.Stage, 1_000 + random.Next(3_000));
            if (shower || second % RainSeconds == 0)
            {
                Append(outbox, ReadingKind.Rain, rain);
            }

            if (second % 3_600 == 0)
            {
                Append(outbox, ReadingKind.Battery, 3_200 + random.Next(100));
            }

            if (random.Next(500) == 0)
            {
                Append(outbox, random.Next(2) == 0 ? ReadingKind.StageFault : ReadingKind.VillageAlarm, 1);
            }
        }
    }

    private void Append(Outbox outbox, ReadingKind kind, long value)
    {
        _made.Add(new Reading { Sequence = outbox.NextSequence, Kind = kind, Value = value, UnixSeconds = _clock.UnixMilliseconds / 1000 });
        outbox.Append(kind, value);
    }

    private static List<Reading> Drain(Outbox outbox)
    {
        var all = new List<Reading>();
        while (true)
        {
            Reading[] items = [.. Enumerable.Range(0, 32).Select(_ => new Reading())];
            var count = outbox.Peek(items);
            if (count == 0)
            {
                return all;
            }

            all.AddRange(items[..count]);
            Assert.True(outbox.Acknowledge(outbox.LogId, items[count - 1].Sequence));
        }
    }
}
