using Dapper;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Warnings;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>One big stop: nothing that was begun before it sounds anywhere in the county any more. Warnings that come after it sound; programmes and test tones wait until it is lifted.</summary>
/// <param name="Expires">Until then boards are told, also those that come back: nothing that they were ordered before lives longer.</param>
/// <param name="LiftedAt">Null while it is in force.</param>
public sealed record CountyStop(long Number, DateTimeOffset At, string Who, string Reason, DateTimeOffset Expires, DateTimeOffset? LiftedAt, string? LiftedBy)
{
    /// <summary>Stands in its orders where a warning's id does.</summary>
    public string Id => $"stop-all-{Number}";

    public bool IsInForce => LiftedAt is null;
}

/// <summary>Big stops in the gateway's store.</summary>
public sealed class CountyStops(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>A board that was away may hold orders that this gateway has forgotten.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromHours(1);

    /// <summary>A stop was begun or lifted. After the commit, on any thread; listeners must not block.</summary>
    public event Action? Changed;

    /// <summary>The newest; null when there never was one.</summary>
    public CountyStop? Latest() => database.Read(db => db.QuerySingleOrDefault<Row>(
        "SELECT number, at_ms AS AtMs, who, reason, expires_ms AS ExpiresMs, lifted_ms AS LiftedMs, lifted_by AS LiftedBy FROM county_stop ORDER BY number DESC LIMIT 1")?.ToStop());

    /// <summary>Begins a stop and silences every warning that sounds, in one transaction. The stop's id, and the warnings that fell silent.</summary>
    public async Task<(string Id, IReadOnlyList<string> Silenced)> Begin(string reason, Actor by)
    {
        var now = clock.GetUtcNow();
        var begun = await database.Write((db, transaction) =>
        {
            var last = db.ExecuteScalar<long>("SELECT coalesce(max(expires_ms), 0) FROM broadcast_order WHERE expires_ms > @now", new { now = now.ToUnixTimeMilliseconds() }, transaction);
            var number = db.ExecuteScalar<long>("SELECT coalesce(max(number), 0) + 1 FROM county_stop", transaction: transaction);
            db.Execute(
                "INSERT INTO county_stop (number, at_ms, who, reason, expires_ms) VALUES (@number, @at, @Who, @reason, @expires)",
                new { number, at = now.ToUnixTimeMilliseconds(), by.Who, reason, expires = Math.Max(last, (now + s_shortest).ToUnixTimeMilliseconds()) },
                transaction);
            var silenced = WarningStore.Silence(db, transaction, now);
            audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("everything stopped"), $"stop-all-{number}", $"{reason}; silenced: {string.Join(' ', silenced)}"));
            return ($"stop-all-{number}", silenced);
        });
        Changed?.Invoke();
        return begun;
    }

    /// <summary>Lifts the stop that is in force; false when there is none.</summary>
    public async Task<bool> Lift(string reason, Actor by)
    {
        var lifted = await database.Write((db, transaction) =>
        {
            var any = db.Execute("UPDATE county_stop SET lifted_ms = @now, lifted_by = @Who WHERE lifted_ms IS NULL", new { now = clock.GetUtcNow().ToUnixTimeMilliseconds(), by.Who }, transaction) > 0;
            if (any)
            {
                audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("stop of everything lifted"), "stop-all", reason));
            }

            return any;
        });
        if (lifted)
        {
            Changed?.Invoke();
        }

        return lifted;
    }

    private sealed record Row(long Number, long AtMs, string Who, string Reason, long ExpiresMs, long? LiftedMs, string? LiftedBy)
    {
        public CountyStop ToStop() => new(Number, Time(AtMs), Who, Reason, Time(ExpiresMs), LiftedMs is { } lifted ? Time(lifted) : null, LiftedBy);

        private static DateTimeOffset Time(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds);
    }
}
