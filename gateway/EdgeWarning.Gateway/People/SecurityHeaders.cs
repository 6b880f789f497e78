namespace EdgeWarning.Gateway.People;

/// <summary>What every answer tells the browser not to do.</summary>
public static class SecurityHeaders
{
    /// <summary>
    /// Only our own files, no script and no style inside pages, no framing: what an alert says can never run here. Pictures and sounds may also be made by our
    /// own scripts (charts, map icons, a preview of a voice).
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; "
        + "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The microphone for live announcements and the place for reports, both for our own pages only.</summary>
    private const string PermissionsPolicy = "microphone=(self), geolocation=(self), camera=(), display-capture=(), payment=(), usb=()";

    /// <param name="pictures">An address outside that pages may fetch pictures from (map tiles); null for none.</param>
    public static void UseSecurityHeaders(this IApplicationBuilder app, Func<string?>? pictures = null) => app.Use((context, next) =>
    {
        // At the last moment: an answer that is begun anew after a fault has them too.
        context.Response.OnStarting(() => Add(context, pictures?.Invoke()));
        return next();
    });

    private static Task Add(HttpContext context, string? pictures)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = pictures is null ? ContentSecurityPolicy : ContentSecurityPolicy.Replace("img-src 'self'", $"img-src 'self' {pictures}", StringComparison.Ordinal);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = PermissionsPolicy;
        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
