using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Voice;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Protocol;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Programmes;

/// <summary>The timetable's door.</summary>
public static class ProgrammeEndpoints
{
    private const int MostPlays = 50;

    public static IServiceCollection AddProgrammes(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Add(ProgrammeJson.Default);
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<DayOfWeek>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        });
        services.AddSingleton<ProgrammeStore>().AddSingleton<OnAir>().AddSingleton<IAirings>(provider => provider.GetRequiredService<OnAir>());
        return services.AddHostedService(provider => provider.GetRequiredService<OnAir>());
    }

    public static IEndpointRouteBuilder MapProgrammes(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/programmes", List)
            .WithName("Programmes").WithSummary("The timetable, and what plays of it now.");
        api.MapGet("/programmes/week", Week)
            .WithName("ProgrammeWeek").WithSummary("Every time of the coming seven days, today first; also those at night, which are not played.");
        api.MapPost("/programmes", Add)
            .WithName("AddProgramme").WithSummary("Puts a programme on the timetable.");
        api.MapPut("/programmes/{id}", Change)
            .WithName("ChangeProgramme").WithSummary("Changes a programme from its next time on; one that is made to pause falls silent.");
        api.MapDelete("/programmes/{id}", Remove)
            .WithName("RemoveProgramme").WithSummary("Takes a programme from the timetable; what was played of it stays known.");
        api.MapPost("/programmes/{id}/stop", Stop)
            .WithName("StopProgramme").WithSummary("Stops what plays of a programme now, in every village.");
        api.MapGet("/programmes/{id}/plays", Plays)
            .WithName("ProgrammePlays").WithSummary("What was played of a programme, where, and heard by how many; the newest first.");
        return routes;
    }

    private static Ok<IReadOnlyList<ProgrammeView>> List(ProgrammeStore store, OrderStore orders, PlaceStore places, TimeProvider clock)
    {
        var running = store.Running(clock.GetUtcNow()).Where(play => IsPlaying(orders.PlaysOf(play.Id))).Select(play => play.Programme).ToHashSet(StringComparer.Ordinal);
        var (divisions, groups) = (places.Divisions(), places.Groups());
        return TypedResults.Ok<IReadOnlyList<ProgrammeView>>(
            [.. store.All().Select(programme => new ProgrammeView(programme.Id, programme.Body, DraftCap.AreaOf(programme.Body.Area, divisions, groups).Description, running.Contains(programme.Id)))]);
    }

    private static Ok<WeekView> Week(OnAir onAir, IOptionsMonitor<DeskSettings> desk, TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), onAir.Zone).DateTime);
        // A day too much on both sides, so that no change of clocks matters.
        var days = Enumerable.Range(0, 7).Select(today.AddDays).ToArray();
        var midnight = new DateTimeOffset(today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var slots = onAir.Slots(midnight.AddDays(-1), midnight.AddDays(8)).Where(slot => days.Contains(DateOnly.FromDateTime(slot.Local)));
        return TypedResults.Ok(new WeekView(
            onAir.Zone.Id, desk.CurrentValue.NightFromHour, desk.CurrentValue.NightToHour, days,
            [.. slots.Select(slot => new SlotView(slot.Programme.Id, DateOnly.FromDateTime(slot.Local), TimeOnly.FromDateTime(slot.Local), slot.Start, slot.IsNight))]));
    }

    private static async Task<Results<Created<ProgrammeMade>, ProblemHttpResult>> Add(ProgrammeRequest request, ProgrammeStore store, PlaceStore places, ClipLibrary clips, OnAir onAir, HttpContext context)
    {
        if (request.Read(places.Divisions(), places.Groups(), clips, out var faults) is not { } body)
        {
            return Refused(faults);
        }

        var id = await store.Add(body, Actor.Of(context));
        onAir.LookAgain();
        return TypedResults.Created((string?)null, new ProgrammeMade(id));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Change(string id, ProgrammeRequest request, ProgrammeStore store, PlaceStore places, ClipLibrary clips, OnAir onAir, HttpContext context)
    {
        if (request.Read(places.Divisions(), places.Groups(), clips, out var faults) is not { } body)
        {
            return Refused(faults);
        }

        return Done(await store.Change(id, body, Actor.Of(context)), id, onAir);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Remove(string id, ProgrammeStore store, OnAir onAir, HttpContext context) =>
        Done(await store.Remove(id, Actor.Of(context)), id, onAir);

    private static async Task<Results<NoContent, ProblemHttpResult>> Stop(string id, ProgrammeStore store, OnAir onAir, HttpContext context)
    {
        if (await store.Stop(id, Actor.Of(context)) == 0)
        {
            return Fault.Answer(StatusCodes.Status404NotFound, "Nothing to stop", Fault.Of("programme.notPlaying", $"nothing of {id} plays now"));
        }

        return Done(true, id, onAir);
    }

    private static Ok<IReadOnlyList<PlayView>> Plays(string id, ProgrammeStore store, OrderStore orders, PlaceStore places, TimeProvider clock)
    {
        var (now, divisions, groups) = (clock.GetUtcNow(), places.Divisions(), places.Groups());
        return TypedResults.Ok<IReadOnlyList<PlayView>>([.. store.PlaysOf(id, MostPlays).Select(play =>
        {
            var ordered = orders.PlaysOf(play.Id);
            return new PlayView(
                play.Id, play.Start, play.Body.Content.Text, DraftCap.AreaOf(play.Body.Area, divisions, groups).Description, play.Expires > now && play.StoppedAt is null && IsPlaying(ordered), play.StoppedAt, play.StoppedBy,
                ordered.Count(order => order.Reason is Reason.PreEmpted or Reason.Superseded), Coverage.Of(ordered, now));
        })]);
    }

    private static bool IsPlaying(IEnumerable<OrderSummary> orders) => orders.Any(order => !OrderProgress.IsEnd(order.State, order.Reason));

    private static Results<NoContent, ProblemHttpResult> Done(bool isDone, string id, OnAir onAir)
    {
        if (!isDone)
        {
            return Fault.Answer(StatusCodes.Status404NotFound, "No such programme", Fault.Of("programme.none", $"there is no programme {id}"));
        }

        onAir.LookAgain();
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult Refused(IReadOnlyList<Fault> faults) =>
        Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not saved", faults);
}

public sealed record ProgrammeMade(string Id);

/// <param name="Where">The area in words.</param>
/// <param name="IsPlaying">Some board plays it, or may still begin to.</param>
public sealed record ProgrammeView(string Id, ProgrammeBody Programme, string Where, bool IsPlaying);

/// <param name="Zone">Whose clock the times are: an IANA name.</param>
/// <param name="Days">Seven, today first.</param>
public sealed record WeekView(string Zone, int NightFromHour, int NightToHour, IReadOnlyList<DateOnly> Days, IReadOnlyList<SlotView> Slots);

/// <param name="IsNight">Not played, by rule.</param>
public sealed record SlotView(string Programme, DateOnly Day, TimeOnly Time, DateTimeOffset Start, bool IsNight);

/// <param name="Yielded">Loudspeakers that a warning silenced while it played.</param>
public sealed record PlayView(
    string Id, DateTimeOffset Start, string Text, string Where, bool IsPlaying, DateTimeOffset? StoppedAt, string? StoppedBy, int Yielded, Coverage Coverage);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ProgrammeBody))]
[JsonSerializable(typeof(ProgrammeRequest))]
[JsonSerializable(typeof(ProgrammeMade))]
[JsonSerializable(typeof(IReadOnlyList<ProgrammeView>))]
[JsonSerializable(typeof(WeekView))]
[JsonSerializable(typeof(IReadOnlyList<PlayView>))]
internal sealed partial class ProgrammeJson : JsonSerializerContext;
