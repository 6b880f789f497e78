using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeWarning.Simulator.Control;

/// <summary>The hands on the county over HTTP, on the loopback only: it can cut every board's power.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ControlServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <param name="port">0 takes a free one.</param>
    public static async Task<ControlServer> Start(SimulatedCounty county, int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();     // the program itself hears Ctrl-C
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ViewJson.Default));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        WebApplication app = builder.Build();
        Map(app, county);
        try
        {
            await app.StartAsync();
        }
        catch (IOException taken)
        {
            await app.DisposeAsync();
            throw new InvalidOperationException($"could not listen on 127.0.0.1:{port}: {taken.Message}", taken);
        }

        return new ControlServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app, SimulatedCounty county)
    {
        app.MapGet("/health", () => TypedResults.Ok(new HealthView("ok", county.Boards.Count)));
        app.MapGet("/stats", () => TypedResults.Ok(StatsView.Of(county)));
        app.MapGet("/weather", () => TypedResults.Ok(WeatherView.Of(county)));
        app.MapPost("/weather/start", () =>
        {
            county.Storm.Start();
            return TypedResults.Ok(WeatherView.Of(county));
        });
        app.MapPost("/weather/hold", () =>
        {
            county.Storm.Hold();
            return TypedResults.Ok(WeatherView.Of(county));
        });
        app.MapGet("/boards", () => TypedResults.Ok(county.Boards.Select(BoardView.Of).ToArray()));
        app.MapGet("/boards/{id}", Results<Ok<BoardView>, NotFound<Refusal>> (string id) => county.Find(id) is { } board
            ? TypedResults.Ok(BoardView.Of(board))
            : TypedResults.NotFound(new Refusal($"no board \"{id}\" in this plan")));
        app.MapPost("/boards/{id}/{name}", (string id, string name, HttpRequest request) => Set(county, id, name, request));
    }

    private static async Task<Results<NoContent, NotFound<Refusal>, BadRequest<Refusal>>> Set(
        SimulatedCounty county, string id, string name, HttpRequest request)
    {
        if (!Switches.All.TryGetValue(name, out Switch? control))
        {
            return TypedResults.NotFound(new Refusal($"no switch \"{name}\": there are {string.Join(", ", Switches.All.Keys.Order())}"));
        }

        if (await ReadFlag(request, control.Property) is not { } on)
        {
            return TypedResults.BadRequest(new Refusal($"expected {{\"{control.Property}\": true}} or false"));
        }

        if (Switches.Find(county, id, control, out string fault) is not { } boards)
        {
            return TypedResults.NotFound(new Refusal(fault));
        }

        // A power cut waits for the firmware's threads: not on a thread of the server.
        await Task.Run(() => boards.AsParallel().WithDegreeOfParallelism(8).ForAll(board => control.Set(board, on)));
        return TypedResults.NoContent();
    }

    private static async Task<bool?> ReadFlag(HttpRequest request, string property)
    {
        try
        {
            using JsonDocument body = await JsonDocument.ParseAsync(request.Body);
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty(property, out JsonElement value)
                && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
