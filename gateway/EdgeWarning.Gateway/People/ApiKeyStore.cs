using Dapper;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;

namespace EdgeWarning.Gateway.People;

/// <summary>The key of a machine: an upstream system, a script, a test.</summary>
public sealed record ApiKey(string Name, Role Roles, string MadeBy, DateTimeOffset MadeAt, DateTimeOffset? UsedAt, string? UsedFrom, DateTimeOffset? RevokedAt);

/// <summary>Keys as they are stored: by their hashes. A key is shown once, when it is made.</summary>
public sealed class ApiKeyStore(Database database, AuditLog audit, TimeProvider clock)
{
    /// <summary>How a key begins, so that one is known for what it is where it should not be.</summary>
    public const string Prefix = "ewk_";

    /// <summary>What machines may be: people, keys and audit are for people.</summary>
    public const Role RolesOfMachines = Role.Officer | Role.Approver | Role.Technician | Role.Reporter | Role.Viewer;

    private const string Select =
        "SELECT name, roles, made_by AS MadeBy, made_ms AS MadeMs, used_ms AS UsedMs, used_from AS UsedFrom, revoked_ms AS RevokedMs FROM api_keys";

    private static readonly TimeSpan s_usedStep = TimeSpan.FromMinutes(1);

    /// <summary>Null, or why a machine may not have these roles.</summary>
    public static Fault? FaultOf(Role roles) =>
        roles == Role.None ? Fault.Of("key.role", "a key needs a role")
        : (roles & ~RolesOfMachines) != Role.None ? Fault.Of("key.people", $"a key cannot be {Roles.Text(roles & ~RolesOfMachines)}: that is for people")
        : null;

    public IReadOnlyList<ApiKey> All() => database.Read(db => db.Query<Row>($"{Select} ORDER BY name").Select(row => row.Key).ToList());

    /// <summary>The key itself, to be shown once; null when the name is taken, also by a key that was revoked.</summary>
    public Task<string?> Add(string name, Role roles, Actor by, CancellationToken stopping = default) => database.Write(
        (db, transaction) =>
        {
            var key = Secrets.Make(Prefix);
            if (db.Execute(
                "INSERT INTO api_keys(name, token, roles, made_by, made_ms) VALUES(@name, @token, @roles, @Who, @now) ON CONFLICT DO NOTHING",
                new { name, token = Secrets.HashOf(key), roles, by.Who, now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction) == 0)
            {
                return null;
            }

            audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("key added"), name, Roles.Text(roles)));
            return key;
        },
        stopping);

    /// <summary>False when there is no such key or it is revoked already.</summary>
    public Task<bool> Revoke(string name, Actor by, CancellationToken stopping = default) => database.Write(
        (db, transaction) =>
        {
            var revoked = db.Execute(
                "UPDATE api_keys SET revoked_ms = @now WHERE name = @name AND revoked_ms IS NULL", new { name, now = clock.GetUtcNow().ToUnixTimeMilliseconds() }, transaction) == 1;
            if (revoked)
            {
                audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("key revoked"), name));
            }

            return revoked;
        },
        stopping);

    /// <summary>Whose key it is; null when it is nobody's or revoked.</summary>
    public async ValueTask<ApiKey?> Find(string key, string address)
    {
        var now = clock.GetUtcNow();
        var found = database.Read(db => db.QuerySingleOrDefault<Row>($"{Select} WHERE token = @token AND revoked_ms IS NULL", new { token = Secrets.HashOf(key) }))?.Key;
        if (found is not null && (found.UsedAt is not { } used || now - used >= s_usedStep || found.UsedFrom != address))
        {
            await database.Write((db, transaction) => db.Execute(
                "UPDATE api_keys SET used_ms = @now, used_from = @address WHERE name = @Name", new { now = now.ToUnixTimeMilliseconds(), address, found.Name }, transaction));
        }

        return found;
    }

    /// <summary>A key by its name; null when it is revoked. Does not count as use.</summary>
    public ApiKey? Look(string name) => database.Read(db => db.QuerySingleOrDefault<Row>($"{Select} WHERE name = @name AND revoked_ms IS NULL", new { name }))?.Key;

    private sealed record Row(string Name, long Roles, string MadeBy, long MadeMs, long? UsedMs, string? UsedFrom, long? RevokedMs)
    {
        public ApiKey Key => new(Name, (Role)Roles, MadeBy, DateTimeOffset.FromUnixTimeMilliseconds(MadeMs), At(UsedMs), UsedFrom, At(RevokedMs));

        private static DateTimeOffset? At(long? unixMs) => unixMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
    }
}
