namespace EdgeWarning.Gateway.People;

/// <summary>Asks again, in the middle of an answer that goes on for hours, whether whoever gets it still may.</summary>
public sealed class Callers(SessionStore sessions, ApiKeyStore keys)
{
    public bool MayStay(HttpContext context) => context.GetEndpoint() is { } endpoint && Rights.Of(endpoint) is { } right && right.Allows(Now(Caller.Of(context)));

    private Caller? Now(Caller? caller) =>
        caller?.Session is { } session ? sessions.Look(session) is { } still ? Caller.Of(still, caller.Origin) : null
        : caller is not null && keys.Look(caller.Name) is { } key ? Caller.Of(key, caller.Origin)
        : null;
}
