using System.Net;

namespace EdgeWarning.Gateway.Console;

/// <summary>
/// Keeps pages of other sites from acting through the browser of whoever has the console open: what changes something must come from our own page
/// (or from a program, which sends no Origin), and a name that somebody else's DNS points at us is not answered.
/// </summary>
public static class SameOrigin
{
    public static void UseSameOrigin(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var request = context.Request;
        if (!IsOurName(request.Host.Host, context.RequestServices.GetRequiredService<IConfiguration>()["Hosts"]))
        {
            await TypedResults.Problem(
                $"this gateway is not called {request.Host.Host}; list its names in the setting Hosts", statusCode: StatusCodes.Status421MisdirectedRequest, title: "Unknown host").ExecuteAsync(context);
        }
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !ComesFromUs(request))
        {
            await TypedResults.Problem("a page of another site may not do this", statusCode: StatusCodes.Status403Forbidden, title: "Not from here").ExecuteAsync(context);
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

    private static bool ComesFromUs(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(Authority(request), StringComparison.OrdinalIgnoreCase));
    }

    private static string Authority(HttpRequest request) => new Uri($"{request.Scheme}://{request.Host}").Authority;
}
