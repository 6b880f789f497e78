using Dapper;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.People;

/// <summary>People as they are stored. Every change is written into the audit together with itself.</summary>
public sealed class PersonStore(Database database, AuditLog audit, TimeProvider clock)
{
    private const string Select =
        "SELECT name, full_name AS FullName, roles, must_change AS MustChange, disabled_ms AS DisabledMs, made_ms AS MadeMs, signed_in_ms AS SignedInMs, password FROM people";

    /// <summary>False until the first person is made: then the gateway waits to be set up.</summary>
    public bool IsEmpty => database.Read(db => IsEmptyIn(db));

    public IReadOnlyList<Person> All() => database.Read(db => db.Query<Row>($"{Select} ORDER BY name").Select(row => row.Person).ToList());

    public Person? Find(string name) => FindWithHash(name)?.Person;

    /// <summary>With the stored password's hash; only signing in needs it.</summary>
    public (Person Person, string Hash)? FindWithHash(string name) =>
        database.Read(db => FindIn(db, Person.Normal(name))) is { } row ? (row.Person, row.Password) : null;

    /// <summary>False when the name is taken.</summary>
    /// <param name="onlyAsFirst">Only while there is nobody.</param>
    public Task<bool> Add(Person person, string hash, Actor by, bool onlyAsFirst = false, CancellationToken stopping = default) => database.Write(
        (db, transaction) =>
        {
            if (onlyAsFirst && !IsEmptyIn(db, transaction))
            {
                return false;
            }

            var added = db.Execute(
                "INSERT INTO people(name, full_name, roles, password, must_change, made_ms) VALUES(@Name, @FullName, @Roles, @hash, @MustChange, @now) ON CONFLICT DO NOTHING",
                new { person.Name, person.FullName, person.Roles, hash, person.MustChange, now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction) == 1;
            if (added)
            {
                audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("person added"), person.Name, $"{person.FullName}: {Roles.Text(person.Roles)}"));
            }

            return added;
        },
        stopping);

    /// <summary>Changes who someone is and what they may do. Whoever is disabled is signed out everywhere at once.</summary>
    /// <param name="mayLockOut">Also when no administrator would be left: the command line may.</param>
    public Task<PersonChange> Change(string name, string fullName, Role roles, bool disabled, Actor by, bool mayLockOut = false, CancellationToken stopping = default) => database.Write(
        (db, transaction) =>
        {
            if (FindIn(db, Person.Normal(name), transaction)?.Person is not { } before)
            {
                return PersonChange.Unknown;
            }

            var after = before with { FullName = fullName, Roles = roles, DisabledAt = disabled ? before.DisabledAt ?? clock.GetUtcNow() : null };
            if (!mayLockOut && IsLastAdministrator(db, transaction, before) && (disabled || !roles.HasFlag(Role.Administrator)))
            {
                return PersonChange.LastAdministrator;
            }

            db.Execute(
                "UPDATE people SET full_name = @FullName, roles = @Roles, disabled_ms = @Disabled WHERE name = @Name",
                new { after.Name, after.FullName, after.Roles, Disabled = after.DisabledAt?.ToUnixTimeMilliseconds() },
                transaction);
            if (disabled)
            {
                SessionStore.EndAll(db, transaction, after.Name);
            }

            if (before != after)
            {
                audit.Append(db, transaction, new AuditEntry(by, ActOf(before, after), after.Name, Difference(before, after)));
            }

            return PersonChange.Done;
        },
        stopping);

    /// <summary>Sets a password, lets the name try at once again, and signs it out everywhere but in the given session.</summary>
    /// <param name="mustChange">Somebody else has chosen it.</param>
    public Task<bool> SetPassword(string name, string hash, bool mustChange, Actor by, Session? kept = null, CancellationToken stopping = default) => database.Write(
        (db, transaction) =>
        {
            var normal = Person.Normal(name);
            var found = db.Execute("UPDATE people SET password = @hash, must_change = @mustChange WHERE name = @normal", new { hash, mustChange, normal }, transaction) == 1;
            if (found)
            {
                SessionStore.EndAll(db, transaction, normal, kept);
                SignInFailures.Forget(db, transaction, SignInFailures.OfName(normal));
                audit.Append(db, transaction, new AuditEntry(by, mustChange ? AuditAct.Of("password reset") : AuditAct.Of("password changed"), normal));
            }

            return found;
        },
        stopping);

    internal static void Renew(SqliteConnection db, SqliteTransaction transaction, string name, string hash) =>
        db.Execute("UPDATE people SET password = @hash WHERE name = @name", new { name, hash }, transaction);

    private static Row? FindIn(SqliteConnection db, string name, SqliteTransaction? transaction = null) =>
        db.QuerySingleOrDefault<Row>($"{Select} WHERE name = @name", new { name }, transaction);

    private static bool IsEmptyIn(SqliteConnection db, SqliteTransaction? transaction = null) =>
        db.ExecuteScalar<long>("SELECT count(*) FROM people", transaction: transaction) == 0;

    private static bool IsLastAdministrator(SqliteConnection db, SqliteTransaction transaction, Person person) =>
        person is { DisabledAt: null } && person.Roles.HasFlag(Role.Administrator)
        && db.ExecuteScalar<long>(
            "SELECT count(*) FROM people WHERE disabled_ms IS NULL AND roles & @administrator <> 0 AND name <> @Name",
            new { administrator = Role.Administrator, person.Name },
            transaction) == 0;

    private static AuditAct ActOf(Person before, Person after) =>
        before.Roles != after.Roles ? AuditAct.Of("rights changed")
        : (before.DisabledAt, after.DisabledAt) switch
        {
            (null, not null) => AuditAct.Of("person disabled"),
            (not null, null) => AuditAct.Of("person enabled"),
            _ => AuditAct.Of("person renamed"),
        };

    private static string Difference(Person before, Person after) => string.Join(
        "; ",
        new[]
        {
            before.Roles == after.Roles ? "" : $"{Roles.Text(before.Roles)} -> {Roles.Text(after.Roles)}",
            before.DisabledAt == after.DisabledAt ? "" : after.DisabledAt is null ? "may come in again" : "may not come in any more",
            before.FullName == after.FullName ? "" : $"{before.FullName} -> {after.FullName}",
        }.Where(part => part.Length > 0));

    /// <summary>A row as SQLite gives it.</summary>
    private sealed record Row(string Name, string FullName, long Roles, long MustChange, long? DisabledMs, long MadeMs, long? SignedInMs, string Password)
    {
        public Person Person => new(Name, FullName, (Role)Roles, MustChange != 0, At(DisabledMs), DateTimeOffset.FromUnixTimeMilliseconds(MadeMs), At(SignedInMs));

        private static DateTimeOffset? At(long? unixMs) => unixMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
    }
}

/// <summary>What became of a change to a person.</summary>
public enum PersonChange
{
    Done,
    Unknown,

    /// <summary>Refused: nobody would be left who can look after people.</summary>
    LastAdministrator,
}
