using System.Globalization;
using System.Text;

namespace EdgeWarning.Simulator.County;

/// <summary>
/// Illustrative positions for the villages of a county: spread evenly inside the outline, the villages of a township together. They are
/// not where the villages are: no source with a licence says that. The same files give the same positions.
/// </summary>
public static class VillagePositions
{
    private const int SettlingRounds = 20;

    /// <summary>The share of a township's area around its middle that villages are put in, so that clusters show on a map.</summary>
    private const double ClusterShare = 0.75;

    public static string Generate(string divisionsPath, string boundaryPath)
    {
        IReadOnlyList<Division> divisions = Divisions.Read(divisionsPath);
        Boundary boundary = Boundary.Read(boundaryPath);
        IReadOnlyList<(double Longitude, double Latitude)> lattice = boundary.Lattice();

        // A factory with one residents' committee is a code of township rank without land of its own: it shares a neighbour's cluster.
        List<(Division Township, List<Division> Villages)> townships = [.. divisions.Where(division => division.Level == "township")
            .Select(township => (township, divisions.Where(village => village.Parent == township.Code).ToList()))
            .Where(township => township.Item2.Count > 0)];
        List<(Division Township, List<Division> Villages)> clusters = [.. townships.Where(township => township.Villages.Count > 1)];
        int guest = 0;
        foreach ((_, List<Division> villages) in townships.Where(township => township.Villages.Count == 1))
        {
            clusters[guest++ % clusters.Count].Villages.AddRange(villages);
        }

        (double Longitude, double Latitude)[] middles = Settle(lattice, Spread(lattice, clusters.Count, boundary.Seat));
        var rows = new SortedDictionary<string, (double Longitude, double Latitude)>(StringComparer.Ordinal);
        for (int cluster = 0; cluster < clusters.Count; cluster++)
        {
            (double, double) middle = middles[cluster];
            List<(double, double)> land = [.. lattice.Where(point => Nearest(middles, point) == cluster)
                .OrderBy(point => Distance(point, middle)).ThenBy(point => point)];
            List<(double, double)> inner = [.. land.Take(Math.Max(clusters[cluster].Villages.Count, (int)(land.Count * ClusterShare)))];
            (double, double)[] places = Spread(inner, clusters[cluster].Villages.Count, middle);
            for (int village = 0; village < places.Length; village++)
            {
                rows.Add(clusters[cluster].Villages[village].Code, places[village]);
            }
        }

        return Write(rows);
    }

    /// <summary>Latitude and longitude by village code, from the file that <see cref="Generate"/> wrote.</summary>
    public static IReadOnlyDictionary<string, (double Latitude, double Longitude)> Read(string path)
    {
        var positions = new Dictionary<string, (double, double)>();
        foreach ((int number, string[] columns) in CsvLines.Of(path))
        {
            if (columns[0] == "code")
            {
                continue;
            }

            if (columns.Length < 3 || !double.TryParse(columns[1], CultureInfo.InvariantCulture, out double latitude)
                || !double.TryParse(columns[2], CultureInfo.InvariantCulture, out double longitude))
            {
                throw new InvalidDataException($"could not read {path}: line {number} is not code,latitude,longitude,note");
            }

            positions.Add(columns[0], (latitude, longitude));
        }

        return positions;
    }

    /// <summary>Each next point is the one farthest from all chosen before it; the first is the one nearest to a given place.</summary>
    private static (double, double)[] Spread(IReadOnlyList<(double, double)> points, int count, (double, double) start)
    {
        var chosen = new (double, double)[count];
        chosen[0] = points.MinBy(point => Distance(point, start));
        double[] nearest = [.. points.Select(point => Distance(point, chosen[0]))];
        for (int next = 1; next < count; next++)
        {
            int farthest = Array.IndexOf(nearest, nearest.Max());
            chosen[next] = points[farthest];
            for (int at = 0; at < nearest.Length; at++)
            {
                nearest[at] = Math.Min(nearest[at], Distance(points[at], chosen[next]));
            }
        }

        return chosen;
    }

    /// <summary>Lloyd's rounds: each middle moves to the mean of the land that is nearest to it, so areas even out.</summary>
    private static (double, double)[] Settle(IReadOnlyList<(double Longitude, double Latitude)> lattice, (double, double)[] middles)
    {
        for (int round = 0; round < SettlingRounds; round++)
        {
            ILookup<int, (double Longitude, double Latitude)> land = lattice.ToLookup(point => Nearest(middles, point));
            middles = [.. middles.Select((middle, index) => land[index].Any()
                ? (land[index].Average(point => point.Longitude), land[index].Average(point => point.Latitude))
                : middle)];
        }

        return middles;
    }

    private static int Nearest((double, double)[] middles, (double, double) point)
    {
        int nearest = 0;
        for (int index = 1; index < middles.Length; index++)
        {
            if (Distance(middles[index], point) < Distance(middles[nearest], point))
            {
                nearest = index;
            }
        }

        return nearest;
    }

    /// <summary>In degrees of latitude; a degree of longitude is shorter by the cosine of 33.4 degrees north.</summary>
    private static double Distance((double Longitude, double Latitude) from, (double Longitude, double Latitude) to)
    {
        double east = (from.Longitude - to.Longitude) * 0.835;
        double north = from.Latitude - to.Latitude;
        return Math.Sqrt((east * east) + (north * north));
    }

    private static string Write(SortedDictionary<string, (double Longitude, double Latitude)> rows)
    {
        var text = new StringBuilder();
        text.Append("# ILLUSTRATIVE positions, not surveyed: spread inside the county's outline by `simulator county positions`.\n");
        text.Append("# Do not use them to find a village. Degrees; four decimals are about 10 m of the drawing, not of the land.\n");
        text.Append("code,latitude,longitude,note\n");
        foreach ((string code, (double longitude, double latitude)) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{code},{latitude:F4},{longitude:F4},illustrative\n");
        }

        return text.ToString();
    }
}
