using System.Xml.Linq;

namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>Which project names which: arrow 1 and 3 of LAYOUT.md's dependency rule, read from the project files.</summary>
public static class ProjectReferences
{
    /// <summary>Every project of the house and the projects it may name.</summary>
    private static readonly Dictionary<string, string[]> s_arrows = new(StringComparer.Ordinal)
    {
        ["EdgeWarning.Protocol"] = [],
        ["NanoHost"] = [],
        ["EdgeWarning.Common"] = ["EdgeWarning.Protocol", "NanoHost"],
        ["EdgeWarning.Loudspeaker"] = ["EdgeWarning.Common"],
        ["EdgeWarning.RainGauge"] = ["EdgeWarning.Common"],
        ["EdgeWarning.WaterLevel"] = ["EdgeWarning.Common"],
        ["EdgeWarning.Watch"] = ["EdgeWarning.Common"],
        ["EdgeWarning.Drivers"] = ["EdgeWarning.Loudspeaker", "EdgeWarning.RainGauge", "EdgeWarning.WaterLevel"],
        ["EdgeWarning.Boards"] = ["EdgeWarning.Drivers", "EdgeWarning.Watch"],
        ["EdgeWarning.Simulator"] = ["EdgeWarning.Boards", "NanoHost", "Speech"],
        ["EdgeWarning.Gateway"] = ["EdgeWarning.Protocol", "LibMosquitto", "Speech"],
        ["EdgeWarning.Village"] = ["EdgeWarning.Gateway", "EdgeWarning.Simulator"],
        ["LibMosquitto"] = [],
        ["Speech"] = [],
    };

    /// <summary>Project name to the names of the projects it refers to.</summary>
    public static Dictionary<string, string[]> Read(IEnumerable<string> projectFiles) => projectFiles.ToDictionary(
        file => Path.GetFileNameWithoutExtension(file),
        file => XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .ToArray());

    public static IEnumerable<string> Breaches(IReadOnlyDictionary<string, string[]> projects)
    {
        foreach ((string project, string[] references) in projects.Where(one => !IsTest(one.Key)))
        {
            if (!s_arrows.TryGetValue(project, out string[]? allowed))
            {
                yield return $"{project}: not in the house's plan; say in ProjectReferences which projects it may name";
                continue;
            }
            foreach (string reference in references.Except(allowed))
            {
                yield return $"{project} names {reference}; it may name {(allowed.Length == 0 ? "nothing" : string.Join(", ", allowed))}";
            }
        }
    }

    private static bool IsTest(string project) => project.Contains(".Tests", StringComparison.Ordinal) || project.EndsWith("Planted", StringComparison.Ordinal);
}
