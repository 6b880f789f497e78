using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>What is to sound besides warnings, and yields to every one of them: a daily programme.</summary>
/// <param name="Id">Names it for ever; in orders it stands where a warning's id does. Each board is ordered to play it at most once.</param>
/// <param name="Start">When it begins.</param>
/// <param name="BeginBy">A board that has not taken it by then does not get it any more.</param>
/// <param name="Expires">From then on it is silent.</param>
/// <param name="Recording">Id of a clip that is played in place of the text; null for none.</param>
public sealed record Airing(
    string Id, IReadOnlyList<CapArea> Areas, string Text, string Language, int Repeats, int VolumePercent, DateTimeOffset Start, DateTimeOffset BeginBy, DateTimeOffset Expires, string? Recording = null);

/// <summary>Says what is on the air besides warnings.</summary>
public interface IAirings
{
    /// <summary>What is on the air may have changed. On any thread; listeners must not block.</summary>
    event Action? Changed;

    /// <summary>Everything that has begun, was not stopped and has not expired.</summary>
    IReadOnlyList<Airing> At(DateTimeOffset now);

    /// <summary>Everything that the timetable begins after one moment and up to another, the next first.</summary>
    IReadOnlyList<Airing> Coming(DateTimeOffset after, DateTimeOffset upTo);
}
