using EdgeWarning.Gateway.Platform.Audit;

namespace EdgeWarning.Gateway.People;

/// <summary>A signed-in person, or a machine with a key, behind a request.</summary>
public sealed record Caller : Actor
{
    private Caller(string who, string origin, string name, Role roles)
        : base(who, origin)
    {
        Name = name;
        Roles = roles;
    }

    /// <summary>Of the person or of the key.</summary>
    public string Name { get; }

    /// <summary>None for a person who must choose a new password first.</summary>
    public Role Roles { get; }

    /// <summary>Null for a machine.</summary>
    public Session? Session { get; private init; }

    public bool IsPerson => Session is not null;

    public static Caller Of(Session session, string address) =>
        new(session.Person.Name, address, session.Person.Name, session.Person.MustChange ? Role.None : session.Person.Roles) { Session = session };

    public static Caller Of(ApiKey key, string address) => new($"key {key.Name}", address, key.Name, key.Roles);

    /// <summary>Null for nobody.</summary>
    public static new Caller? Of(HttpContext context) => context.Features.Get<Actor>() as Caller;

    /// <summary>For endpoints that the table gives to people only.</summary>
    public static Session SessionOf(HttpContext context) =>
        Of(context)?.Session ?? throw new InvalidOperationException("an endpoint for people was reached without a session");
}
