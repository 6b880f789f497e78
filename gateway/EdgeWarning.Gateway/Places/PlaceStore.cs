using Dapper;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Warnings.Cap;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Places;

/// <summary>Divisions, boundaries and groups in the gateway's store: plain SQL, no decisions.</summary>
public sealed class PlaceStore(Database database, AuditLog audit)
{
    public IReadOnlyList<Division> Divisions() =>
        database.Read(db => db.Query<Row>("SELECT code, name, parent, people, shelter, contact, phone FROM divisions ORDER BY code").Select(row => row.ToDivision()).ToList());

    public Division? Find(string code) =>
        database.Read(db => db.QuerySingleOrDefault<Row>("SELECT code, name, parent, people, shelter, contact, phone FROM divisions WHERE code = @code", new { code })?.ToDivision());

    public IReadOnlyList<Boundary> Boundaries() =>
        database.Read(db => db.Query<BoundaryRow>("SELECT code, geometry FROM boundaries ORDER BY code").Select(row => new Boundary(row.Code, row.Geometry)).ToList());

    /// <summary>The middles of the villages' outlines by code; null when nothing was drawn, because then they do not matter.</summary>
    public IReadOnlyDictionary<string, GeoPoint>? Middles(IReadOnlyList<CapArea> areas) => areas.All(area => area.Polygons.Count + area.Circles.Count == 0)
        ? null
        : Boundaries().Where(boundary => boundary.Code.Length == Division.VillageDigits).ToDictionary(boundary => boundary.Code, boundary => boundary.Middle(), StringComparer.Ordinal);

    public IReadOnlyList<PlaceGroup> Groups() =>
        database.Read(db => db.Query<GroupRow>("SELECT name, codes FROM place_groups ORDER BY name").Select(row => new PlaceGroup(row.Name, row.Codes.Split(' '))).ToList());

    /// <summary>Adds divisions or changes them; what an import does not say (parent, people, shelter, contact, phone) stays.</summary>
    public Task Put(IReadOnlyList<Division> divisions, Actor by) => Write(new AuditEntry(by, AuditAct.Of("divisions imported"), $"{divisions.Count}"), (db, transaction) => db.Execute(
        """
        INSERT INTO divisions (code, name, parent, people, shelter, contact, phone) VALUES (@Code, @Name, @Parent, @People, @Shelter, @Contact, @Phone)
        ON CONFLICT (code) DO UPDATE SET name = excluded.name, parent = coalesce(excluded.parent, parent), people = coalesce(excluded.people, people),
            shelter = coalesce(excluded.shelter, shelter), contact = coalesce(excluded.contact, contact), phone = coalesce(excluded.phone, phone)
        """,
        divisions,
        transaction));

    /// <summary>Sets the facts of one division as they are given, null for not known. False when there is no such division.</summary>
    public Task<bool> SetFacts(string code, int? people, string? shelter, string? contact, string? phone, Actor by) =>
        Write(new AuditEntry(by, AuditAct.Of("division changed"), code, $"people {people}, shelter {shelter}, contact {contact}, phone {phone}"), (db, transaction) =>
            db.Execute("UPDATE divisions SET people = @people, shelter = @shelter, contact = @contact, phone = @phone WHERE code = @code", new { code, people, shelter, contact, phone }, transaction));

    public Task Put(IReadOnlyList<Boundary> boundaries, Actor by) => Write(new AuditEntry(by, AuditAct.Of("outlines imported"), $"{boundaries.Count}"), (db, transaction) =>
        db.Execute("INSERT OR REPLACE INTO boundaries (code, geometry) VALUES (@Code, @Geometry)", boundaries, transaction));

    public Task Put(PlaceGroup group, Actor by) => Write(new AuditEntry(by, AuditAct.Of("place group saved"), group.Name, string.Join(' ', group.Codes)), (db, transaction) =>
        db.Execute("INSERT OR REPLACE INTO place_groups (name, codes) VALUES (@Name, @codes)", new { group.Name, codes = string.Join(' ', group.Codes) }, transaction));

    /// <summary>False when there is no such group.</summary>
    public Task<bool> RemoveGroup(string name, Actor by) => Write(new AuditEntry(by, AuditAct.Of("place group removed"), name), (db, transaction) =>
        db.Execute("DELETE FROM place_groups WHERE name = @name", new { name }, transaction));

    /// <summary>Changes and, when anything changed, says so in the audit, in one transaction.</summary>
    private Task<bool> Write(AuditEntry entry, Func<SqliteConnection, SqliteTransaction, int> change) => database.Write((db, transaction) =>
    {
        var changed = change(db, transaction) > 0;
        if (changed)
        {
            audit.Append(db, transaction, entry);
        }

        return changed;
    });

    private sealed record Row(string Code, string Name, string? Parent, long? People, string? Shelter, string? Contact, string? Phone)
    {
        public Division ToDivision() => new(Code, Name, Parent, (int?)People, Shelter, Contact, Phone);
    }

    private sealed record BoundaryRow(string Code, string Geometry);

    private sealed record GroupRow(string Name, string Codes);
}
