namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>Distances on a sphere; within 0.6 % of the ellipsoid, far finer than any warning's circle.</summary>
internal static class GeoDistance
{
    /// <summary>Mean radius R1 of the GRS 80 ellipsoid. Source: Moritz, Geodetic Reference System 1980.</summary>
    private const double EarthKilometres = 6371.0088;

    /// <summary>Great-circle distance by the haversine formula, which stays exact for near points.</summary>
    public static double Kilometres(GeoPoint a, GeoPoint b)
    {
        var (south, north) = (Radians(a.Latitude), Radians(b.Latitude));
        var rise = Math.Sin((north - south) / 2);
        var turn = Math.Sin(Radians(b.Longitude - a.Longitude) / 2);
        var share = (rise * rise) + (Math.Cos(south) * Math.Cos(north) * turn * turn);
        return 2 * EarthKilometres * Math.Asin(Math.Min(1, Math.Sqrt(share)));
    }

    /// <summary>Where one arrives after a distance along a great circle.</summary>
    /// <param name="bearing">Radians from north, clockwise.</param>
    public static GeoPoint From(GeoPoint start, double bearing, double kilometres)
    {
        var angle = kilometres / EarthKilometres;
        var (latitude, longitude) = (Radians(start.Latitude), Radians(start.Longitude));
        var sine = Math.Clamp((Math.Sin(latitude) * Math.Cos(angle)) + (Math.Cos(latitude) * Math.Sin(angle) * Math.Cos(bearing)), -1, 1);
        var turn = Math.Atan2(Math.Sin(bearing) * Math.Sin(angle) * Math.Cos(latitude), Math.Cos(angle) - (Math.Sin(latitude) * sine));
        return new GeoPoint(Degrees(Math.Asin(sine)), Wrap(Degrees(longitude + turn)));
    }

    /// <summary>A longitude between -180 and 180.</summary>
    public static double Wrap(double longitude) => longitude - (360 * Math.Floor((longitude + 180) / 360));

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private static double Degrees(double radians) => radians * 180 / Math.PI;
}
