using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>Registers the slice. After Platform, Devices and Warnings.</summary>
public static class BroadcastServices
{
    public static IServiceCollection AddBroadcast(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SoundSettings>().Bind(configuration.GetSection(SoundSettings.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SoundSettings>, SoundSettingsCheck>();
        services.AddSingleton<OrderStore>();
        services.AddSingleton<CountyStops>();
        services.AddSingleton<StageStore>();
        services.AddSingleton<SpokenClips>();
        services.AddSingleton<Broadcaster>();
        services.AddHostedService(provider => provider.GetRequiredService<Broadcaster>());
        services.AddHostedService<SoundsAhead>();
        services.AddHostedService<Rehearsal>();
        return services;
    }
}
