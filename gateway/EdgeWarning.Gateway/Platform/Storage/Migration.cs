using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace EdgeWarning.Gateway.Platform.Storage;

/// <summary>One step of a slice's tables, shipped as the embedded resource <c>&lt;Slice&gt;/Migrations/NNNN-what.sql</c>.</summary>
public sealed partial record Migration(string Slice, int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text, in hex; line endings do not count, because a checkout may change them.</summary>
    public string Hash { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>All migrations that the assembly ships, by number and then by slice.</summary>
    public static IReadOnlyList<Migration> Of(Assembly assembly) =>
        InOrder(assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => Read(assembly, name)));

    /// <summary>By number and then by slice; two with one name and malformed names are refused.</summary>
    public static IReadOnlyList<Migration> InOrder(IEnumerable<Migration> migrations)
    {
        Migration[] ordered = [.. migrations.OrderBy(migration => migration.Number).ThenBy(migration => migration.Slice, StringComparer.Ordinal)];
        Migration? twin = ordered.GroupBy(migration => (migration.Slice, migration.Number))
            .FirstOrDefault(group => group.Count() > 1)?.Last();
        return twin is null
            ? ordered
            : throw new InvalidOperationException($"migration {twin.Name}: slice {twin.Slice} has two with number {twin.Number:0000}");
    }

    /// <summary>Takes the slice and number from a name such as <c>Warnings/Migrations/0001-warnings.sql</c>.</summary>
    public static Migration Parse(string name, string sql)
    {
        string slashed = name.Replace('\\', '/');
        Match match = NamePattern().Match(slashed);
        return match.Success
            ? new Migration(match.Groups["slice"].Value, int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), slashed, sql)
            : throw new InvalidOperationException($"migration {name}: its name must be <Slice>/Migrations/NNNN-what.sql");
    }

    private static Migration Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return Parse(name, reader.ReadToEnd());
    }

    [GeneratedRegex("^(?<slice>[A-Za-z/]+)/Migrations/(?<number>[0-9]{4})-[a-z0-9-]+\\.sql$", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex NamePattern();
}
