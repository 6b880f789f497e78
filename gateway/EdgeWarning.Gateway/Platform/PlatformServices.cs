using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Mqtt;
using EdgeWarning.Gateway.Platform.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Platform;

/// <summary>Registers what every slice stands on. Call it before the slices: services start in the order of registration.</summary>
public static class PlatformServices
{
    public static IServiceCollection AddPlatform(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<PlatformOptions>().Bind(configuration).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PlatformOptions>, PlatformOptionsCheck>();
        services.AddSingleton<DataFolder>();
        services.AddSingleton(provider =>
            Database.Open(provider.GetRequiredService<DataFolder>().File("gateway.db"), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AuditAnchor>();
        services.AddSingleton<BrokerFolder>();
        services.AddSingleton<PrivateBroker>();
        services.AddSingleton<MqttLink>();
        services.AddHostedService<DataFolderLock>();
        services.AddHostedService<AuditAnchoring>();
        services.AddHostedService(provider => provider.GetRequiredService<PrivateBroker>());
        services.AddHostedService(provider => provider.GetRequiredService<MqttLink>());
        return services;
    }
}
