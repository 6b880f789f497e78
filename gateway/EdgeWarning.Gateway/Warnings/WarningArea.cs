using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>Where a loudspeaker stands: its village's division code, its position, or both.</summary>
public sealed record WarningPlace(string DivisionCode, GeoPoint? Position);

/// <summary>Whether a place lies in the area of a warning: by geocode, polygon or circle; any of them is enough.</summary>
public static class WarningArea
{
    public static bool Covers(IEnumerable<CapArea> areas, WarningPlace place) => areas.Any(area => Covers(area, place));

    public static bool Covers(CapArea area, WarningPlace place) =>
        area.Geocodes.Any(geocode => DivisionCode.Covers(geocode.Value, place.DivisionCode))
        || (place.Position is { } position && area.Contains(position));

    /// <summary>
    /// The areas of one info block. A block without any takes those of its sisters: some issuers write the area once, and the same
    /// words in another language after it.
    /// </summary>
    public static IReadOnlyList<CapArea> Of(CapAlert alert, CapInfo info) =>
        info.Areas.Count > 0 ? info.Areas : [.. alert.Infos.SelectMany(sister => sister.Areas)];

    /// <summary>The area in words, for people.</summary>
    public static string Describe(CapInfo info) =>
        string.Join("; ", info.Areas.Select(area => area.Description.Trim()).Where(description => description.Length > 0).Distinct(StringComparer.Ordinal));
}
