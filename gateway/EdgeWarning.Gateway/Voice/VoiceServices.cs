using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeWarning.Gateway.Voice;

/// <summary>Registers the slice. After Platform and Devices.</summary>
public static class VoiceServices
{
    public static IServiceCollection AddVoice(this IServiceCollection services)
    {
        services.AddOptions<VoiceSettings>().BindConfiguration(VoiceSettings.Section)
            .Validate(voice => voice.WordsPerMinute is >= 80 and <= 300, "Voice:WordsPerMinute is from 80 to 300")
            .Validate(voice => voice.CacheMegabytes is >= 16 and <= 100_000, "Voice:CacheMegabytes is from 16 to 100000")
            .ValidateOnStart();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Add(VoiceJson.Default);
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<ClipOrigin>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        });
        return services.AddSingleton<ClipLibrary>().AddSingleton<OfficeLexicon>().AddSingleton<SpeechRenderer>();
    }
}
