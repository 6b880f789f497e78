using System.Text;
using System.Text.Json.Serialization;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Settings;

/// <summary>The four texts of an event, colour and language, with places for facts.</summary>
public sealed record TextView(string? Headline, string? Description, string? Instruction, string? Spoken)
{
    internal static TextView Of(WarningText text) => new(text.Headline, text.Description, text.Instruction, text.Spoken);

    internal WarningText ToText(string eventKey, string colour) => new(eventKey, colour, Headline?.Trim() ?? "", Description?.Trim() ?? "", Instruction?.Trim() ?? "", Spoken?.Trim() ?? "");
}

/// <param name="Own">The office's, when it has one.</param>
/// <param name="Shipped">What counts without it; null in a language that none is shipped in.</param>
public sealed record ColourView(TextView? Own, TextView? Shipped);

/// <param name="Version">Give it back with a change: who has seen older texts changes nothing.</param>
/// <param name="Colours">red to blue, or any for what is no alarm.</param>
public sealed record TemplateView(string Event, string Language, long Version, DateTimeOffset? ChangedAt, string? ChangedBy, IReadOnlyDictionary<string, ColourView> Colours);

/// <param name="Own">Colours that the office has texts of its own for.</param>
public sealed record TemplateLine(string Event, string Language, long Version, DateTimeOffset? ChangedAt, string? ChangedBy, IReadOnlyList<string> Own);

/// <param name="Facts">What a text may ask for.</param>
/// <param name="Changed">Events and languages that the office has changed at some time; all others are as shipped.</param>
public sealed record TemplatesView(IReadOnlyList<string> Languages, IReadOnlyList<string> Facts, IReadOnlyList<WarningEvent> Events, IReadOnlyList<TemplateLine> Changed);

/// <param name="Texts">The office's own, by colour; a colour that is left out is as shipped.</param>
public sealed record TemplateRequest(long? Version, IReadOnlyDictionary<string, TextView>? Texts);

/// <param name="Village">Division code of the village whose facts are filled in; null for one of which nothing is known.</param>
public sealed record TextPreviewRequest(string? Event, string? Language, string? Colour, TextView? Text, string? Village);

/// <param name="Faults">By the name of the text; without any it may be saved.</param>
/// <param name="Filled">As it would go out; null with faults.</param>
/// <param name="Spoken">What that village would hear; null with faults.</param>
/// <param name="Bytes">Of the spoken words in an order.</param>
/// <param name="Seconds">About how long a calm voice needs, once.</param>
public sealed record TextPreview(IReadOnlyDictionary<string, Fault[]> Faults, FilledText? Filled, string? Spoken, int Bytes, int Seconds);

/// <summary>The door for the texts that warnings are written with.</summary>
internal static class TextEndpoints
{
    private static readonly TimeSpan s_previewLife = TimeSpan.FromHours(3);

    public static void MapTexts(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/templates", (TextStore texts) => TypedResults.Ok(List(texts)))
            .WithName("Templates").WithSummary("Events, languages, facts that texts may ask for, and which texts the office has changed.");
        api.MapGet("/templates/{event}/{language}", Find)
            .WithName("Template").WithSummary("The texts of one event in one language, by colour: the office's own and the shipped ones.");
        api.MapPut("/templates/{event}/{language}", Put)
            .WithName("ChangeTemplate").WithSummary("Replaces the office's own texts of one event in one language; they count at once. 409 when somebody else was faster, 422 with every fault by colour and text.");
        api.MapDelete("/templates/{event}/{language}", Remove)
            .WithName("ResetTemplate").WithSummary("Back to the shipped texts.");
        api.MapPost("/templates/preview", Look)
            .WithName("PreviewTemplate").WithSummary("How texts would read and sound with the facts of one village, before they are saved.");
    }

    private static TemplatesView List(TextStore texts) => new(
        texts.Current.Languages,
        TextFacts.Names,
        [.. WarningEvents.All, new WarningEvent(WarningText.Any, "其他灾害", "any other", null, null, CapCategory.Other)],
        [.. texts.All().Select(own => new TemplateLine(own.Event, own.Language, own.Version, own.At, own.Who, [.. own.Texts.Select(text => text.Colour)]))]);

    private static Results<Ok<TemplateView>, ProblemHttpResult> Find(string @event, string language, TextStore texts) =>
        FaultOf(@event, language) is { } fault ? NoText(fault) : TypedResults.Ok(ViewOf(texts.Find(@event, language)));

    private static async Task<Results<Ok<TemplateView>, ProblemHttpResult>> Put(string @event, string language, TemplateRequest request, TextStore texts, PlaceStore places, IOptionsMonitor<DeskSettings> desk, HttpContext context)
    {
        if (FaultOf(@event, language) is { } fault)
        {
            return NoText(fault);
        }

        if (request is not { Version: { } version, Texts: { } wanted } || wanted.Any(text => text.Value is null))
        {
            return Refused(new Dictionary<string, Fault[]> { [""] = [Fault.Of("texts.needed", "version and texts are needed")] });
        }

        if (wanted.Keys.FirstOrDefault(colour => !TextCheck.ColoursOf(@event).Contains(colour)) is { } unknown)
        {
            return Refused(new Dictionary<string, Fault[]> { [unknown] = [Fault.Of("texts.colour", $"{@event} has no such colour; it has {string.Join(", ", TextCheck.ColoursOf(@event))}")] });
        }

        var longest = Longest(places.Divisions(), desk.CurrentValue);
        var own = wanted.Select(text => text.Value.ToText(@event, text.Key)).ToList();
        var faults = own.SelectMany(text => TextCheck.FaultsOf(text, language, longest).Select(found => (Name: $"{text.Colour}.{found.Text}", found.Why))).ToLookup(found => found.Name, found => found.Why);
        if (faults.Count > 0)
        {
            return Refused(faults.ToDictionary(found => found.Key, found => found.ToArray(), StringComparer.Ordinal));
        }

        return await texts.Put(@event, language, version, own, Actor.Of(context)) ? TypedResults.Ok(ViewOf(texts.Find(@event, language)))
            : Fault.Answer(StatusCodes.Status409Conflict, "Somebody was faster", Fault.Of("texts.moved", $"{texts.Find(@event, language).Who} has changed these texts since you read them: look at them again, nothing of yours was taken over"));
    }

    private static async Task<Results<Ok<TemplateView>, ProblemHttpResult>> Remove(string @event, string language, TextStore texts, HttpContext context)
    {
        if (FaultOf(@event, language) is { } fault)
        {
            return NoText(fault);
        }

        if (texts.Find(@event, language).Texts.Count > 0)
        {
            await texts.Put(@event, language, null, [], Actor.Of(context));
        }

        return TypedResults.Ok(ViewOf(texts.Find(@event, language)));
    }

    private static Results<Ok<TextPreview>, ProblemHttpResult> Look(TextPreviewRequest request, PlaceStore places, IOptionsMonitor<DeskSettings> desk, IOptionsMonitor<WarningSettings> warnings, TimeProvider clock)
    {
        var (key, language, colour) = (request.Event ?? "", request.Language ?? "", request.Colour ?? "");
        if (FaultOf(key, language) is { } fault || request.Text is null || !TextCheck.ColoursOf(key).Contains(colour))
        {
            return NoText(FaultOf(key, language) ?? Fault.Of("texts.incomplete", "text, and a colour of the event, are needed"));
        }

        var divisions = places.Divisions();
        var text = request.Text.ToText(key, colour);
        var faults = TextCheck.FaultsOf(text, language, Longest(divisions, desk.CurrentValue)).ToLookup(found => found.Text, found => found.Why, StringComparer.Ordinal);
        if (faults.Count > 0)
        {
            return TypedResults.Ok(new TextPreview(faults.ToDictionary(found => found.Key, found => found.ToArray(), StringComparer.Ordinal), null, null, 0, 0));
        }

        var village = divisions.FirstOrDefault(division => division.Code == request.Village);
        var until = warnings.CurrentValue.InOffice(clock.GetUtcNow() + s_previewLife);
        var facts = new TextFacts(
            Area: divisions.FirstOrDefault(division => division.Code == village?.Parent)?.Name ?? village?.Name ?? "…", Office: desk.CurrentValue.Office, Until: FilledText.TimeIn(language, until));
        var what = WarningEvents.Find(key) ?? WarningEvents.All[0];
        var filled = FilledText.Of(text, language, what, PriorityOf(colour), facts);
        var said = SpokenText.Clean(FilledText.ForVillage(filled.Spoken, new TextFacts(Village: village?.CalledName, Shelter: village?.Shelter, Contact: village?.ContactAndPhone, Phone: village?.Phone)));
        return TypedResults.Ok(new TextPreview(new Dictionary<string, Fault[]>(), filled, said, Encoding.UTF8.GetByteCount(said), (int)Math.Ceiling(SpokenText.LengthOf(said).TotalSeconds)));
    }

    /// <summary>The facts that take the most room: of the longest village, and an area of a few names.</summary>
    private static TextFacts Longest(IReadOnlyList<Division> divisions, DeskSettings desk)
    {
        var village = divisions.Where(division => division.IsVillage).MaxBy(one => Encoding.UTF8.GetByteCount(one.Name + one.Shelter + one.ContactAndPhone));
        return new TextFacts(
            Area: string.Join('、', divisions.Select(division => division.Name).OrderByDescending(name => name.Length).Take(3)), Office: desk.Office, Colour: "Yellow", Event: "thunderstorm gale", Until: "23:59 on 30 September",
            village?.Name, village?.Shelter, village?.ContactAndPhone, village?.Phone);
    }

    private static TemplateView ViewOf(OwnTexts own) => new(
        own.Event,
        own.Language,
        own.Version,
        own.At,
        own.Who,
        TextCheck.ColoursOf(own.Event).ToDictionary(
            colour => colour,
            colour => new ColourView(
                own.Texts.FirstOrDefault(text => text.Colour == colour) is { } mine ? TextView.Of(mine) : null,
                WarningTexts.Shipped.Of(own.Language, own.Event, colour) is { } shipped ? TextView.Of(shipped) : null),
            StringComparer.Ordinal));

    private static Fault? FaultOf(string key, string language) =>
        TextCheck.ColoursOf(key).Count == 0 ? Fault.Of("event.none", $"there is no event {key}") : !LanguageTags.IsTag(language) ? Fault.Of("language.tag", $"\"{language}\" is no language tag such as zh-CN or en") : null;

    private static Priority PriorityOf(string colour) => TextCheck.Colours.FirstOrDefault(one => Words.Of(one) == colour, Priority.Programme);

    private static ProblemHttpResult NoText(Fault fault) => Fault.Answer(StatusCodes.Status404NotFound, "No such text", fault);

    private static ProblemHttpResult Refused(IReadOnlyDictionary<string, Fault[]> faults) => Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not saved", faults);
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TemplatesView))]
[JsonSerializable(typeof(TemplateView))]
[JsonSerializable(typeof(TemplateRequest))]
[JsonSerializable(typeof(TextPreviewRequest))]
[JsonSerializable(typeof(TextPreview))]
internal sealed partial class TextJson : JsonSerializerContext;
