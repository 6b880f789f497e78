using EdgeWarning.Contract.Tests.Reading;

namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>NanoHost and lib/ could be given away: they never name EdgeWarning, neither in code nor in words.</summary>
public static class HostNames
{
    public static IEnumerable<string> Breaches(CompiledAssembly assembly) => assembly.Uses
        .Where(use => Names(use.Assembly) || Names(use.Type))
        .Select(use => use.ToString())
        .Concat(assembly.Literals.Where(literal => Names(literal.Text)).Select(literal => $"{literal.Where}: \"{literal.Text}\""))
        .Select(where => $"{assembly.Name} names EdgeWarning: {where}")
        .Distinct();

    public static IEnumerable<string> Breaches(IEnumerable<string> sourceFiles) =>
        from file in sourceFiles
        from line in File.ReadLines(file).Select((text, index) => (text, number: index + 1))
        where Names(line.text)
        select $"{file} line {line.number} names EdgeWarning: {line.text.Trim()}";

    private static bool Names(string text) =>
        text.Contains("EdgeWarning", StringComparison.OrdinalIgnoreCase) || text.Contains("edge-warning", StringComparison.OrdinalIgnoreCase);
}
