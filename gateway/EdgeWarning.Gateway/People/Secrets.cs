using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace EdgeWarning.Gateway.People;

/// <summary>Random secrets that a browser or a machine holds, and their hashes that we hold. 256 random bits need no slow hash: nobody can try them.</summary>
internal static class Secrets
{
    private const int Bytes = 32;

    /// <summary>Letters without those that look like others.</summary>
    private const string Readable = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Base64url of 32 random bytes behind a prefix.</summary>
    public static string Make(string prefix = "") => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Four groups of five letters and digits that a person can read aloud: 99 bits.</summary>
    public static string MakeReadable() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Readable, 5)));

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
