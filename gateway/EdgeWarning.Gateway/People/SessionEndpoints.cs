using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.People;

/// <summary>Coming in and going out: sign-in, first set-up, one's own password.</summary>
internal static class SessionEndpoints
{
    private const int LongestBrowser = 200;
    private const Role UsualFirstRoles = Role.Officer | Role.Technician;

    public static void MapSession(this IEndpointRouteBuilder api)
    {
        api.MapGet("/session", Look)
            .WithName("Session").WithSummary("Who is signed in and what they may do; also whether the gateway waits to be set up. Never 401.");
        api.MapPost("/session", Enter)
            .WithName("SignIn").WithSummary("Signs in: sets the session's cookie. 401 when name or password is wrong, 429 with Retry-After after too many mistakes.");
        api.MapDelete("/session", Leave)
            .WithName("SignOut").WithSummary("Signs out of this browser.");
        api.MapDelete("/sessions", LeaveEverywhere)
            .WithName("SignOutEverywhere").WithSummary("Signs out of every browser, this one included.");
        api.MapPost("/session/password", ChangePassword)
            .WithName("ChangePassword").WithSummary("Chooses a new password; every other browser is signed out.");
        api.MapPost("/set-up", SetUp)
            .WithName("SetUp").WithSummary("Makes the first person, who is an administrator, and signs in. Only while there is nobody, and with the code that the gateway's output shows.");
    }

    private static Ok<SessionView> Look(HttpContext context, PersonStore people, IOptions<PeopleSettings> settings) => TypedResults.Ok(Caller.Of(context) switch
    {
        null => new SessionView(false, people.IsEmpty, null, null, [], false, [], null),
        { Session: { } session } caller => View(caller, session.Person, session.MadeAt + settings.Value.SessionLife),
        var key => new SessionView(true, false, key.Who, null, Roles.Names(key.Roles), false, Rights.Of(key), null),
    });

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> Enter(
        SignInRequest request, HttpContext context, SignIn signIn, IOptions<PeopleSettings> settings, TimeProvider clock, CancellationToken stopping) =>
        await signIn.Try(request.Name ?? "", request.Password ?? "", PlaceOf(context), stopping) switch
        {
            SignedIn signedIn => TypedResults.Ok(Welcome(context, signedIn, settings.Value, clock)),
            SignInTooSoon soon => TooSoon(context, soon),
            _ => Fault.Answer(StatusCodes.Status401Unauthorized, "Not signed in", Fault.Of("signIn.wrong", "name or password is wrong")),
        };

    private static async Task<NoContent> Leave(HttpContext context, SessionStore sessions, CancellationToken stopping)
    {
        await sessions.End(Caller.SessionOf(context), Actor.Of(context), stopping);
        Cookies.TakeBack(context);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> LeaveEverywhere(HttpContext context, SessionStore sessions, CancellationToken stopping)
    {
        await sessions.EndAll(Caller.SessionOf(context).Person.Name, Actor.Of(context), stopping);
        Cookies.TakeBack(context);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangePassword(
        NewPasswordRequest request, HttpContext context, SignIn signIn, PersonStore people, CancellationToken stopping)
    {
        var session = Caller.SessionOf(context);
        var wanted = request.New ?? "";
        if (await signIn.Check(session.Person, request.Old ?? "", PlaceOf(context), stopping) is var check and not SignedIn)
        {
            return check is SignInTooSoon soon ? TooSoon(context, soon) : Problem(Fault.Of("password.old", "the old password is wrong"), "Not changed");
        }

        if (Passwords.FaultOf(wanted, session.Person.Name) is { } fault)
        {
            return Problem(fault, "Not changed");
        }

        if (wanted == request.Old)
        {
            return Problem(Fault.Of("password.unchanged", "the new password is the old one"), "Not changed");
        }

        await people.SetPassword(session.Person.Name, await signIn.Hash(wanted, stopping), mustChange: false, Actor.Of(context), session, stopping);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Created<SessionView>, ProblemHttpResult>> SetUp(
        SetUpRequest request, HttpContext context, SetUp setUp, IOptions<PeopleSettings> settings, TimeProvider clock, CancellationToken stopping)
    {
        var name = Person.Normal(request.Name ?? "");
        if (!Roles.TryParse(request.Roles ?? Roles.Names(UsualFirstRoles), out var roles, out var unknown))
        {
            return Problem(Fault.Of("setUp.role", $"there is no role {unknown}"), "Not set up");
        }

        if ((Person.FaultOfName(name) ?? Passwords.FaultOf(request.Password ?? "", name)) is { } fault)
        {
            return Problem(fault, "Not set up");
        }

        var first = new Person(name, request.FullName?.Trim() is { Length: > 0 } full ? full : name, roles | Role.Administrator, false, null, clock.GetUtcNow(), null);
        return await setUp.Try(request.Code ?? "", first, request.Password!, PlaceOf(context), stopping) switch
        {
            SignedIn signedIn => TypedResults.Created((string?)null, Welcome(context, signedIn, settings.Value, clock)),
            SignInTooSoon soon => TooSoon(context, soon),
            _ => Fault.Answer(
                StatusCodes.Status403Forbidden, "Not set up", Fault.Of("setUp.code", "the code is wrong, or somebody has set this gateway up already")),
        };
    }

    private static SessionView Welcome(HttpContext context, SignedIn signedIn, PeopleSettings settings, TimeProvider clock)
    {
        Cookies.Give(context, signedIn, settings.SessionLife);
        var now = clock.GetUtcNow();
        return View(Caller.Of(new Session(signedIn.Person, [], now, now), ""), signedIn.Person, now + settings.SessionLife);
    }

    private static SessionView View(Caller caller, Person person, DateTimeOffset ends) =>
        new(true, false, person.Name, person.FullName, Roles.Names(person.Roles), person.MustChange, Rights.Of(caller), ends);

    private static SignInPlace PlaceOf(HttpContext context)
    {
        var browser = context.Request.Headers.UserAgent.ToString();
        return new SignInPlace(Actor.AddressOf(context), browser[..Math.Min(browser.Length, LongestBrowser)], Cookies.BrowserOf(context.Request));
    }

    private static ProblemHttpResult TooSoon(HttpContext context, SignInTooSoon soon)
    {
        var seconds = Math.Ceiling(soon.Wait.TotalSeconds);
        context.Response.Headers.RetryAfter = $"{seconds:F0}";
        return Fault.Answer(StatusCodes.Status429TooManyRequests, "Wait", Fault.Of("signIn.tooSoon", $"too many mistakes: try again in {seconds:F0} s"));
    }

    private static ProblemHttpResult Problem(Fault why, string title) => Fault.Answer(StatusCodes.Status422UnprocessableEntity, title, why);
}
