using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeWarning.Village.Watching;

/// <summary>What one run showed. Times are milliseconds since the gateway took the warning, by the gateway's own clock, unless said otherwise.</summary>
/// <param name="GatewayReadyMs">Start of the process to the first "200" of /health.</param>
/// <param name="GatewayPeakMb">Most memory the gateway ever held (VmHWM), MiB.</param>
/// <param name="SimulatorPeakMb">The same of the simulator.</param>
public sealed record Report(
    ReportedWarning? Warning,
    IReadOnlyList<ReportedBoard> Boards,
    IReadOnlyDictionary<string, Latency> Latency,
    ReportedReadings Readings,
    double GatewayReadyMs,
    double GatewayPeakMb,
    double SimulatorPeakMb,
    ReportedExit Exit)
{
    public void Save(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }
        File.WriteAllText(path, JsonSerializer.Serialize(this, ReportJson.Default.Report) + Environment.NewLine);
    }

    public static Report Load(string path) => JsonSerializer.Deserialize(File.ReadAllText(path), ReportJson.Default.Report)!;
}

/// <param name="Id">The gateway's id of the warning.</param>
/// <param name="Source">The file it was read from.</param>
public sealed record ReportedWarning(string Id, string Source);

/// <param name="Targeted">It is in the warning's area and the warning is to sound.</param>
/// <param name="Heard">What a loudspeaker measured; null for boards that cannot sound, were not targeted, or could not tell.</param>
/// <param name="Wav">The file with what its village heard; null when it has no loudspeaker.</param>
public sealed record ReportedBoard(string Id, string Village, string Kind, bool Targeted, IReadOnlyList<ReportedState> States, bool? Heard, string? Wav);

public sealed record ReportedState(string State, double Ms);

/// <summary>Milliseconds since intake over all targeted boards that got so far, nearest rank; null when none did.</summary>
public sealed record Latency(double? P50, double? P95, double? Max)
{
    public static Latency Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return sorted.Length == 0 ? new Latency(null, null, null) : new Latency(Rank(sorted, 50), Rank(sorted, 95), sorted[^1]);
    }

    private static double Rank(double[] sorted, int percent) => sorted[Math.Max(0, (int)Math.Ceiling(percent / 100.0 * sorted.Length) - 1)];
}

/// <param name="Sent">Readings that boards made.</param>
/// <param name="Committed">Of those, how many lie in the gateway's store.</param>
/// <param name="Lost">Of those, how many do not.</param>
/// <param name="Duplicated">Readings stored more than once, or stored and never made.</param>
/// <param name="RainMmFallen">Rain that tipped the gauges, by the simulator's count.</param>
/// <param name="RainMmCommitted">Rain that the gateway's store says fell.</param>
public sealed record ReportedReadings(long Sent, long Committed, long Lost, long Duplicated, double RainMmFallen, double RainMmCommitted);

public sealed record ReportedExit(int Code, string Why);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;
