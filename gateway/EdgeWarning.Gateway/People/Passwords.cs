using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeWarning.Gateway.Platform;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.People;

/// <summary>Which passwords are taken, and how they are stored: PBKDF2 with HMAC-SHA-512 and a salt of 128 bits, by the framework's own hasher.</summary>
public sealed class Passwords
{
    /// <summary>Iterations of PBKDF2-HMAC-SHA512. Source: OWASP Password Storage Cheat Sheet (2023). Older hashes are renewed at the next sign-in.</summary>
    public const int Iterations = 210_000;

    /// <summary>Source: NIST SP 800-63B asks 8 at least; people here have no second factor, and what they may do sounds in every village.</summary>
    public const int FewestCharacters = 12;

    /// <summary>Source: NIST SP 800-63B asks that 64 are taken; a bound keeps nobody busy.</summary>
    public const int MostCharacters = 128;

    private const int FewestDifferent = 5;

    /// <summary>What this process works with. Tests that sign in hundreds of people ask for less work than anybody's password is worth.</summary>
    internal static int IterationsHere { get; set; } = Iterations;

    private readonly PasswordHasher<Passwords> _hasher;
    private readonly string _nobodys;

    public Passwords()
        : this(IterationsHere)
    {
    }

    internal Passwords(int iterations)
    {
        _hasher = new PasswordHasher<Passwords>(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        _nobodys = HashOfNothing(iterations);
    }

    /// <summary>Null, or why a password is not good enough, in words.</summary>
    public static Fault? FaultOf(string password, string name) => password switch
    {
        { Length: < FewestCharacters } => Fault.Of("password.short", $"the password has {password.Length} characters; it needs {FewestCharacters} or more: several words are easy to remember"),
        { Length: > MostCharacters } => Fault.Of("password.long", $"the password has {password.Length} characters; {MostCharacters} are enough"),
        _ when password.Contains(name, StringComparison.OrdinalIgnoreCase) => Fault.Of("password.name", "the password must not contain the name"),
        _ when password.Distinct().Count() < FewestDifferent => Fault.Of("password.same", $"the password needs {FewestDifferent} different characters or more"),
        _ => null,
    };

    public string Hash(string password) => _hasher.HashPassword(this, password);

    /// <summary>Null as the hash is nobody's: it takes as long and is always wrong.</summary>
    /// <returns>Whether it is the password, and whether its hash should be renewed.</returns>
    public (bool Right, bool Renew) Verify(string? hash, string password)
    {
        if (password.Length > MostCharacters)
        {
            return (false, false);
        }

        var result = _hasher.VerifyHashedPassword(this, hash ?? _nobodys, password);
        return (hash is not null && result != PasswordVerificationResult.Failed, hash is not null && result == PasswordVerificationResult.SuccessRehashNeeded);
    }

    /// <summary>The framework's format 3 (marker, function 2 = HMAC-SHA512, iterations, salt length, salt, hash; big-endian) around random bytes.</summary>
    private static string HashOfNothing(int iterations)
    {
        const int SaltBytes = 16;
        var form = RandomNumberGenerator.GetBytes(13 + SaltBytes + 32);
        form[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(form.AsSpan(1), 2);
        BinaryPrimitives.WriteInt32BigEndian(form.AsSpan(5), iterations);
        BinaryPrimitives.WriteInt32BigEndian(form.AsSpan(9), SaltBytes);
        return Convert.ToBase64String(form);
    }
}
