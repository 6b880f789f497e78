using System.Text.Json;

namespace EdgeWarning.Simulator.County;

/// <summary>The outline of a county from a GeoJSON file, in degrees.</summary>
internal sealed class Boundary
{
    private readonly List<(double Longitude, double Latitude)[]> _rings = [];

    private Boundary((double Longitude, double Latitude) seat) => Seat = seat;

    /// <summary>Where the county's offices are: the property "center" of the file.</summary>
    public (double Longitude, double Latitude) Seat { get; }

    public static Boundary Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement feature = document.RootElement.GetProperty("features")[0];
        var boundary = new Boundary(Position(feature.GetProperty("properties").GetProperty("center")));
        foreach (JsonElement polygon in feature.GetProperty("geometry").GetProperty("coordinates").EnumerateArray())
        {
            foreach (JsonElement ring in polygon.EnumerateArray())
            {
                boundary._rings.Add([.. ring.EnumerateArray().Select(Position)]);
            }
        }

        return boundary;
    }

    /// <summary>Even-odd rule: holes and islands come out right.</summary>
    public bool Contains(double longitude, double latitude)
    {
        bool inside = false;
        foreach ((double Longitude, double Latitude)[] ring in _rings)
        {
            for (int at = 0, before = ring.Length - 1; at < ring.Length; before = at++)
            {
                (double x1, double y1) = ring[at];
                (double x2, double y2) = ring[before];
                if ((y1 > latitude) != (y2 > latitude) && longitude < ((x2 - x1) * (latitude - y1) / (y2 - y1)) + x1)
                {
                    inside = !inside;
                }
            }
        }

        return inside;
    }

    /// <summary>Points of a lattice of about 370 m that lie inside, at least one step away from the outline; row by row.</summary>
    public IReadOnlyList<(double Longitude, double Latitude)> Lattice()
    {
        const double Step = 0.004;
        double west = _rings.Min(ring => ring.Min(point => point.Longitude));
        double east = _rings.Max(ring => ring.Max(point => point.Longitude));
        double south = _rings.Min(ring => ring.Min(point => point.Latitude));
        double north = _rings.Max(ring => ring.Max(point => point.Latitude));
        var points = new List<(double, double)>();
        for (int row = 0; south + (row * Step) < north; row++)
        {
            for (int column = 0; west + (column * Step) < east; column++)
            {
                double longitude = Math.Round(west + (column * Step), 4);
                double latitude = Math.Round(south + (row * Step), 4);
                if (Contains(longitude - Step, latitude) && Contains(longitude + Step, latitude)
                    && Contains(longitude, latitude - Step) && Contains(longitude, latitude + Step))
                {
                    points.Add((longitude, latitude));
                }
            }
        }

        return points;
    }

    private static (double Longitude, double Latitude) Position(JsonElement pair) => (pair[0].GetDouble(), pair[1].GetDouble());
}
