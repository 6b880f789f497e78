using System.Security.Claims;
using System.Text.Encodings.Web;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.People;

/// <summary>Knows whoever knocks: a person by the session's cookie, a machine by its key. Says no in words, and writes down whom it turned away.</summary>
public sealed class Door(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, SessionStore sessions, ApiKeyStore keys, RefusalLog refusals)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "EdgeWarning";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var address = Actor.AddressOf(Context);
        var authorization = Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return await keys.Find(authorization[Bearer.Length..].Trim(), address) is { } key ? Welcome(Caller.Of(key, address)) : AuthenticateResult.Fail("the key is unknown or revoked");
        }

        return Cookies.SessionOf(Request) is { } token && await sessions.Find(token) is { } session ? Welcome(Caller.Of(session, address)) : AuthenticateResult.NoResult();
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var why = (await HandleAuthenticateOnceSafeAsync()).Failure?.Message;
        if (why is not null)
        {
            await refusals.Note(Actor.Of(Context), AuditAct.Of("key refused"), $"{Request.Method} {Request.Path}", why);
        }

        Response.Headers.WWWAuthenticate = "Bearer";
        await Answer(StatusCodes.Status401Unauthorized, "Sign in first", why is null ? Fault.Of("door.signIn", "people sign in at the console, machines send their key as \"Authorization: Bearer ...\"") : Fault.Of("door.key", "the key is unknown or revoked"));
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var caller = Caller.Of(Context)!;
        var what = $"{Request.Method} {Request.Path}";
        await refusals.Note(caller, AuditAct.Of("refused"), what, $"has {Roles.Text(caller.Roles)}");
        await Answer(StatusCodes.Status403Forbidden, "Not allowed", WhyNot(caller));
    }

    private Fault WhyNot(Caller caller) =>
        caller.Session is { Person.MustChange: true } ? Fault.Of("door.newPassword", "choose a new password first")
        : Context.GetEndpoint() is not { } endpoint || Rights.Of(endpoint) is not { Roles: not Role.None } right ? Fault.Of("door.notForKeys", "this is for people who are signed in, not for keys")
        : (caller.Roles & right.Roles) == Role.None ? Fault.Of("door.role", $"this is for {string.Join(" or ", Roles.Names(right.Roles))}; {caller.Who} has {Roles.Text(caller.Roles)}")
        : right.Bearers == Bearers.Machines ? Fault.Of("door.machines", "this is for machines with a key: people warn at the desk (\"Issue a warning\"), where a second person and the guards stand")
        : Fault.Of("door.people", "this is for people: the key of a machine cannot stand for a second person");

    private AuthenticateResult Welcome(Caller caller)
    {
        Context.Features.Set<Actor>(caller);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Who)], Name)), Name));
    }

    private Task Answer(int status, string title, Fault fault) => Fault.Answer(status, title, fault).ExecuteAsync(Context);
}

/// <summary>Asks the table of rights.</summary>
internal sealed class TableOfRights : AuthorizationHandler<TableOfRights>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, TableOfRights requirement)
    {
        var http = (HttpContext)context.Resource!;
        var caller = Caller.Of(http);
        // What is not there is told to whoever is signed in, and to nobody else.
        if (http.GetEndpoint() is RouteEndpoint endpoint ? Rights.Of(endpoint)?.Allows(caller) == true : caller is not null)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
