namespace EdgeWarning.Gateway.Devices;

/// <summary>A board as the office knows it. It holds no secret: it may go into logs and pages.</summary>
/// <param name="Number">Short and for ever; tables refer to it.</param>
/// <param name="Kind">One of <see cref="BoardKinds"/>.</param>
/// <param name="Village">Division code.</param>
/// <param name="Latitude">WGS 84 degrees; null with <paramref name="Longitude"/> when the place is not known.</param>
/// <param name="TipMicrometres">Rain per tip of its bucket; null without a rain gauge.</param>
public sealed record Board(
    long Number,
    string Id,
    string Kind,
    string Village,
    string VillageName,
    double? Latitude,
    double? Longitude,
    long? TipMicrometres,
    long AddedMs)
{
    public DateTimeOffset AddedAt => DateTimeOffset.FromUnixTimeMilliseconds(AddedMs);
}

/// <summary>A board to be added. A class, not a record: its text must not show the key.</summary>
public sealed class NewBoard
{
    public required string Id { get; init; }

    public required string Kind { get; init; }

    public required string Village { get; init; }

    public string VillageName { get; init; } = "";

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public int? TipMicrometres { get; init; }

    /// <summary>What its place asks of its settings.</summary>
    public Site Site { get; init; } = Site.None;

    /// <summary>32 bytes; null = a new random one.</summary>
    public byte[]? Key { get; init; }

    public override string ToString() => $"{Id} ({Kind}, {Village})";
}

/// <summary>What boards there are. The words are the protocol's and the settings file's.</summary>
public static class BoardKinds
{
    public const string Loudspeaker = "loudspeaker";
    public const string RainGauge = "rain-gauge";
    public const string WaterLevel = "water-level";

    /// <summary>All three on one board.</summary>
    public const string VillageStation = "village-station";

    /// <summary>No parts at all: links, obeys and reports in its log.</summary>
    public const string Bench = "bench";

    public static IReadOnlyList<string> All { get; } = [Loudspeaker, RainGauge, WaterLevel, VillageStation, Bench];

    /// <summary>It can be ordered to sound. A bench sounds nothing but answers like one that does.</summary>
    public static bool CanSound(string kind) => kind is Loudspeaker or VillageStation;

    public static bool MeasuresRain(string kind) => kind is RainGauge or VillageStation;
}
