using System.Text;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeWarning.Gateway.Places;

/// <summary>Divisions and outlines come in as files: looked at first, then taken whole or not at all.</summary>
internal static class PlaceImportEndpoints
{
    /// <summary>A province has some 50,000 villages, at most 100 bytes each.</summary>
    private const int MostDivisionBytes = 8 * 1024 * 1024;

    /// <summary>Outlines of a county's villages, drawn fine.</summary>
    private const int MostBoundaryBytes = 24 * 1024 * 1024;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    public static void MapPlaceImports(this IEndpointRouteBuilder api)
    {
        api.MapPost("/places/divisions", ImportDivisions).Accepts<string>("text/csv", "*/*")
            .WithName("ImportDivisions").WithSummary("Adds or changes every division of a CSV file or none; dryRun=true only says what would come of it. 422 with the line of every fault.");
        api.MapPost("/places/boundaries", ImportBoundaries).Accepts<string>("application/geo+json", "*/*")
            .WithName("ImportBoundaries").WithSummary("Adds or changes every outline of a GeoJSON file or none; dryRun=true only says what would come of it. 422 with every fault.");
    }

    private static async Task<Results<Ok<ImportSummary>, ProblemHttpResult>> ImportDivisions(HttpContext context, PlaceStore places, CancellationToken stopping, bool dryRun = false)
    {
        if (await context.Request.ReadAtMost(MostDivisionBytes, stopping) is not { } file)
        {
            return TooLarge(MostDivisionBytes);
        }

        var (text, note) = TextOf(file);
        var (divisions, faults) = DivisionFile.Read(new StringReader(text));
        if (faults.Count > 0)
        {
            return Refused(faults);
        }

        var known = places.Divisions();
        divisions = PlaceImport.Placed(divisions, known);
        var summary = PlaceImport.Of(divisions, known);
        summary = note is null ? summary : summary with { Notes = [note, .. summary.Notes] };
        return dryRun ? TypedResults.Ok(summary) : await Done(summary, places.Put(divisions, Actor.Of(context)));
    }

    private static async Task<Results<Ok<ImportSummary>, ProblemHttpResult>> ImportBoundaries(HttpContext context, PlaceStore places, CancellationToken stopping, bool dryRun = false)
    {
        if (await context.Request.ReadAtMost(MostBoundaryBytes, stopping) is not { } file)
        {
            return TooLarge(MostBoundaryBytes);
        }

        var (boundaries, faults) = BoundaryFile.Read(new MemoryStream(file));
        if (faults.Count > 0)
        {
            return Refused(faults);
        }

        var summary = PlaceImport.Of(boundaries, places.Boundaries(), places.Divisions());
        return dryRun ? TypedResults.Ok(summary) : await Done(summary, places.Put(boundaries, Actor.Of(context)));
    }

    private static async Task<Ok<ImportSummary>> Done(ImportSummary summary, Task put)
    {
        await put;
        return TypedResults.Ok(summary with { IsDone = true });
    }

    /// <summary>UTF-8, or what Chinese spreadsheets write when nobody tells them otherwise.</summary>
    private static (string Text, Fault? Note) TextOf(byte[] file)
    {
        try
        {
            return (s_strict.GetString(file), null);
        }
        catch (DecoderFallbackException)
        {
            var chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
            return (chinese.GetString(file), Fault.Of("places.gb18030", "the file is not UTF-8; it was read as GB 18030, as spreadsheets write it: look whether the names are right"));
        }
    }

    private static ProblemHttpResult TooLarge(int most) =>
        Fault.Answer(StatusCodes.Status413PayloadTooLarge, "Nothing was imported", Fault.Of("places.tooLarge", $"the file has more than {most / 1024 / 1024} MB"));

    private static ProblemHttpResult Refused(IReadOnlyList<Fault> faults) =>
        Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Nothing was imported", new Dictionary<string, Fault[]> { ["file"] = [.. faults] });
}
