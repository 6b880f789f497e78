using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Warnings;

namespace EdgeWarning.Gateway.Places;

/// <summary>One division that a file would add or change.</summary>
/// <param name="What">added or changed.</param>
/// <param name="Detail">What would change, old and new; empty for an added one.</param>
public sealed record ImportLine(string Code, string Name, string What, string Detail);

/// <summary>What a file does to the county's places, before or after it is done.</summary>
/// <param name="IsDone">False for a look ahead.</param>
/// <param name="Lines">The first of those that are added or changed.</param>
/// <param name="Notes">What is odd, and no reason to refuse the file.</param>
public sealed record ImportSummary(bool IsDone, int Added, int Changed, int Unchanged, IReadOnlyList<ImportLine> Lines, IReadOnlyList<Fault> Notes);

/// <summary>Compares what a file says with what is known. Pure: everything is given.</summary>
public static class PlaceImport
{
    /// <summary>As many as a person looks through.</summary>
    private const int MostLines = 200;

    /// <summary>Divisions without a parent get the one above by code, of those that are known already.</summary>
    public static IReadOnlyList<Division> Placed(IReadOnlyList<Division> file, IReadOnlyList<Division> known)
    {
        var codes = known.Select(division => division.Code).ToHashSet(StringComparer.Ordinal);
        return [.. file.Select(division => division.Parent is not null ? division : division with { Parent = DivisionCode.Above(division.Code).FirstOrDefault(codes.Contains) })];
    }

    public static ImportSummary Of(IReadOnlyList<Division> file, IReadOnlyList<Division> known)
    {
        var before = known.ToDictionary(division => division.Code, StringComparer.Ordinal);
        var lines = file.Select(division => before.TryGetValue(division.Code, out var old) ? LineOf(old, division) : new ImportLine(division.Code, division.Name, "added", "")).OfType<ImportLine>().ToList();
        var all = before.Keys.Concat(file.Select(division => division.Code)).ToHashSet(StringComparer.Ordinal);
        var orphans = file.Where(division => division.Parent is { } parent && !all.Contains(parent)).ToList();
        return Summary(file.Count, lines, orphans.Count == 0 ? [] : [Fault.Of("places.orphans", $"{orphans.Count} divisions lie in one that is not known, such as {orphans[0].Code} {orphans[0].Name} in {orphans[0].Parent}")]);
    }

    public static ImportSummary Of(IReadOnlyList<Boundary> file, IReadOnlyList<Boundary> known, IReadOnlyList<Division> divisions)
    {
        var before = known.ToDictionary(boundary => boundary.Code, boundary => boundary.Geometry, StringComparer.Ordinal);
        var names = divisions.ToDictionary(division => division.Code, division => division.Name, StringComparer.Ordinal);
        var lines = file.Where(boundary => before.GetValueOrDefault(boundary.Code) != boundary.Geometry)
            .Select(boundary => new ImportLine(boundary.Code, names.GetValueOrDefault(boundary.Code, ""), before.ContainsKey(boundary.Code) ? "changed" : "added", "")).ToList();
        var strangers = file.Where(boundary => !names.ContainsKey(boundary.Code)).Select(boundary => boundary.Code).ToList();
        return Summary(file.Count, lines, strangers.Count == 0 ? [] : [Fault.Of("places.strangers", $"{strangers.Count} outlines are of divisions that are not known: {string.Join(", ", strangers.Take(5)) + (strangers.Count > 5 ? " …" : "")}")]);
    }

    private static ImportSummary Summary(int count, List<ImportLine> lines, IReadOnlyList<Fault> notes) =>
        new(false, lines.Count(line => line.What == "added"), lines.Count(line => line.What == "changed"), count - lines.Count, [.. lines.Take(MostLines)], notes);

    /// <summary>Null when nothing changes; what a file does not say stays.</summary>
    private static ImportLine? LineOf(Division old, Division now)
    {
        var changes = new[]
        {
            Change("name", old.Name, now.Name),
            Change("parent", old.Parent, now.Parent ?? old.Parent),
            Change("people", $"{old.People}", $"{now.People ?? old.People}"),
            Change("shelter", old.Shelter, now.Shelter ?? old.Shelter),
            Change("contact", old.Contact, now.Contact ?? old.Contact),
            Change("phone", old.Phone, now.Phone ?? old.Phone),
        }.OfType<string>().ToList();
        return changes.Count == 0 ? null : new ImportLine(now.Code, now.Name, "changed", string.Join("; ", changes));
    }

    private static string? Change(string what, string? old, string? now) => (old ?? "") == (now ?? "") ? null : $"{what}: {(string.IsNullOrEmpty(old) ? "nothing" : old)} -> {(string.IsNullOrEmpty(now) ? "nothing" : now)}";
}
