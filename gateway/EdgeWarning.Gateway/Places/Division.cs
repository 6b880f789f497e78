using System.Text.Json;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Places;

/// <summary>A province, city, county, township or village.</summary>
/// <param name="Code">Without its padding of zeros.</param>
/// <param name="Parent">Code of the division above it; null at the top.</param>
/// <param name="People">Who live there; null when nobody has said.</param>
/// <param name="Shelter">Where they go.</param>
/// <param name="Contact">Whom they call, and who is called when their loudspeaker is silent: a name.</param>
/// <param name="Phone">Of the contact: see <see cref="PhoneNumber"/>.</param>
public sealed record Division(string Code, string Name, string? Parent, int? People = null, string? Shelter = null, string? Contact = null, string? Phone = null)
{
    /// <summary>Digits of a village's code (GB/T 10114).</summary>
    public const int VillageDigits = 12;

    private static readonly (string Ending, string Called)[] s_committees = [("村民委员会", "村"), ("村委会", "村"), ("居民委员会", "社区"), ("居委会", "社区")];

    public bool IsVillage => Code.Length == VillageDigits;

    /// <summary>As people call it: nobody is addressed as a committee. 官山村民委员会 is 官山村, 西北社区居民委员会 is 西北社区.</summary>
    public string CalledName
    {
        get
        {
            var (ending, called) = s_committees.FirstOrDefault(one => Name.Length > one.Ending.Length && Name.EndsWith(one.Ending, StringComparison.Ordinal));
            return ending is null || Name[..^ending.Length] is not { Length: > 0 } start ? Name : start.EndsWith(called, StringComparison.Ordinal) ? start : start + called;
        }
    }

    /// <summary>Name and number, as they are read aloud; null when neither is known.</summary>
    public string? ContactAndPhone => string.Join(' ', new[] { Contact, Phone }.OfType<string>()) is { Length: > 0 } both ? both : null;

    /// <summary>True when the other lies in this one, or is it.</summary>
    public bool Holds(string code) => DivisionCode.Covers(Code, code);
}

/// <summary>Villages that are warned together: a valley, all below a dam.</summary>
/// <param name="Codes">Of divisions of any level.</param>
public sealed record PlaceGroup(string Name, IReadOnlyList<string> Codes);

/// <summary>The outline of a division, as a GeoJSON geometry in WGS 84.</summary>
public sealed record Boundary(string Code, string Geometry)
{
    /// <summary>The middle of the box round it.</summary>
    public GeoPoint Middle()
    {
        using var geometry = JsonDocument.Parse(Geometry);
        var (west, south, east, north) = (180.0, 90.0, -180.0, -90.0);
        Widen(geometry.RootElement.GetProperty("coordinates"));
        return new GeoPoint((south + north) / 2, (west + east) / 2);

        void Widen(JsonElement coordinates)
        {
            if (coordinates[0].ValueKind == JsonValueKind.Array)
            {
                foreach (var inner in coordinates.EnumerateArray())
                {
                    Widen(inner);
                }

                return;
            }

            var (longitude, latitude) = (coordinates[0].GetDouble(), coordinates[1].GetDouble());
            (west, east, south, north) = (Math.Min(west, longitude), Math.Max(east, longitude), Math.Min(south, latitude), Math.Max(north, latitude));
        }
    }
}
