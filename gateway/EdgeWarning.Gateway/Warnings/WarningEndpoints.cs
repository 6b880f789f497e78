using System.Text.Json;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>What POST /api/cap answers to a message that was taken.</summary>
/// <param name="Kind">actual, drill, test, system, draft, cancel, cancel-of-unknown, update, update-of-unknown, expired, acknowledgement, error, not-public, empty, overtaken, duplicate.</param>
/// <param name="Note">What was done with it and why, in words.</param>
/// <param name="Warnings">What is odd about it.</param>
public sealed record CapAnswer(string Id, string Kind, bool Sounds, string Note, IReadOnlyList<CapFinding> Warnings);

/// <summary>What POST /api/cap answers to a file that was refused: RFC 9457 problem details with every reason.</summary>
public sealed record CapProblem(string Type, string Title, int Status, string Detail, IReadOnlyList<CapFinding> Rejections);

/// <summary>The slice's services and its door for CAP files.</summary>
public static class WarningEndpoints
{
    private const string ProblemType = "application/problem+json";

    public static IServiceCollection AddWarnings(this IServiceCollection services)
    {
        services.AddOptions<WarningSettings>().BindConfiguration(WarningSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WarningSettings>, WarningSettingsCheck>();
        services.AddOptions<TextSettings>().BindConfiguration(TextSettings.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TextSettings>, TextSettingsCheck>();
        return services.AddSingleton<WarningStore>().AddSingleton<TextStore>().AddSingleton<WarningIntake>().AddHostedService<WarmUp>();
    }

    public static IEndpointRouteBuilder MapWarnings(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/cap", Take)
            // Whatever the sender calls it: an upstream system that mislabels its warning must not go unheard. The bytes are judged, not the label.
            .Accepts<string>("application/cap+xml", "application/xml", "text/xml", "*/*")
            .Produces<CapAnswer>(StatusCodes.Status201Created)
            .Produces<CapAnswer>(StatusCodes.Status200OK)
            .Produces<CapProblem>(StatusCodes.Status422UnprocessableEntity, ProblemType)
            .Produces<CapProblem>(StatusCodes.Status413PayloadTooLarge, ProblemType)
            .WithName("TakeCap")
            .WithSummary("Takes one CAP 1.2 message: 201 when it sounds, 200 when it is stored without a sound, 422 with every reason when it is refused.");
        return routes;
    }

    private static async Task<IResult> Take(HttpRequest request, WarningIntake intake, CancellationToken stopping)
    {
        if (await request.ReadAtMost(CapReader.MostBytes, stopping) is not { } file)
        {
            CapFinding reason = new(CapRule.Size, "file", 0, $"more than {CapReader.MostBytes} bytes came; a CAP message has at most that");
            return Problem(StatusCodes.Status413PayloadTooLarge, "The file is too large", [reason]);
        }

        return await intake.Take(file, Actor.Of(request.HttpContext), stopping) switch
        {
            IntakeStored stored => TypedResults.Json(
                new CapAnswer(stored.Id, stored.Duplicate ? "duplicate" : KindName(stored.Kind), stored.Sounds, stored.Note, stored.Warnings),
                WarningJson.Default.CapAnswer,
                statusCode: stored is { Sounds: true, Duplicate: false } ? StatusCodes.Status201Created : StatusCodes.Status200OK),
            IntakeRefused refused => Problem(StatusCodes.Status422UnprocessableEntity, "The CAP message is refused", refused.Reasons),
            _ => throw new InvalidOperationException("an intake result without an answer"),
        };
    }

    /// <summary>CancelOfUnknown is "cancel-of-unknown".</summary>
    public static string KindName(WarningKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static JsonHttpResult<CapProblem> Problem(int status, string title, IReadOnlyList<CapFinding> reasons) =>
        TypedResults.Json(
            new CapProblem("about:blank", title, status, string.Join("; ", reasons.Take(5)) + (reasons.Count > 5 ? $"; and {reasons.Count - 5} more" : ""), reasons),
            WarningJson.Default.CapProblem,
            ProblemType,
            status);
}
