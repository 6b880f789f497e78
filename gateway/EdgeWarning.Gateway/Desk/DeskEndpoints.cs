using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeWarning.Gateway.Desk;

/// <param name="Reason">Why, for the time line.</param>
/// <param name="Typed">What the officer typed to confirm.</param>
/// <param name="Version">Of which version of a draft's text the step is meant; left out by who means any.</param>
public sealed record StepRequest(string? Reason, string? Typed, int? Version = null);

/// <param name="Village">Division code of the village that was told.</param>
public sealed record NoteRequest(string? Village, string? Reason);

/// <param name="Village">Division code; its loudspeakers that did not bring the warning.</param>
/// <param name="Board">Or this one.</param>
/// <param name="Confirmed">Also where it was heard already.</param>
public sealed record ResendRequest(string? Village, string? Board, bool Confirmed, string? Reason);

/// <summary>What an act brought: the draft or the warning that it is now.</summary>
public sealed record DeskView(string Id);

/// <summary>The desk's door.</summary>
public static class DeskEndpoints
{
    public static IServiceCollection AddDesk(this IServiceCollection services)
    {
        services.AddOptions<DeskSettings>().BindConfiguration(DeskSettings.Section)
            .Validate(desk => desk.Office.Length is > 0 and <= 60, "Desk:Office: a name of 1 to 60 characters is needed")
            .Validate(desk => desk.ShareAlone is >= 0 and <= 1, "Desk:ShareAlone: a share from 0 to 1 is needed")
            .Validate(desk => SignatureTable.Read(desk.Signatures, out _) is not null, $"Desk:Signatures is a table such as \"{SignatureTable.Default}\"")
            .Validate(desk => desk.NightFromHour is >= 0 and <= 24, "Desk:NightFromHour: an hour from 0 to 24 is needed")
            .Validate(desk => desk.NightToHour is >= 0 and <= 24, "Desk:NightToHour: an hour from 0 to 24 is needed")
            .Validate(desk => desk.Sender.Length > 0 && desk.Sender.IndexOfAny([' ', ',', '<', '&']) < 0, "Desk:Sender: a CAP sender is needed, without space, comma, < or &")
            .Validate(
                desk => desk.Address.Length == 0 || (Uri.TryCreate(desk.Address, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query.Length + address.Fragment.Length + address.UserInfo.Length == 0),
                "Desk:Address: an address such as https://warning.county.example is needed, or nothing")
            .ValidateOnStart();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Add(DeskJson.Default);
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<Priority>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<Scope>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<DraftState>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<DeliveryState>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<QuietProof>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<UnreachedReason>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<CapCategory>());
        });
        return services.AddSingleton<DraftStore>().AddSingleton<DraftRecording>().AddSingleton<IssuingDesk>().AddSingleton<DeliveryDesk>().AddSingleton<StopDesk>().AddSingleton<ReviewDesk>();
    }

    public static IEndpointRouteBuilder MapDesk(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/events", () => TypedResults.Ok(WarningEvents.All))
            .WithName("Events").WithSummary("What can be warned of, with its codes.");
        api.MapPost("/drafts/preview", (DraftBody body, IssuingDesk desk, HttpContext context) => TypedResults.Ok(desk.Look(body, Caller.Of(context)!)))
            .WithName("PreviewDraft").WithSummary("What would go out and whom it would reach, before anything is written.");
        api.MapGet("/drafts", (DraftStore drafts) => TypedResults.Ok(drafts.Open()))
            .WithName("Drafts").WithSummary("Drafts that are neither issued nor withdrawn.");
        api.MapGet("/drafts/{id}", FindDraft)
            .WithName("Draft").WithSummary("One draft with its steps.");
        api.MapPost("/drafts", (DraftBody body, IssuingDesk desk, HttpContext context) => Answer(desk.Write(null, body, Caller.Of(context)!), StatusCodes.Status201Created))
            .WithName("WriteDraft").WithSummary("Begins a draft.");
        api.MapPut("/drafts/{id}", (string id, DraftBody body, IssuingDesk desk, HttpContext context) => Answer(desk.Write(id, body, Caller.Of(context)!)))
            .WithName("RewriteDraft").WithSummary("Changes a draft; signatures become void.");
        Step(api, "submit", "Submits a draft to be signed.", (desk, id, step, by, _, _) => desk.Submit(id, step.Reason ?? "", by));
        Step(api, "sign", "Signs a draft; by an approver who did not write it.", (desk, id, step, by, _, _) => desk.Sign(id, step.Version, step.Reason ?? "", by));
        Step(api, "return", "Returns a draft to its author.", (desk, id, step, by, _, _) => desk.Return(id, step.Reason ?? "", by));
        Step(api, "withdraw", "Gives a draft up.", (desk, id, step, by, _, _) => desk.Withdraw(id, step.Reason ?? "", by));
        Step(api, "issue", "Issues a draft; 201 with the warning's id.", (desk, id, step, by, at, stopping) => desk.Issue(id, step.Reason ?? "", step.Typed, by, at, stopping), StatusCodes.Status201Created);
        api.MapPost("/warnings/{id}/all-clear", (string id, StepRequest step, IssuingDesk desk, HttpContext context, CancellationToken stopping) => Answer(desk.AllClear(id, step.Reason ?? "", step.Typed, Caller.Of(context)!, stopping)))
            .WithName("AllClear").WithSummary("Ends a warning and says so in every village of it.");
        api.MapPost("/warnings/{id}/reached", (string id, NoteRequest note, DeliveryDesk desk, HttpContext context) => Answer(desk.Reached(id, note.Village, note.Reason ?? "", Caller.Of(context)!)))
            .WithName("MarkReached").WithSummary("Notes that a village was told by other means.");
        api.MapPost("/warnings/{id}/review", (string id, StepRequest step, ReviewDesk desk, HttpContext context) => Answer(desk.Review(id, step.Reason ?? "", Caller.Of(context)!)))
            .WithName("ReviewWarning").WithSummary("Signs the review of a warning; of a fast path by another person than who took it.");
        api.MapGet("/reviews", (ReviewDesk desk) => TypedResults.Ok(desk.Due()))
            .WithName("Reviews").WithSummary("Warnings that went out on the fast path and wait for a review, the oldest first.");
        api.MapGet("/warnings/{id}/timeline", Results<Ok<IReadOnlyList<TimelineEntry>>, ProblemHttpResult> (string id, ReviewDesk desk, bool whole = false) => desk.Timeline(id, whole) is { } timeline ? TypedResults.Ok(timeline) : Unknown())
            .WithName("TimelineOfWarning").WithSummary("Cause, decisions, orders, receipts and reactions in their order; whole: every receipt of every board.");
        api.MapGet("/warnings/{id}/report", Results<Ok<WarningReport>, ProblemHttpResult> (string id, ReviewDesk desk) => desk.Report(id) is { } report ? TypedResults.Ok(report) : Unknown())
            .WithName("ReportOfWarning").WithSummary("The facts for a review after a warning: times, who did not hear it and why, reviews.");
        api.MapGet("/warnings/{id}/all-clear", Results<Ok<AllClearView>, ProblemHttpResult> (string id, IssuingDesk desk) => desk.LookAtAllClear(id) is { } seen ? TypedResults.Ok(seen) : Unknown())
            .WithName("LookAtAllClear").WithSummary("What must be typed before an all-clear goes out, if anything.");
        api.MapPost("/warnings/{id}/resend", (string id, ResendRequest asked, DeliveryDesk desk, HttpContext context, CancellationToken stopping) =>
                Answer(desk.Resend(id, asked.Village, asked.Board, asked.Confirmed, asked.Reason ?? "", Caller.Of(context)!, stopping)))
            .WithName("ResendWarning").WithSummary("Orders a warning anew in a village or on one board; not where it was heard, unless confirmed.");
        api.MapPost("/warnings/{id}/go-on", (string id, StepRequest step, DeliveryDesk desk, HttpContext context) => Answer(desk.GoOn(id, step.Reason ?? "", Caller.Of(context)!)))
            .WithName("ReleaseStage").WithSummary("Tells the villages of the next stage now.");
        api.MapPost("/warnings/{id}/hold", (string id, StepRequest step, DeliveryDesk desk, HttpContext context) => Answer(desk.Hold(id, step.Reason ?? "", Caller.Of(context)!)))
            .WithName("HoldStage").WithSummary("Lets the villages of the next stage wait until somebody says go on.");
        api.MapGet("/stop-all", (StopDesk desk) => TypedResults.Ok(desk.View()))
            .WithName("StopAllProof").WithSummary("The one big stop, and which loudspeakers have proved that they are quiet.");
        api.MapPost("/stop-all", (StepRequest step, StopDesk desk, HttpContext context) => Answer(desk.StopAll(step.Typed, step.Reason ?? "", Caller.Of(context)!)))
            .WithName("StopAll").WithSummary("Silences everything in the county; typed is the number of loudspeakers.");
        api.MapPost("/stop-all/lift", (StepRequest step, StopDesk desk, HttpContext context) => Answer(desk.Lift(step.Reason ?? "", Caller.Of(context)!)))
            .WithName("LiftStopAll").WithSummary("Lets programmes and test tones sound again.");
        api.MapGet("/coverage", (DeliveryDesk desk) => TypedResults.Ok(desk.County()))
            .WithName("Coverage").WithSummary("Villages and people that healthy loudspeakers cover right now.");
        api.MapGet("/warnings/{id}/steps", (string id, DraftStore drafts) => TypedResults.Ok(drafts.StepsOfWarning(id)))
            .WithName("StepsOfWarning").WithSummary("Who did what about a warning, when and why.");
        api.MapGet("/warnings/{id}/cap", Cap)
            .WithName("CapOfWarning").WithSummary("The CAP message, byte by byte as it came or was issued.");
        return routes;
    }

    private delegate Task<DeskAnswer> Act(IssuingDesk desk, string id, StepRequest step, Caller by, Uri at, CancellationToken stopping);

    private static void Step(RouteGroupBuilder api, string name, string summary, Act act, int status = StatusCodes.Status200OK) =>
        api.MapPost($"/drafts/{{id}}/{name}", (string id, StepRequest step, IssuingDesk desk, HttpContext context, CancellationToken stopping) => Answer(act(desk, id, step, Caller.Of(context)!, new Uri($"{context.Request.Scheme}://{context.Request.Host}"), stopping), status))
            .WithName($"{char.ToUpperInvariant(name[0])}{name[1..]}Draft").WithSummary(summary);

    private static Results<Ok<Draft>, ProblemHttpResult> FindDraft(string id, DraftStore drafts) => drafts.Find(id) is { } draft ? TypedResults.Ok(draft) : Unknown();

    private static Results<FileContentHttpResult, ProblemHttpResult> Cap(string id, WarningStore warnings) =>
        warnings.Raw(id) is { } file ? TypedResults.File(file, "application/cap+xml", $"{id}.xml") : Unknown();

    private static async Task<Results<JsonHttpResult<DeskView>, ProblemHttpResult>> Answer(Task<DeskAnswer> act, int status = StatusCodes.Status200OK) => await act switch
    {
        DeskDone done => TypedResults.Json(new DeskView(done.Id), DeskJson.Default.DeskView, statusCode: status),
        DeskRefused refused => Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not done", refused.Faults),
        _ => Unknown(),
    };

    private static ProblemHttpResult Unknown() => Fault.Answer(StatusCodes.Status404NotFound, "Not found", Fault.Of("desk.unknown", "there is no such draft or warning"));
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DraftBody))]
[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(IReadOnlyList<Draft>))]
[JsonSerializable(typeof(Preview))]
[JsonSerializable(typeof(StepRequest))]
[JsonSerializable(typeof(NoteRequest))]
[JsonSerializable(typeof(ResendRequest))]
[JsonSerializable(typeof(CountyCoverage))]
[JsonSerializable(typeof(StopAllView))]
[JsonSerializable(typeof(AllClearView))]
[JsonSerializable(typeof(WarningReport))]
[JsonSerializable(typeof(IReadOnlyList<TimelineEntry>))]
[JsonSerializable(typeof(IReadOnlyList<ReviewDue>))]
[JsonSerializable(typeof(DeskView))]
[JsonSerializable(typeof(IReadOnlyList<LifeStep>))]
[JsonSerializable(typeof(IReadOnlyList<WarningEvent>))]
internal sealed partial class DeskJson : JsonSerializerContext;
