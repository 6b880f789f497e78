using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.Voice;

/// <summary>
/// What is said around every drill in sound: a clip carries its own announcement, so that a board without a speech module says it too and no hop can leave it out. The
/// words are those of the boards (firmware's Announcements).
/// </summary>
public static class DrillMarks
{
    private const int PauseMilliseconds = 600;

    public static string Before(string language) => IsEnglish(language) ? "This is a drill. This is not a real warning." : "现在进行演练，这不是真实的预警。";

    public static string After(string language) => IsEnglish(language) ? "The drill is over." : "演练结束。";

    /// <summary>A text with its marks.</summary>
    public static string Around(string text, string language) => $"{Before(language)}\n{text}\n{After(language)}";

    /// <summary>A recording with its marks, as a clip of its own; null and why when they cannot be spoken here: a drill that nobody announces does not sound.</summary>
    public static async Task<Rendering> Around(Clip recording, string language, SpeechRenderer renderer, ClipLibrary clips, CancellationToken stopping)
    {
        if (clips.Listen(recording) is not { } said)
        {
            return new Rendering(null, Fault.Of("recording.gone", "the recording is not here any more"));
        }

        var before = await renderer.Render(Before(language), language, stopping);
        var after = await renderer.Render(After(language), language, stopping);
        if (before.Clip is null || after.Clip is null)
        {
            return new Rendering(null, Fault.Of("recording.unmarked", $"it cannot be announced as a drill: {before.Fault ?? after.Fault}"));
        }

        var pause = Sound.Silence(PauseMilliseconds);
        var marked = Sound.Join(clips.Listen(before.Clip)!, pause, said, pause, clips.Listen(after.Clip)!);
        return await clips.AddDrill(marked, recording, stopping);
    }

    private static bool IsEnglish(string language) => language == "en" || language.StartsWith("en-", StringComparison.OrdinalIgnoreCase);
}
