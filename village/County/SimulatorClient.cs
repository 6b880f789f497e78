using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeWarning.Village.County;

/// <summary>The simulator's control over HTTP: what really happened, and hands on plugs and switches.</summary>
public sealed class SimulatorClient : IDisposable
{
    private readonly HttpClient _http;

    public SimulatorClient(int port) => _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(15) };

    public async Task<IReadOnlyList<BoardTruth>> Boards(CancellationToken stopping) =>
        await _http.GetFromJsonAsync("/boards", SimulatorJson.Default.BoardTruthArray, stopping) ?? [];

    public Task Horn(string board, bool connected, CancellationToken stopping) => Set(board, "horn", $$"""{"connected":{{Text(connected)}}}""", stopping);

    public Task Power(string board, bool on, CancellationToken stopping) => Set(board, "power", $$"""{"on":{{Text(on)}}}""", stopping);

    public Task Network(string board, bool up, CancellationToken stopping) => Set(board, "network", $$"""{"up":{{Text(up)}}}""", stopping);

    public Task Amplifier(string board, bool alive, CancellationToken stopping) => Set(board, "amplifier", $$"""{"alive":{{Text(alive)}}}""", stopping);

    public Task Relay(string board, bool working, CancellationToken stopping) => Set(board, "relay", $$"""{"working":{{Text(working)}}}""", stopping);

    public Task Speech(string board, bool alive, CancellationToken stopping) => Set(board, "speech", $$"""{"alive":{{Text(alive)}}}""", stopping);

    /// <summary>The covered button at the pole.</summary>
    public Task Button(string board, bool pressed, CancellationToken stopping) => Set(board, "button", $$"""{"pressed":{{Text(pressed)}}}""", stopping);

    public async Task<WeatherTruth> Weather(CancellationToken stopping) =>
        await _http.GetFromJsonAsync("/weather", SimulatorJson.Default.WeatherTruth, stopping) ?? throw new InvalidDataException("/weather answered null");

    /// <summary>Until then no rain falls and no river rises.</summary>
    public async Task StartWeather(CancellationToken stopping)
    {
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("/weather/start", UriKind.Relative), content: null, stopping);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The weather stands still: the series' time, and the tips that wait for their reeds.</summary>
    public async Task HoldWeather(CancellationToken stopping)
    {
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("/weather/hold", UriKind.Relative), content: null, stopping);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private static string Text(bool value) => value ? "true" : "false";

    private async Task Set(string board, string what, string json, CancellationToken stopping)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri($"/boards/{board}/{what}", UriKind.Relative), content, stopping);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"could not set {what} of \"{board}\": {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(stopping)}");
        }
    }
}

/// <summary>What really happened at a board.</summary>
/// <param name="Tips">Tips that its bucket made.</param>
/// <param name="TipsWithoutPower">Of these, tips that the board could not see.</param>
/// <param name="RainMicrometresCounted">The rain counter in the board's flash.</param>
/// <param name="ReadingsMade">Readings that its firmware has written down since its first day.</param>
/// <param name="Wav">What the village heard; null for a board that cannot sound.</param>
/// <param name="SoundedMilliseconds">Sound in that recording.</param>
public sealed record BoardTruth(
    string Id, string State, bool Powered, bool Network, int Restarts, bool? Horn, string? Wav, long SoundedMilliseconds, DateTimeOffset? LastSoundAt, long Tips, long TipsWithoutPower,
    long RainMicrometresFallen, long RainMicrometresCounted, long ReadingsMade, IReadOnlyList<string> Faults);

/// <param name="Finished">The series have ended and every tip has fallen.</param>
public sealed record WeatherTruth(bool Started, bool Finished, long Behind, double SeriesSeconds, double EndSeconds, long TipsFallen);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BoardTruth[]))]
[JsonSerializable(typeof(WeatherTruth))]
internal sealed partial class SimulatorJson : JsonSerializerContext;
