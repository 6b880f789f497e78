using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeWarning.Village.County;

/// <summary>The gateway as a machine of the office sees it: over HTTP, with a key.</summary>
public sealed class GatewayClient : IDisposable
{
    private readonly HttpClient _http;

    public GatewayClient(Uri address)
    {
        Address = address;
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(15) };
    }

    public Uri Address { get; }

    /// <summary>Sends this machine's key with everything from now on.</summary>
    public void SignIn(string key) => _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

    /// <summary>"200" of /health: it can warn.</summary>
    public async Task<bool> IsReady(CancellationToken stopping)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(new Uri("/health", UriKind.Relative), stopping);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Gives a warning in; null and the reason when the gateway refuses it.</summary>
    public async Task<(Intake? Intake, string? Refusal)> Publish(byte[] xml, CancellationToken stopping)
    {
        using var content = new ByteArrayContent(xml);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cap+xml");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("/api/cap", UriKind.Relative), content, stopping);
        string body = await answer.Content.ReadAsStringAsync(stopping);
        return answer.IsSuccessStatusCode
            ? (JsonSerializer.Deserialize(body, GatewayJson.Default.Intake), null)
            : (null, $"{(int)answer.StatusCode}: {body}");
    }

    /// <summary>Brings a WAV file; where the gateway keeps it.</summary>
    public async Task<string> BringSound(byte[] wav, CancellationToken stopping)
    {
        using var content = new ByteArrayContent(wav);
        content.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("/api/clips", UriKind.Relative), content, stopping);
        return answer.EnsureSuccessStatusCode().Headers.Location!.ToString();
    }

    public async Task<WarningSeen> Warning(string id, CancellationToken stopping) =>
        await Get("/api/warnings/" + Uri.EscapeDataString(id), GatewayJson.Default.WarningSeen, stopping);

    public async Task<IReadOnlyList<BoardSeen>> Boards(CancellationToken stopping) =>
        await Get("/api/boards", GatewayJson.Default.BoardSeenArray, stopping);

    /// <summary>Sets the county's settings of a board.</summary>
    public async Task Configure(string board, string settings, CancellationToken stopping)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new SettingsWanted(settings), GatewayJson.Default.SettingsWanted), System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _http.PutAsync(new Uri($"/api/boards/{board}/configuration", UriKind.Relative), content, stopping);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What became of them.</summary>
    public async Task<ConfigurationSeen> Configuration(string board, CancellationToken stopping) =>
        await Get($"/api/boards/{board}/configuration", GatewayJson.Default.ConfigurationSeen, stopping);

    public async Task<BoardSeen> Board(string id, CancellationToken stopping) =>
        await Get("/api/boards/" + Uri.EscapeDataString(id), GatewayJson.Default.BoardSeen, stopping);

    /// <summary>Silences one loudspeaker.</summary>
    public async Task StopBoard(string id, CancellationToken stopping)
    {
        using HttpResponseMessage answer = await _http.PostAsync(new Uri($"/api/boards/{Uri.EscapeDataString(id)}/stop", UriKind.Relative), content: null, stopping);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Gives JSON to an endpoint; throws with its answer when it refuses.</summary>
    public async Task Post(string path, object body, CancellationToken stopping)
    {
        using HttpResponseMessage answer = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, stopping);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(stopping)}");
        }
    }

    public async Task<string> Text(string path, CancellationToken stopping) => await _http.GetStringAsync(new Uri(path, UriKind.Relative), stopping);

    public void Dispose() => _http.Dispose();

    private async Task<T> Get<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken stopping)
    {
        await using Stream stream = await _http.GetStreamAsync(new Uri(path, UriKind.Relative), stopping);
        return await JsonSerializer.DeserializeAsync(stream, type, stopping) ?? throw new InvalidDataException($"{path} answered null");
    }
}

/// <summary>The gateway's answer to a warning that it took.</summary>
/// <param name="Kind">actual, drill, test, cancel, update, expired, duplicate ...</param>
/// <param name="Note">What was done with it and why, in words.</param>
public sealed record Intake(string Id, string Kind, bool Sounds, string Note);

/// <summary>A warning and its orders, as far as the county looks at them.</summary>
/// <param name="Boards">The newest play order of each loudspeaker of the area.</param>
/// <param name="Others">All other orders of this warning: stops, and earlier tries that were lost.</param>
public sealed record WarningSeen(WarningHead Warning, IReadOnlyList<OrderSeen> Boards, IReadOnlyList<OrderSeen> Others);

public sealed record WarningHead(string Id, string Identifier, string State, string Effect, string Scope, string Text, string Note, DateTimeOffset ReceivedAt);

/// <param name="State">The furthest that is known: committed, sent, refused, received, playing, expired, heard, not-heard, cannot-tell, finished, stopped, failed.</param>
/// <param name="Verdict">heard, not-heard, cannot-tell; null while the board has not measured.</param>
public sealed record OrderSeen(string Board, string Kind, string Order, long Sequence, long Of, string State, string? Reason, string? Verdict, IReadOnlyList<StepSeen> States)
{
    public StepSeen? Step(string state) => States.FirstOrDefault(step => step.State == state);
}

/// <param name="At">When the gateway learnt it.</param>
public sealed record StepSeen(string State, DateTimeOffset At, DateTimeOffset? BoardAt, string? Reason, string? Detail);

/// <param name="State">online, silent or new.</param>
/// <param name="AlarmSince">Its village sounds its own alarm.</param>
public sealed record BoardSeen(
    string Id, string Village, string? VillageName, string Kind, string State, long? Restarts, DateTimeOffset? AlarmSince, IReadOnlyList<string> Troubles);

public sealed record SettingsWanted(string Settings);

public sealed record ConfigurationSeen(long Version, string State, string Reason, string Detail);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SettingsWanted))]
[JsonSerializable(typeof(ConfigurationSeen))]
[JsonSerializable(typeof(Intake))]
[JsonSerializable(typeof(WarningSeen))]
[JsonSerializable(typeof(BoardSeen))]
[JsonSerializable(typeof(BoardSeen[]))]
internal sealed partial class GatewayJson : JsonSerializerContext;
