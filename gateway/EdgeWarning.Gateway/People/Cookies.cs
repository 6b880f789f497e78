namespace EdgeWarning.Gateway.People;

/// <summary>What a browser keeps for us. No script can read it and no other site can send it.</summary>
internal static class Cookies
{
    public const string SessionName = "edgewarning";
    private const string BrowserName = "edgewarning-browser";

    private static readonly TimeSpan s_browserLife = TimeSpan.FromDays(365);

    public static string? SessionOf(HttpRequest request) => request.Cookies[SessionName];

    public static string? BrowserOf(HttpRequest request) => request.Cookies[BrowserName];

    public static void Give(HttpContext context, SignedIn signedIn, TimeSpan life)
    {
        context.Response.Cookies.Append(SessionName, signedIn.Token, Form(context, life));
        context.Response.Cookies.Append(BrowserName, signedIn.Browser, Form(context, s_browserLife));
    }

    public static void TakeBack(HttpContext context) => context.Response.Cookies.Delete(SessionName, Form(context, null));

    private static CookieOptions Form(HttpContext context, TimeSpan? life) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Path = "/", IsEssential = true, MaxAge = life };
}
