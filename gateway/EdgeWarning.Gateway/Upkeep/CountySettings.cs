using System.Text;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>
/// The county's settings of one board: "name = value" lines with their comments. Names and values are judged by the board, whose firmware alone knows what it
/// understands; here only what no board would take is found.
/// </summary>
public sealed class CountySettings
{
    private static readonly string[] s_identity = ["board", "kind", "key"];
    private readonly List<string> _lines;

    /// <summary>Lines as a board reads them.</summary>
    public CountySettings(IEnumerable<string> lines) => _lines = [.. lines];

    public static CountySettings Parse(string text) => new(text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    /// <summary>What no board would take; empty when nothing is wrong.</summary>
    public IReadOnlyList<Fault> Faults
    {
        get
        {
            var faults = new List<Fault>();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < _lines.Count; i++)
            {
                if (!_lines[i].StartsWith('#') && FaultOf(_lines[i], seen) is { } fault)
                {
                    faults.Add(Fault.Of("file.line", $"line {i + 1}: {fault}"));
                }
            }

            var bytes = Encoding.UTF8.GetByteCount(ToString());
            if (bytes > Order.MaxSettingsBytes)
            {
                faults.Add(Fault.Of("configuration.tooLong", $"{bytes} bytes are more than the {Order.MaxSettingsBytes} that one order carries"));
            }

            return faults;
        }
    }

    /// <summary>With a value in place of the one before, or at the end.</summary>
    public CountySettings With(string name, string value)
    {
        var line = $"{name} = {value}";
        var at = _lines.FindIndex(known => NameOf(known) == name);
        return new CountySettings(at < 0 ? [.. _lines, line] : [.. _lines[..at], line, .. _lines[(at + 1)..]]);
    }

    /// <summary>Without a name: the board's own file says it again.</summary>
    public CountySettings Without(string name) => new(_lines.Where(line => NameOf(line) != name));

    /// <summary>Null when the county does not set it.</summary>
    public string? ValueOf(string name) => _lines.Find(line => NameOf(line) == name) is { } line ? line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim() : null;

    public bool Names(string name) => _lines.Exists(line => NameOf(line) == name);

    public override string ToString() => string.Concat(_lines.Select(line => line + "\n"));

    private static Fault? FaultOf(string line, HashSet<string> seen)
    {
        var name = NameOf(line);
        return name.Length == 0 || name.Any(char.IsWhiteSpace) || line.EndsWith('=') ? Fault.Of("configuration.form", "expected name = value")
            : s_identity.Contains(name) ? Fault.Of("configuration.identity", $"{name} belongs to the board: only its own file says it")
            : line.Any(char.IsControl) ? Fault.Of("configuration.control", "holds a control character")
            : !seen.Add(name) ? Fault.Of("configuration.twice", $"{name} is given twice")
            : null;
    }

    private static string NameOf(string line) => line.StartsWith('#') || !line.Contains('=', StringComparison.Ordinal) ? "" : line[..line.IndexOf('=', StringComparison.Ordinal)].Trim();
}
