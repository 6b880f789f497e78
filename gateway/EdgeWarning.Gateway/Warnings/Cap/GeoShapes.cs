using System.Runtime.InteropServices;

namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>A place on the earth in degrees, WGS 84.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GeoPoint(double Latitude, double Longitude);

/// <summary>A closed ring; the last corner repeats the first.</summary>
public sealed record GeoPolygon(IReadOnlyList<GeoPoint> Corners);

/// <summary>A disc on the earth. A radius of 0 names one point, as epicentres do.</summary>
public sealed record GeoCircle(GeoPoint Centre, double RadiusKilometres);
