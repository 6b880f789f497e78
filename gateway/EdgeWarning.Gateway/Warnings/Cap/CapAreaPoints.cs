namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>Picks positions inside and outside of drawn areas, the same ones for the same seed.</summary>
internal static class CapAreaPoints
{
    private const int Tries = 400;

    /// <summary>Nothing is put nearer to an edge than this share of the stretch or radius it lies in.</summary>
    private const double EdgeShare = 0.1;

    public static IReadOnlyList<GeoPoint> Inside(IReadOnlyList<CapArea> areas, int count, int seed)
    {
        var random = new Random(seed);
        var shapes = areas.SelectMany(area => area.Polygons.Select(polygon => Sampler(new GeoRing(polygon), polygon.Corners[0], random))
            .Concat(area.Circles.Select(circle => Sampler(circle, random)))).ToArray();
        return shapes.Length == 0 ? [] : [.. Enumerable.Range(0, count).Select(at => shapes[at % shapes.Length]())];
    }

    public static IReadOnlyList<GeoPoint> Outside(IReadOnlyList<CapArea> areas, int count, int seed)
    {
        var anchors = areas.SelectMany(area => area.Polygons.SelectMany(polygon => polygon.Corners).Concat(area.Circles.Select(circle => circle.Centre))).ToArray();
        if (anchors.Length == 0)
        {
            return [];
        }

        var random = new Random(seed);
        var reachKilometres = anchors.Max(anchor => GeoDistance.Kilometres(anchors[0], anchor))
            + areas.SelectMany(area => area.Circles).Select(circle => circle.RadiusKilometres).DefaultIfEmpty(0).Max();
        var clearKilometres = Math.Max(2, reachKilometres * 0.02);
        var points = new List<GeoPoint>();
        for (var attempt = 0; attempt < count * Tries && points.Count < count; attempt++)
        {
            var far = clearKilometres + (random.NextDouble() * Math.Min(20_000, (2 * reachKilometres) + 20));
            var point = GeoDistance.From(anchors[random.Next(anchors.Length)], random.NextDouble() * 2 * Math.PI, far);
            if (IsClear(areas, point, clearKilometres))
            {
                points.Add(point);
            }
        }

        return points;
    }

    /// <summary>A random parallel, then a place in one of the stretches that it has inside, wide ones more often.</summary>
    private static Func<GeoPoint> Sampler(GeoRing ring, GeoPoint corner, Random random) => () =>
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var latitude = ring.South + ((ring.North - ring.South) * (EdgeShare + (random.NextDouble() * (1 - (2 * EdgeShare)))));
            var stretches = ring.Across(latitude);
            var along = random.NextDouble() * stretches.Sum(stretch => stretch.To - stretch.From);
            foreach (var (from, to) in stretches)
            {
                if (along <= to - from)
                {
                    var longitude = from + ((to - from) * EdgeShare) + (along * (1 - (2 * EdgeShare)));
                    var point = new GeoPoint(latitude, GeoDistance.Wrap(longitude));
                    if (ring.Contains(point))
                    {
                        return point;
                    }
                }

                along -= to - from;
            }
        }

        return corner;  // a ring without any width: its corner is on the edge, and the edge is inside
    };

    private static Func<GeoPoint> Sampler(GeoCircle circle, Random random) => () =>
        circle.RadiusKilometres <= 0
            ? circle.Centre
            : GeoDistance.From(circle.Centre, random.NextDouble() * 2 * Math.PI, circle.RadiusKilometres * (1 - EdgeShare) * Math.Sqrt(random.NextDouble()));

    private static bool IsClear(IReadOnlyList<CapArea> areas, GeoPoint point, double clearKilometres) =>
        !areas.Any(area => area.Contains(point))
        && !Enumerable.Range(0, 8)
            .Select(eighth => GeoDistance.From(point, eighth * Math.PI / 4, clearKilometres))
            .Any(near => areas.Any(area => area.Contains(near)));
}
