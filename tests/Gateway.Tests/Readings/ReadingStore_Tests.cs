using Dapper;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Readings;
using EdgeWarning.Gateway.Tests.Devices;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeWarning.Gateway.Tests.Readings;

public sealed class ReadingStore_Tests : IAsyncLifetime
{
    /// <summary>20 July 2021, 16:00 in Zhengzhou: the hour of 201.9 mm began.</summary>
    private const long Storm = 1_626_768_000;

    private readonly TestFolder _folder = new();
    private Database _database = null!;
    private ReadingStore _store = null!;
    private Board _gauge = null!;

    public async ValueTask InitializeAsync()
    {
        _database = Database.Open(_folder.File("gateway.db"), TimeProvider.System);
        var registry = new BoardRegistry(_database, new AuditLog(_database, TimeProvider.System), TimeProvider.System);
        await registry.Add([BoardRegistry_Tests.Board("gauge", BoardKinds.RainGauge), BoardRegistry_Tests.Board("other", BoardKinds.WaterLevel)], "test");
        _gauge = registry.Find("gauge")!;
        _store = new ReadingStore(_database, TimeProvider.System);
    }

    [Fact]
    public async Task Rain_is_counted_to_the_tip()
    {
        await Commit(1, Rain(1, 0, 0), Rain(2, 300, 200), Rain(3, 600, 600));
        await Commit(1, Rain(4, 3_600, 201_900));

        RainTotals rain = Totals(Storm + 3_600);
        Assert.Equal(201_900, rain.Total);
        Assert.Equal([new HourOfRain(At(0), 600), new HourOfRain(At(3_600), 201_300)], _store.RainByHour(_gauge, At(0), At(7_200)));
        Assert.Equal(new ReadingCounts("gauge", 4, 0, 0), _store.Counts().Single());
        Assert.Equal(4, _store.UpTo(_gauge, 1));
    }

    [Fact]
    public async Task A_gap_is_what_a_board_thinned_out_and_costs_no_rain_and_no_wait()
    {
        await Commit(1, Stage(1, 0, 900), Rain(4, 900, 600), Rain(9, 2_700, 1_400));
        CommitOutcome outcome = await Commit(1, Rain(40, 3_600, 2_000));

        Assert.Equal(40, outcome.Logs.Single().UpTo);
        Assert.Equal(2_000, Totals(Storm + 3_600).Total);
        Assert.Equal(new ReadingCounts("gauge", 4, 0, 36), _store.Counts().Single());

        // Sent before it was thinned and come late: the rain is told in finer steps, and no more of it.
        await Commit(1, Rain(6, 1_800, 1_000));
        Assert.Equal(2_000, Totals(Storm + 3_600).Total);
        Assert.Equal(40, _store.UpTo(_gauge, 1));
    }

    [Fact]
    public async Task The_same_pack_again_changes_nothing_but_the_count_of_duplicates()
    {
        PackedReading[] pack = [Rain(1, 0, 0), Rain(2, 300, 200), Stage(3, 300, -250)];
        await Commit(1, pack);

        CommitOutcome again = await Commit(1, pack);

        Assert.Empty(again.New);
        Assert.Equal(3, again.Duplicates);
        Assert.Equal(3, again.Logs.Single().UpTo);
        Assert.Equal(200, Totals(Storm + 300).Total);
        Assert.Equal(new ReadingCounts("gauge", 3, 3, 0), _store.Counts().Single());
    }

    [Fact]
    public async Task A_counter_that_begins_again_with_a_new_log_loses_no_rain_and_invents_none()
    {
        await Commit(1, Rain(1, 0, 0), Rain(2, 60, 5_000));
        await Commit(2, Rain(1, 120, 0), Rain(2, 180, 400));            // flash replaced: from 0 again
        await Commit(3, Rain(1, 240, 1_000));                           // outbox lost, counter kept: it goes on

        Assert.Equal(5_000 + 400 + 600, Totals(Storm + 300).Total);
    }

    [Fact]
    public async Task A_counter_lost_within_a_log_begins_again()
    {
        await Commit(1, Rain(1, 0, 0), Rain(2, 60, 5_000), Rain(3, 120, 0), Rain(4, 180, 200));

        Assert.Equal(5_200, Totals(Storm + 300).Total);
    }

    [Fact]
    public async Task The_past_of_an_old_gauge_does_not_fall_in_one_hour()
    {
        await Commit(7, Rain(4_711, 0, 12_345_600), Rain(4_712, 60, 12_345_800));

        Assert.Equal(200, Totals(Storm + 60).Total);
    }

    [Fact]
    public async Task Two_logs_of_one_board_in_one_batch_follow_each_other()
    {
        await _store.Commit([new ReadingPack(_gauge, 1, [Rain(1, 0, 0), Rain(2, 60, 5_000)]), new ReadingPack(_gauge, 2, [Rain(1, 120, 0), Rain(2, 180, 400)])]);

        Assert.Equal(5_400, Totals(Storm + 300).Total);
    }

    [Fact]
    public async Task Windows_hold_what_fell_in_them()
    {
        await Commit(1, Rain(1, -90_000, 0), Rain(2, -86_300, 1_000), Rain(3, -21_000, 3_000), Rain(4, -10_000, 7_000), Rain(5, -3_000, 15_000));

        Assert.Equal(new RainTotals("gauge", 15_000, 8_000, 12_000, 14_000, 15_000), Totals(Storm));
    }

    [Fact]
    public async Task Numbers_that_never_came_are_counted_as_missing()
    {
        await Commit(1, Rain(1, 0, 0), Rain(2, 60, 200));
        await Commit(1, Rain(5, 300, 800));

        Assert.Equal(new ReadingCounts("gauge", 3, 0, 2), _store.Counts().Single());
        Assert.Equal(800, Totals(Storm + 300).Total);
    }

    [Fact]
    public async Task The_newest_of_a_kind_goes_by_the_boards_order_not_by_its_clock()
    {
        await Commit(1, Stage(1, 900_000, 100), Stage(2, 60, 200), Stage(3, 120, 300));      // the first had a wild clock
        await Commit(1, Stage(1, 900_000, 100));

        Assert.Equal(new LatestReading("gauge", ReadingKind.Stage, At(120), 300), _store.Latest().Single());
        Assert.Equal([200L, 300L], _store.Series(_gauge, ReadingKind.Stage, At(0), At(1_000), 10).Select(point => point.Value));
        Assert.Equal([300L], _store.Series(_gauge, ReadingKind.Stage, At(0), At(1_000), 1).Select(point => point.Value));
    }

    [Fact]
    public void Any_order_and_any_repeats_give_the_same_rain_and_the_same_rows()
    {
        // Packs of 1 to 4 readings of one log, shuffled, some several times, some replayed much later.
        Gen<int[]> visits = Gen.Choose(0, 9).ArrayOf().Select(some => some.Concat(Enumerable.Range(0, 10).Reverse()).ToArray());
        Prop.ForAll(Arb.From(visits), order =>
        {
            using var folder = new TestFolder();
            return RunShuffled(folder.File("gateway.db"), order).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));      // each run is a store on the disk with its own flushes
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<bool> RunShuffled(string file, int[] order)
    {
        await using Database database = Database.Open(file, TimeProvider.System);
        var registry = new BoardRegistry(database, new AuditLog(database, TimeProvider.System), TimeProvider.System);
        await registry.Add([BoardRegistry_Tests.Board("gauge", BoardKinds.RainGauge)], "test");
        Board gauge = registry.Find("gauge")!;
        var store = new ReadingStore(database, TimeProvider.System);
        PackedReading[] all = [.. Enumerable.Range(1, 30).Select(n => n % 3 == 0 ? Stage(n, n * 60, n) : Rain(n, n * 60, (n - 1) * 200))];
        await store.Commit([new ReadingPack(gauge, 1, all[..1])]);      // a log is met at its beginning; from then on anything goes
        foreach (int pack in order)
        {
            await store.Commit([new ReadingPack(gauge, 1, all[(pack * 3)..((pack * 3) + 3)])]);
        }

        long byHour = store.RainByHour(gauge, DateTimeOffset.FromUnixTimeSeconds(0), At(100_000)).Sum(hour => hour.Micrometres);
        long rows = database.Read(db => db.ExecuteScalar<long>("SELECT count(*) FROM readings"));
        long negative = database.Read(db => db.ExecuteScalar<long>("SELECT count(*) FROM readings WHERE gain < 0 OR (kind = 1 AND sequence > 2 AND gain NOT IN (200, 400))"));
        ReadingCounts counts = store.Counts().Single();
        return rows == 30 && byHour == 28 * 200 && store.Rain(At(2_000)).Single().Total == 28 * 200 && negative == 0
            && counts.Committed == 30 && counts.Missing == 0 && counts.Duplicates == (order.Length * 3) + 1 - 30 && store.UpTo(gauge, 1) == 30;
    }

    private Task<CommitOutcome> Commit(long log, params PackedReading[] readings) => _store.Commit([new ReadingPack(_gauge, log, readings)]);

    private RainTotals Totals(long now) => _store.Rain(DateTimeOffset.FromUnixTimeSeconds(now)).Single();

    private static DateTimeOffset At(long seconds) => DateTimeOffset.FromUnixTimeSeconds(Storm + seconds);

    private static PackedReading Rain(long sequence, long seconds, long counter) => new(sequence, Storm + seconds, false, ReadingKind.Rain, counter);

    private static PackedReading Stage(long sequence, long seconds, long millimetres) => new(sequence, Storm + seconds, false, ReadingKind.Stage, millimetres);
}
