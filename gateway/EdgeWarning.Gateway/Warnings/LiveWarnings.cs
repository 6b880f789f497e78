using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>What a warning is doing now.</summary>
public enum WarningState
{
    /// <summary>It must sound in its area.</summary>
    Live = 0,

    /// <summary>An Update took its place.</summary>
    Superseded = 1,

    Cancelled = 2,

    Expired = 3,

    /// <summary>It never sounds; its note says why.</summary>
    Silent = 4,

    /// <summary>It was silenced here with everything else.</summary>
    Silenced = 5,
}

/// <summary>What one warning must make sound.</summary>
/// <param name="Replaces">Ids of all warnings that it took the place of, however far back: what boards may still be sounding.</param>
/// <param name="Announcements">The best first.</param>
public sealed record WarningEffect(string Id, Scope Scope, IReadOnlyList<string> Replaces, IReadOnlyList<Announcement> Announcements)
{
    /// <summary>Null when everybody is told at once.</summary>
    public WarningStages? Stages { get; init; }

    /// <summary>What is said at a place; null when the warning does not reach it.</summary>
    public Announcement? At(WarningPlace place) => Announcements.FirstOrDefault(announcement => WarningArea.Covers(announcement.Areas, place));
}

/// <summary>The words of one info block, where they are said and until when.</summary>
/// <param name="Language">Tag for the voice that speaks.</param>
/// <param name="Template">The same words with places for a village's own facts; null when there are none.</param>
/// <param name="Sound">A sound that is played in place of the words where it can be had; null for none.</param>
public sealed record Announcement(
    Priority Priority, string Text, string Language, DateTimeOffset Expires, IReadOnlyList<CapArea> Areas, string? Template = null, CapResource? Sound = null)
{
    /// <summary>What is said in one village.</summary>
    public string TextFor(TextFacts village) => Template is not null && SpokenText.Clean(FilledText.ForVillage(Template, village)) is { Length: > 0 } said ? said : Text;
}

/// <summary>Which warnings must sound now, and how. No clock, no store: everything is given.</summary>
public static class LiveWarnings
{
    public static IReadOnlyList<WarningEffect> At(IEnumerable<StoredWarning> warnings, DateTimeOffset now, WarningSettings settings) =>
    [
        .. warnings.Where(warning => StateOf(warning, now) == WarningState.Live)
            .Select(warning => new WarningEffect(warning.Id, ScopeOf(warning.Alert.Status), warning.Replaces, Announcements(warning.Alert, now, settings)) { Stages = WarningStages.Of(warning.Alert, warning.ReceivedAt) }),
    ];

    public static WarningState StateOf(StoredWarning warning, DateTimeOffset now) => warning switch
    {
        { Sounds: false } => WarningState.Silent,
        { Ended: WarningEnd.Superseded } => WarningState.Superseded,
        { Ended: WarningEnd.Cancelled } => WarningState.Cancelled,
        { Ended: WarningEnd.Silenced } => WarningState.Silenced,
        _ => now < warning.Expires ? WarningState.Live : WarningState.Expired,
    };

    /// <summary>Only Actual and Exercise are for loudspeakers; whoever asks has sorted out the rest.</summary>
    public static Scope ScopeOf(CapStatus status) => status switch
    {
        CapStatus.Actual => Scope.Actual,
        CapStatus.Exercise => Scope.Drill,
        _ => Scope.Test,
    };

    /// <summary>What is still to be said, in the order in which it is preferred: language, then urgency, then the issuer's order.</summary>
    public static IReadOnlyList<Announcement> Announcements(CapAlert alert, DateTimeOffset now, WarningSettings settings) =>
    [
        .. alert.Infos
            .Where(info => now < ExpiryOf(alert, info, settings))
            .Select(info => new Announcement(WarningPriority.Of(info), SpokenText.Of(info, LanguageOf(info)), LanguageOf(info), ExpiryOf(alert, info, settings), WarningArea.Of(alert, info), SpokenText.TemplateOf(info), SoundOf(info)))
            .OrderBy(announcement => Rank(announcement.Language, settings))
            .ThenByDescending(announcement => announcement.Priority),
    ];

    /// <summary>When the last of its info blocks expires; null for a message without any.</summary>
    public static DateTimeOffset? ExpiryOf(CapAlert alert, WarningSettings settings) =>
        alert.Infos.Count == 0 ? null : alert.Infos.Max(info => ExpiryOf(alert, info, settings));

    /// <summary>The info block that an office reads first, whether or not it is still live.</summary>
    public static CapInfo? Preferred(CapAlert alert, WarningSettings settings) =>
        alert.Infos.OrderBy(info => Rank(LanguageOf(info), settings)).ThenByDescending(WarningPriority.Of).FirstOrDefault();

    public static DateTimeOffset ExpiryOf(CapAlert alert, CapInfo info, WarningSettings settings) => info.Expires ?? Later(alert.Sent, settings.DefaultLife);

    private static DateTimeOffset Later(DateTimeOffset time, TimeSpan life) =>
        time < DateTimeOffset.MaxValue - life ? time + life : DateTimeOffset.MaxValue;

    private static CapResource? SoundOf(CapInfo info) => info.Resources.FirstOrDefault(resource => resource.MimeType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) && resource.Uri is not null);

    /// <summary>The issuer's tag; Chinese that was left without one is not read in an English voice.</summary>
    private static string LanguageOf(CapInfo info) =>
        !info.LanguageStated && SpokenText.HanShare((info.Headline ?? "") + info.Event) > 0.3 ? "zh-CN" : info.Language;

    private static int Rank(string language, WarningSettings settings)
    {
        for (var at = 0; at < settings.InOrder.Count; at++)
        {
            if (Primary(language).Equals(Primary(settings.InOrder[at]), StringComparison.OrdinalIgnoreCase))
            {
                // zh-CN before zh-TW where zh-CN is asked for.
                return (2 * at) + (language.Equals(settings.InOrder[at], StringComparison.OrdinalIgnoreCase) ? 0 : 1);
            }
        }

        return int.MaxValue;
    }

    private static string Primary(string language) => language.Split('-')[0];
}
