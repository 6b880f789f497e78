using System.Xml.Linq;
using EdgeWarning.Contract.Tests.Reading;

namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>
/// A board's .nfproj cannot be built without nanoFramework's tools, so it is held against the compiled firmware: the sources that it lists must
/// be all that they use of each other, and its packages all that they use of nanoFramework.
/// </summary>
public sealed class BoardProject
{
    private const string HostEnd = ".Host.cs";
    private const string ChipEnd = ".Nano.cs";

    private BoardProject(string name, XElement project, IReadOnlyList<BoardProject> libraries, IReadOnlySet<string> sources, IReadOnlyList<string> emptyGlobs, IReadOnlyDictionary<string, string> packages, IReadOnlyList<string> hints)
    {
        Name = name;
        Libraries = libraries;
        AssemblyName = Property(project, "AssemblyName");
        IsProgram = Property(project, "OutputType") == "Exe";
        References = project.Descendants().Where(element => element.Name.LocalName == "Reference").Select(reference => reference.Attribute("Include")!.Value).ToHashSet(StringComparer.Ordinal);
        Sources = sources;
        EmptyGlobs = emptyGlobs;
        Packages = packages;
        Hints = hints;
    }

    public string Name { get; }

    /// <summary>Projects whose assemblies it uses.</summary>
    public IReadOnlyList<BoardProject> Libraries { get; }

    public string AssemblyName { get; }

    public bool IsProgram { get; }

    /// <summary>Names of the assemblies that it compiles against.</summary>
    public IReadOnlySet<string> References { get; }

    /// <summary>Full paths of the sources that it compiles.</summary>
    public IReadOnlySet<string> Sources { get; }

    /// <summary>Includes that match no file: letter case counts.</summary>
    public IReadOnlyList<string> EmptyGlobs { get; }

    /// <summary>Package to version, of packages.config.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; }

    /// <summary>"package.version" of every reference's hint path.</summary>
    public IReadOnlyList<string> Hints { get; }

    public static BoardProject Read(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        XElement project = XDocument.Load(path).Root!;
        XElement[] compiles = [.. project.Descendants().Where(element => element.Name.LocalName == "Compile")];
        var sources = new HashSet<string>(StringComparer.Ordinal);
        var empty = new List<string>();
        foreach (XElement compile in compiles)
        {
            string include = compile.Attribute("Include")!.Value;
            string[] found = [.. Match(folder, include).Except(Match(folder, compile.Attribute("Exclude")?.Value ?? ""))];
            sources.UnionWith(found);
            if (found.Length == 0)
            {
                empty.Add(include);
            }
        }
        Dictionary<string, string> packages = XDocument.Load(Path.Combine(folder, "packages.config")).Descendants("package")
            .ToDictionary(package => package.Attribute("id")!.Value, package => package.Attribute("version")!.Value);
        string[] hints = [.. project.Descendants().Where(element => element.Name.LocalName == "HintPath").Select(hint => hint.Value.Split('/')[1])];
        BoardProject[] libraries = [.. project.Descendants().Where(element => element.Name.LocalName == "ProjectReference")
            .Select(reference => Read(Path.GetFullPath(reference.Attribute("Include")!.Value, folder)))];
        return new BoardProject(Path.GetFileName(path), project, libraries, sources, empty, packages, hints);
    }

    /// <param name="firmware">Every assembly that a board runs.</param>
    public IEnumerable<string> Breaches(IReadOnlyList<CompiledAssembly> firmware, ApiList list) => EmptyGlobs
        .Select(glob => $"{Name}: {glob} matches no file")
        .Concat(Sources.Where(source => source.EndsWith(HostEnd, StringComparison.Ordinal)).Select(source => $"{Name}: {source} is the host's"))
        .Concat(Hints.Where(hint => !Packages.Any(package => hint == $"{package.Key}.{package.Value}")).Select(hint => $"{Name}: {hint} is not what packages.config says"))
        .Concat(Packages.Where(package => !Hints.Contains($"{package.Key}.{package.Value}")).Select(package => $"{Name}: {package.Key} of packages.config is not referenced"))
        .Concat(MissingSources(firmware))
        .Concat(MissingPackages(firmware, list));

    private IEnumerable<string> MissingSources(IReadOnlyList<CompiledAssembly> firmware)
    {
        Dictionary<string, string[]> homes = firmware.SelectMany(assembly => assembly.Files)
            .Where(type => !type.Key.Contains('<', StringComparison.Ordinal))
            .GroupBy(type => type.Key)
            .ToDictionary(group => group.Key, group => group.SelectMany(type => type.Value).Select(OnTheChip).ToArray());
        return firmware.SelectMany(assembly => assembly.Uses)
            .Where(use => use.File.Length > 0 && Sources.Contains(OnTheChip(use.File)) && !use.File.EndsWith(HostEnd, StringComparison.Ordinal))
            .Where(use => homes.TryGetValue(use.Type, out string[]? files) && !Array.Exists(files, file => Sources.Contains(file) || Libraries.Any(library => library.Sources.Contains(file))))
            .Select(use => $"{Name}: {Path.GetFileName(use.File)} uses {use.Type}, and {string.Join(", ", homes[use.Type].Select(Path.GetFileName))} is not listed")
            .Distinct();
    }

    private IEnumerable<string> MissingPackages(IReadOnlyList<CompiledAssembly> firmware, ApiList list)
    {
        ILookup<string, string> packages = list.Lines.ToLookup(line => line.Type, line => line.Package);
        return firmware.SelectMany(FirmwareRules.Outside)
            .Where(use => use.File.Length > 0 && Sources.Contains(use.File))
            .SelectMany(use => packages[use.Type].Select(package => (Package: package, Use: use)))
            .Where(one => !Packages.ContainsKey(one.Package))
            .Select(one => $"{Name}: {Path.GetFileName(one.Use.File)} uses {one.Use.Type} of {one.Package}, which packages.config lacks")
            .Distinct();
    }

    private static string Property(XElement project, string name) => project.Descendants().Single(element => element.Name.LocalName == name).Value;

    private static string OnTheChip(string file) => file.EndsWith(HostEnd, StringComparison.Ordinal) ? file[..^HostEnd.Length] + ChipEnd : file;

    private static IEnumerable<string> Match(string folder, string glob)
    {
        if (glob.Length == 0)
        {
            return [];
        }
        string full = Path.GetFullPath(glob, folder);
        string within = Path.GetDirectoryName(full)!;
        return Directory.Exists(within) ? Directory.EnumerateFiles(within, Path.GetFileName(full)) : [];
    }
}
