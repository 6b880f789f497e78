using EdgeWarning.Gateway.Devices;

namespace EdgeWarning.Gateway.Readings;

/// <summary>Registers the slice. After <c>AddDevices</c>.</summary>
public static class ReadingsServices
{
    public static IServiceCollection AddReadings(this IServiceCollection services)
    {
        services.AddSingleton<ReadingStore>();
        services.AddSingleton<IReadingWatermark>(provider => provider.GetRequiredService<ReadingStore>());
        services.AddSingleton<ReadingIntake>();
        services.AddHostedService(provider => provider.GetRequiredService<ReadingIntake>());
        return services;
    }
}
