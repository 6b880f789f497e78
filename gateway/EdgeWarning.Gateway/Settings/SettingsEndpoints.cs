using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeWarning.Gateway.Settings;

/// <param name="Value">As it is in force; empty for none.</param>
/// <param name="Configured">As it would be had the office chosen nothing.</param>
/// <param name="IsOwn">Whether the office has chosen it.</param>
public sealed record SettingView(SettingKind Kind, string Value, string Configured, bool IsOwn);

/// <param name="Version">Give it back with a change: who has seen older settings changes nothing.</param>
/// <param name="Settings">By name, such as Desk:Office.</param>
public sealed record SettingsView(long Version, DateTimeOffset? ChangedAt, string? ChangedBy, IReadOnlyDictionary<string, SettingView> Settings);

/// <param name="Settings">Those that change, by name; null: as configured again.</param>
public sealed record SettingsRequest(long? Version, IReadOnlyDictionary<string, string?>? Settings);

/// <summary>The slice's services and its door.</summary>
public static class SettingsEndpoints
{
    /// <summary>Call it after Platform and before every slice whose settings may be chosen: services start in the order of registration.</summary>
    public static IServiceCollection AddOfficeSettings(this IServiceCollection services, ConfigurationManager configuration)
    {
        var overlay = new OfficeOverlay();
        ((IConfigurationBuilder)configuration).Add(overlay);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Add(SettingsJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Add(TextJson.Default);
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter<SettingKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        });
        services.AddSingleton<OfficeStore>().AddSingleton<SettingsCheck>();
        services.AddSingleton(provider => new OfficeSettings(
            provider.GetRequiredService<OfficeStore>(), overlay, configuration, provider.GetRequiredService<SettingsCheck>(), provider.GetRequiredService<ILogger<OfficeSettings>>()));
        return services.AddHostedService(provider => provider.GetRequiredService<OfficeSettings>());
    }

    public static IEndpointRouteBuilder MapOfficeSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/settings", (OfficeSettings settings) => TypedResults.Ok(ViewOf(settings)))
            .WithName("Settings").WithSummary("What the office may choose at the console: as it is in force, and as it is configured.");
        routes.MapPut("/api/settings", Change)
            .WithName("ChangeSettings").WithSummary("Changes some settings, all or none: 409 when somebody else was faster, 422 with every fault by the name of its setting.");
        routes.MapTexts();
        return routes;
    }

    private static async Task<Results<Ok<SettingsView>, ProblemHttpResult>> Change(SettingsRequest request, OfficeSettings settings, HttpContext context)
    {
        if (request is not { Version: { } version, Settings.Count: > 0 })
        {
            return Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not changed", Fault.Of("settings.incomplete", "version, and at least one of settings, are needed"));
        }

        return await settings.Change(version, request.Settings, Actor.Of(context)) switch
        {
            SettingsKept => TypedResults.Ok(ViewOf(settings)),
            SettingsMoved moved => Fault.Answer(
                StatusCodes.Status409Conflict,
                "Somebody was faster",
                Fault.Of("settings.moved", $"{moved.Now.Who ?? "somebody else"} has changed the settings since you read them (version {moved.Now.Version}): look at them again, nothing of yours was taken over")),
            SettingsRefused refused => TypedResults.Problem(new HttpValidationProblemDetails(refused.Faults.ToDictionary(StringComparer.Ordinal))
            {
                Status = StatusCodes.Status422UnprocessableEntity,
                Title = "Not changed",
                Detail = string.Join("; ", refused.Faults.SelectMany(fault => fault.Value.Select(text => fault.Key.Length == 0 ? text : $"{fault.Key}: {text}"))),
            }),
            _ => throw new InvalidOperationException("an answer without a status"),
        };
    }

    private static SettingsView ViewOf(OfficeSettings settings)
    {
        var newest = settings.Newest;
        var (inForce, configured) = settings.Bound;
        return new SettingsView(
            newest.Version,
            newest.At,
            newest.Who,
            OfficeSetting.All.ToDictionary(setting => setting.Name, setting => new SettingView(setting.Kind, setting.ValueIn(inForce), setting.ValueIn(configured), settings.Own.ContainsKey(setting.Name)), StringComparer.Ordinal));
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SettingsView))]
[JsonSerializable(typeof(SettingsRequest))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SettingsJson : JsonSerializerContext;
