using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Tests.Warnings;

public sealed class WarningIntake_Tests : IAsyncDisposable
{
    private const string Alert = "office@nanzhao.example,NZ-20261122-0007,2026-11-22T14:00:00+08:00";

    private readonly TestFolder _folder = new();
    private readonly SetClock _clock = new(new DateTimeOffset(2026, 11, 22, 14, 45, 0, TimeSpan.FromHours(8)));
    private readonly WarningSettings _settings = new();
    private Database _database;
    private WarningStore _store;
    private WarningIntake _intake;
    private int _changes;

    public WarningIntake_Tests()
    {
        (_database, _store, _intake) = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("red-rainstorm", WarningKind.Actual, true)]
    [InlineData("exercise", WarningKind.Drill, true)]
    [InlineData("test", WarningKind.Test, false)]
    [InlineData("system", WarningKind.System, false)]
    [InlineData("draft", WarningKind.Draft, false)]
    [InlineData("cancel-of-unknown", WarningKind.CancelOfUnknown, false)]
    [InlineData("update-of-unknown", WarningKind.UpdateOfUnknown, true)]
    [InlineData("ack", WarningKind.Acknowledgement, false)]
    [InlineData("error", WarningKind.Error, false)]
    [InlineData("expired-before-sent", WarningKind.Expired, false)]
    [InlineData("restricted", WarningKind.Actual, true)]
    [InlineData("private", WarningKind.NotPublic, false)]
    public async Task Says_what_came_and_whether_it_sounds(string name, WarningKind kind, bool sounds)
    {
        var stored = await Take(name);
        Assert.Equal(("W-20261122-001", kind, sounds), (stored.Id, stored.Kind, stored.Sounds));
        Assert.NotEmpty(stored.Note);
        Assert.Equal(sounds ? 1 : 0, Live().Count);
        Assert.Equal(kind, _store.Find(stored.Id)!.Kind);
        Assert.Equal(CapFiles.Golden(name), _store.Raw(stored.Id));
        Assert.Equal(1, _changes);
    }

    [Fact]
    public async Task An_update_takes_the_place_of_what_it_references()
    {
        var (alert, update) = (await Take("red-rainstorm"), await Take("update"));
        Assert.Equal((WarningKind.Update, true), (update.Kind, update.Sounds));
        var effect = Assert.Single(Live());
        Assert.Equal(update.Id, effect.Id);
        Assert.Equal([alert.Id], effect.Replaces);
        Assert.Equal((WarningEnd.Superseded, update.Id), (_store.Find(alert.Id)!.Ended, _store.Find(alert.Id)!.EndedBy));
    }

    /// <summary>By it a hub sees whether there is anything new.</summary>
    [Fact]
    public async Task The_newest_message_is_the_last_that_came_also_when_the_clock_was_set_back()
    {
        await Take("red-rainstorm");
        _clock.Now -= TimeSpan.FromMinutes(5);
        var last = await Take("exercise");
        Assert.Equal((last.Id, _clock.Now), _store.NewestId());
    }

    [Fact]
    public async Task A_cancel_stops_what_it_references()
    {
        var (alert, cancel) = (await Take("red-rainstorm"), await Take("cancel"));
        Assert.Equal((WarningKind.Cancel, false), (cancel.Kind, cancel.Sounds));
        Assert.Contains(alert.Id, cancel.Note, StringComparison.Ordinal);
        Assert.Empty(Live());
        Assert.Equal(WarningState.Cancelled, LiveWarnings.StateOf(_store.Find(alert.Id)!, _clock.Now));
    }

    [Fact]
    public async Task A_cancel_of_the_first_warning_also_stops_the_update_that_took_its_place()
    {
        await Take("red-rainstorm");
        var update = await Take("update");
        var cancel = await Take("cancel");
        Assert.Empty(Live());
        Assert.Equal((WarningEnd.Cancelled, cancel.Id), (_store.Find(update.Id)!.Ended, _store.Find(update.Id)!.EndedBy));
    }

    [Fact]
    public async Task A_second_update_replaces_the_whole_chain()
    {
        var (alert, first) = (await Take("red-rainstorm"), await Take("update"));
        var second = await Take(CapFiles.With("update", ("NZ-20261122-0012", "NZ-20261122-0099"), ("<sent>2026-11-22T14:40", "<sent>2026-11-22T14:44")));
        var effect = Assert.Single(Live());
        Assert.Equal(second.Id, effect.Id);
        Assert.Equal([alert.Id, first.Id], effect.Replaces);
    }

    [Fact]
    public async Task A_drill_never_ends_a_real_warning_nor_the_reverse()
    {
        var alert = await Take("red-rainstorm");
        var drill = await Take(CapFiles.With("cancel", ("<status>Actual", "<status>Exercise")));
        Assert.Equal(WarningKind.CancelOfUnknown, drill.Kind);
        Assert.Contains($"{alert.Id} left alone", drill.Note, StringComparison.Ordinal);
        Assert.Single(Live());

        await Take("exercise");
        await Take(CapFiles.With("cancel", ("NZ-20261122-0013", "NZ-1"), ("example,NZ-20261122-0007", "example,NZ-20261122-0008")));
        Assert.Equal(2, Live().Count);
    }

    [Theory]
    [InlineData("Test")]
    [InlineData("Draft")]
    [InlineData("System")]
    public async Task A_message_that_is_no_real_one_ends_nothing(string status)
    {
        await Take("red-rainstorm");
        await Take(CapFiles.With("cancel", ("<status>Actual", $"<status>{status}")));
        Assert.Single(Live());
    }

    [Fact]
    public async Task A_warning_that_its_own_cancel_has_overtaken_stays_silent()
    {
        Assert.Equal(WarningKind.CancelOfUnknown, (await Take("cancel")).Kind);
        var late = await Take("red-rainstorm");
        Assert.Equal((WarningKind.Overtaken, false), (late.Kind, late.Sounds));
        Assert.Empty(Live());
    }

    [Fact]
    public async Task An_update_that_came_too_late_still_ends_what_was_before_it()
    {
        var alert = await Take("red-rainstorm");
        var newest = await Take(CapFiles.With("update", ("NZ-20261122-0012", "NZ-3"), ("example,NZ-20261122-0007,2026-11-22T14:00", "example,NZ-20261122-0012,2026-11-22T14:40"), ("<sent>2026-11-22T14:40", "<sent>2026-11-22T14:44")));
        Assert.Equal(WarningKind.UpdateOfUnknown, newest.Kind);
        Assert.Equal(WarningKind.Overtaken, (await Take("update")).Kind);
        Assert.Equal([newest.Id], Live().Select(effect => effect.Id));
        Assert.Equal(WarningEnd.Superseded, _store.Find(alert.Id)!.Ended);
    }

    [Fact]
    public async Task A_reference_with_a_wrong_time_still_finds_its_warning()
    {
        await Take("red-rainstorm");
        Assert.Equal(WarningKind.Cancel, (await Take(CapFiles.With("cancel", ("0007,2026-11-22T14:00:00+08:00", "0007,2026-11-22T13:59:00+08:00")))).Kind);
        Assert.Empty(Live());
    }

    [Fact]
    public async Task The_same_message_again_is_the_same_warning()
    {
        var first = await Take("red-rainstorm");
        var again = await Take("red-rainstorm");
        Assert.Equal((first.Id, true, true), (again.Id, again.Duplicate, again.Sounds));
        Assert.Empty(again.Warnings);
        var inUtc = await Take(CapFiles.With("<sent>2026-11-22T14:00:00+08:00", "<sent>2026-11-22T06:00:00-00:00"));
        Assert.Equal((first.Id, true), (inUtc.Id, inUtc.Duplicate));
        Assert.Contains(inUtc.Warnings, warning => warning.Rule == CapRule.DuplicateDiffers);
        Assert.Equal(1, _changes);
        Assert.Single(_store.Newest(9));
    }

    [Fact]
    public async Task Twenty_at_once_are_one_warning()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Take("red-rainstorm")));
        Assert.Single(all, stored => !stored.Duplicate);
        Assert.Single(all.Select(stored => stored.Id).Distinct());
    }

    [Fact]
    public async Task References_that_go_round_in_a_circle_are_refused()
    {
        await Take(CapFiles.With("update", ("0007,2026-11-22T14:00:00+08:00", "0050,2026-11-22T14:41:00+08:00")));
        var refused = await Refused(CapFiles.With("update", ("NZ-20261122-0012", "NZ-20261122-0050"), ("0007,2026-11-22T14:00:00+08:00", "0012,2026-11-22T14:40:00+08:00"), ("<sent>2026-11-22T14:40", "<sent>2026-11-22T14:41")));
        Assert.Equal(CapRule.CircularReference, Assert.Single(refused.Reasons).Rule);
    }

    [Fact]
    public async Task An_identifier_used_twice_is_taken_and_said()
    {
        await Take("red-rainstorm");
        var other = await Take(CapFiles.With("<sent>2026-11-22T14:00", "<sent>2026-11-22T14:10"));
        Assert.Contains(other.Warnings, warning => warning.Rule == CapRule.IdentifierReused);
        Assert.Equal(2, Live().Count);
    }

    [Fact]
    public async Task Of_what_is_refused_only_the_refusal_is_kept()
    {
        var file = CapFiles.With("<severity>Extreme", "<severity>Red");
        await Refused(file);
        Assert.Empty(_store.Newest(9));
        var refusal = Assert.Single(_store.Refusals(9));
        Assert.Equal(file.Length, refusal.Bytes);
        Assert.Equal(file[..256], refusal.Start);
        Assert.Equal(CapRule.Value, refusal.Reasons[0].Rule);
        Assert.Equal(0, _changes);
    }

    [Fact]
    public async Task Only_the_newest_refusals_are_kept()
    {
        await Task.WhenAll(Enumerable.Range(0, 1_100).Select(_ => _intake.Take([1], new Actor("test", ""))));
        Assert.Equal(1_000, _store.Refusals(9_999).Count);
        Assert.Equal(1_100, _store.Refusals(1)[0].Number);
    }

    [Fact]
    public async Task Numbers_start_anew_at_the_offices_midnight()
    {
        _settings.TimeZone = "Asia/Shanghai";
        await Reopen();
        _clock.Now = new DateTimeOffset(2026, 11, 22, 15, 59, 0, TimeSpan.Zero);
        Assert.Equal("W-20261122-001", (await Take("test")).Id);
        Assert.Equal("W-20261122-002", (await Take("draft")).Id);
        _clock.Now = new DateTimeOffset(2026, 11, 22, 16, 0, 0, TimeSpan.Zero);
        Assert.Equal("W-20261123-001", (await Take("system")).Id);
    }

    [Fact]
    public async Task A_restart_forgets_nothing()
    {
        await Take("red-rainstorm");
        var update = await Take("update");
        await Reopen();
        var effect = Assert.Single(Live());
        Assert.Equal((update.Id, "W-20261122-001"), (effect.Id, Assert.Single(effect.Replaces)));
        Assert.True((await Take("update")).Duplicate);
        _clock.Now = _clock.Now.AddHours(9);
        Assert.Empty(Live());
    }

    [Fact]
    public async Task Every_message_is_in_the_audit()
    {
        await Take("red-rainstorm");
        var row = Assert.Single(new AuditLog(_database, _clock).Newest(9));
        Assert.Equal(("test", "warning received", "W-20261122-001"), (row.Who, row.Act, row.Subject));
        Assert.StartsWith(Alert, row.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_every_real_valid_file_at_hand_for_what_it_is()
    {
        foreach (var file in CapFiles.FilesAtHand("valid"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            var alert = CapFiles.Accepted(bytes).Alert;
            var stored = Assert.IsType<IntakeStored>(await _intake.Take(bytes, new Actor("test", "")));
            Assert.Equal(Expected(alert), stored.Duplicate ? Expected(alert) : stored.Kind);
            Assert.False(stored.Sounds, "all of them are over long ago");
        }

        Assert.Empty(Live());
    }

    private static WarningKind Expected(CapAlert alert) => (alert.Status, alert.MessageType) switch
    {
        (CapStatus.Test, _) => WarningKind.Test,
        (_, CapMessageType.Cancel) => WarningKind.CancelOfUnknown,
        _ => WarningKind.Expired,
    };

    private IReadOnlyList<WarningEffect> Live() => _intake.Live(_clock.Now);

    private Task<IntakeStored> Take(string name) => Take(CapFiles.Golden(name));

    private async Task<IntakeStored> Take(byte[] file) => Assert.IsType<IntakeStored>(await _intake.Take(file, new Actor("test", "")));

    private async Task<IntakeRefused> Refused(byte[] file) => Assert.IsType<IntakeRefused>(await _intake.Take(file, new Actor("test", "")));

    private async Task Reopen()
    {
        await _database.DisposeAsync();
        (_database, _store, _intake) = Open();
    }

    private (Database, WarningStore, WarningIntake) Open()
    {
        var database = Database.Open(_folder.File("gateway.db"), _clock);
        var store = new WarningStore(database);
        var intake = new WarningIntake(database, store, new AuditLog(database, _clock), new Settled<WarningSettings>(_settings), _clock);
        intake.WarningsChanged += () => Interlocked.Increment(ref _changes);
        return (database, store, intake);
    }
}
