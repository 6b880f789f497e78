using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Commands;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Tests.Devices;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Tests.Platform.Mqtt;
using EdgeWarning.Gateway.Warnings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EdgeWarning.Gateway.Tests.Broadcast;

/// <summary>
/// A county office: the whole gateway with its broker, store and web server, and boards made by hand that speak to it over the real link.
/// Its clock is UTC and no hour of it is night unless a test says so: no test depends on when it is run.
/// </summary>
internal sealed class Office : IAsyncDisposable
{
    private const string Village = "411321100001";

    private readonly TestFolder _folder = new();
    private readonly TestLog _log = new();
    private readonly Dictionary<string, string?> _settings;
    private readonly List<HandMadeBoard> _boards = [];
    private WebApplication _app = null!;
    private string? _key;

    private Office(Dictionary<string, string?> settings) => _settings = settings;

    /// <summary>A machine with every role that a machine can have.</summary>
    public HttpClient Http { get; private set; } = null!;

    public WebApplication App => _app;

    public OrderStore Orders => Get<OrderStore>();

    public IReadOnlyList<HandMadeBoard> Boards => _boards;

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<Office> Open(int boards = 1, params (string Name, string Value)[] settings)
    {
        var office = new Office(new Dictionary<string, string?> { ["Urls"] = "http://127.0.0.1:0", ["Mqtt:Port"] = $"{FreePorts.Take()}", ["Warnings:TimeZone"] = "Etc/UTC", ["Desk:NightFromHour"] = "0", ["Desk:NightToHour"] = "0" });
        foreach (var (name, value) in settings)
        {
            office._settings[name] = value;
        }

        office._settings["Data"] = office._folder.Path;
        try
        {
            await office.Start();
        }
        catch
        {
            if (office._app is { } begun)
            {
                await begun.DisposeAsync();
            }

            office._folder.Dispose();
            throw;
        }

        var outcome = await office.Get<BoardRegistry>().Add(
            [.. Enumerable.Range(1, boards).Select(number => new NewBoard { Id = $"horn-{number}", Kind = BoardKinds.Loudspeaker, Village = Village })], "test");
        Assert.Empty(outcome.Faults);
        return office;
    }

    public async Task Start()
    {
        _app = GatewayApp.Build(configuration => configuration.AddInMemoryCollection(_settings), log => log.AddProvider(_log));
        await _app.StartAsync();
        Http = Anonymous();
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _key ??= await Get<ApiKeyStore>().Add("office", ApiKeyStore.RolesOfMachines, Actor.Gateway));
        await LinkIsUp();
    }

    public async Task Stop()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Connects a board with its real credentials; ends when the office has taken up its birth, so that it knows what the board can and has nothing left to say again.</summary>
    public async Task<HandMadeBoard> Connect(string id, Action<HandMadeBoard>? prepare = null)
    {
        FakeBoard? wire = null;
        var last = "";
        await Eventually.True(
            () => (wire = FakeBoard.TryConnect(id, Get<BoardRegistry>().KeyOf(id)!, Get<BrokerFolder>(), out last)) is not null, () => last);
        var board = new HandMadeBoard(wire!);
        prepare?.Invoke(board);
        await LinkIsUp();
        await Birth(board);
        _boards.Add(board);
        return board;
    }

    private async Task Birth(HandMadeBoard board)
    {
        var isBorn = false;
        void Note(Board born, Protocol.Status status) => isBorn |= born.Id == board.Id;
        Get<BoardStates>().Born += Note;
        board.Begin();
        await Eventually.True(() => Volatile.Read(ref isBorn), () => $"the office did not notice that {board.Id} was born\n{_log}");
        Get<BoardStates>().Born -= Note;
    }

    private Task LinkIsUp() => Eventually.True(() => Get<MqttLink>().Status.State == LinkState.Connected, () => Get<MqttLink>().Status.ToString());

    /// <summary>Somebody who has not signed in, with cookies of their own.</summary>
    public HttpClient Anonymous() => new(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(_app.Urls.First()) };

    /// <summary>Gives a CAP message in; returns the gateway's id of it.</summary>
    public async Task<string> Publish(string cap)
    {
        using var content = new StringContent(cap, Encoding.UTF8, "application/cap+xml");
        using var answer = await Http.PostAsync(new Uri("/api/cap", UriKind.Relative), content);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> Json(string path) => await Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), JsonSerializerOptions.Web);

    /// <summary>The one play order of a warning to a board, as committed.</summary>
    public BroadcastOrder? Play(string warning, string board = "horn-1") => Orders.OfWarning(warning).SingleOrDefault(order => order.IsPlay && order.Board == board);

    public Task PlayBecomes(string warning, OrderState state, string board = "horn-1") => Eventually.True(
        () => Play(warning, board)?.Progress.State == state,
        () => $"wanted {state}; {string.Join(" -> ", Play(warning, board)?.Progress.Steps.Select(step => $"{step.State} {step.Reason}") ?? ["no order"])}");

    public async ValueTask DisposeAsync()
    {
        _boards.ForEach(board => board.Dispose());
        await Stop();
        _folder.Dispose();
    }

    /// <summary>A red warning of our own for the county that the boards stand in.</summary>
    public static string Cap(string identifier, string type = "Alert", string? references = null, string status = "Actual", TimeSpan? life = null, string division = "411321", string text = "请立即转移。") => $"""
        <alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
          <identifier>{identifier}</identifier><sender>office@test</sender><sent>{At(TimeSpan.Zero)}</sent><status>{status}</status><msgType>{type}</msgType><scope>Public</scope>
          {(references is null ? "" : $"<references>{references}</references>")}
          <info><language>zh-CN</language><category>Met</category><event>暴雨</event><urgency>Immediate</urgency><severity>Extreme</severity><certainty>Observed</certainty>
            <expires>{At(life ?? TimeSpan.FromHours(1))}</expires><headline>暴雨红色预警</headline><instruction>{text}</instruction>
            <area><areaDesc>南召县</areaDesc><geocode><valueName>division</valueName><value>{division}</value></geocode></area></info>
        </alert>
        """;

    /// <summary>How an Update or Cancel names an earlier message of this office.</summary>
    public string ReferenceTo(string warning) => Get<WarningStore>().Find(warning)!.Alert.Reference.ToString();

    private static string At(TimeSpan later) => (DateTimeOffset.UtcNow + later).ToString("yyyy-MM-ddTHH:mm:ss") + "-00:00";
}
