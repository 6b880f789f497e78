namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>One member of nanoFramework that the firmware uses, or a type of which it uses no member.</summary>
public sealed record ApiLine(string Package, string Type, string Member)
{
    public override string ToString() => Member.Length == 0 ? $"{Package} {Type}" : $"{Package} {Type} {Member}";
}

/// <summary><c>firmware/nanoframework-api.txt</c>: package, type, member, one a line, sorted; '#' starts a comment line.</summary>
public sealed class ApiList
{
    private readonly HashSet<string> _types;
    private readonly HashSet<(string Type, string Member)> _members;

    public ApiList(IEnumerable<ApiLine> lines)
    {
        Lines = [.. lines];
        _types = [.. Lines.Select(line => line.Type)];
        _members = [.. Lines.Where(line => line.Member.Length > 0).Select(line => (line.Type, line.Member))];
    }

    public IReadOnlyList<ApiLine> Lines { get; }

    public bool HasType(string type) => _types.Contains(type);

    public bool HasMember(string type, string member) => _members.Contains((type, member));

    public static ApiList Read(string path) => new(File.ReadLines(path)
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(' ', 3))
        .Select(words => new ApiLine(words[0], words[1], words.Length > 2 ? words[2] : "")));
}
