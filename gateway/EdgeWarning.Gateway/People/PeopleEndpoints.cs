using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace EdgeWarning.Gateway.People;

/// <summary>The slice's endpoints: sessions, people, keys, rights, audit.</summary>
public static class PeopleEndpoints
{
    /// <summary>Nothing that is sent here is longer.</summary>
    private const int MostBytes = 16 * 1024;

    public static IEndpointRouteBuilder MapPeople(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        api.MapSession();
        api.MapGet("/people", (PersonStore people) => TypedResults.Ok<IReadOnlyList<PersonView>>([.. people.All().Select(person => person.View())]))
            .WithName("People").WithSummary("Everyone who has an account.");
        api.MapPost("/people", Add)
            .WithName("AddPerson").WithSummary("Makes an account with a first password, which its person must change. 409 when the name is taken.");
        api.MapPut("/people/{name}", Change)
            .WithName("ChangePerson").WithSummary("Changes name, roles and whether someone may come in; who may not is signed out at once. 409 for the last administrator.");
        api.MapPost("/people/{name}/password", Reset)
            .WithName("ResetPassword").WithSummary("Gives someone a new first password, lifts the lock, and signs them out everywhere.");
        api.MapGet("/keys", (ApiKeyStore keys) => TypedResults.Ok<IReadOnlyList<KeyView>>([.. keys.All().Select(key => key.View())]))
            .WithName("Keys").WithSummary("The keys of machines, without the keys themselves.");
        api.MapPost("/keys", AddKey)
            .WithName("AddKey").WithSummary("Makes a key for a machine; it is shown this once. 409 when the name is taken.");
        api.MapDelete("/keys/{name}", RevokeKey)
            .WithName("RevokeKey").WithSummary("Ends a key at once and for ever.");
        api.MapGet("/rights", () => TypedResults.Ok<IReadOnlyList<RightView>>([.. Rights.Table.Select(View).OrderBy(right => right.Request, StringComparer.Ordinal)]))
            .WithName("Rights").WithSummary("Who may do what: the one table of rights.");
        api.MapAudit();
        return routes;
    }

    private static async Task<Results<Created<PersonView>, ProblemHttpResult>> Add(
        NewPersonRequest request, HttpContext context, PersonStore people, SignIn signIn, TimeProvider clock, CancellationToken stopping)
    {
        var name = Person.Normal(request.Name ?? "");
        var roles = Role.None;
        if ((Person.FaultOfName(name) ?? Passwords.FaultOf(request.Password ?? "", name) ?? FaultOf(request.Roles, out roles)) is { } fault)
        {
            return Wrong(fault);
        }

        var person = new Person(name, request.FullName?.Trim() is { Length: > 0 } full ? full : name, roles, true, null, clock.GetUtcNow(), null);
        return await people.Add(person, await signIn.Hash(request.Password!, stopping), Actor.Of(context), stopping: stopping)
            ? TypedResults.Created((string?)null, person.View())
            : Taken(name);
    }

    private static async Task<Results<Ok<PersonView>, ProblemHttpResult>> Change(
        string name, PersonRequest request, HttpContext context, PersonStore people, CancellationToken stopping)
    {
        if (FaultOf(request.Roles, out var roles) is { } fault)
        {
            return Wrong(fault);
        }

        if (people.Find(name) is not { } person)
        {
            return Nobody(name);
        }

        var full = request.FullName?.Trim() is { Length: > 0 } given ? given : person.FullName;
        return await people.Change(name, full, roles, request.Disabled, Actor.Of(context), stopping: stopping) switch
        {
            PersonChange.LastAdministrator => Fault.Answer(
                StatusCodes.Status409Conflict, "Not changed", Fault.Of("people.lastAdministrator", $"{person.Name} is the last administrator: nobody could look after people any more")),
            PersonChange.Unknown => Nobody(name),
            _ => TypedResults.Ok(people.Find(name)!.View()),
        };
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Reset(
        string name, ResetPasswordRequest request, HttpContext context, PersonStore people, SignIn signIn, CancellationToken stopping) =>
        Passwords.FaultOf(request.Password ?? "", Person.Normal(name)) is { } fault ? Wrong(fault)
        : await people.SetPassword(name, await signIn.Hash(request.Password!, stopping), mustChange: true, Actor.Of(context), stopping: stopping) ? TypedResults.NoContent()
        : Nobody(name);

    private static async Task<Results<Created<NewKeyView>, ProblemHttpResult>> AddKey(NewKeyRequest request, HttpContext context, ApiKeyStore keys, CancellationToken stopping)
    {
        var name = Person.Normal(request.Name ?? "");
        var roles = Role.None;
        if ((Person.FaultOfName(name) ?? FaultOf(request.Roles, out roles) ?? ApiKeyStore.FaultOf(roles)) is { } fault)
        {
            return Wrong(fault);
        }

        return await keys.Add(name, roles, Actor.Of(context), stopping) is { } key
            ? TypedResults.Created((string?)null, new NewKeyView(name, Roles.Names(roles), key))
            : Taken(name);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeKey(string name, HttpContext context, ApiKeyStore keys, CancellationToken stopping) =>
        await keys.Revoke(Person.Normal(name), Actor.Of(context), stopping)
            ? TypedResults.NoContent()
            : Fault.Answer(StatusCodes.Status404NotFound, "No such key", Fault.Of("key.none", $"there is no key {name} that is still good"));

    private static Fault? FaultOf(IReadOnlyList<string>? names, out Role roles) =>
        Roles.TryParse(names ?? [], out roles, out var unknown) ? null : Fault.Of("role.none", $"there is no role {unknown}; there are {string.Join(", ", Roles.All.Select(Roles.NameOf))}");

    private static RightView View(KeyValuePair<string, Right> row) =>
        new(row.Key, row.Value.IsOpen ? "open" : row.Value.IsPersonal ? "personal" : row.Value.Bearers switch { Bearers.Machines => "machines", Bearers.People => "people", _ => "roles" }, Roles.Names(row.Value.Roles));

    private static ProblemHttpResult Wrong(Fault fault) => Fault.Answer(StatusCodes.Status422UnprocessableEntity, "Not done", fault);

    private static ProblemHttpResult Taken(string name) =>
        Fault.Answer(StatusCodes.Status409Conflict, "Taken", Fault.Of("name.taken", $"{name} is taken; names are never used again, because the audit tells people apart by them"));

    private static ProblemHttpResult Nobody(string name) => Fault.Answer(StatusCodes.Status404NotFound, "Nobody", Fault.Of("people.nobody", $"there is nobody called {name}"));
}
