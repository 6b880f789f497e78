using EdgeWarning.Gateway.Warnings.Cap;
using Microsoft.Data.Sqlite;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>Follows references between a new message and what is stored.</summary>
internal static class WarningLinks
{
    /// <summary>A chain of updates longer than this is not followed further; a storm of a week, updated every hour, has 168.</summary>
    private const int LongestChain = 1_000;

    public static WarningRelations Of(SqliteConnection db, SqliteTransaction transaction, CapAlert alert) => new(
        [.. alert.References.SelectMany(name => WarningStore.Named(db, transaction, name)).DistinctBy(warning => warning.Id)],
        [.. WarningStore.Naming(db, transaction, alert.Reference, exactly: !IsFirstOfItsName(db, transaction, alert))
            .Where(warning => warning.MessageType is CapMessageType.Update or CapMessageType.Cancel)]);

    /// <summary>
    /// The named warnings, and the Updates that took their place: who cancels or updates the first warning of a storm means the
    /// storm. Only Updates of the same sender, and not those sent after this message.
    /// </summary>
    public static IReadOnlyList<string> WithSuccessors(SqliteConnection db, SqliteTransaction transaction, IReadOnlyList<string> named, CapAlert alert)
    {
        var all = new List<string>(named);
        for (var at = 0; at < all.Count && all.Count < LongestChain; at++)
        {
            if (WarningStore.Successor(db, transaction, all[at]) is { } next && next.Reference.Sender == alert.Sender
                && next.Reference.Sent <= alert.Sent && next.Status == alert.Status && !all.Contains(next.Id, StringComparer.Ordinal))
            {
                all.Add(next.Id);
            }
        }

        return all;
    }

    /// <summary>Id of a stored message that this one references, directly or through others, and that references this one.</summary>
    public static string? CircleThrough(SqliteConnection db, SqliteTransaction transaction, CapAlert alert)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<CapReference>(alert.References);
        while (next.TryDequeue(out var name) && seen.Count < LongestChain)
        {
            foreach (var warning in WarningStore.Named(db, transaction, name).Where(warning => seen.Add(warning.Id)))
            {
                foreach (var further in WarningStore.ReferencesOf(db, transaction, warning.Id))
                {
                    if (further.Names(alert.Reference))
                    {
                        return warning.Id;
                    }

                    next.Enqueue(further);
                }
            }
        }

        return null;
    }

    /// <summary>An identifier that its sender has used for another message.</summary>
    public static IEnumerable<CapFinding> Oddities(SqliteConnection db, SqliteTransaction transaction, CapAlert alert) =>
        WarningStore.Named(db, transaction, alert.Reference).Take(1).Select(other =>
            new CapFinding(CapRule.IdentifierReused, "alert/identifier", 0, $"{other.Id} of the same sender has this identifier too, sent at another time; an identifier should name one message only"));

    private static bool IsFirstOfItsName(SqliteConnection db, SqliteTransaction transaction, CapAlert alert) =>
        WarningStore.Named(db, transaction, alert.Reference).Count == 0;
}
