using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Protocol;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeWarning.Gateway.Console;

/// <summary>One board: what it says of itself, and its log.</summary>
internal static class BoardEndpoints
{
    /// <summary>A board that is linked answers within a second; one that is not keeps nobody waiting for long.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>Nobody wants a log that comes much later.</summary>
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(1);

    public static void MapBoards(this IEndpointRouteBuilder api)
    {
        api.MapGet("/boards/{id}/health", Find)
            .WithName("BoardHealth").WithSummary("What a board says of its own health: restarts, parts, battery, memory, clock and how wrong it may be.");
        api.MapPost("/boards/{id}/log", FetchLog)
            .WithName("BoardLog").WithSummary("Fetches the last lines that a board wrote about itself. 504 when it does not answer.");
    }

    private static Results<Ok<BoardHealthView>, ProblemHttpResult> Find(string id, BoardRegistry boards, BoardViews views) =>
        boards.Find(id) is null ? NoBoard(id)
        : views.HealthOf(id) is { } health ? TypedResults.Ok(health)
        : Fault.Answer(StatusCodes.Status404NotFound, "Nothing known", Fault.Of("board.unheard", $"{id} has never said a word"));

    private static async Task<Results<Ok<BoardLogView>, ProblemHttpResult>> FetchLog(
        string id, HttpContext context, BoardRegistry boards, Broadcaster broadcaster, BoardLogs logs, AuditLog audit, CancellationToken stopping)
    {
        if (boards.Find(id) is null)
        {
            return NoBoard(id);
        }

        var sequence = await broadcaster.Order(id, OrderKind.SendLog, s_life).WaitAsync(stopping);
        await audit.Append(new AuditEntry(Actor.Of(context), AuditAct.Of("log fetched"), id, $"order {sequence}"), stopping);
        return await logs.WaitFor(id, sequence, s_patience, stopping) is { } log
            ? TypedResults.Ok(new BoardLogView(log.Board, log.Order, log.IsWhole, log.Text))
            : Fault.Answer(
                StatusCodes.Status504GatewayTimeout, "No answer", Fault.Of("board.noLog", $"{id} did not send its log within {s_patience.TotalSeconds:0} s: it is not linked, or its firmware knows no such order"));
    }

    internal static ProblemHttpResult NoBoard(string id) =>
        Fault.Answer(StatusCodes.Status404NotFound, "No such board", Fault.Of("board.none", $"there is no board {id}"));
}

/// <summary>What a board last said of itself. What it does not measure or say is null.</summary>
/// <param name="Clock">none, gateway or sntp.</param>
/// <param name="ClockErrorMilliseconds">How far its clock may be from this gateway's, at most.</param>
/// <param name="ClockAgeSeconds">Since when nothing has confirmed it.</param>
/// <param name="OldestReading">The oldest reading it still keeps for this gateway; equal to the next when it keeps none.</param>
public sealed record BoardHealthView(
    long UptimeMilliseconds,
    long Restarts,
    string RestartReason,
    bool SafeMode,
    bool OnTrial,
    IReadOnlyList<string> Parts,
    long? FreeBytes,
    int? BatteryMillivolts,
    double? TemperatureCelsius,
    int? SignalDbm,
    string Clock,
    long? ClockErrorMilliseconds,
    long ClockAgeSeconds,
    long ClockSteps,
    long LinkLosses,
    long Refusals,
    long Configuration,
    string? SelfTest,
    DateTimeOffset? SelfTestAt,
    long OldestReading,
    long NextReading);

/// <param name="Whole">False when pages are missing.</param>
/// <param name="Text">One line each: milliseconds since its start, board, what happened.</param>
public sealed record BoardLogView(string Board, long Order, bool Whole, string Text);
