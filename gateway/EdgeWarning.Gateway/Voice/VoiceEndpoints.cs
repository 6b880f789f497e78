using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Protocol;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeWarning.Gateway.Voice;

/// <param name="Text">As it is to be said; nothing in it is a place for facts any more.</param>
/// <param name="Language">BCP 47, such as zh-CN.</param>
/// <param name="IsDrill">With its announcement before and after.</param>
public sealed record SpokenRequest(string? Text, string? Language, bool IsDrill = false);

/// <param name="Milliseconds">How long it sounds.</param>
public sealed record ClipView(string Id, ClipOrigin Origin, string Name, int Milliseconds, string By, DateTimeOffset At);

public sealed record LexiconView(IReadOnlyList<LexiconWord>? Words);

/// <summary>The voice over HTTP: listen before it is issued, live announcements, the office's words.</summary>
public static class VoiceEndpoints
{
    private const string Wav = Clip.MimeType;
    private const int LongestName = 200;

    public static IEndpointRouteBuilder MapVoice(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapPost("/voice/preview", Preview).Produces(StatusCodes.Status200OK, contentType: Wav)
            .WithName("PreviewVoice").WithSummary("A text as villages without a speech module hear it: WAV, or 422 and why this gateway cannot say it.");
        api.MapGet("/clips", (ClipLibrary clips) => TypedResults.Ok<IReadOnlyList<ClipView>>([.. clips.OfPeople().Select(ViewOf)]))
            .WithName("Clips").WithSummary("Sounds that people recorded and brought, the newest first.");
        api.MapGet("/clips/{id}", Listen).Produces(StatusCodes.Status200OK, contentType: Wav)
            .WithName("Clip").WithSummary("One sound as WAV.");
        api.MapPost("/clips", Bring).Accepts<byte[]>(Wav, "*/*")
            .WithName("BringClip").WithSummary("Takes a WAV in (PCM16, mono, 8 or 16 kHz, at most a minute): 201 with its id, 422 with what is wrong. Query: name; origin recorded or uploaded.");
        api.MapGet("/lexicon", (OfficeLexicon lexicon) => TypedResults.Ok(new LexiconView(lexicon.Words())))
            .WithName("Lexicon").WithSummary("How the office says its words.");
        api.MapPut("/lexicon", Replace)
            .WithName("SetLexicon").WithSummary("Replaces the office's words as a whole: toned pinyin, one syllable for each character; 422 names every word that makes no sense.");
        return routes;
    }

    private static async Task<Results<PhysicalFileHttpResult, ProblemHttpResult>> Preview(SpokenRequest request, SpeechRenderer renderer, ClipLibrary clips, CancellationToken stopping)
    {
        var (text, language) = (request.Text ?? "", request.Language ?? "");
        if (text.Length is 0 or > Order.MaxTextBytes || language.Length is 0 or > 35)
        {
            return Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not spoken", Fault.Of("voice.text", $"a text of 1 to {Order.MaxTextBytes} characters and a language are needed"));
        }

        var spoken = await renderer.Render(request.IsDrill ? DrillMarks.Around(text, language) : text, language, stopping);
        return spoken.Clip is { } clip
            ? TypedResults.PhysicalFile(clips.OnDisk(clip), Wav)
            : Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not spoken", spoken.Fault!);
    }

    private static Results<PhysicalFileHttpResult, NotFound> Listen(string id, ClipLibrary clips) =>
        clips.Find(id) is { } clip && File.Exists(clips.OnDisk(clip)) ? TypedResults.PhysicalFile(clips.OnDisk(clip), Wav, enableRangeProcessing: true) : TypedResults.NotFound();

    private static async Task<Results<Created<ClipView>, ProblemHttpResult>> Bring(
        HttpContext context, ClipLibrary clips, CancellationToken stopping, string? name = null, string? origin = null)
    {
        if (await context.Request.ReadAtMost(ClipLibrary.MostUploadBytes, stopping) is not { } wav)
        {
            return Fault.Answer(
                StatusCodes.Status413PayloadTooLarge, "The sound is too long", Fault.Of("clip.tooLarge", $"at most {ClipLibrary.MostUploadBytes} bytes: a minute at 16 kHz"));
        }

        var called = string.IsNullOrWhiteSpace(name) ? "" : name.Trim()[..Math.Min(LongestName, name.Trim().Length)];
        var (clip, fault) = await clips.Add(wav, origin == "uploaded" ? ClipOrigin.Uploaded : ClipOrigin.Recorded, called, Actor.Of(context), stopping);
        return clip is null
            ? Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not taken", fault!)
            : TypedResults.Created(clip.Uri, ViewOf(clip));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Replace(LexiconView request, OfficeLexicon lexicon, HttpContext context)
    {
        IReadOnlyList<Fault> faults = request.Words is { } words ? await lexicon.Put(words, Actor.Of(context)) : [Fault.Of("lexicon.needed", "words are needed; an empty list forgets them all")];
        return faults.Count == 0
            ? TypedResults.NoContent()
            : Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not saved", faults);
    }

    private static ClipView ViewOf(Clip clip) => new(clip.Id, clip.Origin, clip.Name, clip.Milliseconds, clip.By, clip.At);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SpokenRequest))]
[JsonSerializable(typeof(IReadOnlyList<ClipView>))]
[JsonSerializable(typeof(LexiconView))]
internal sealed partial class VoiceJson : JsonSerializerContext;
