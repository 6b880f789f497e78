using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Warnings;

namespace EdgeWarning.Gateway.Console;

/// <summary>What only a map needs: where each live warning holds, and the pictures under it.</summary>
internal static class MapEndpoints
{
    public static void MapTheMap(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/map", (WarningStore warnings, MapTiles tiles, TimeProvider clock) => TypedResults.Ok(new MapView(tiles.Address, tiles.Credit, AreasOf(warnings, clock.GetUtcNow()))))
            .WithName("Map").WithSummary("The areas of live warnings as drawn and named, and where map pictures come from, if any.");
        routes.MapGet("/tiles/{z}/{x}/{y}", (string z, string x, string y, MapTiles tiles, HttpContext context) => tiles.Serve(z, x, y, context))
            .WithName("Tile").WithSummary("A map picture of the gateway's own folder of tiles.").ExcludeFromDescription();
    }

    private static IReadOnlyList<LiveAreaView> AreasOf(WarningStore warnings, DateTimeOffset now) =>
        [.. warnings.Newest(WarningViews.Listed).Where(warning => LiveWarnings.StateOf(warning, now) == WarningState.Live).Select(ViewOf)];

    private static LiveAreaView ViewOf(StoredWarning warning)
    {
        var areas = warning.Alert.Infos.SelectMany(info => info.Areas).ToList();
        return new LiveAreaView(
            warning.Id,
            [.. areas.SelectMany(area => area.Geocodes).Select(geocode => DivisionCode.Normalise(geocode.Value)).OfType<string>().Distinct()],
            [.. areas.SelectMany(area => area.Polygons).Distinct().Select(polygon => polygon.Corners.Select(corner => (IReadOnlyList<double>)[corner.Latitude, corner.Longitude]).ToList())],
            [.. areas.SelectMany(area => area.Circles).Distinct().Select(circle => new CircleView(circle.Centre.Latitude, circle.Centre.Longitude, circle.RadiusKilometres))]);
    }
}

/// <param name="Tiles">Address of map pictures with {z}, {x} and {y}; null for none.</param>
/// <param name="Credit">Whom to name for them.</param>
public sealed record MapView(string? Tiles, string Credit, IReadOnlyList<LiveAreaView> Areas);

/// <summary>Where a live warning holds.</summary>
/// <param name="Codes">Of divisions.</param>
/// <param name="Polygons">Corners as latitude and longitude, degrees.</param>
public sealed record LiveAreaView(string Warning, IReadOnlyList<string> Codes, IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> Polygons, IReadOnlyList<CircleView> Circles);

public sealed record CircleView(double Latitude, double Longitude, double RadiusKilometres);
