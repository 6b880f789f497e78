using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;

namespace EdgeWarning.Simulator.Control;

/// <summary>What really happened at a board, which its messages must agree with.</summary>
/// <param name="State">running, dark (no power), cut-off (no network).</param>
/// <param name="Restarts">Starts after the first one.</param>
/// <param name="Tips">Tips that the bucket made.</param>
/// <param name="TipsWithoutPower">Of these, tips that the board could not see.</param>
/// <param name="RainMicrometresFallen">Tips times the size of a tip.</param>
/// <param name="RainMicrometresCounted">The rain counter in the board's flash.</param>
/// <param name="ReadingsMade">Readings written to the board's flash since its first day.</param>
/// <param name="Wav">What the village heard, up to now; null for a board that cannot sound.</param>
/// <param name="SoundedMilliseconds">Sound in that recording.</param>
/// <param name="Faults">Threads of the firmware that ended by an exception, and what the machine noticed.</param>
internal sealed record BoardView(
    string Id, string Kind, string Village, string VillageName, double Latitude, double Longitude, string State,
    bool Powered, bool Network, int Restarts, int Threads,
    bool? Horn, bool? Amplifier, bool? Relay, bool? Speech, bool Speaking, int? SupplyMilliamperes,
    string? Wav, long SoundedMilliseconds, DateTimeOffset? LastSoundAt,
    long Tips, long TipsWithoutPower, long RainMicrometresFallen, long RainMicrometresCounted,
    int? StageMillimetres, long ReadingsMade, IReadOnlyList<string> Faults)
{
    public static BoardView Of(SimulatedBoard board)
    {
        board.Amplifier?.WriteOut();
        return Seen(board);
    }

    private static BoardView Seen(SimulatedBoard board) => new(
        board.Plan.Id, board.Plan.Kind, board.Plan.Village, board.Plan.VillageName, board.Plan.Latitude, board.Plan.Longitude,
        !board.Machine.IsPowered ? "dark" : !board.Machine.NetworkUp ? "cut-off" : "running",
        board.Machine.IsPowered, board.Machine.NetworkUp, board.Machine.Restarts, board.Machine.LivingThreads,
        board.Amplifier?.HornConnected, board.Amplifier?.Alive, board.Amplifier?.RelayWorking, board.Speech?.Alive,
        board.Speech?.IsSpeaking ?? false, (int?)board.Amplifier?.SupplyMilliamperes,
        board.Amplifier is null ? null : board.WavPath, (board.Amplifier?.Recording.SoundingSamples ?? 0) / 16,
        board.Amplifier?.Recording.LastSoundAt,
        board.Bucket?.Fallen ?? 0, board.TipsWithoutPower, board.Bucket?.RainMicrometresFallen ?? 0, board.RainMicrometresCounted,
        board.StageMillimetres, board.ReadingsMade, board.Machine.Faults);
}

/// <param name="Held">The weather stands still: the series' time, and the tips that wait.</param>
/// <param name="Finished">The series have ended and every tip has fallen.</param>
/// <param name="Behind">Tips that wait for their reeds.</param>
internal sealed record WeatherView(bool Started, bool Held, bool Finished, long Behind, double SeriesSeconds, double EndSeconds, long TipsFallen)
{
    public static WeatherView Of(SimulatedCounty county) => new(
        county.Storm.Started, county.Storm.Held, county.Storm.Finished, county.Storm.Behind, county.Storm.SeriesMilliseconds / 1000.0,
        county.Storm.EndMilliseconds / 1000.0, county.Boards.Sum(board => board.Bucket?.Fallen ?? 0));
}

/// <param name="PeakMegabytes">The most memory this process has held (VmHWM), in MiB.</param>
internal sealed record StatsView(
    int Boards, double UptimeSeconds, double PeakMegabytes, double ResidentMegabytes, double CpuSeconds, int Threads, int FirmwareThreads,
    long SpeechRenderings)
{
    public static StatsView Of(SimulatedCounty county)
    {
        using var process = Process.GetCurrentProcess();
        return new StatsView(
            county.Boards.Count, county.Uptime.TotalSeconds, StatusMegabytes("VmHWM:"), StatusMegabytes("VmRSS:"),
            process.TotalProcessorTime.TotalSeconds, process.Threads.Count, county.Boards.Sum(board => board.Machine.LivingThreads),
            county.SpeechRenderings);
    }

    private static double StatusMegabytes(string field)
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }
}

internal sealed record HealthView(string Status, int Boards);

internal sealed record Refusal(string Error);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BoardView[]))]
[JsonSerializable(typeof(WeatherView))]
[JsonSerializable(typeof(StatsView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(Refusal))]
internal sealed partial class ViewJson : JsonSerializerContext;
