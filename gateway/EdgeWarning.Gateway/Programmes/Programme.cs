using System.Text;
using EdgeWarning.Gateway.Desk;

namespace EdgeWarning.Gateway.Programmes;

/// <summary>What a programme says: a text, or a sound that people recorded or brought.</summary>
/// <param name="Text">Of a sound its name: what a board says that cannot fetch it.</param>
/// <param name="Language">BCP 47 tag of the text.</param>
/// <param name="Clip">Id of the sound; null for a text.</param>
/// <param name="ClipMilliseconds">How long the sound is.</param>
public sealed record ProgrammeContent(string Text, string Language, string? Clip = null, int ClipMilliseconds = 0)
{
    /// <summary>A board that has still to fetch the sound goes on with its chime so long. Source: firmware's Performance.LongestClipWaitMilliseconds.</summary>
    private static readonly TimeSpan s_longestFetch = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Nobody reads slower: 3 Han characters a second (speech modules read 4 to 5), and as many bytes of UTF-8 as Latin letters (voices read 12 to 15). It
    /// bounds how long a programme may sound.
    /// </summary>
    private const double LeastBytesPerSecond = 9;

    /// <summary>The longest that one reading may take.</summary>
    public TimeSpan LongestReading => TimeSpan.FromSeconds(Math.Max(Math.Ceiling(Encoding.UTF8.GetByteCount(Text) / LeastBytesPerSecond), ClipMilliseconds / 1_000.0));

    /// <summary>The longest that it may take until the first word.</summary>
    public TimeSpan LongestWait => Clip is null ? TimeSpan.Zero : s_longestFetch;
}

/// <summary>A programme as an office wrote it.</summary>
/// <param name="Days">On which days of the week, by the office's calendar.</param>
/// <param name="Time">At what time of day, by the office's clock.</param>
/// <param name="VolumePercent">Loudness in percent of full scale.</param>
/// <param name="Enabled">False: it pauses.</param>
/// <param name="From">The first day; null: at once.</param>
/// <param name="Until">The last day; null: for ever.</param>
public sealed record ProgrammeBody(
    string Name, IReadOnlyList<DayOfWeek> Days, TimeOnly Time, DraftArea Area, ProgrammeContent Content, int VolumePercent, int Repeats, bool Enabled, DateOnly? From, DateOnly? Until)
{
    /// <summary>A chime, and the pauses of a board between its parts.</summary>
    private static readonly TimeSpan s_besidesReading = TimeSpan.FromSeconds(10);

    /// <summary>The longest that all of it may take.</summary>
    public TimeSpan LongestPlaying => Content.LongestWait + (Repeats * (Content.LongestReading + s_besidesReading));

    public bool IsOn(DateOnly day) => Days.Contains(day.DayOfWeek) && (From is null || day >= From) && (Until is null || day <= Until);
}

/// <summary>A programme in the store.</summary>
/// <param name="Id">P-1, P-2 ...; never given twice.</param>
/// <param name="ChangedAt">When it became what it is: times before that are none of its times.</param>
public sealed record Programme(string Id, ProgrammeBody Body, DateTimeOffset ChangedAt);

/// <summary>A programme that has begun: what it said then, whatever became of it on the timetable.</summary>
/// <param name="Id">P-1-20261123-070000: of one programme and one time, so nothing is begun twice. In orders it stands where a warning's id does.</param>
/// <param name="BeginBy">A board that has not taken it by then does not get it any more.</param>
/// <param name="Expires">From then on it is silent.</param>
public sealed record Play(string Id, string Programme, ProgrammeBody Body, DateTimeOffset Start, DateTimeOffset BeginBy, DateTimeOffset Expires, DateTimeOffset? StoppedAt = null, string? StoppedBy = null);
