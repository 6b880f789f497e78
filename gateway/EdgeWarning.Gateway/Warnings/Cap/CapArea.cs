namespace EdgeWarning.Gateway.Warnings.Cap;

public sealed partial record CapArea
{
    /// <summary>A metre for rounding: a board put at an epicentre's own coordinates stands in its circle of radius 0.</summary>
    private const double RoundingKilometres = 0.001;

    private IReadOnlyList<GeoRing>? _rings;

    /// <summary>True when the issuer drew or named a place, so that it can reach somebody.</summary>
    public bool HasPlace => Polygons.Count + Circles.Count + Geocodes.Count > 0;

    /// <summary>True when the point lies in a polygon or circle; the edge counts as inside. Geocodes are not asked.</summary>
    public bool Contains(GeoPoint point)
    {
        _rings ??= [.. Polygons.Select(polygon => new GeoRing(polygon))];
        return _rings.Any(ring => ring.Contains(point))
            || Circles.Any(circle => GeoDistance.Kilometres(circle.Centre, point) <= circle.RadiusKilometres + RoundingKilometres);
    }

    /// <summary>
    /// Positions well inside the message's own polygons and circles, for trying a warning of anywhere in the world. The same seed
    /// gives the same positions. A circle of radius 0 gives its centre. None when the message draws nothing.
    /// </summary>
    public static IReadOnlyList<GeoPoint> PointsInside(CapAlert alert, int count, int seed) => CapAreaPoints.Inside(Drawn(alert), count, seed);

    /// <summary>Positions near the message's polygons and circles but well outside of all; fewer where too little of the earth is left.</summary>
    public static IReadOnlyList<GeoPoint> PointsOutside(CapAlert alert, int count, int seed) =>
        CapAreaPoints.Outside([.. alert.Infos.SelectMany(info => info.Areas)], count, seed);

    /// <summary>Areas of what can be live; all areas when every info block expired before it was sent.</summary>
    private static CapArea[] Drawn(CapAlert alert)
    {
        var live = alert.Infos.Where(info => info.Expires is not { } expires || expires > alert.Sent).SelectMany(info => info.Areas).ToArray();
        return live.Any(area => area.Polygons.Count + area.Circles.Count > 0) ? live : [.. alert.Infos.SelectMany(info => info.Areas)];
    }
}
