using Dapper;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Platform.Storage;

/// <summary>The store cannot be used, and why; the text is for the person who starts the gateway.</summary>
public sealed class DatabaseException(string message, Exception? inner = null) : PlatformException(message, inner);

/// <summary>
/// Brings a store up to the program: each migration once, each in a transaction of its own, each recorded with the hash of its text.
/// A migration that has run is never changed: the store then no longer is what the program believes.
/// </summary>
internal static class Migrator
{
    private sealed record Applied(string Name, string Slice, long Number, string Hash);

    internal static void Apply(SqliteConnection db, string file, IReadOnlyList<Migration> migrations, TimeProvider clock)
    {
        db.Execute("""
            CREATE TABLE IF NOT EXISTS migrations(
                name TEXT PRIMARY KEY, slice TEXT NOT NULL, number INTEGER NOT NULL, hash TEXT NOT NULL, applied_ms INTEGER NOT NULL
            ) WITHOUT ROWID
            """);
        Dictionary<string, Applied> applied = db.Query<Applied>("SELECT name, slice, number, hash FROM migrations")
            .ToDictionary(one => one.Name, StringComparer.Ordinal);
        CheckHistory(file, migrations, applied);
        foreach (Migration migration in migrations.Where(migration => !applied.ContainsKey(migration.Name)))
        {
            ApplyOne(db, file, migration, clock);
        }
    }

    private static void CheckHistory(string file, IReadOnlyList<Migration> migrations, Dictionary<string, Applied> applied)
    {
        Dictionary<string, Migration> known = migrations.ToDictionary(migration => migration.Name, StringComparer.Ordinal);
        foreach (Applied one in applied.Values.OrderBy(one => one.Number).ThenBy(one => one.Slice, StringComparer.Ordinal))
        {
            if (!known.TryGetValue(one.Name, out Migration? migration))
            {
                throw new DatabaseException(
                    $"could not open {file}: it was used by a newer gateway (migration {one.Name} is not known here). Start that version, or restore a backup.");
            }

            if (migration.Hash != one.Hash)
            {
                throw new DatabaseException(
                    $"could not open {file}: migration {one.Name} has changed since it was applied here. "
                    + "Restore its old text and put the change into a new migration.");
            }
        }

        foreach (Migration late in migrations.Where(migration => !applied.ContainsKey(migration.Name)))
        {
            Applied? later = applied.Values.FirstOrDefault(one => one.Slice == late.Slice && one.Number >= late.Number);
            if (later is not null)
            {
                throw new DatabaseException(
                    $"could not open {file}: migration {late.Name} comes too late, {later.Name} is applied already. Give it a higher number.");
            }
        }
    }

    private static void ApplyOne(SqliteConnection db, string file, Migration migration, TimeProvider clock)
    {
        using SqliteTransaction transaction = db.BeginTransaction();
        try
        {
            db.Execute(migration.Sql, transaction: transaction);
            db.Execute(
                "INSERT INTO migrations(name, slice, number, hash, applied_ms) VALUES(@Name, @Slice, @Number, @Hash, @Now)",
                new { migration.Name, migration.Slice, migration.Number, migration.Hash, Now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction);
            transaction.Commit();
        }
        catch (SqliteException cause)
        {
            throw new DatabaseException($"could not apply migration {migration.Name} to {file}: {cause.Message}", cause);
        }
    }
}
