using System.Text.Json;
using Dapper;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;

namespace EdgeWarning.Gateway.Settings;

/// <summary>What the office has chosen, as it is kept.</summary>
/// <param name="Version">Counts the changes; 0 before the first.</param>
/// <param name="Own">Values by name; what is not named is as configured.</param>
public sealed record OfficeChoice(long Version, DateTimeOffset? At, string? Who, IReadOnlyDictionary<string, string> Own)
{
    public static readonly OfficeChoice None = new(0, null, null, new Dictionary<string, string>());
}

/// <summary>The office's choices in the gateway's store: plain SQL, no decisions.</summary>
public sealed class OfficeStore(Database database, AuditLog audit, TimeProvider clock)
{
    public OfficeChoice Newest() => database.Read(db =>
        db.QuerySingleOrDefault<Row>("SELECT version, at_ms AS AtMs, who, own FROM office_settings ORDER BY version DESC LIMIT 1") is { } row
            ? new OfficeChoice(row.Version, DateTimeOffset.FromUnixTimeMilliseconds(row.AtMs), row.Who, JsonSerializer.Deserialize(row.Own, SettingsJson.Default.DictionaryStringString)!)
            : OfficeChoice.None);

    /// <summary>Keeps all choices as the version after the one that they were made on. False when somebody else made that version meanwhile.</summary>
    /// <param name="changes">For the audit: name of a setting, and its old and new value in words.</param>
    public Task<bool> Add(long after, IReadOnlyDictionary<string, string> own, IReadOnlyList<(string Name, string Change)> changes, Actor by) => database.Write((db, transaction) =>
    {
        if (db.ExecuteScalar<long>("SELECT coalesce(max(version), 0) FROM office_settings", transaction: transaction) != after)
        {
            return false;
        }

        db.Execute(
            "INSERT INTO office_settings (version, at_ms, who, own) VALUES (@version, @at, @Who, @own)",
            new { version = after + 1, at = clock.GetUtcNow().ToUnixTimeMilliseconds(), by.Who, own = JsonSerializer.Serialize(own.ToDictionary(), SettingsJson.Default.DictionaryStringString) },
            transaction);
        foreach (var (name, change) in changes)
        {
            audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("setting changed"), name, change));
        }

        return true;
    });

    private sealed record Row(long Version, long AtMs, string Who, string Own);
}
