namespace EdgeWarning.Gateway.People;

/// <summary>Asks again, in the middle of an answer that goes on for hours, whether whoever gets it still may.</summary>
public sealed class Callers(SessionStore sessions, ApiKeyStore keys)
{
    public bool MayStay(HttpContext context) =>
        Caller.Of(context) is { } caller && (caller.Session is { } session ? sessions.IsOpen(session) : keys.IsValid(caller.Name));
}
