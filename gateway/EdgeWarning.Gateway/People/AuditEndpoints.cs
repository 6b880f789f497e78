using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeWarning.Gateway.People;

/// <summary>Who did what, and whether anyone has changed the past.</summary>
internal static class AuditEndpoints
{
    private const int MostRows = 1_000;

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        api.MapGet("/audit", Newest)
            .WithName("Audit").WithSummary("The newest rows first, at most limit (100 unless told otherwise), below an id for the next page.");
        api.MapGet("/audit/verdict", Verify)
            .WithName("AuditVerdict").WithSummary("Walks the whole chain and says whether a row was changed, removed or put in.");
    }

    private static Results<Ok<IReadOnlyList<AuditRowView>>, ProblemHttpResult> Newest(AuditLog audit, long below = long.MaxValue, int limit = 100) =>
        limit is < 1 or > MostRows
            ? Fault.Answer(StatusCodes.Status400BadRequest, "Not a limit", Fault.Of("limit.outside", $"limit: {limit} is not within 1 to {MostRows}"))
            : TypedResults.Ok<IReadOnlyList<AuditRowView>>([.. audit.Newest(limit, below).Select(row => row.View())]);

    private static Ok<AuditVerdictView> Verify(AuditAnchor anchor)
    {
        var verdict = anchor.Verify();
        return TypedResults.Ok(new AuditVerdictView(verdict.IsIntact, verdict.Rows, verdict.Head, verdict.Problem));
    }
}
