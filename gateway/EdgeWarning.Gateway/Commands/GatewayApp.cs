using EdgeWarning.Gateway.Broadcast;
using EdgeWarning.Gateway.Console;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Readings;
using EdgeWarning.Gateway.Warnings;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Commands;

/// <summary>The running gateway: one line per slice.</summary>
public static class GatewayApp
{
    /// <summary>This machine only, unless told otherwise.</summary>
    public const string DefaultUrls = "http://127.0.0.1:8080";

    /// <summary>Nothing that ends needs longer: open live connections are told, the store is committed, the broker is small.</summary>
    private static readonly TimeSpan s_timeToEnd = TimeSpan.FromSeconds(5);

    /// <summary>Puts the gateway together; the caller starts it and disposes it.</summary>
    public static WebApplication Build(Action<IConfigurationBuilder> configure)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        configure(builder.Configuration);
        builder.WebHost.UseUrls(builder.Configuration["Urls"] ?? DefaultUrls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders().AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddConsole(console => console.FormatterName = LogLine.FormName)
            .AddConsoleFormatter<LogLine, ConsoleFormatterOptions>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_timeToEnd);
        builder.Services.AddPlatform(builder.Configuration);
        builder.Services.AddDevices(builder.Configuration);
        builder.Services.AddReadings();
        builder.Services.AddWarnings();
        builder.Services.AddBroadcast(builder.Configuration);
        builder.Services.AddConsole();

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseSameOrigin();
        app.MapWarnings();
        app.MapConsole();
        return app;
    }

    /// <summary>Runs until it is told to end.</summary>
    public static async Task<int> Run(Action<IConfigurationBuilder> configure, TextWriter output, CancellationToken stopping)
    {
        try
        {
            await using var app = Build(configure);
            await app.StartAsync(stopping);
            await output.WriteLineAsync($"gateway: ready, console at {string.Join(" ", app.Urls)}");
            await output.FlushAsync(stopping);
            await app.WaitForShutdownAsync(stopping);
            return ExitCode.Ok;
        }
        catch (Exception cannot) when (cannot is PlatformException or Platform.Storage.DatabaseException or OptionsValidationException or IOException or InvalidDataException or FormatException)
        {
            throw new CommandException(cannot is OptionsValidationException settings ? string.Join(Environment.NewLine, settings.Failures) : cannot.Message);
        }
    }
}
