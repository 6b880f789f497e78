using Dapper;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>A change of many boards.</summary>
/// <param name="Subject"><see cref="Wish.SettingsSubject"/> or <see cref="Wish.ApplicationSubject"/>.</param>
/// <param name="What">The changes of settings, or the application's build and file.</param>
/// <param name="Boards">All of them, the first one first.</param>
public sealed record StoredRollout(long Number, string Subject, string What, IReadOnlyList<string> Boards, string Who, DateTimeOffset Set);

/// <summary>Changes of many boards, in SQLite: who began what, where. How far each board has come stands in its wish.</summary>
public sealed class RolloutStore(Database database, AuditLog audit, WishStore wishes, TimeProvider clock)
{
    /// <summary>As many as anybody looks back at.</summary>
    private const int Shown = 20;

    public IReadOnlyList<StoredRollout> Newest() => database.Read(db => db.Query<(long Number, string Subject, string What, string Boards, string Who, long SetMs)>(
        "SELECT number, subject, what, boards, who, set_ms FROM rollouts ORDER BY number DESC LIMIT @Shown", new { Shown })
        .Select(row => new StoredRollout(row.Number, row.Subject, row.What, row.Boards.Split(' '), row.Who, DateTimeOffset.FromUnixTimeMilliseconds(row.SetMs))).AsList());

    /// <summary>Changes settings: on the first board at once, on the others when it has proved them.</summary>
    /// <param name="boards">The first one first, each with what of the whole fits it.</param>
    public Task<long> ChangeSettings(SettingsChange whole, IReadOnlyList<(string Board, SettingsChange Change)> boards, Actor by, CancellationToken stopping = default)
    {
        var what = whole.ToString().TrimEnd();
        return Begin(Wish.SettingsSubject, AuditAct.Of("settings for boards"), what, [.. boards.Select(one => one.Board)], by, what.ReplaceLineEndings("; "), (rows, number) =>
        {
            foreach (var (board, change) in boards)
            {
                rows.Put(board, Wish.ComingSettingsSubject, OrderKind.Configure, 0, change.ToString(), "", WishState.Held, number);
            }
        }, stopping);
    }

    /// <summary>Brings an application: to the first board at once, to the others when it has kept it.</summary>
    /// <param name="boards">The first one first.</param>
    public Task<long> BringApplication(StoredFile file, long build, IReadOnlyList<string> boards, Actor by, CancellationToken stopping = default) =>
        Begin(Wish.ApplicationSubject, AuditAct.Of("application for boards"), $"{build} {file.Name}", boards, by, $"build {build}, {file.Name}, {file.Bytes} bytes", (rows, number) =>
        {
            foreach (var board in boards)
            {
                rows.Put(board, Wish.ApplicationSubject, OrderKind.Update, build, "", file.Path, WishState.Held, number);
            }
        }, stopping);

    /// <summary>Those that wait are ordered, whatever became of the others: all, or one board. How many.</summary>
    public Task<int> GoOn(long number, string? board, Actor by) =>
        End(number, board, AuditAct.Of("change of boards goes on"), by, (rows, wish) => rows.Release(wish));

    /// <summary>Those that wait stay as they are. How many.</summary>
    public Task<int> GiveUp(long number, Actor by) => End(number, null, AuditAct.Of("change of boards given up"), by, (rows, wish) => rows.GiveUp(wish));

    private async Task<long> Begin(string subject, AuditAct act, string what, IReadOnlyList<string> boards, Actor by, string detail, Action<WishRows, long> hold, CancellationToken stopping)
    {
        long number = 0;
        await database.Write(
            (db, transaction) =>
            {
                var now = clock.GetUtcNow();
                number = db.QuerySingle<long>(
                    "INSERT INTO rollouts(subject, what, boards, who, set_ms) VALUES(@subject, @what, @all, @who, @now) RETURNING number",
                    new { subject, what, all = string.Join(' ', boards), who = by.Who, now = now.ToUnixTimeMilliseconds() },
                    transaction);
                var rows = new WishRows(db, transaction, now);
                hold(rows, number);
                rows.Release(WishStore.Held(db, transaction, number).Single(wish => wish.Board == boards[0]));
                audit.Append(db, transaction, new AuditEntry(by, act, $"change {number}", $"{detail}: {string.Join(' ', boards.Take(100))}"));
            },
            stopping);
        return number;
    }

    private async Task<int> End(long number, string? board, AuditAct act, Actor by, Action<WishRows, Wish> end)
    {
        List<Wish> ended = [.. wishes.InState(WishState.Held).Where(wish => wish.Rollout == number && (board is null || wish.Board == board))];
        if (ended.Count > 0)
        {
            await database.Write((db, transaction) =>
            {
                var rows = new WishRows(db, transaction, clock.GetUtcNow());
                ended.ForEach(wish => end(rows, wish));
                audit.Append(db, transaction, new AuditEntry(by, act, $"change {number}", string.Join(' ', ended.Take(100).Select(wish => wish.Board))));
            });
        }

        return ended.Count;
    }
}
