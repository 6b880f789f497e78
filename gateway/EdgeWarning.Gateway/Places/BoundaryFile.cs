using System.Text.Json;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Warnings;

namespace EdgeWarning.Gateway.Places;

/// <summary>
/// Reads boundaries from GeoJSON (RFC 7946): a FeatureCollection of Polygons and MultiPolygons whose properties name the division as code, adcode or id.
/// A file with any fault gives nothing but its faults.
/// </summary>
public static class BoundaryFile
{
    private static readonly string[] CodeNames = ["code", "adcode", "id"];

    public static (IReadOnlyList<Boundary> Boundaries, IReadOnlyList<Fault> Faults) Read(Stream json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var faults = new List<Fault>();
            var boundaries = new List<Boundary>();
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            {
                return ([], [Fault.Of("places.noFeatures", "this is no GeoJSON FeatureCollection: it has no list of features")]);
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (feature, index) in features.EnumerateArray().Select((feature, index) => (feature, index)).TakeWhile(_ => faults.Count < DivisionFile.MostFaults))
            {
                var boundary = Read(feature, out var why);
                if (boundary is not null && seen.Add(boundary.Code))
                {
                    boundaries.Add(boundary);
                }
                else
                {
                    faults.Add(Fault.Of("places.feature", $"feature {index + 1}: {(boundary is null ? why : Fault.Of("places.twice", $"{boundary.Code} is there twice"))}"));
                }
            }

            return faults.Count > 0 ? ([], faults) : (boundaries, []);
        }
        catch (JsonException error)
        {
            return ([], [Fault.Of("places.noJson", $"line {error.LineNumber + 1}: this is no JSON: {error.Message}")]);
        }
        catch (InvalidOperationException)
        {
            // What System.Text.Json says of bytes, or escapes, that are no Unicode.
            return ([], [Fault.Of("places.notUtf8", "this is no JSON: some of its text is not UTF-8")]);
        }
    }

    private static Boundary? Read(JsonElement feature, out Fault why)
    {
        why = Fault.Of("places.noProperties", "it has no properties that name a division by code");
        if (feature.ValueKind != JsonValueKind.Object || !feature.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object || CodeOf(properties) is not { } code)
        {
            return null;
        }

        why = Fault.Of("places.noGeometry", $"{code} has no geometry");
        if (!feature.TryGetProperty("geometry", out var geometry) || geometry.ValueKind != JsonValueKind.Object || !geometry.TryGetProperty("type", out var type))
        {
            return null;
        }

        // A Polygon nests positions two deep, a MultiPolygon three.
        var depth = type.ValueKind == JsonValueKind.String ? type.GetString() switch { "Polygon" => 2, "MultiPolygon" => 3, _ => 0 } : 0;
        why = depth == 0 ? Fault.Of("places.noPolygon", $"{code} is neither Polygon nor MultiPolygon") : Fault.Of("places.noRings", $"{code} has coordinates that are no rings of longitude and latitude");
        return depth > 0 && geometry.TryGetProperty("coordinates", out var coordinates) && AreRings(coordinates, depth) ? new Boundary(code, geometry.GetRawText()) : null;
    }

    private static string? CodeOf(JsonElement properties) =>
        CodeNames.Select(name => properties.TryGetProperty(name, out var value) ? DivisionCode.Normalise(value.ToString()) : null).FirstOrDefault(code => code is not null);

    private static bool AreRings(JsonElement coordinates, int depth) =>
        coordinates.ValueKind == JsonValueKind.Array && coordinates.GetArrayLength() > 0
        && coordinates.EnumerateArray().All(inner => depth == 1 ? IsPosition(inner) : AreRings(inner, depth - 1))
        && (depth > 1 || coordinates.GetArrayLength() >= 4);

    private static bool IsPosition(JsonElement position) =>
        position.ValueKind == JsonValueKind.Array && position.GetArrayLength() >= 2
        && position[0].ValueKind == JsonValueKind.Number && position[1].ValueKind == JsonValueKind.Number
        && Math.Abs(position[0].GetDouble()) <= 180 && Math.Abs(position[1].GetDouble()) <= 90;
}
