using System.Net;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;

namespace EdgeWarning.Gateway.People;

/// <summary>
/// Keeps pages of other sites from acting through the browser of whoever has the console open (CSRF), and a name that somebody else's DNS points at us is
/// not answered. Beside the SameSite cookie: what changes something must name our own origin, as every browser does; a program with a key has no cookie
/// and need not. Source: OWASP Cross-Site Request Forgery Prevention, "Verifying Origin" and "Fetch Metadata".
/// </summary>
public static class SameOrigin
{
    public static void UseSameOrigin(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        var settings = context.RequestServices.GetRequiredService<IConfiguration>();
        // Boards fetch their files under the name that they were told.
        if (!IsOurName(request.Host.Host, $"{settings["Hosts"]} {settings["Mqtt:PublicHost"]}"))
        {
            await Fault.Answer(
                StatusCodes.Status421MisdirectedRequest, "Unknown host", Fault.Of("door.host", $"this gateway is not called {request.Host.Host}; list its names in the setting Hosts")).ExecuteAsync(context);
        }
        else if (WhyForeign(request) is { } why)
        {
            await context.RequestServices.GetRequiredService<RefusalLog>().Note(Actor.Of(context), AuditAct.Of("refused"), $"{request.Method} {request.Path}", why.Text);
            await Fault.Answer(StatusCodes.Status403Forbidden, "Not from here", why).ExecuteAsync(context);
        }
        else
        {
            await next();
        }
    });

    /// <param name="host">As the client wrote it.</param>
    /// <param name="others">Further names of this gateway, separated by spaces or commas.</param>
    internal static bool IsOurName(string host, string? others) =>
        IPAddress.TryParse(host.Trim('[', ']'), out _)
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
        || host.Equals(Environment.MachineName + ".local", StringComparison.OrdinalIgnoreCase)
        || (others ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when a request may go on.</summary>
    private static Fault? WhyForeign(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            // A link to the console is fine; another site's page that reads through it is not.
            return site is "cross-site" or "same-site" && request.Headers["Sec-Fetch-Mode"] != "navigate" ? Fault.Of("door.foreignLook", "a page of another site may not look here") : null;
        }

        var isOurs = origin.Length > 0 ? IsOurs(origin, request) : site is "same-origin" or "none" || (site.Length == 0 && Cookies.SessionOf(request) is null);
        return isOurs && site is not ("cross-site" or "same-site") ? null : Fault.Of("door.foreignAct", "a page of another site may not do this");
    }

    private static bool IsOurs(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(new Uri($"{request.Scheme}://{request.Host}").Authority, StringComparison.OrdinalIgnoreCase);
}
