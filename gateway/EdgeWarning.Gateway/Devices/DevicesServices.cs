using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Devices;

/// <summary>Registers the slice. After <c>AddPlatform</c>; <c>AddReadings</c> brings the <see cref="IReadingWatermark"/> that it needs.</summary>
public static class DevicesServices
{
    public static IServiceCollection AddDevices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DevicesOptions>().Bind(configuration.GetSection("Devices")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DevicesOptions>, DevicesOptionsCheck>();
        services.AddSingleton<BoardRegistry>();
        services.AddSingleton<BoardSettings>();
        services.AddSingleton<BoardStates>();
        services.AddSingleton<BoardMail>();
        services.AddSingleton<BoardLogs>();
        services.AddSingleton<FileStore>();
        services.AddSingleton<FileOrder>();
        services.AddHostedService<SilenceWatch>();
        services.AddHostedService<BoardListener>();
        services.AddHostedService(services => services.GetRequiredService<BoardLogs>());
        return services;
    }
}
