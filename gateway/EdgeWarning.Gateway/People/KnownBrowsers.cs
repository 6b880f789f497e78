using Dapper;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.People;

/// <summary>Browsers from which a person has signed in before.</summary>
internal static class KnownBrowsers
{
    /// <summary>The newest are kept.</summary>
    private const int MostOfOnePerson = 20;

    public static bool IsOf(SqliteConnection db, byte[] token, string person) =>
        db.ExecuteScalar<long>("SELECT count(*) FROM known_browsers WHERE token = @token AND person = @person", new { token, person }) == 1;

    /// <summary>A browser gets a new token with each sign-in.</summary>
    public static void Replace(SqliteConnection db, SqliteTransaction transaction, string person, string? before, string now, long nowMs) => db.Execute(
        """
        DELETE FROM known_browsers WHERE token = @before AND person = @person;
        INSERT INTO known_browsers(token, person, seen_ms) VALUES(@token, @person, @nowMs);
        DELETE FROM known_browsers WHERE person = @person
            AND token NOT IN (SELECT token FROM known_browsers WHERE person = @person ORDER BY seen_ms DESC LIMIT @MostOfOnePerson)
        """,
        new { before = before is null ? [] : Secrets.HashOf(before), token = Secrets.HashOf(now), person, nowMs, MostOfOnePerson },
        transaction);
}
