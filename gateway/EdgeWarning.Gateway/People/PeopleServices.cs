using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.People;

/// <summary>The slice's services and its place in the pipeline: nothing behind it is reached without a right.</summary>
public static class PeopleServices
{
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddOptions<PeopleSettings>().BindConfiguration(PeopleSettings.Section)
            .Validate(settings => settings.SessionIdle >= TimeSpan.FromMinutes(5), "People:SessionIdle must be 5 minutes at least")
            .Validate(settings => settings.SessionLife >= settings.SessionIdle && settings.SessionLife <= TimeSpan.FromDays(30), "People:SessionLife must be between People:SessionIdle and 30 days")
            .Validate(settings => Addresses(settings.Proxies).All(address => IPAddress.TryParse(address, out _)), "People:Proxies must be IP addresses")
            .ValidateOnStart();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Add(PeopleJson.Default));
        // The core only: the rest brings keys for the framework's own cookies, which nobody here uses.
        services.AddAuthenticationCore(authentication =>
        {
            authentication.AddScheme<Door>(Door.Name, null);
            authentication.DefaultScheme = Door.Name;
        });
        services.AddWebEncoders().AddTransient<Door>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicy([new TableOfRights()], []));
        services.AddSingleton<IAuthorizationHandler, TableOfRights>();
        return services.AddSingleton<Passwords>().AddSingleton<PersonStore>().AddSingleton<SessionStore>().AddSingleton<ApiKeyStore>()
            .AddSingleton<SignIn>().AddSingleton<SetUp>().AddSingleton<Callers>()
            .AddSingleton<RefusalLog>().AddHostedService(provider => provider.GetRequiredService<RefusalLog>());
    }

    public static void UsePeople(this IApplicationBuilder app)
    {
        var proxies = Addresses(app.ApplicationServices.GetRequiredService<IOptions<PeopleSettings>>().Value.Proxies);
        if (proxies.Length > 0)
        {
            var trust = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
            trust.KnownProxies.Clear();
            trust.KnownIPNetworks.Clear();
            Array.ForEach(proxies, address => trust.KnownProxies.Add(IPAddress.Parse(address)));
            app.UseForwardedHeaders(trust);
        }

        app.UseSameOrigin();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    private static string[] Addresses(string list) => list.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
}
