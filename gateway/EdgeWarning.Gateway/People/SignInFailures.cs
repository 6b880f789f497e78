using System.Net;
using System.Net.Sockets;
using Dapper;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.People;

/// <summary>
/// Wrong passwords are counted for the name (whether it is anyone's or not), for the address, and for a browser that the person has used before.
/// A known browser is counted by itself, so strangers who guess at an officer's name cannot keep the officer out.
/// Source: OWASP, Slow Down Online Guessing Attacks with Device Cookies.
/// </summary>
internal static class SignInFailures
{
    /// <summary>Mistakes of a name or known browser that cost nothing.</summary>
    public const int FreeOfName = 5;

    /// <summary>Mistakes of an address that cost nothing: an office may share one.</summary>
    public const int FreeOfAddress = 20;

    /// <summary>The wait after the first mistake that costs; it doubles with each further one.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(15);

    /// <summary>About 100 guesses a day. Source of that bound: NIST SP 800-63B, 100 consecutive failures.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    /// <summary>A subject that makes no mistake for so long begins anew.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    /// <summary>Subjects remembered; beyond, the oldest are forgotten.</summary>
    public const int MostSubjects = 20_000;

    /// <summary>Nobody's name is longer; what is typed may be.</summary>
    private const int LongestName = 64;

    public static string OfName(string name) => $"name {name[..Math.Min(name.Length, LongestName)]}";

    /// <summary>An IPv6 address counts by its network of 64 bits: whoever has one has them all.</summary>
    public static string OfAddress(string address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6
            ? $"address {new IPAddress([.. parsed.GetAddressBytes()[..8], .. new byte[8]])}/64"
            : $"address {address}";

    public static string OfBrowser(byte[] token) => $"browser {Convert.ToHexStringLower(token)}";

    /// <summary>How long after its last mistake a subject has to wait.</summary>
    public static TimeSpan WaitAfter(long count, int free) =>
        count < free ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(FirstWait.TotalSeconds * Math.Pow(2, count - free), LongestWait.TotalSeconds));

    /// <summary>How long from now.</summary>
    public static TimeSpan Left(SqliteConnection db, string subject, int free, DateTimeOffset now)
    {
        var (count, lastMs) = db.QuerySingleOrDefault<(long, long)>("SELECT count, last_ms FROM sign_in_failures WHERE subject = @subject", new { subject });
        var last = DateTimeOffset.FromUnixTimeMilliseconds(lastMs);
        var wait = now - last > Memory ? TimeSpan.Zero : WaitAfter(count, free);
        var left = last + wait - now;
        return left > wait ? wait : left > TimeSpan.Zero ? left : TimeSpan.Zero; // a clock that was set back makes nobody wait longer
    }

    /// <returns>The mistakes so far.</returns>
    public static long Count(SqliteConnection db, SqliteTransaction transaction, string subject, DateTimeOffset now)
    {
        var parameters = new { subject, now = now.ToUnixTimeMilliseconds(), old = (now - Memory).ToUnixTimeMilliseconds(), MostSubjects };
        db.Execute(
            """
            DELETE FROM sign_in_failures WHERE last_ms < @old
                OR subject IN (SELECT subject FROM sign_in_failures ORDER BY last_ms DESC LIMIT -1 OFFSET @MostSubjects);
            INSERT INTO sign_in_failures(subject, count, last_ms) VALUES(@subject, 1, @now)
                ON CONFLICT(subject) DO UPDATE SET count = count + 1, last_ms = @now
            """,
            parameters,
            transaction);
        return db.ExecuteScalar<long>("SELECT count FROM sign_in_failures WHERE subject = @subject", parameters, transaction);
    }

    public static void Forget(SqliteConnection db, SqliteTransaction transaction, string subject) =>
        db.Execute("DELETE FROM sign_in_failures WHERE subject = @subject", new { subject }, transaction);
}
