using System.Text;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Village.County;

namespace EdgeWarning.Village.Watching;

/// <summary>A CAP file made to be played now: its times moved, durations kept, every other byte as it was.</summary>
public sealed class PlayedWarning
{
    /// <summary>The same positions on every run.</summary>
    private const int Seed = 411_321;

    private readonly CapAlert _alert;

    private PlayedWarning(string source, byte[] xml, CapAlert alert, TimeSpan moved)
    {
        Source = source;
        Xml = xml;
        _alert = alert;
        Moved = moved;
    }

    /// <summary>The file it was read from.</summary>
    public string Source { get; }

    public byte[] Xml { get; }

    /// <summary>How far its times were moved.</summary>
    public TimeSpan Moved { get; }

    /// <summary>What it is, in its own words.</summary>
    public string Title => $"{_alert.Status} {_alert.MessageType} \"{_alert.Identifier}\": {_alert.Infos.Select(info => info.Headline ?? info.Event).FirstOrDefault("no info")}";

    /// <summary>Null and the reasons when the file is no sound CAP.</summary>
    public static PlayedWarning? Read(string path, DateTimeOffset now, out string refusal)
    {
        byte[] file = File.ReadAllBytes(path);
        if (CapReader.Read(file) is not CapAccepted accepted)
        {
            refusal = CapReader.Read(file) is CapRejection rejection ? string.Join("; ", rejection.Reasons) : "it cannot be read";
            return null;
        }
        refusal = "";
        byte[] moved = CapTimes.MoveToNow(file, now);
        var alert = ((CapAccepted)CapReader.Read(moved)).Alert;
        return new PlayedWarning(path, moved, alert, alert.Sent - accepted.Alert.Sent);
    }

    /// <summary>Why the message's own status, type, scope or times say that nothing is to sound; null when it is to sound.</summary>
    public string? WhySilent => _alert switch
    {
        { Status: not (CapStatus.Actual or CapStatus.Exercise) } => $"its status is {_alert.Status}",
        { MessageType: not (CapMessageType.Alert or CapMessageType.Update) } => $"it is {(_alert.MessageType == CapMessageType.Cancel ? "a Cancel, and nothing that it references is known here" : $"a message of type {_alert.MessageType}")}",
        { Scope: CapScope.Private } => "its scope is Private, not for public loudspeakers",
        { Infos: [] } => "it has no info block",
        _ when _alert.Infos.All(info => info.Expires <= _alert.Sent) => "it had expired before it was sent",
        _ => null,
    };

    /// <summary>Whether it draws an area that boards can be put into.</summary>
    public bool Draws => CapArea.PointsInside(_alert, 1, Seed).Count > 0;

    /// <summary>Whether the board stands in an area of the message.</summary>
    public bool Covers(PlacedBoard board) =>
        WarningArea.Covers(_alert.Infos.SelectMany(info => info.Areas), new WarningPlace(board.Village, new GeoPoint(board.Latitude, board.Longitude)));

    /// <summary>
    /// Half of the boards inside the message's own polygons and circles, half outside, horns and others alternating. Their division code
    /// becomes one of nobody (no province has 99), so that a geocode of the message reaches none of them by chance. Where the area
    /// leaves no room outside, all are inside.
    /// </summary>
    public IReadOnlyList<PlacedBoard> Place(IReadOnlyList<PlacedBoard> boards)
    {
        bool[] inside = Half(boards);
        var within = new Queue<GeoPoint>(CapArea.PointsInside(_alert, boards.Count, Seed));
        var without = new Queue<GeoPoint>(CapArea.PointsOutside(_alert, boards.Count, Seed));
        return [.. boards.Select((board, index) =>
        {
            bool isInside = inside[index] || without.Count == 0;
            GeoPoint point = isInside ? within.Dequeue() : without.Dequeue();
            return board with
            {
                Village = $"99{index + 1:D10}",
                VillageName = isInside ? $"inside {index + 1}" : $"outside {index + 1}",
                Latitude = point.Latitude,
                Longitude = point.Longitude,
            };
        })];
    }

    public string Text => Encoding.UTF8.GetString(Xml);

    /// <summary>Every second board of each kind is inside, beginning inside, so that both halves have horns.</summary>
    private static bool[] Half(IReadOnlyList<PlacedBoard> boards)
    {
        var seen = new Dictionary<bool, int>();
        return [.. boards.Select(board =>
        {
            bool horn = Outcome.HasHorn(board.Kind);
            seen[horn] = seen.GetValueOrDefault(horn) + 1;
            return seen[horn] % 2 == 1;
        })];
    }
}
