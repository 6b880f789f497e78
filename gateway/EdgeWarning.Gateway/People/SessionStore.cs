using Dapper;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.People;

/// <summary>One person in one browser. Which one, only the hash of its token says.</summary>
public sealed record Session(Person Person, byte[] Token, DateTimeOffset MadeAt, DateTimeOffset SeenAt);

/// <summary>Sessions as they are stored: they outlive the gateway, and a change to a person counts at once.</summary>
public sealed class SessionStore(Database database, AuditLog audit, IOptions<PeopleSettings> settings, TimeProvider clock)
{
    /// <summary>Last use is noted so often: not every look at a page writes to the disk.</summary>
    private static readonly TimeSpan s_seenStep = TimeSpan.FromMinutes(1);

    /// <summary>The session behind a token, unless it has ended, was idle for too long, or its person may not come in any more.</summary>
    public async ValueTask<Session?> Find(string token)
    {
        var now = clock.GetUtcNow();
        if (Find(Secrets.HashOf(token), now) is not { } session)
        {
            return null;
        }

        if (now - session.SeenAt >= s_seenStep)
        {
            await database.Write((db, transaction) => db.Execute(
                "UPDATE sessions SET seen_ms = @now WHERE token = @Token", new { now = now.ToUnixTimeMilliseconds(), session.Token }, transaction));
        }

        return session;
    }

    /// <summary>What has become of a session: its person may have other roles by now; null when it has ended. Does not count as use.</summary>
    public Session? Look(Session session) => Find(session.Token, clock.GetUtcNow());

    /// <summary>Signs out of one browser.</summary>
    public Task End(Session session, Actor by, CancellationToken stopping = default) => database.Write(
        (db, transaction) =>
        {
            db.Execute("DELETE FROM sessions WHERE token = @Token", session, transaction);
            audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("signed out"), session.Person.Name));
        },
        stopping);

    /// <summary>Signs out of every browser.</summary>
    public Task EndAll(string person, Actor by, CancellationToken stopping = default) => database.Write(
        (db, transaction) =>
        {
            EndAll(db, transaction, person);
            audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("signed out everywhere"), person));
        },
        stopping);

    internal static void EndAll(SqliteConnection db, SqliteTransaction transaction, string person, Session? kept = null) =>
        db.Execute("DELETE FROM sessions WHERE person = @person AND token <> @kept", new { person, kept = kept?.Token ?? [] }, transaction);

    /// <summary>Begins a session and clears away those that have ended.</summary>
    internal void Begin(SqliteConnection db, SqliteTransaction transaction, string person, string token, string address, string browser)
    {
        var now = clock.GetUtcNow();
        db.Execute("DELETE FROM sessions WHERE seen_ms < @Idle OR made_ms < @Old", Ends(now), transaction);
        db.Execute(
            "INSERT INTO sessions(token, person, made_ms, seen_ms, address, browser) VALUES(@hash, @person, @ms, @ms, @address, @browser)",
            new { hash = Secrets.HashOf(token), person, ms = now.ToUnixTimeMilliseconds(), address, browser },
            transaction);
    }

    private Session? Find(byte[] token, DateTimeOffset now)
    {
        var (idle, old) = Ends(now);
        return database.Read(db => db.QuerySingleOrDefault<Row>(
            """
            SELECT name, full_name AS FullName, roles, must_change AS MustChange, p.made_ms AS PersonMs, signed_in_ms AS SignedInMs, s.made_ms AS MadeMs, seen_ms AS SeenMs
            FROM sessions s JOIN people p ON p.name = s.person
            WHERE token = @token AND seen_ms >= @idle AND s.made_ms >= @old AND disabled_ms IS NULL
            """,
            new { token, idle, old }))?.Session(token);
    }

    private LastMoments Ends(DateTimeOffset now) =>
        new((now - settings.Value.SessionIdle).ToUnixTimeMilliseconds(), (now - settings.Value.SessionLife).ToUnixTimeMilliseconds());

    private sealed record LastMoments(long Idle, long Old);

    private sealed record Row(string Name, string FullName, long Roles, long MustChange, long PersonMs, long? SignedInMs, long MadeMs, long SeenMs)
    {
        public Session Session(byte[] token) => new(
            new Person(Name, FullName, (Role)Roles, MustChange != 0, null, At(PersonMs), SignedInMs is { } ms ? At(ms) : null), token, At(MadeMs), At(SeenMs));

        private static DateTimeOffset At(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
    }
}
