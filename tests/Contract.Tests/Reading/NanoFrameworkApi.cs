using System.Text.RegularExpressions;

namespace EdgeWarning.Contract.Tests.Reading;

/// <summary>
/// The public API of nanoFramework's class libraries, as <c>../shared/nanoframework/API.txt</c> lists it. Members are named as
/// metadata names them: <c>get_Length()</c>, <c>.ctor(string)</c>, <c>add_DataReceived(System.IO.Ports.SerialDataReceivedEventHandler)</c>.
/// </summary>
public sealed partial class NanoFrameworkApi
{
    private sealed record ListedType(string Package, string Kind, string[] Bases, HashSet<string> Members, Dictionary<string, long> Values);

    private readonly Dictionary<string, ListedType> _types = new(StringComparer.Ordinal);

    public static NanoFrameworkApi Read(string path)
    {
        var api = new NanoFrameworkApi();
        foreach (string line in File.ReadLines(path))
        {
            api.Take(line);
        }
        return api;
    }

    public int Types => _types.Count;

    public bool HasType(string type) => _types.ContainsKey(type);

    /// <summary>The package that ships the type, or null when no package does.</summary>
    public string? PackageOf(string type) => _types.GetValueOrDefault(type)?.Package;

    public IReadOnlyDictionary<string, long>? ValuesOf(string enumeration) =>
        _types.GetValueOrDefault(enumeration) is { Kind: "enum" } found ? found.Values : null;

    /// <summary>Whether the type or one of its bases has the member.</summary>
    public bool HasMember(string type, string member)
    {
        if (!_types.TryGetValue(type, out ListedType? listed))
        {
            return false;
        }
        return listed.Members.Contains(member)
            || listed.Bases.Any(name => HasMember(name, member))
            || (type != "System.Object" && listed.Kind != "interface" && HasMember("System.Object", member));
    }

    private void Take(string line)
    {
        if (TypeLine().Match(line) is { Success: true } type)
        {
            string[] bases = type.Groups["bases"].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries);
            _types.TryAdd(type.Groups["type"].Value, new ListedType(Package(type), type.Groups["kind"].Value, bases, [], []));
        }
        else if (DelegateLine().Match(line) is { Success: true } function)
        {
            var members = new HashSet<string>(StringComparer.Ordinal)
            {
                ".ctor(object, System.IntPtr)",
                $"Invoke({Parameters(function.Groups["parameters"].Value)})",
            };
            _types.TryAdd(function.Groups["type"].Value, new ListedType(Package(function), "delegate", ["System.MulticastDelegate"], members, []));
        }
        else if (ValueLine().Match(line) is { Success: true } value)
        {
            _types[value.Groups["type"].Value].Values[value.Groups["name"].Value] = long.Parse(value.Groups["value"].Value);
        }
        else if (MemberLine().Match(line) is { Success: true } member)
        {
            string owner = member.Groups["type"].Value;
            foreach (string text in Members(owner, member.Groups["rest"].Value))
            {
                _types[owner].Members.Add(text);
            }
        }
        else if (line.Length > 0)
        {
            throw new FormatException($"cannot read this line of the API list: {line}");
        }
    }

    /// <summary>Package names: the assembly's own, except that mscorlib comes in CoreLibrary and System.* assemblies carry a prefix. Source: nuget.org.</summary>
    private static string Package(Match match)
    {
        string assembly = match.Groups["assembly"].Value;
        return assembly == "mscorlib" ? "nanoFramework.CoreLibrary"
            : assembly.StartsWith("nanoFramework.", StringComparison.Ordinal) ? assembly
            : "nanoFramework." + assembly;
    }

    private static IEnumerable<string> Members(string owner, string text)
    {
        text = Modifiers().Replace(text, "");
        if (Property().Match(text) is { Success: true } property)
        {
            string index = Parameters(property.Groups["index"].Value);
            string name = property.Groups["name"].Value == "this" ? (owner == "System.String" ? "Chars" : "Item") : property.Groups["name"].Value;
            if (property.Groups["access"].Value.Contains("get;", StringComparison.Ordinal))
            {
                yield return $"get_{name}({index})";
            }
            if (property.Groups["access"].Value.Contains("set;", StringComparison.Ordinal))
            {
                yield return $"set_{name}({(index.Length > 0 ? index + ", " : "")}{property.Groups["type"].Value})";
            }
        }
        else if (text.StartsWith("event ", StringComparison.Ordinal))
        {
            string[] words = text.Split(' ');
            yield return $"add_{words[2]}({words[1]})";
            yield return $"remove_{words[2]}({words[1]})";
        }
        else if (text.IndexOf('(', StringComparison.Ordinal) is > 0 and int open)
        {
            string[] words = text[..open].Split(' ');
            yield return $"{(words.Length == 1 ? ".ctor" : words[^1])}({Parameters(text[(open + 1)..text.LastIndexOf(')')])})";
        }
        else
        {
            yield return text.Split(" = ")[0].Split(' ')[^1];
        }
    }

    private static string Parameters(string text) => string.Join(", ", text.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(Parameter));

    private static string Parameter(string text)
    {
        string[] words = text.Split(" = ")[0].Trim().Split(' ').Where(word => word is not "params" and not "this" and not "in").ToArray();
        bool byReference = words[0] is "ref" or "out";
        return byReference ? words[1] + "&" : words[0];
    }

    [GeneratedRegex(@"^\[(?<assembly>[^\]]+)\] (?:(?:abstract|sealed|static|readonly|ref) )*(?<kind>class|struct|interface|enum) (?<type>[^\s:]+)(?: : (?<bases>.+))?$")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^\[(?<assembly>[^\]]+)\] delegate \S+ (?<type>[^(\s]+)\((?<parameters>.*)\)$")]
    private static partial Regex DelegateLine();

    [GeneratedRegex(@"^\[[^\]]+\] (?<type>\S+)\.(?<name>\w+) = (?<value>-?\d+)$")]
    private static partial Regex ValueLine();

    [GeneratedRegex(@"^\[[^\]]+\] (?<type>[^:\s]+): (?<rest>.+)$")]
    private static partial Regex MemberLine();

    [GeneratedRegex(@"^(?:(?:public|protected|internal|private|static|virtual|abstract|override|sealed|const|readonly|new) )+")]
    private static partial Regex Modifiers();

    [GeneratedRegex(@"^(?<type>\S+) (?<name>\w+)(?:\[(?<index>[^\]]*(?:\[\])?[^\]]*)\])? \{(?<access>[^}]*)\}$")]
    private static partial Regex Property();
}
