using EdgeWarning.Gateway.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Places;

/// <summary>Pictures under the map: configuration section <c>Map</c>. Without any, outlines alone are the map.</summary>
public sealed class MapOptions
{
    public const string Section = "Map";

    /// <summary>A tile server, such as https://tiles.example.org/{z}/{x}/{y}.png; empty = the folder <c>tiles</c> of the data folder, when it is there.</summary>
    public string Tiles { get; set; } = "";

    /// <summary>Whom the map names as the source of its pictures.</summary>
    public string Credit { get; set; } = "";
}

/// <summary>
/// Where map pictures come from: a server, whose address alone the pages may then ask, or files <c>tiles/{z}/{x}/{y}.png</c> (jpg, webp) in the data folder,
/// in the numbering of OpenStreetMap, as tools for MBTiles unpack them.
/// </summary>
public sealed class MapTiles(IOptionsMonitor<MapOptions> options, DataFolder data)
{
    private static readonly string[] s_parts = ["{z}", "{x}", "{y}"];
    private static readonly (string Ending, string Type)[] s_pictures = [(".png", "image/png"), (".jpg", "image/jpeg"), (".webp", "image/webp")];

    /// <summary>With {z}, {x} and {y}; null for none.</summary>
    public string? Address => options.CurrentValue.Tiles.Length > 0 ? options.CurrentValue.Tiles : Directory.Exists(data.File("tiles")) ? "tiles/{z}/{x}/{y}" : null;

    public string Credit => options.CurrentValue.Credit;

    /// <summary>The only address outside that pages may fetch pictures from; null when there is none.</summary>
    public string? Origin => OriginOf(options.CurrentValue.Tiles);

    /// <summary>What is wrong with an address of tiles; null when nothing is.</summary>
    public static string? FaultOf(string address) =>
        address.Length == 0 || (OriginOf(address) is not null && s_parts.All(part => address.Contains(part, StringComparison.Ordinal)))
            ? null
            : $"Map:Tiles: \"{address}\" is no address such as https://tiles.example.org/{{z}}/{{x}}/{{y}}.png";

    /// <summary>No content where the folder has no picture: folders end somewhere, and that is no fault.</summary>
    public Results<PhysicalFileHttpResult, NoContent, NotFound> Serve(string z, string x, string y, HttpContext context)
    {
        if (!uint.TryParse(z, out var zoom) || !uint.TryParse(x, out var column) || !uint.TryParse(y, out var row))
        {
            return TypedResults.NotFound();
        }

        var file = data.File($"tiles/{zoom}/{column}/{row}");
        if (Array.Find(s_pictures, picture => File.Exists(file + picture.Ending)) is not { Ending: not null } found)
        {
            return TypedResults.NoContent();
        }

        context.Response.Headers.CacheControl = "private, max-age=86400";
        return TypedResults.PhysicalFile(file + found.Ending, found.Type);
    }

    private static string? OriginOf(string address) =>
        Uri.TryCreate(address.Replace('{', '0').Replace('}', '0'), UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? uri.GetLeftPart(UriPartial.Authority) : null;
}
