using System.Security.Cryptography;
using System.Text;

namespace EdgeWarning.Gateway.Platform.Mqtt;

/// <summary>Someone the private broker lets in. <see cref="BrokerPassword.Hash"/> makes the hash.</summary>
public sealed record BrokerUser(string Name, string PasswordHash);

/// <summary>Passwords as mosquitto's password file holds them: <c>$7$iterations$salt$hash</c>, PBKDF2 with SHA-512. Source: mosquitto_passwd 2.0.11.</summary>
public static class BrokerPassword
{
    /// <summary>What mosquitto_passwd uses. Our passwords are 256 random bits: stretching adds nothing, and 10,000 boards reconnect at once.</summary>
    private const int Iterations = 101;

    /// <summary>mosquitto 2.0 takes exactly this many.</summary>
    private const int SaltBytes = 12;
    private const int HashBytes = 64;

    public static string Hash(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, Iterations, HashAlgorithmName.SHA512, HashBytes);
        return $"$7${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }
}
