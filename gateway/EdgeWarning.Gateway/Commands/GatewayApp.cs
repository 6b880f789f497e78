using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Console;
using EdgeWarning.Gateway.Desk;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Feed;
using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Places;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Programmes;
using EdgeWarning.Gateway.Readings;
using EdgeWarning.Gateway.Settings;
using EdgeWarning.Gateway.Upkeep;
using EdgeWarning.Gateway.Voice;
using EdgeWarning.Gateway.Warnings;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Commands;

/// <summary>The running gateway: one line per slice.</summary>
public static class GatewayApp
{
    /// <summary>This machine only, unless told otherwise.</summary>
    public const string DefaultUrls = PlatformOptions.DefaultUrls;

    /// <summary>How much of an answer waits in memory for a slow receiver: with a warning every board of a county fetches its words at once.</summary>
    private const int BytesAhead = 16 * 1024;

    /// <summary>Nothing that ends needs longer: open live connections are told, the store is committed, the broker is small.</summary>
    private static readonly TimeSpan s_timeToEnd = TimeSpan.FromSeconds(5);

    /// <summary>Puts the gateway together; the caller starts it and disposes it.</summary>
    /// <param name="log">Where its log goes.</param>
    public static WebApplication Build(Action<IConfigurationBuilder> configure, Action<ILoggingBuilder> log)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        configure(builder.Configuration);
        builder.WebHost.UseUrls([.. new[] { builder.Configuration["Urls"] ?? DefaultUrls, builder.Configuration["FilesUrl"] ?? "" }.Where(url => url.Length > 0)]);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxResponseBufferSize = BytesAhead;
        });
        log(builder.Logging.ClearProviders().AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter(typeof(Door).FullName, LogLevel.Warning));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_timeToEnd);
        builder.Services.AddPlatform(builder.Configuration);
        builder.Services.AddOfficeSettings(builder.Configuration);
        builder.Services.AddPeople();
        builder.Services.AddDevices(builder.Configuration);
        builder.Services.AddPlaces();
        builder.Services.AddReadings();
        builder.Services.AddWarnings();
        builder.Services.AddVoice();
        builder.Services.AddBroadcast(builder.Configuration);
        builder.Services.AddDesk();
        builder.Services.AddProgrammes();
        builder.Services.AddUpkeep();
        builder.Services.AddConsole();

        var app = builder.Build();
        app.UseFilesAddress();
        app.UseSecurityHeaders(() => app.Services.GetRequiredService<MapTiles>().Origin);
        app.UseResponseCompression();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UsePeople();
        app.MapPeople();
        app.MapOfficeSettings();
        app.MapPlaces();
        app.MapWarnings();
        app.MapFeed();
        app.MapDesk();
        app.MapProgrammes();
        app.MapVoice();
        app.MapUpkeep();
        app.MapConsole();
        Rights.Check(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints));
        return app;
    }

    /// <summary>Runs until it is told to end.</summary>
    public static async Task<int> Run(Action<IConfigurationBuilder> configure, TextWriter output, CancellationToken stopping)
    {
        try
        {
            await using var app = Build(configure, ToConsole);
            await app.StartAsync(stopping);
            await output.WriteLineAsync($"gateway: ready, console at {string.Join(" ", app.Urls)}");
            await output.FlushAsync(stopping);
            await Advise(app, output);
            await app.WaitForShutdownAsync(stopping);
            return ExitCode.Ok;
        }
        catch (Exception cannot) when (cannot is PlatformException or Platform.Storage.DatabaseException or OptionsValidationException or IOException or InvalidDataException or FormatException)
        {
            throw new CommandException(cannot is OptionsValidationException settings ? string.Join(Environment.NewLine, settings.Failures) : cannot.Message);
        }
    }

    private static void ToConsole(ILoggingBuilder log) =>
        log.AddConsole(console => console.FormatterName = LogLine.FormName).AddConsoleFormatter<LogLine, ConsoleFormatterOptions>();

    /// <summary>What whoever starts a gateway must know: how its first person comes in, and that passwords are read where nothing is encrypted.</summary>
    private static async Task Advise(WebApplication app, TextWriter output)
    {
        if (app.Services.GetRequiredService<SetUp>().Code is { } code)
        {
            await output.WriteLineAsync($"gateway: nobody can sign in yet. Open the console and set it up with this code: {code}");
        }

        if (app.Urls.Select(url => new Uri(url)).FirstOrDefault(url => url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback) is { } open)
        {
            await output.WriteLineAsync($"gateway: {open} is not encrypted: whoever is on that network can read passwords. docs/how-to/people-and-rights.md says how to serve https");
        }

        await output.FlushAsync();
    }
}
