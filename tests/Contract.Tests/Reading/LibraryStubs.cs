using System.Text;
using System.Text.RegularExpressions;

namespace EdgeWarning.Contract.Tests.Reading;

/// <summary>
/// C# declarations of nanoFramework's class libraries, made from the lines of <c>../shared/nanoframework/API.txt</c>: same names, signatures and
/// bases, no bodies. Sources compiled against them meet the overloads, defaults and gaps that a board's compiler meets. Generic types are left out: a board cannot run them.
/// </summary>
public static partial class LibraryStubs
{
    private sealed class Declared(string name, string head)
    {
        public string Name { get; } = name;

        public string Head { get; } = head;

        public List<string> Members { get; } = [];

        public List<Declared> Nested { get; } = [];
    }

    /// <summary>Assembly name to one source text with everything in it.</summary>
    public static IReadOnlyDictionary<string, string> Read(string path) => File.ReadLines(path)
        .Where(line => line.Length > 0 && !line.Contains('`', StringComparison.Ordinal))
        .GroupBy(line => line[1..line.IndexOf(']', StringComparison.Ordinal)], line => line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..])
        .ToDictionary(assembly => assembly.Key, Source, StringComparer.Ordinal);

    private static string Source(IEnumerable<string> lines)
    {
        var types = new Dictionary<string, Declared>(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            Take(line, types);
        }
        var text = new StringBuilder();
        foreach (Declared type in types.Values.Where(type => !IsNested(type, types)).ToArray())
        {
            string space = type.Name.Contains('.', StringComparison.Ordinal) ? type.Name[..type.Name.LastIndexOf('.')] : "";
            text.Append(space.Length > 0 ? $"namespace {space} {{\n" : "{");
            Write(type, text);
            text.Append("}\n");
        }
        return text.ToString();
    }

    private static bool IsNested(Declared type, Dictionary<string, Declared> types)
    {
        int dot = type.Name.LastIndexOf('.');
        if (dot < 0 || !types.TryGetValue(type.Name[..dot], out Declared? outer))
        {
            return false;
        }
        outer.Nested.Add(type);
        return true;
    }

    private static void Take(string line, Dictionary<string, Declared> types)
    {
        if (Delegate().Match(line) is { Success: true } function)
        {
            string name = function.Groups["name"].Value;
            types[name] = new Declared(name, $"public delegate {Global(function.Groups["type"].Value)} {Short(name)}({Parameters(function.Groups["parameters"].Value)});");
        }
        else if (Type().Match(line) is { Success: true } type)
        {
            string name = type.Groups["name"].Value;
            string bases = name == "System.Object" ? "" : Global(type.Groups["bases"].Value);
            types[name] = new Declared(name, $"public {type.Groups["kind"].Value} {Short(name)}{bases} {{");
        }
        else if (Value().Match(line) is { Success: true } value)
        {
            types[value.Groups["type"].Value].Members.Add($"@{value.Groups["name"].Value} = unchecked((int)({value.Groups["value"].Value})),");
        }
        else if (Member().Match(line) is { Success: true } member && types.TryGetValue(member.Groups["type"].Value, out Declared? owner))
        {
            owner.Members.Add(Declaration(member.Groups["rest"].Value, owner));
        }
    }

    private static string Declaration(string text, Declared owner)
    {
        text = Modifiers(text, owner.Head);
        bool inInterface = owner.Head.Contains(" interface ", StringComparison.Ordinal);
        if (text.EndsWith('}'))
        {
            text = inInterface ? text : text.Replace("get;", "get { throw null; }", StringComparison.Ordinal).Replace("set;", "set { throw null; }", StringComparison.Ordinal);
            return Global(Index().Replace(text, match => $"this[{Parameters(match.Groups[1].Value)}]"));
        }
        int open = text.IndexOf('(', StringComparison.Ordinal);
        if (text.Contains(" const ", StringComparison.Ordinal))
        {
            return Constant(text);
        }
        if (open < 0)
        {
            return Global(text.Split(" = ")[0]) + ";";
        }
        if (text.Contains(" Finalize()", StringComparison.Ordinal))
        {
            return "";
        }
        string head = Global(Operators(text[..open]));
        string body = inInterface ? ";" : "{ throw null; }";
        return $"{head}({Parameters(text[(open + 1)..text.LastIndexOf(')')])}){body}";
    }

    /// <summary>What the list calls virtual may override, and what it calls abstract may be implemented unsaid: neither matters to who calls it, and all is to be declared without contradiction.</summary>
    private static string Modifiers(string text, string head) =>
        head.Contains(" interface ", StringComparison.Ordinal) ? text
        : head.Contains("sealed ", StringComparison.Ordinal) || head.Contains("struct ", StringComparison.Ordinal)
            ? text.Replace("virtual ", IsOfObject().IsMatch(text) ? "override " : "", StringComparison.Ordinal)
        : text.Replace("abstract ", "virtual ", StringComparison.Ordinal);

    private static string Constant(string text)
    {
        string[] sides = text.Split(" = ", 2);
        string type = sides[0].Split(' ')[^2];
        bool number = type is not ("string" or "char" or "bool") && !sides[1].Contains('N', StringComparison.Ordinal) && !sides[1].Contains('I', StringComparison.Ordinal);
        return Global($"{sides[0]} = {(number ? $"unchecked(({type})({sides[1]}))" : type == "string" ? "\"\"" : "default")};");
    }

    /// <summary>"static T op_Addition" is "static T operator +"; a conversion names its type last.</summary>
    private static string Operators(string head)
    {
        int at = head.LastIndexOf(" op_", StringComparison.Ordinal);
        if (at < 0)
        {
            return head;
        }
        string name = head[(at + 4)..];
        string[] words = head[..at].Split(' ');
        return name is "Implicit" or "Explicit"
            ? $"{string.Join(' ', words[..^1])} {(name == "Implicit" ? "implicit" : "explicit")} operator {words[^1]}"
            : $"{head[..at]} operator {s_operators[name]}";
    }

    private static readonly Dictionary<string, string> s_operators = new(StringComparer.Ordinal)
    {
        ["Addition"] = "+",
        ["Subtraction"] = "-",
        ["UnaryNegation"] = "-",
        ["UnaryPlus"] = "+",
        ["Equality"] = "==",
        ["Inequality"] = "!=",
        ["LessThan"] = "<",
        ["LessThanOrEqual"] = "<=",
        ["GreaterThan"] = ">",
        ["GreaterThanOrEqual"] = ">=",
        ["LogicalNot"] = "!",
    };

    private static string Parameters(string text) => string.Join(", ", text.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(Parameter));

    private static string Parameter(string text)
    {
        string[] sides = text.Split(" =", 2);
        int space = sides[0].LastIndexOf(' ');
        string type = Global(sides[0][..space]);
        string declared = $"{type} @{sides[0][(space + 1)..]}";
        return sides.Length == 1 ? declared : $"{declared} = {Default(type, sides[1].Trim())}";
    }

    private static string Default(string type, string value) =>
        type == "string" ? (value == "null" ? value : $"\"{value}\"")
        : value is "True" or "False" ? value.ToLowerInvariant()
        : long.TryParse(value, out _) ? $"({type})({value})"
        : "default";

    private static void Write(Declared type, StringBuilder text)
    {
        text.Append(type.Head).Append('\n');
        foreach (string member in type.Members)
        {
            text.Append("  ").Append(member).Append('\n');
        }
        foreach (Declared nested in type.Nested)
        {
            Write(nested, text);
        }
        if (type.Head.EndsWith('{'))
        {
            text.Append("}\n");
        }
    }

    private static string Short(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static string Global(string text) => Space().Replace(text, "global::$0");

    [GeneratedRegex(@"^delegate (?<type>\S+) (?<name>[^(\s]+)\((?<parameters>.*)\)$")]
    private static partial Regex Delegate();

    [GeneratedRegex(@"^(?<kind>(?:(?:abstract|sealed|static|readonly|ref) )*(?:class|struct|interface|enum)) (?<name>[^\s:]+)(?<bases> : .+)?$")]
    private static partial Regex Type();

    [GeneratedRegex(@"^(?<type>\S+)\.(?<name>\w+) = (?<value>-?\d+)$")]
    private static partial Regex Value();

    [GeneratedRegex(@"^(?<type>[^:\s]+): (?<rest>.+)$")]
    private static partial Regex Member();

    [GeneratedRegex(@"virtual (?:string ToString\(\)|bool Equals\(object obj\)|int GetHashCode\(\))")]
    private static partial Regex IsOfObject();

    [GeneratedRegex(@"this\[((?:[^\]]|\[\])*)\]")]
    private static partial Regex Index();

    [GeneratedRegex(@"(?<![\w.@])(?:System|nanoFramework|Microsoft|TestFrameworkShared)\.")]
    private static partial Regex Space();
}
