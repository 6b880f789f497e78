using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Warnings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeWarning.Gateway.Places;

/// <param name="People">Null for not known.</param>
public sealed record PlaceFactsRequest(int? People, string? Shelter, string? Contact, string? Phone);

public sealed record PlaceGroupRequest(IReadOnlyList<string>? Codes);


/// <summary>The county as the console shows it: its divisions, outlines and groups.</summary>
public static class PlaceEndpoints
{
    public static IServiceCollection AddPlaces(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Add(PlaceJson.Default));
        services.AddOptions<MapOptions>().BindConfiguration(MapOptions.Section).Validate(map => MapTiles.FaultOf(map.Tiles) is null, "Map:Tiles: an address is needed such as https://tiles.example.org/{z}/{x}/{y}.png").ValidateOnStart();
        return services.AddSingleton<PlaceStore>().AddSingleton<MapTiles>();
    }

    public static IEndpointRouteBuilder MapPlaces(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/places", (PlaceStore places) => TypedResults.Ok(places.Divisions()))
            .WithName("Places").WithSummary("Every division with its people, shelter, contact and phone, by code.");
        api.MapGet("/places/boundaries", (PlaceStore places) => TypedResults.Text(GeoJson(places.Boundaries()), "application/geo+json"))
            .WithName("Boundaries").WithSummary("Outlines of divisions as a GeoJSON FeatureCollection.");
        api.MapGet("/places/groups", (PlaceStore places) => TypedResults.Ok(places.Groups()))
            .WithName("PlaceGroups").WithSummary("Villages that are warned together.");
        api.MapPut("/places/{code}", SetFacts)
            .WithName("SetPlace").WithSummary("Sets people, shelter, contact and phone of one division.");
        api.MapPut("/places/groups/{name}", PutGroup)
            .WithName("SetPlaceGroup").WithSummary("Saves a group of divisions under a name.");
        api.MapDelete("/places/groups/{name}", RemoveGroup)
            .WithName("RemovePlaceGroup").WithSummary("Forgets a group.");
        api.MapPlaceImports();
        return routes;
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SetFacts(string code, PlaceFactsRequest facts, PlaceStore places, HttpContext context)
    {
        if (facts.People is < 0 || facts.Shelter?.Length > DivisionFile.LongestText || facts.Contact?.Length > DivisionFile.LongestText)
        {
            return Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not changed", Fault.Of("places.facts", $"people must not be below 0, shelter and contact at most {DivisionFile.LongestText} characters"));
        }

        var phone = Text(facts.Phone) is { } called ? PhoneNumber.Read(called) : null;
        if (phone is null && Text(facts.Phone) is not null)
        {
            return Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not changed", Fault.Of("places.phone", $"phone \"{facts.Phone}\" is no telephone number"));
        }

        return await places.SetFacts(code, facts.People, Text(facts.Shelter), Text(facts.Contact), phone, Actor.Of(context)) ? TypedResults.NoContent() : NoDivision(code);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutGroup(string name, PlaceGroupRequest request, PlaceStore places, HttpContext context)
    {
        var codes = request.Codes ?? [];
        var wrong = codes.FirstOrDefault(code => DivisionCode.Normalise(code) is not { } normal || places.Find(normal) is null);
        if (codes.Count == 0 || wrong is not null || name.Trim().Length is 0 or > DivisionFile.LongestText)
        {
            return Fault.Answer(
                StatusCodes.Status422UnprocessableEntity, "Not saved", wrong is null ? Fault.Of("places.group", "a group needs a name and at least one division") : Fault.Of("places.noDivision", $"there is no division {wrong}"));
        }

        await places.Put(new PlaceGroup(name.Trim(), [.. codes.Select(code => DivisionCode.Normalise(code)!).Distinct(StringComparer.Ordinal)]), Actor.Of(context));
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveGroup(string name, PlaceStore places, HttpContext context) =>
        await places.RemoveGroup(name, Actor.Of(context)) ? TypedResults.NoContent() : Fault.Answer(StatusCodes.Status404NotFound, "No such group", Fault.Of("places.noGroup", $"there is no group {name}"));

    private static ProblemHttpResult NoDivision(string code) =>
        Fault.Answer(StatusCodes.Status404NotFound, "No such division", Fault.Of("places.noDivision", $"there is no division {code}"));

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string GeoJson(IReadOnlyList<Boundary> boundaries) => new JsonObject
    {
        ["type"] = "FeatureCollection",
        ["features"] = new JsonArray([.. boundaries.Select(boundary => new JsonObject
        {
            ["type"] = "Feature",
            ["properties"] = new JsonObject { ["code"] = boundary.Code },
            ["geometry"] = JsonNode.Parse(boundary.Geometry),
        })]),
    }.ToJsonString();
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<Division>))]
[JsonSerializable(typeof(IReadOnlyList<PlaceGroup>))]
[JsonSerializable(typeof(PlaceFactsRequest))]
[JsonSerializable(typeof(PlaceGroupRequest))]
[JsonSerializable(typeof(ImportSummary))]
internal sealed partial class PlaceJson : JsonSerializerContext;
