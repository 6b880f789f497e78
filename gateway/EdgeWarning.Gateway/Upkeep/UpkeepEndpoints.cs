using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Protocol;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>The county's settings of a board, and what became of them.</summary>
/// <param name="State">wanted, ordered, done, refused, rolled-back, failed.</param>
public sealed record ConfigurationView(string Board, long Version, string Settings, string State, string Reason, string Detail, DateTimeOffset Set, DateTimeOffset? Ended);

public sealed record ConfigurationRequest(string? Settings);

/// <summary>An application on its way to a board.</summary>
public sealed record UpdateView(string Board, long Build, string File, string State, string Reason, string Detail, DateTimeOffset Set, DateTimeOffset? Ended);

/// <summary>Settings and applications of boards over HTTP.</summary>
public static class UpkeepEndpoints
{
    /// <summary>What commands and the running gateway share.</summary>
    public static IServiceCollection AddWishes(this IServiceCollection services) => services.AddSingleton<WishStore>().AddSingleton<RolloutStore>();

    public static IServiceCollection AddUpkeep(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Add(UpkeepJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Add(RolloutJson.Default);
        });
        return services.AddWishes().AddHostedService<Upkeeper>();
    }

    public static IEndpointRouteBuilder MapUpkeep(this IEndpointRouteBuilder routes)
    {
        routes.MapFiles();
        var api = routes.MapGroup("/api");
        api.MapRollouts();
        api.MapGet("/boards/{id}/configuration", Show)
            .WithName("Configuration").WithSummary("The county's settings of one board and whether it lives by them; 204 when the county has set nothing.");
        api.MapPut("/boards/{id}/configuration", Put)
            .WithName("Configure").WithSummary("Replaces the county's settings of one board. The board judges them, tries them and goes back when it cannot link with them.");
        api.MapGet("/county-settings", () => TypedResults.Ok(KnownSetting.All))
            .WithName("CountySettings").WithSummary("What the county may choose for a board, with its limits and what a board does without it.");
        api.MapPost("/updates/{id}/resume", Resume)
            .WithName("ResumeUpdate").WithSummary("Orders a board's newest application now, whatever became of it there or on other boards.");
        api.MapGet("/updates", (WishStore wishes, FileStore files) => TypedResults.Ok(Updates(wishes, files)))
            .WithName("Updates").WithSummary("Applications on their way to boards, and how far each has come.");
        return routes;
    }

    private static Results<Ok<ConfigurationView>, NoContent, ProblemHttpResult> Show(string id, BoardRegistry boards, WishStore wishes) =>
        boards.Find(id) is null ? NoBoard(id)
        : wishes.Find(id, Wish.SettingsSubject) is { } wish ? TypedResults.Ok(ViewOf(wish))
        : TypedResults.NoContent();

    private static async Task<Results<Accepted<ConfigurationView>, ProblemHttpResult>> Put(
        string id, ConfigurationRequest request, HttpContext context, BoardRegistry boards, WishStore wishes, CancellationToken stopping)
    {
        if (boards.Find(id) is null)
        {
            return NoBoard(id);
        }

        var settings = CountySettings.Parse(request.Settings ?? "");
        return settings.Faults.Count > 0
            ? Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not changed", settings.Faults)
            : TypedResults.Accepted((string?)null, ViewOf(await wishes.WantSettings(id, settings.ToString(), Actor.Of(context), stopping)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Resume(string id, HttpContext context, WishStore wishes, AuditLog audit, CancellationToken stopping)
    {
        if (wishes.Find(id, Wish.ApplicationSubject) is not { } wish)
        {
            return Fault.Answer(StatusCodes.Status404NotFound, "No update", Fault.Of("update.none", $"no application was ever ordered for {id}"));
        }

        await wishes.Wanted([wish]);
        await audit.Append(new AuditEntry(Actor.Of(context), AuditAct.Of("update resumed"), id, $"build {wish.Version}"), stopping);
        return TypedResults.NoContent();
    }

    private static IReadOnlyList<UpdateView> Updates(WishStore wishes, FileStore files) => [.. wishes.Of(Wish.ApplicationSubject).Select(wish => new UpdateView(
        wish.Board, wish.Version, files.Find(wish.Path)?.Name ?? wish.Path, Wish.WordOf(wish.State), Words.Of(wish.Reason), wish.Detail, wish.Set, wish.Ended))];

    private static ConfigurationView ViewOf(Wish wish) =>
        new(wish.Board, wish.Version, wish.Settings, Wish.WordOf(wish.State), Words.Of(wish.Reason), wish.Detail, wish.Set, wish.Ended);

    private static ProblemHttpResult NoBoard(string id) =>
        Fault.Answer(StatusCodes.Status404NotFound, "No such board", Fault.Of("board.none", $"there is no board {id}"));
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ConfigurationView))]
[JsonSerializable(typeof(ConfigurationRequest))]
[JsonSerializable(typeof(IReadOnlyList<UpdateView>))]
[JsonSerializable(typeof(IReadOnlyList<KnownSetting>))]
internal sealed partial class UpkeepJson : JsonSerializerContext;
