using System.Collections.Frozen;
using Microsoft.AspNetCore.Authorization;
using static EdgeWarning.Gateway.People.Role;

namespace EdgeWarning.Gateway.People;

/// <summary>Who may use an endpoint.</summary>
/// <param name="IsOpen">Anyone, without signing in.</param>
/// <param name="IsPersonal">Everyone who is signed in, also a person without a role or who must choose a new password first; no machine.</param>
/// <param name="Roles">Holders of any of these.</param>
/// <param name="Bearers">Whether people or machines, of those that hold them.</param>
public sealed record Right(bool IsOpen, bool IsPersonal, Role Roles, Bearers Bearers = Bearers.Both)
{
    public static readonly Right Open = new(true, false, None);
    public static readonly Right Personal = new(false, true, None);

    /// <summary>The endpoint itself asks for a board's own proof; people and keys are no boards.</summary>
    public static readonly Right Board = new(true, false, None);

    public static implicit operator Right(Role roles) => new(false, false, roles);

    /// <summary>A machine's own way, which goes around what is asked of people.</summary>
    public static Right OfMachines(Role roles) => new(false, false, roles, Bearers.Machines);

    /// <summary>What only a person's judgement is worth: a machine holds no office.</summary>
    public static Right OfPeople(Role roles) => new(false, false, roles, Bearers.People);

    public bool Allows(Caller? caller) =>
        IsOpen || (caller is not null && (IsPersonal ? caller.IsPerson : (caller.Roles & Roles) != None && Fits(caller)));

    /// <summary>True when a caller with the right role is also of the right kind.</summary>
    public bool Fits(Caller caller) => Bearers == Bearers.Both || caller.IsPerson == (Bearers == Bearers.People);
}

/// <summary>Who may hold a right besides having its role.</summary>
public enum Bearers
{
    Both,
    People,
    Machines,
}

/// <summary>
/// The one table of rights: what each endpoint needs. An endpoint without a row stops the gateway at its start, and so does a row without an endpoint;
/// tests/Gateway.Tests/People/Rights_Tests says the same again, role by role.
/// </summary>
public static class Rights
{
    /// <summary>Who works in the office.</summary>
    private const Role Staff = Officer | Approver | Technician | Viewer | Administrator;

    private static readonly FrozenDictionary<string, Right> s_table = new Dictionary<string, Right>
    {
        // Before anyone is signed in. Besides these: the console's own files.
        ["GET /health"] = Right.Open,
        ["GET /api/session"] = Right.Open,
        ["POST /api/session"] = Right.Open,
        ["POST /api/set-up"] = Right.Open,

        // Oneself.
        ["DELETE /api/session"] = Right.Personal,
        ["DELETE /api/sessions"] = Right.Personal,
        ["POST /api/session/password"] = Right.Personal,

        // Watching.
        ["GET /api/warnings"] = Staff | Reporter,
        ["GET /api/warnings/{id}"] = Staff | Reporter,
        ["GET /api/feed"] = Staff,
        ["GET /api/feed/{alert}/{sound}"] = Staff,
        ["GET /api/boards"] = Staff,
        ["GET /api/boards/{id}/health"] = Staff,
        ["GET /api/boards/{id}/timeline"] = Staff,
        ["GET /api/boards/{id}"] = Staff,
        ["GET /api/readings"] = Staff,
        ["GET /api/live"] = Staff,
        ["GET /openapi/{documentName}.json"] = Staff,
        ["GET /api/rights"] = Staff,

        // Warning.
        ["POST /api/cap"] = Right.OfMachines(Officer),
        ["POST /api/warnings/{id}/stop"] = Officer | Approver,

        // The desk.
        ["GET /api/events"] = Staff,
        ["POST /api/drafts/preview"] = Officer | Approver,
        ["GET /api/drafts"] = Officer | Approver | Viewer | Administrator,
        ["GET /api/drafts/{id}"] = Officer | Approver | Viewer | Administrator,
        ["POST /api/drafts"] = Officer,
        ["PUT /api/drafts/{id}"] = Officer,
        ["POST /api/drafts/{id}/submit"] = Officer,
        ["POST /api/drafts/{id}/sign"] = Right.OfPeople(Approver),
        ["POST /api/drafts/{id}/return"] = Officer | Approver,
        ["POST /api/drafts/{id}/withdraw"] = Officer,
        ["POST /api/drafts/{id}/issue"] = Officer,
        ["POST /api/warnings/{id}/all-clear"] = Officer,
        ["POST /api/warnings/{id}/reached"] = Officer | Reporter,
        ["POST /api/warnings/{id}/resend"] = Officer,
        ["GET /api/warnings/{id}/delivery"] = Staff | Reporter,
        ["GET /api/coverage"] = Staff,
        ["GET /api/reviews"] = Staff,
        ["GET /api/warnings/{id}/timeline"] = Staff | Reporter,
        ["GET /api/warnings/{id}/report"] = Staff | Reporter,
        ["GET /api/warnings/{id}/all-clear"] = Officer | Approver,
        ["POST /api/warnings/{id}/go-on"] = Officer,
        ["POST /api/warnings/{id}/hold"] = Officer | Approver,
        ["GET /api/stop-all"] = Staff,
        ["POST /api/stop-all"] = Officer | Approver,
        ["POST /api/stop-all/lift"] = Right.OfPeople(Officer | Approver),
        ["POST /api/warnings/{id}/review"] = Right.OfPeople(Approver),
        ["GET /api/warnings/{id}/steps"] = Staff | Reporter,
        ["GET /api/warnings/{id}/cap"] = Staff | Reporter,

        // The voice.
        ["POST /api/voice/preview"] = Officer | Approver,
        ["GET /api/clips"] = Officer | Approver | Viewer | Administrator,
        ["GET /api/clips/{id}"] = Officer | Approver | Viewer | Administrator,
        ["POST /api/clips"] = Officer,
        ["GET /api/lexicon"] = Staff,
        ["PUT /api/lexicon"] = Officer | Administrator,

        // The office's own settings.
        ["GET /api/settings"] = Staff,
        ["PUT /api/settings"] = Administrator,
        ["GET /api/templates"] = Staff,
        ["GET /api/templates/{event}/{language}"] = Staff,
        ["PUT /api/templates/{event}/{language}"] = Approver | Administrator,
        ["DELETE /api/templates/{event}/{language}"] = Approver | Administrator,
        ["POST /api/templates/preview"] = Staff,

        // Daily programmes.
        ["GET /api/programmes"] = Staff,
        ["GET /api/programmes/week"] = Staff,
        ["POST /api/programmes"] = Officer,
        ["PUT /api/programmes/{id}"] = Officer,
        ["DELETE /api/programmes/{id}"] = Officer,
        ["POST /api/programmes/{id}/stop"] = Officer,
        ["GET /api/programmes/{id}/plays"] = Staff,

        // Places.
        ["GET /api/places"] = Staff,
        ["GET /api/places/boundaries"] = Staff,
        ["GET /api/places/groups"] = Staff,
        ["POST /api/places/divisions"] = Technician | Administrator,
        ["POST /api/places/boundaries"] = Technician | Administrator,
        ["PUT /api/places/{code}"] = Officer | Technician | Administrator,
        ["PUT /api/places/groups/{name}"] = Officer,
        ["DELETE /api/places/groups/{name}"] = Officer,

        // Boards.
        ["POST /api/boards/{id}/test-tone"] = Officer | Technician,
        ["POST /api/boards/{id}/stop"] = Officer | Technician,
        ["POST /api/boards/{id}/log"] = Technician,

        ["GET /api/boards/{id}/configuration"] = Staff,
        ["PUT /api/boards/{id}/configuration"] = Technician,
        ["GET /api/updates"] = Staff,
        ["POST /api/updates/{id}/resume"] = Technician,

        // One change for many boards.
        ["GET /api/rollouts"] = Staff,
        ["POST /api/rollouts/{number}/go-on"] = Technician | Administrator,
        ["POST /api/rollouts/{number}/give-up"] = Technician | Administrator,
        ["POST /api/county-settings/preview"] = Technician | Administrator,
        ["POST /api/county-settings"] = Technician | Administrator,
        ["POST /api/applications"] = Technician | Administrator,
        ["POST /api/updates"] = Technician | Administrator,
        ["GET /api/county-settings"] = Staff,
        ["GET /api/site-settings"] = Staff,
        ["POST /api/boards"] = Technician,
        ["POST /api/boards/{id}/replace"] = Technician,
        ["DELETE /api/boards/{id}"] = Technician,
        ["GET /api/boards/{id}/label"] = Staff,
        ["GET /api/map"] = Staff,
        ["GET /tiles/{z}/{x}/{y}"] = Staff,
        ["GET /files/{**path}"] = Right.Board,

        // People, keys, audit.
        ["GET /api/people"] = Administrator,
        ["POST /api/people"] = Administrator,
        ["PUT /api/people/{name}"] = Administrator,
        ["POST /api/people/{name}/password"] = Administrator,
        ["GET /api/keys"] = Administrator,
        ["POST /api/keys"] = Administrator,
        ["DELETE /api/keys/{name}"] = Administrator,
        ["GET /api/audit"] = Administrator | Approver,
        ["GET /api/audit/verdict"] = Administrator | Approver,
    }.ToFrozenDictionary();

    /// <summary>Every row, as "METHOD pattern".</summary>
    public static IReadOnlyDictionary<string, Right> Table => s_table;

    /// <summary>What an endpoint needs; null when the table does not name it.</summary>
    public static Right? Of(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null ? Right.Open : s_table.GetValueOrDefault(NameOf(endpoint));

    /// <summary>"GET /api/warnings/{id}".</summary>
    public static string NameOf(Endpoint endpoint) =>
        $"{string.Join('|', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])} {(endpoint as RouteEndpoint)?.RoutePattern.RawText}";

    /// <summary>The rows that a caller may use: what a console shows and what it hides.</summary>
    public static IReadOnlyList<string> Of(Caller caller) => [.. s_table.Where(row => row.Value.Allows(caller)).Select(row => row.Key).Order(StringComparer.Ordinal)];

    /// <summary>Throws unless table and endpoints agree.</summary>
    public static void Check(IEnumerable<Endpoint> endpoints)
    {
        var needed = endpoints.Where(endpoint => Of(endpoint) != Right.Open || s_table.ContainsKey(NameOf(endpoint))).Select(NameOf).ToHashSet();
        var missing = needed.Where(name => !s_table.ContainsKey(name)).ToArray();
        var left = s_table.Keys.Where(name => !needed.Contains(name)).ToArray();
        if (missing.Length + left.Length > 0)
        {
            throw new InvalidOperationException($"rights: no row for [{string.Join(", ", missing)}]; no endpoint for [{string.Join(", ", left)}]");
        }
    }
}
