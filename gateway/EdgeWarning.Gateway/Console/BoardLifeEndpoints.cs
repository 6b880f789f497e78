using System.Text.Json.Serialization;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Pictures;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeWarning.Gateway.Console;

/// <summary>A board begins, is replaced and ends its service, as <c>gateway board</c> does it: what a technician needs for it is in the answer, once.</summary>
internal static class BoardLifeEndpoints
{
    public static void MapBoardLives(this IEndpointRouteBuilder api)
    {
        api.MapPost("/boards", Add)
            .WithName("AddBoard").WithSummary("Registers a board with a new key. The answer holds the files for its flash: the key is never shown again.");
        api.MapPost("/boards/{id}/replace", Replace)
            .WithName("ReplaceBoard").WithSummary("Puts a new board in the place of one: same id and history, new key, shown once. The old one is refused from now on.");
        api.MapDelete("/boards/{id}", Retire)
            .WithName("RetireBoard").WithSummary("Ends a board's service: its key is destroyed, its history stays, its id is never given again.");
        api.MapGet("/boards/{id}/label", Label)
            .WithName("BoardLabel").WithSummary("The label for a board's lid, 85 x 36 mm, as a PNG: no secret.").Produces(StatusCodes.Status200OK, contentType: "image/png");
        api.MapGet("/site-settings", () => TypedResults.Ok(SiteSetting.All))
            .WithName("SiteSettings").WithSummary("What can be said of the place where a board hangs, and for which kinds.");
    }

    private static async Task<Results<Created<BoardCardView>, ProblemHttpResult>> Add(
        BoardRequest asked, HttpContext context, BoardRegistry boards, BoardSettings settings, CancellationToken stopping)
    {
        var kind = asked.Kind ?? "";
        var board = new NewBoard
        {
            Id = string.IsNullOrWhiteSpace(asked.Id) && BoardKinds.All.Contains(kind) ? boards.FreeId(kind) : asked.Id?.Trim() ?? "",
            Kind = kind,
            Village = asked.Village ?? "",
            VillageName = asked.VillageName ?? "",
            Latitude = asked.Latitude,
            Longitude = asked.Longitude,
            TipMicrometres = asked.TipMicrometres,
            Site = asked.ToSite(),
        };
        return asked.WifiFault is { } fault ? Refused([fault]) : Answer(await boards.Add([board], Actor.Of(context), stopping), asked, settings);
    }

    private static async Task<Results<Created<BoardCardView>, ProblemHttpResult>> Replace(
        string id, BoardRequest asked, HttpContext context, BoardRegistry boards, BoardSettings settings, CancellationToken stopping) =>
        boards.Find(id) is null ? BoardEndpoints.NoBoard(id)
        : asked.WifiFault is { } fault ? Refused([fault])
        : Answer(await boards.Replace(id, asked.ToSite(), Actor.Of(context), asked.TipMicrometres, stopping), asked, settings);

    private static async Task<Results<NoContent, ProblemHttpResult>> Retire(string id, HttpContext context, BoardRegistry boards, CancellationToken stopping) =>
        (await boards.Retire(id, Actor.Of(context), stopping)).Faults.Count == 0 ? TypedResults.NoContent() : BoardEndpoints.NoBoard(id);

    private static Results<FileContentHttpResult, ProblemHttpResult> Label(string id, BoardRegistry boards) =>
        boards.Find(id) is { } board ? TypedResults.Bytes(BoardLabel.Png(board, BitmapFont.Load()), "image/png") : BoardEndpoints.NoBoard(id);

    private static Results<Created<BoardCardView>, ProblemHttpResult> Answer(AddOutcome outcome, BoardRequest asked, BoardSettings settings)
    {
        if (outcome.Faults.Count > 0)
        {
            return Refused(outcome.Faults);
        }

        var board = outcome.Added[0];
        var card = settings.CardOf(board, asked.Wifi);
        return TypedResults.Created((string?)null, new BoardCardView { Board = board.Id, Settings = card.Settings, Authority = card.Authority, Network = card.Network });
    }

    private static ProblemHttpResult Refused(IReadOnlyList<Fault> faults) =>
        Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not changed", faults);
}

/// <summary>A board to be registered, or what is new of one that is replaced. A class: its text must not show the Wi-Fi's password.</summary>
public sealed class BoardRequest
{
    /// <summary>Empty: its kind and a number.</summary>
    public string? Id { get; init; }

    public string? Kind { get; init; }

    public string? Village { get; init; }

    public string? VillageName { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public int? TipMicrometres { get; init; }

    /// <summary>Settings of its place by name (<see cref="SiteSetting"/>).</summary>
    public IReadOnlyDictionary<string, string>? Site { get; init; }

    /// <summary>The village's Wi-Fi; empty for none.</summary>
    public string? WifiName { get; init; }

    public string? WifiPassword { get; init; }

    [JsonIgnore]
    internal WifiAccess? Wifi => string.IsNullOrEmpty(WifiName) ? null : new WifiAccess(WifiName, WifiPassword ?? "");

    [JsonIgnore]
    internal Fault? WifiFault => Wifi?.Fault;

    internal Site ToSite() => Devices.Site.Of((Site ?? new Dictionary<string, string>()).Where(value => !string.IsNullOrWhiteSpace(value.Value)).Select(value => KeyValuePair.Create(value.Key, value.Value.Trim())));
}

/// <summary>The files for a board's flash; whoever gets them carries its key. A class: its text must not show it.</summary>
public sealed class BoardCardView
{
    public required string Board { get; init; }

    /// <summary>settings.txt</summary>
    public required string Settings { get; init; }

    /// <summary>ca.pem; null without TLS.</summary>
    public string? Authority { get; init; }

    /// <summary>network.json for nanoff; null when no Wi-Fi was given.</summary>
    public string? Network { get; init; }
}
