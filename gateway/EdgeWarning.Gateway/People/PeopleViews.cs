using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeWarning.Gateway.Platform.Audit;

namespace EdgeWarning.Gateway.People;

/// <summary>Who is there, for the page that asks first.</summary>
/// <param name="SignedIn">False: sign in, or set up.</param>
/// <param name="SetUpNeeded">Nobody can sign in yet: the gateway's output shows a code for POST /api/set-up.</param>
/// <param name="Name">Of the person, or "key ..." of a machine; null when nobody is signed in.</param>
/// <param name="Roles">officer, approver, technician, reporter, viewer, administrator.</param>
/// <param name="MustChangePassword">Nothing else is allowed before POST /api/session/password.</param>
/// <param name="May">The requests that are allowed, as "METHOD pattern": what is not among them need not be shown.</param>
/// <param name="EndsAt">When everyone signs in anew; null for a machine.</param>
public sealed record SessionView(
    bool SignedIn, bool SetUpNeeded, string? Name, string? FullName, IReadOnlyList<string> Roles, bool MustChangePassword, IReadOnlyList<string> May, DateTimeOffset? EndsAt);

/// <summary>One person.</summary>
public sealed record PersonView(
    string Name, string FullName, IReadOnlyList<string> Roles, bool MustChangePassword, bool Disabled, DateTimeOffset? DisabledAt, DateTimeOffset MadeAt, DateTimeOffset? SignedInAt);

/// <summary>One key, without the key itself.</summary>
public sealed record KeyView(string Name, IReadOnlyList<string> Roles, string MadeBy, DateTimeOffset MadeAt, DateTimeOffset? UsedAt, string? UsedFrom, DateTimeOffset? RevokedAt);

/// <param name="Key">Shown this once; send it as "Authorization: Bearer ...".</param>
public sealed record NewKeyView(string Name, IReadOnlyList<string> Roles, string Key);

/// <param name="Request">"METHOD pattern".</param>
/// <param name="Who">open (anyone), personal (everyone who is signed in), roles, machines (roles, with a key only) or people (roles, no key).</param>
public sealed record RightView(string Request, string Who, IReadOnlyList<string> Roles);

/// <summary>One row of the audit.</summary>
/// <param name="Origin">A network address, or the system's user at the command line; null in rows of before it was kept.</param>
/// <param name="Hash">SHA-256 over the row and the hash before it, hex.</param>
public sealed record AuditRowView(long Id, DateTimeOffset At, string Who, string? Origin, string Act, string Subject, string Detail, string Hash);

/// <summary>Whether the audit is as it was written.</summary>
/// <param name="Problem">The first thing wrong, in words; null when it is whole.</param>
public sealed record AuditVerdictView(bool Whole, long Rows, string Head, string? Problem);

public sealed record SignInRequest(string? Name, string? Password);

/// <param name="Code">As the gateway's output shows it.</param>
/// <param name="Roles">Beside administrator; officer and technician unless given.</param>
public sealed record SetUpRequest(string? Code, string? Name, string? FullName, string? Password, IReadOnlyList<string>? Roles);

public sealed record NewPasswordRequest(string? Old, string? New);

/// <param name="Password">The first one; the person must choose another at the first sign-in.</param>
public sealed record NewPersonRequest(string? Name, string? FullName, IReadOnlyList<string>? Roles, string? Password);

public sealed record PersonRequest(string? FullName, IReadOnlyList<string>? Roles, bool Disabled);

public sealed record ResetPasswordRequest(string? Password);

public sealed record NewKeyRequest(string? Name, IReadOnlyList<string>? Roles);

/// <summary>What the API shows of what is stored.</summary>
internal static class Views
{
    public static PersonView View(this Person person) => new(
        person.Name, person.FullName, Roles.Names(person.Roles), person.MustChange, person.DisabledAt is not null, person.DisabledAt, person.MadeAt, person.SignedInAt);

    public static KeyView View(this ApiKey key) => new(key.Name, Roles.Names(key.Roles), key.MadeBy, key.MadeAt, key.UsedAt, key.UsedFrom, key.RevokedAt);

    public static AuditRowView View(this AuditRow row) => new(row.Id, row.At, row.Who, row.Origin, row.Act, row.Subject, row.Detail, Convert.ToHexStringLower(row.Hash));
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(IReadOnlyList<PersonView>))]
[JsonSerializable(typeof(IReadOnlyList<KeyView>))]
[JsonSerializable(typeof(NewKeyView))]
[JsonSerializable(typeof(IReadOnlyList<RightView>))]
[JsonSerializable(typeof(IReadOnlyList<AuditRowView>))]
[JsonSerializable(typeof(AuditRowView))]
[JsonSerializable(typeof(AuditVerdictView))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(SetUpRequest))]
[JsonSerializable(typeof(NewPasswordRequest))]
[JsonSerializable(typeof(NewPersonRequest))]
[JsonSerializable(typeof(PersonRequest))]
[JsonSerializable(typeof(ResetPasswordRequest))]
[JsonSerializable(typeof(NewKeyRequest))]
internal sealed partial class PeopleJson : JsonSerializerContext;
