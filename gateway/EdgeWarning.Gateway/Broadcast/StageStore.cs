using Dapper;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Warnings;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>What a person said of a warning that goes out in stages.</summary>
public sealed record StageWord(bool IsHeld, DateTimeOffset? ReleasedAt)
{
    public static readonly StageWord None = new(false, null);

    /// <summary>True while villages of a later stage are not told yet.</summary>
    /// <param name="heard">As <see cref="HeardOf"/> has it. Where no first village has a loudspeaker there is nothing to wait for: the message came from another county, or its boards are gone.</param>
    public bool Holds(WarningStages stages, double? heard, DateTimeOffset now) => ReleasedAt is null && (IsHeld || (heard is not null && !(now >= stages.OthersAt || heard >= stages.HeardShare)));

    /// <summary>Share of the first villages, 0 to 1, in which a loudspeaker was heard with this warning; null when none of them has a loudspeaker here.</summary>
    public static double? HeardOf(WarningStages stages, IEnumerable<BroadcastOrder> plays, IReadOnlyList<Board> boards)
    {
        var heard = plays.Where(play => play.Progress.Verdict == OrderState.Heard).Select(play => play.Board).ToHashSet(StringComparer.Ordinal);
        var first = boards.Where(BroadcastPlan.CanSound).ToLookup(CountyVillages.CodeOf, board => heard.Contains(board.Id), StringComparer.Ordinal);
        return stages.First.Any(first.Contains) ? (double)stages.First.Distinct(StringComparer.Ordinal).Count(village => first[village].Contains(true)) / stages.First.Count : null;
    }
}

/// <summary>Go on or wait, by warning, in the gateway's store.</summary>
public sealed class StageStore(Database database, TimeProvider clock)
{
    /// <summary>Somebody said go on, or wait. After the commit; listeners must not block.</summary>
    public event Action? Changed;

    public StageWord Of(string warning) => All().GetValueOrDefault(warning, StageWord.None);

    public IReadOnlyDictionary<string, StageWord> All() => database.Read(db => db.Query<Row>("SELECT warning, is_held AS IsHeld, released_ms AS ReleasedMs FROM warning_stage")
        .ToDictionary(row => row.Warning, row => new StageWord(row.IsHeld != 0, row.ReleasedMs is { } released ? DateTimeOffset.FromUnixTimeMilliseconds(released) : null), StringComparer.Ordinal));

    public Task Release(string warning) => Say(warning, isHeld: false, clock.GetUtcNow().ToUnixTimeMilliseconds());

    public Task Hold(string warning) => Say(warning, isHeld: true, null);

    private async Task Say(string warning, bool isHeld, long? releasedMs)
    {
        await database.Write((db, transaction) => db.Execute(
            "INSERT INTO warning_stage (warning, is_held, released_ms) VALUES (@warning, @isHeld, @releasedMs) ON CONFLICT (warning) DO UPDATE SET is_held = excluded.is_held, released_ms = coalesce(released_ms, excluded.released_ms)",
            new { warning, isHeld, releasedMs },
            transaction));
        Changed?.Invoke();
    }

    private sealed record Row(string Warning, long IsHeld, long? ReleasedMs);
}
