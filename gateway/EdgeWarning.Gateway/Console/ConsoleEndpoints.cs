using System.Text.Json;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Readings;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Protocol;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Console;

/// <summary>What people and programs see of this gateway: JSON, live events and the first page.</summary>
public static class ConsoleEndpoints
{
    private const int MaxReadings = 100_000;

    /// <summary>A stop that could not be delivered for so long is given up: whoever wants silence looks and asks again.</summary>
    private static readonly TimeSpan s_stopLife = TimeSpan.FromSeconds(60);

    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new TimeConverter());
            json.SerializerOptions.Encoder = ConsoleJson.Default.Options.Encoder;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ConsoleJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, WarningJson.Default);
        });
        services.AddCompressedAnswers();
        services.AddProblemDetails();
        services.AddOpenApi(options => options.AddRights());
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<WarningViews>();
        services.AddSingleton<BoardViews>();
        services.AddSingleton<BoardTimeline>();
        services.AddSingleton<Health>();
        services.AddHostedService<LiveNews>();
        return services;
    }

    public static IEndpointRouteBuilder MapConsole(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        routes.MapConsolePage();
        routes.MapGet("/health", LookAtHealth)
            .Produces<HealthView>(StatusCodes.Status503ServiceUnavailable)
            .WithName("Health").WithSummary("200 when the gateway could warn right now, 503 when not; both say why.");
        var api = routes.MapGroup("/api");
        api.MapGet("/warnings", (WarningViews warnings) => TypedResults.Ok(warnings.Newest()))
            .WithName("Warnings").WithSummary("The newest warnings and who heard them.");
        api.MapGet("/warnings/{id}", FindWarning)
            .WithName("Warning").WithSummary("One warning and the state of it on every board.");
        api.MapGet("/warnings/{id}/delivery", DeliveryOf)
            .WithName("Delivery").WithSummary("One warning village by village, what needs a person first.");
        api.MapPost("/warnings/{id}/stop", Stop)
            .WithName("StopWarning").WithSummary("Silences a warning everywhere, as a Cancel by this office does.");
        api.MapGet("/boards", (BoardViews boards) => TypedResults.Ok(boards.All()))
            .WithName("Boards").WithSummary("Every board: where, what, how it is, and what it last did.");
        api.MapBoards();
        api.MapBoardLives();
        routes.MapTheMap();
        api.MapGet("/boards/{id}/timeline", TimelineOf)
            .WithName("Timeline").WithSummary("What a board did by itself, was ordered and answered, and how its link was: the last seven days unless told otherwise, oldest first.");
        api.MapGet("/boards/{id}", FindBoard)
            .WithName("Board").WithSummary("One board, its village's alarm included.");
        api.MapPost("/boards/{id}/test-tone", OrderTestTone)
            .WithName("TestTone").WithSummary("Lets one loudspeaker sound its test tone.");
        api.MapPost("/boards/{id}/stop", StopBoard)
            .WithName("StopBoard").WithSummary("Silences one loudspeaker: its village's alarm, its own warning or whatever it sounds.");
        api.MapGet("/readings", ReadingsOf)
            .WithName("Readings").WithSummary("Readings of one board as measured, the newest of each kind when there are more than the limit (5000 unless told otherwise).");
        api.MapGet("/live", LiveEndpoint.Serve)
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
            .WithName("Live").WithSummary("Server-sent events: warning, order, board, reading, ownWarning, villageAlarm, step, stopAll, tick, reset.");
        return routes;
    }

    private static Results<Ok<HealthView>, JsonHttpResult<HealthView>> LookAtHealth(Health health)
    {
        var seen = health.Look();
        return seen.AbleToWarn ? TypedResults.Ok(seen) : TypedResults.Json(seen, ConsoleJson.Default.HealthView, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static Results<Ok<WarningDetailView>, ProblemHttpResult> FindWarning(string id, WarningViews warnings) =>
        warnings.Detail(id) is { } detail ? TypedResults.Ok(detail) : NoWarning(id);

    private static Results<Ok<DeliveryView>, ProblemHttpResult> DeliveryOf(string id, WarningViews warnings, DeliveryDesk desk) =>
        warnings.Find(id) is { } warning && desk.Of(id) is { } villages ? TypedResults.Ok(new DeliveryView(warning, Delivery.Count(villages), villages, desk.StagesOf(id))) : NoWarning(id);

    private static async Task<Results<Ok<StoppedView>, ProblemHttpResult>> Stop(
        string id, HttpContext context, WarningStore warnings, WarningIntake intake, IOptionsMonitor<DeskSettings> desk, TimeProvider clock, CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        if (warnings.Find(id) is not { } warning)
        {
            return NoWarning(id);
        }

        if (LiveWarnings.StateOf(warning, now) != WarningState.Live)
        {
            return Fault.Answer(StatusCodes.Status409Conflict, "Nothing to stop", Fault.Of("warning.notSounding", $"warning {id} does not sound any more, or never did: {warning.Note}"));
        }

        var cancel = SilencingCancel.Of(warning, desk.CurrentValue.Sender, now);
        return await intake.Take(cancel, Actor.Of(context), stopping) switch
        {
            IntakeStored stored => TypedResults.Ok(new StoppedView(stored.Id, stored.Note)),
            IntakeRefused refused => throw new InvalidOperationException($"our own Cancel of {id} was refused: {string.Join("; ", refused.Reasons)}"),
            _ => throw new InvalidOperationException("an intake result without an answer"),
        };
    }

    private static Results<Ok<BoardView>, ProblemHttpResult> FindBoard(string id, BoardViews boards) =>
        boards.Of([id]) is [var board] ? TypedResults.Ok(board) : NoBoard(id);

    private static ProblemHttpResult NoBoard(string id) =>
        Fault.Answer(StatusCodes.Status404NotFound, "No such board", Fault.Of("board.none", $"there is no board {id}"));

    private static Task<Results<Accepted<OrderedView>, ProblemHttpResult>> OrderTestTone(
        string id, HttpContext context, BoardRegistry boards, Broadcaster broadcaster, CountyStops stops, AuditLog audit, CancellationToken stopping) =>
        stops.Latest() is { IsInForce: true }
            ? Task.FromResult<Results<Accepted<OrderedView>, ProblemHttpResult>>(Fault.Answer(StatusCodes.Status409Conflict, "Stopped", Fault.Of("stop.inForce", "everything is stopped: lift that first")))
            : OrderOne(id, AuditAct.Of("test tone ordered"), broadcaster.OrderTestTone, context, boards, audit, stopping);

    private static Task<Results<Accepted<OrderedView>, ProblemHttpResult>> StopBoard(
        string id, HttpContext context, BoardRegistry boards, Broadcaster broadcaster, AuditLog audit, CancellationToken stopping) =>
        OrderOne(id, AuditAct.Of("board silenced"), board => broadcaster.Order(board, OrderKind.Stop, s_stopLife), context, boards, audit, stopping);

    private static async Task<Results<Accepted<OrderedView>, ProblemHttpResult>> OrderOne(
        string id, AuditAct what, Func<string, Task<long>> order, HttpContext context, BoardRegistry boards, AuditLog audit, CancellationToken stopping)
    {
        if (boards.Find(id) is not { } board)
        {
            return NoBoard(id);
        }

        if (!BroadcastPlan.CanSound(board))
        {
            return Fault.Answer(StatusCodes.Status409Conflict, "It cannot sound", Fault.Of("board.mute", $"board {id} is a {board.Kind}: it has no loudspeaker"));
        }

        var sequence = await order(id).WaitAsync(stopping);
        await audit.Append(new AuditEntry(Actor.Of(context), what, id, $"order {sequence}"), stopping);
        return TypedResults.Accepted((string?)null, new OrderedView(id, sequence));
    }

    /// <param name="since">Unless given: the last 24 hours.</param>
    private static Results<Ok<IReadOnlyList<ReadingView>>, ProblemHttpResult> ReadingsOf(
        string board, BoardRegistry boards, ReadingStore readings, TimeProvider clock, DateTimeOffset? since = null, int limit = 5_000)
    {
        if (boards.Find(board) is not { } known)
        {
            return Fault.Answer(StatusCodes.Status404NotFound, "No such board", Fault.Of("board.none", $"there is no board {board}"));
        }

        if (limit is < 1 or > MaxReadings)
        {
            return Fault.Answer(StatusCodes.Status400BadRequest, "Not a limit", Fault.Of("limit.outside", $"limit: {limit} is not within 1 to {MaxReadings}"));
        }

        var now = clock.GetUtcNow();
        IReadOnlyList<ReadingView> found =
        [
            .. Enum.GetValues<ReadingKind>().Where(kind => kind != ReadingKind.None)
                .SelectMany(kind => readings.Series(known, kind, since ?? now.AddDays(-1), now.AddDays(1), limit)
                    .Select(point => new ReadingView(known.Id, JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), point.Sequence, point.At, point.Value, point.IsEstimated)))
                .OrderBy(reading => reading.At).ThenBy(reading => reading.Sequence),
        ];
        return TypedResults.Ok(found);
    }

    private static Results<Ok<IReadOnlyList<TimelineView>>, ProblemHttpResult> TimelineOf(
        string id, BoardRegistry boards, BoardTimeline timeline, TimeProvider clock, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        var now = clock.GetUtcNow();
        return boards.Find(id) is { } board
            ? TypedResults.Ok(timeline.Of(board, from ?? now.AddDays(-7), to ?? now.AddDays(1)))
            : Fault.Answer(StatusCodes.Status404NotFound, "No such board", Fault.Of("board.none", $"there is no board {id}"));
    }

    private static ProblemHttpResult NoWarning(string id) =>
        Fault.Answer(StatusCodes.Status404NotFound, "No such warning", Fault.Of("warning.none", $"there is no warning {id}"));
}
