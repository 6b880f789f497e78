namespace EdgeWarning.Village.County;

/// <summary>What a county is started with.</summary>
public sealed record CountySetup(string Data, IReadOnlyList<PlacedBoard> Boards)
{
    /// <summary>The data folder goes when the county does.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>CSV of rain; null = dry.</summary>
    public string? Rain { get; init; }

    /// <summary>CSV of water level; null = a level that stays.</summary>
    public string? Level { get; init; }

    /// <summary>Seconds of weather in one second.</summary>
    public double Speed { get; init; } = 60;

    /// <summary>Time without rain longer than this is jumped over; 0 plays it all.</summary>
    public TimeSpan DryJump { get; init; }

    /// <summary>Where in the series to stop; null plays it to its end.</summary>
    public TimeSpan? SeriesEnd { get; init; }

    /// <summary>Length of the tone before the text; null leaves it to the gateway.</summary>
    public int? ToneMilliseconds { get; init; }

    public int? Repeats { get; init; }

    /// <summary>Settings of every board that are not the gateway's choice. Reports every two seconds: a county to watch, not one to save power.</summary>
    public IReadOnlyDictionary<string, string> BoardSettings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["report.seconds"] = "2",
        ["heartbeat.seconds"] = "10",
        ["stage.zero.millimetres"] = "4500",    // the probe hangs under a bridge: it sees 4.5 m of river, the design storm crests at 3.9 m
    };
}
