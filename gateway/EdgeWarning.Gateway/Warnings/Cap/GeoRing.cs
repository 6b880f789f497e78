namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>
/// A polygon laid out flat, longitude to the right, without a jump at the antimeridian: every edge goes the shorter way round. A ring
/// that runs once round the earth is closed over the nearer pole. Edges are straight in degrees, as maps draw them; CAP says no more.
/// </summary>
internal sealed class GeoRing
{
    private const double HalfTurn = 180;
    private const double FullTurn = 360;

    /// <summary>A point this near to an edge stands on it, and on the edge is inside: 1e-9 degrees are a tenth of a millimetre.</summary>
    private const double EdgeDegrees = 1e-9;

    private readonly (double X, double Y)[] _corners;

    public GeoRing(GeoPolygon polygon)
    {
        _corners = LayOut(polygon.Corners);
        West = _corners.Min(corner => corner.X);
        East = _corners.Max(corner => corner.X);
        South = _corners.Min(corner => corner.Y);
        North = _corners.Max(corner => corner.Y);
    }

    public double West { get; }

    public double East { get; }

    public double South { get; }

    public double North { get; }

    public bool Contains(GeoPoint point)
    {
        for (var x = point.Longitude + (FullTurn * Math.Floor((West - point.Longitude) / FullTurn)); x <= East + EdgeDegrees; x += FullTurn)
        {
            if (x >= West - EdgeDegrees && Contains(x, point.Latitude))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The stretches of a parallel that lie inside, from west to east.</summary>
    public IReadOnlyList<(double From, double To)> Across(double latitude)
    {
        var crossings = Edges()
            .Where(edge => (edge.A.Y > latitude) != (edge.B.Y > latitude))
            .Select(edge => edge.A.X + ((latitude - edge.A.Y) / (edge.B.Y - edge.A.Y) * (edge.B.X - edge.A.X)))
            .Order().ToArray();
        return [.. crossings.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1]))];
    }

    private bool Contains(double x, double y)
    {
        var inside = false;
        foreach (var (a, b) in Edges())
        {
            if (IsOnEdge(a, b, x, y))
            {
                return true;
            }

            if ((a.Y > y) != (b.Y > y) && x < a.X + ((y - a.Y) / (b.Y - a.Y) * (b.X - a.X)))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    private IEnumerable<((double X, double Y) A, (double X, double Y) B)> Edges()
    {
        for (var at = 0; at + 1 < _corners.Length; at++)
        {
            yield return (_corners[at], _corners[at + 1]);
        }
    }

    private static bool IsOnEdge((double X, double Y) a, (double X, double Y) b, double x, double y)
    {
        var (length, along) = (Math.Sqrt(Square(b.X - a.X) + Square(b.Y - a.Y)), ((x - a.X) * (b.X - a.X)) + ((y - a.Y) * (b.Y - a.Y)));
        if (length < EdgeDegrees)
        {
            return Math.Abs(x - a.X) < EdgeDegrees && Math.Abs(y - a.Y) < EdgeDegrees;
        }

        var aside = Math.Abs(((b.X - a.X) * (y - a.Y)) - ((b.Y - a.Y) * (x - a.X))) / length;
        return aside < EdgeDegrees && along >= -EdgeDegrees && along <= Square(length) + EdgeDegrees;
    }

    private static (double X, double Y)[] LayOut(IReadOnlyList<GeoPoint> corners)
    {
        var flat = new List<(double X, double Y)> { (corners[0].Longitude, corners[0].Latitude) };
        for (var at = 1; at < corners.Count; at++)
        {
            var step = corners[at].Longitude - corners[at - 1].Longitude;
            step += step > HalfTurn ? -FullTurn : step < -HalfTurn ? FullTurn : 0;
            flat.Add((flat[^1].X + step, corners[at].Latitude));
        }

        var turn = flat[^1].X - flat[0].X;
        if (Math.Abs(turn) > HalfTurn)
        {
            var pole = flat.Average(corner => corner.Y) >= 0 ? 90 : -90;
            flat.Add((flat[^1].X, pole));
            flat.Add((flat[0].X, pole));
            flat.Add(flat[0]);
        }

        // Corners at -180 and 180 alone fold into a line: then the whole width between them is meant.
        return flat.Max(corner => corner.X) - flat.Min(corner => corner.X) < EdgeDegrees
            ? [.. corners.Select(corner => (corner.Longitude, corner.Latitude))]
            : [.. flat];
    }

    private static double Square(double value) => value * value;
}
