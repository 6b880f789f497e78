using System.Text.Json.Serialization;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Protocol;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>Settings to change on many boards.</summary>
/// <param name="Changes">By name; null takes the county's setting back.</param>
/// <param name="First">The board that tries it before the others; the first one that it changes when none is named.</param>
public sealed record SettingsForBoards(IReadOnlyList<string>? Boards, IReadOnlyDictionary<string, string?>? Changes, string? First);

/// <summary>An application for many boards.</summary>
/// <param name="Application">Path of the file that was brought before.</param>
public sealed record ApplicationForBoards(IReadOnlyList<string>? Boards, string? Application, long Build, string? First);

/// <summary>What a change of settings would do to one board; no differences when it has it all, or has no part that it is for.</summary>
public sealed record BoardChange(string Board, IReadOnlyList<SettingDifference> Differences, IReadOnlyList<Fault> Faults);

/// <param name="State">held, wanted, ordered, done, refused, rolled-back, failed, given-up; replaced when the board should have something newer by now.</param>
public sealed record RolloutBoard(string Board, string State, string Reason, string Detail, DateTimeOffset? Ended);

/// <summary>A change of many boards and how far each has come.</summary>
/// <param name="Subject">settings or application.</param>
/// <param name="What">Changes, one a line; or build and file.</param>
/// <param name="Boards">The first one first.</param>
public sealed record RolloutView(long Number, string Subject, string What, string Who, DateTimeOffset Set, IReadOnlyList<RolloutBoard> Boards);

public sealed record RolloutNumber(long Number);

public sealed record GoOnRequest(string? Board);

public sealed record ApplicationView(string Application, string Name, long Bytes);

/// <summary>One change for many boards over HTTP: looked at first, tried by one board, then brought to the others.</summary>
internal static class RolloutEndpoints
{
    public static void MapRollouts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/rollouts", (RolloutStore rollouts, WishStore wishes) => TypedResults.Ok(Views(rollouts, wishes)))
            .WithName("Rollouts").WithSummary("The newest changes of many boards, and how far each board has come.");
        api.MapPost("/rollouts/{number}/go-on", GoOn)
            .WithName("GoOnWithRollout").WithSummary("Orders a change on the boards that wait for it, or on one of them, whatever became of it elsewhere.");
        api.MapPost("/rollouts/{number}/give-up", GiveUp)
            .WithName("GiveUpRollout").WithSummary("Leaves the boards that still wait for a change as they are.");
        api.MapPost("/county-settings/preview", Preview)
            .WithName("PreviewBoardSettings").WithSummary("What a change of settings would do to each of many boards.");
        api.MapPost("/county-settings", ChangeSettings)
            .WithName("ConfigureBoards").WithSummary("Changes settings of many boards: on one first, on the others when it has linked with them.");
        api.MapPost("/applications", Bring).Accepts<byte[]>("application/octet-stream", "*/*")
            .WithName("BringApplication").WithSummary("Takes an application for boards: its assemblies, each behind its length in 4 bytes, little end first, the program last.");
        api.MapPost("/updates", Update)
            .WithName("StartUpdate").WithSummary("Brings an application to boards of one kind: to one first, to the others when it has kept it.");
    }

    private static IReadOnlyList<RolloutView> Views(RolloutStore rollouts, WishStore wishes)
    {
        var known = wishes.All().Where(wish => wish.Rollout != 0).ToLookup(wish => (wish.Rollout, wish.Board));
        return
        [
            .. rollouts.Newest().Select(rollout => new RolloutView(
                rollout.Number, rollout.Subject, rollout.What, rollout.Who, rollout.Set, [.. rollout.Boards.Select(board => ViewOf(board, known[(rollout.Number, board)].FirstOrDefault()))])),
        ];
    }

    private static RolloutBoard ViewOf(string board, Wish? wish) => wish is null
        ? new RolloutBoard(board, "replaced", Words.Of(Reason.None), "", null)
        : new RolloutBoard(board, Wish.WordOf(wish.State), Words.Of(wish.Reason), wish.Detail, wish.Ended);

    private static Results<Ok<IReadOnlyList<BoardChange>>, ProblemHttpResult> Preview(SettingsForBoards request, BoardRegistry boards, WishStore wishes) =>
        TryRead(request, boards, out var change, out var asked) is { } refusal ? refusal : TypedResults.Ok(ChangesOf(change, asked, wishes));

    private static async Task<Results<Accepted<RolloutNumber>, ProblemHttpResult>> ChangeSettings(
        SettingsForBoards request, HttpContext context, BoardRegistry boards, WishStore wishes, RolloutStore rollouts, CancellationToken stopping)
    {
        if (TryRead(request, boards, out var change, out var asked) is { } refusal)
        {
            return refusal;
        }

        var changes = ChangesOf(change, asked, wishes);
        if (changes.SelectMany(one => one.Faults.Select(fault => Fault.Of("board.of", $"{one.Board}: {fault}"))).ToList() is { Count: > 0 } faults)
        {
            return Refused(faults);
        }

        var kinds = asked.ToDictionary(board => board.Id, board => board.Kind, StringComparer.Ordinal);
        List<string> changed = [.. changes.Where(one => one.Differences.Count > 0).Select(one => one.Board)];
        return FirstFirst(changed, request.First) is { } firstFirst
            ? TypedResults.Accepted((string?)null, new RolloutNumber(await rollouts.ChangeSettings(change, [.. firstFirst.Select(board => (board, change.For(kinds[board])))], Actor.Of(context), stopping)))
            : Refused([changed.Count == 0 ? Fault.Of("rollout.same", "nothing would change on any of these boards") : NotAmong(request.First)]);
    }

    private static async Task<Results<Created<ApplicationView>, ProblemHttpResult>> Bring(HttpContext context, FileStore files, CancellationToken stopping, string name = "")
    {
        if (await context.Request.ReadAtMost((int)FileStore.MaxBytes, stopping) is not { } packed)
        {
            return Fault.Answer(StatusCodes.Status413PayloadTooLarge, "Too large", Fault.Of("application.tooLarge", $"an application has at most {FileStore.MaxBytes} bytes"));
        }

        if (Application.FaultOf(packed) is { } fault)
        {
            return Refused([fault]);
        }

        var file = await files.Add(name.Length is > 0 and <= 200 && !name.Any(char.IsControl) ? name : "application", packed, stopping);
        return TypedResults.Created((string?)null, new ApplicationView(file.Path, file.Name, file.Bytes));
    }

    private static async Task<Results<Accepted<RolloutNumber>, ProblemHttpResult>> Update(
        ApplicationForBoards request, HttpContext context, BoardRegistry boards, FileStore files, WishStore wishes, RolloutStore rollouts, CancellationToken stopping)
    {
        if (Find(request.Boards, boards, out var asked) is { } refusal)
        {
            return refusal;
        }

        if (files.Find(request.Application ?? "") is not { } file)
        {
            return Refused([Fault.Of("application.none", "there is no such application: bring it first")]);
        }

        List<Fault> faults =
        [
            .. asked.Select(board => board.Kind).Distinct().Count() > 1 ? [Fault.Of("application.kinds", "an application is for boards of one kind")] : Array.Empty<Fault>(),
            .. request.Build < 1 ? [Fault.Of("application.number", "a build has a number, 1 or more")] : Array.Empty<Fault>(),
            .. asked.Select(board => wishes.Find(board.Id, Wish.ApplicationSubject)).OfType<Wish>().Where(wish => wish.Version > request.Build || (wish.Version == request.Build && wish.Path != file.Path))
                .Select(wish => Fault.Of("application.older", $"{wish.Board} was given build {wish.Version} before: a newer application has a higher number")).Take(3),
        ];
        return faults.Count > 0 ? Refused(faults)
            : FirstFirst([.. asked.Select(board => board.Id)], request.First) is { } firstFirst
                ? TypedResults.Accepted((string?)null, new RolloutNumber(await rollouts.BringApplication(file, request.Build, firstFirst, Actor.Of(context), stopping)))
                : Refused([NotAmong(request.First)]);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> GoOn(long number, GoOnRequest request, HttpContext context, RolloutStore rollouts) =>
        await rollouts.GoOn(number, request.Board, Actor.Of(context)) > 0 ? TypedResults.NoContent() : NobodyWaits();

    private static async Task<Results<NoContent, ProblemHttpResult>> GiveUp(long number, HttpContext context, RolloutStore rollouts) =>
        await rollouts.GiveUp(number, Actor.Of(context)) > 0 ? TypedResults.NoContent() : NobodyWaits();

    private static ProblemHttpResult? TryRead(SettingsForBoards request, BoardRegistry boards, out SettingsChange change, out IReadOnlyList<Board> asked)
    {
        change = new SettingsChange([]);
        if (Find(request.Boards, boards, out asked) is { } refusal)
        {
            return refusal;
        }

        change = new SettingsChange((request.Changes ?? new Dictionary<string, string?>()).Select(pair => KeyValuePair.Create(pair.Key.Trim(), pair.Value?.Trim())));
        return change.IsEmpty ? Refused([Fault.Of("rollout.noSetting", "no setting is named")]) : change.Faults is { Count: > 0 } faults ? Refused(faults) : null;
    }

    private static ProblemHttpResult? Find(IReadOnlyList<string>? ids, BoardRegistry boards, out IReadOnlyList<Board> found)
    {
        var wanted = (ids ?? []).Distinct(StringComparer.Ordinal).ToList();
        found = [.. wanted.Select(boards.Find).OfType<Board>()];
        return wanted.Count == 0 ? Refused([Fault.Of("rollout.noBoard", "no board is named")])
            : found.Count < wanted.Count ? Refused([Fault.Of("board.none", $"there is no board {wanted.Find(id => boards.Find(id) is null)}")])
            : null;
    }

    private static IReadOnlyList<BoardChange> ChangesOf(SettingsChange change, IReadOnlyList<Board> boards, WishStore wishes)
    {
        var now = wishes.Of(Wish.SettingsSubject).ToDictionary(wish => wish.Board, wish => wish.Settings, StringComparer.Ordinal);
        return
        [
            .. boards.Select(board =>
            {
                var before = CountySettings.Parse(now.GetValueOrDefault(board.Id, ""));
                return new BoardChange(board.Id, change.Differences(before, board.Kind), change.For(board.Kind).ApplyTo(before).Faults);
            }),
        ];
    }

    private static List<string>? FirstFirst(List<string> boards, string? first) =>
        boards.Count == 0 || (first is not null && !boards.Contains(first)) ? null : [first ?? boards[0], .. boards.Where(board => board != (first ?? boards[0]))];

    private static Fault NotAmong(string? first) => Fault.Of("rollout.first", $"{first} is none of the boards that change");

    private static ProblemHttpResult Refused(IReadOnlyList<Fault> faults) => Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not changed", faults);

    private static ProblemHttpResult NobodyWaits() =>
        Fault.Answer(StatusCodes.Status409Conflict, "Nobody waits", Fault.Of("rollout.nobodyWaits", "no board waits for this change"));
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<RolloutView>))]
[JsonSerializable(typeof(IReadOnlyList<BoardChange>))]
[JsonSerializable(typeof(SettingsForBoards))]
[JsonSerializable(typeof(ApplicationForBoards))]
[JsonSerializable(typeof(RolloutNumber))]
[JsonSerializable(typeof(GoOnRequest))]
[JsonSerializable(typeof(ApplicationView))]
internal sealed partial class RolloutJson : JsonSerializerContext;
