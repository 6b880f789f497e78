using System.Security.Cryptography;
using EdgeWarning.Gateway.Platform.Audit;

namespace EdgeWarning.Gateway.People;

/// <summary>
/// Opens a new gateway to its first person, and to nobody else: whoever starts the gateway reads the code from its output. The code is never stored, a new
/// start makes a new one, and it is dead as soon as there is a person.
/// </summary>
public sealed class SetUp(PersonStore people, SignIn signIn)
{
    private readonly string _code = Secrets.MakeReadable();

    /// <summary>Null when someone can sign in already.</summary>
    public string? Code => people.IsEmpty ? _code : null;

    /// <summary>Makes the first person and signs them in; wrong codes count as wrong passwords of their address.</summary>
    public Task<SignInResult> Try(string code, Person first, string password, SignInPlace place, CancellationToken stopping) =>
        signIn.TryWithSecret(
            () => people.IsEmpty && Fits(code),
            first,
            password,
            hash => people.Add(first, hash, new Actor(first.Name, place.Address), onlyAsFirst: true, stopping),
            place,
            stopping);

    private bool Fits(string code) => CryptographicOperations.FixedTimeEquals(Secrets.HashOf(_code), Secrets.HashOf(code.Trim().ToLowerInvariant()));
}
