using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeWarning.Gateway.Tests.Warnings;

public class WarningArea_Tests
{
    [Theory]
    [InlineData("0,0 0,10 10,10 10,0 0,0", 5, 5, true)]
    [InlineData("0,0 0,10 10,10 10,0 0,0", 5, 11, false)]
    [InlineData("0,0 0,10 10,10 10,0 0,0", 0, 5, true)]         // on the edge is inside
    [InlineData("0,0 0,10 10,10 10,0 0,0", 10, 10, true)]       // on a corner
    [InlineData("0,0 10,0 10,10 0,10 0,0", 5, 5, true)]         // the other way round
    [InlineData("0,0 0,10 5,5 10,10 10,0 0,0", 5, 7, false)]    // in the notch
    [InlineData("0,0 0,10 5,5 10,10 10,0 0,0", 5, 4, true)]
    [InlineData("-15,178 -15,-178 -19,-178 -19,178 -15,178", -17, 179, true)]       // across the antimeridian
    [InlineData("-15,178 -15,-178 -19,-178 -19,178 -15,178", -17, -179, true)]
    [InlineData("-15,178 -15,-178 -19,-178 -19,178 -15,178", -17, 180, true)]
    [InlineData("-15,178 -15,-178 -19,-178 -19,178 -15,178", -17, -180, true)]
    [InlineData("-15,178 -15,-178 -19,-178 -19,178 -15,178", -17, 0, false)]
    [InlineData("-15,178 -15,-178 -19,-178 -19,178 -15,178", -17, 177, false)]
    [InlineData("-15,-178 -19,-178 -19,178 -15,178 -15,-178", -17, 179, true)]      // the same, from the other side
    [InlineData("70,0 70,90 70,180 70,-90 70,0", 85, 45, true)]                     // round the north pole
    [InlineData("70,0 70,90 70,180 70,-90 70,0", 90, 0, true)]
    [InlineData("70,0 70,90 70,180 70,-90 70,0", 60, 45, false)]
    [InlineData("-70,0 -70,90 -70,180 -70,-90 -70,0", -85, -135, true)]             // round the south pole
    [InlineData("90,-180 90,180 -90,180 -90,-180 90,-180", 12, 34, true)]           // the whole world
    [InlineData("90,-180 90,0 90,180 -90,180 -90,0 -90,-180 90,-180", 12, 34, true)]
    [InlineData("5,5 5,5 5,5 5,5", 5, 5, true)]                 // no width at all
    [InlineData("5,5 5,5 5,5 5,5", 5, 6, false)]
    public void A_polygon_contains(string polygon, double latitude, double longitude, bool inside) =>
        Assert.Equal(inside, Polygon(polygon).Contains(new GeoPoint(latitude, longitude)));

    [Theory]
    [InlineData(0, 0, 112, 0, 1, true)]         // one degree of latitude is 111.2 km
    [InlineData(0, 0, 111, 1, 0, false)]
    [InlineData(60, 0, 56, 60, 1, true)]        // at 60 degrees a degree of longitude is half of it
    [InlineData(60, 0, 55, 60, 1, false)]
    [InlineData(-13.5, -179.9, 60, -13.5, 179.7, true)]     // across the antimeridian
    [InlineData(89.9, 0, 30, 89.9, 180, true)]              // across the pole
    [InlineData(18.787, -67.582, 0, 18.787, -67.582, true)] // an epicentre reaches itself
    [InlineData(18.787, -67.582, 0, 18.788, -67.582, false)]
    [InlineData(0, 0, 30_000, 0, 180, true)]                // more than the earth
    public void A_circle_contains(double latitude, double longitude, double radiusKilometres, double pointLatitude, double pointLongitude, bool inside) =>
        Assert.Equal(inside, Area(circles: [new GeoCircle(new GeoPoint(latitude, longitude), radiusKilometres)]).Contains(new GeoPoint(pointLatitude, pointLongitude)));

    /// <summary>Moving ring and point together round the earth changes nothing: the antimeridian is a line on the map only.</summary>
    [Fact]
    public void The_antimeridian_is_nothing_special()
    {
        var gen = from corners in Gen.ArrayOf(Gen.Two(Gen.Choose(-400, 400)), 6)
                  from point in Gen.Two(Gen.Choose(-450, 450))
                  from turn in Gen.Choose(-359, 359)
                  select (corners, point, turn);
        Prop.ForAll(gen.ToArbitrary(), sample =>
        {
            bool Inside(int turn) => Turned(sample.corners, turn).Contains(Turned(sample.point, turn));
            return Inside(0) == Inside(sample.turn);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Geocode_polygon_and_circle_each_suffice_and_what_the_code_is_called_does_not_matter()
    {
        var both = Area(polygons: [Ring("0,0 0,1 1,1 0,0")], geocodes: [new CapNamedValue("whatever", "411321")]);
        Assert.True(WarningArea.Covers(both, new WarningPlace("411321101200", null)));
        Assert.True(WarningArea.Covers(both, new WarningPlace("999999999999", new GeoPoint(0.2, 0.5))));
        Assert.False(WarningArea.Covers(both, new WarningPlace("411322101200", new GeoPoint(2, 2))));
        Assert.False(WarningArea.Covers(Area(), new WarningPlace("411321101200", new GeoPoint(0, 0))));
    }

    [Fact]
    public void Points_inside_lie_inside_and_points_outside_outside_for_every_real_area_at_hand()
    {
        var drawn = 0;
        foreach (var file in CapFiles.FilesAtHand("valid"))
        {
            var alert = CapFiles.Accepted(File.ReadAllBytes(file)).Alert;
            drawn += CheckPoints(alert, Path.GetFileName(file)) ? 1 : 0;
        }

        Assert.True(drawn >= 15, $"only {drawn} files draw an area");
    }

    [Theory]
    [InlineData("antimeridian")]
    [InlineData("every-element")]
    public void Points_inside_lie_inside_and_points_outside_outside(string name) => Assert.True(CheckPoints(CapFiles.Alert(name), name));

    [Fact]
    public void A_message_that_draws_nothing_gives_no_points()
    {
        Assert.Empty(CapArea.PointsInside(CapFiles.Alert("red-rainstorm"), 5, 1));
        Assert.Empty(CapArea.PointsOutside(CapFiles.Alert("red-rainstorm"), 5, 1));
    }

    private static bool CheckPoints(CapAlert alert, string name)
    {
        var areas = alert.Infos.SelectMany(info => info.Areas).ToArray();
        var inside = CapArea.PointsInside(alert, 50, 7);
        if (!areas.Any(area => area.Polygons.Count + area.Circles.Count > 0))
        {
            Assert.Empty(inside);
            return false;
        }

        var outside = CapArea.PointsOutside(alert, 50, 7);
        Assert.Equal((50, 50), (inside.Count, outside.Count));
        Assert.All(inside, point => Assert.True(areas.Any(area => area.Contains(point)), $"{name}: {point} should be inside"));
        Assert.All(outside, point => Assert.False(areas.Any(area => area.Contains(point)), $"{name}: {point} should be outside"));
        Assert.Equal(inside, CapArea.PointsInside(alert, 50, 7));
        return true;
    }

    private static CapArea Polygon(string corners) => Area(polygons: [Ring(corners)]);

    private static GeoPolygon Ring(string corners) => new([.. corners.Split(' ').Select(pair => pair.Split(',')).Select(pair => new GeoPoint(double.Parse(pair[0]), double.Parse(pair[1])))]);

    private static CapArea Turned((int, int)[] corners, int turn) => Area(polygons: [new GeoPolygon([.. corners.Append(corners[0]).Select(corner => Turned(corner, turn))])]);

    private static GeoPoint Turned((int, int) tenths, int turn)
    {
        var longitude = (tenths.Item1 / 10.0) + turn + 0.05;
        return new GeoPoint((tenths.Item2 / 10.0) + 0.05, longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude);
    }

    private static CapArea Area(IReadOnlyList<GeoPolygon>? polygons = null, IReadOnlyList<GeoCircle>? circles = null, IReadOnlyList<CapNamedValue>? geocodes = null) =>
        new("somewhere", polygons ?? [], circles ?? [], geocodes ?? [], null, null);
}
