using EdgeWarning.Contract.Tests.Reading;

namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>The arrows inside the gateway and between the firmware folders, read from compiled code.</summary>
public static class Slices
{
    private static readonly string[] s_all = ["Warnings", "Broadcast", "Devices", "Readings", "People", "Places", "Desk", "Reports", "Relay", "Voice", "Programmes", "Upkeep", "Console", "Platform"];

    /// <summary>Source: LAYOUT.md, the dependency rule. Every slice may use Platform; Console may use every slice.</summary>
    private static readonly Dictionary<string, string[]> s_arrows = new(StringComparer.Ordinal)
    {
        ["Warnings"] = ["Platform"],
        ["Devices"] = ["Platform"],
        ["Broadcast"] = ["Warnings", "Devices", "Places", "Voice", "Platform"],
        ["Desk"] = ["Warnings", "Broadcast", "Devices", "Places", "People", "Voice", "Platform"],
        ["Programmes"] = ["Desk", "Broadcast", "Warnings", "Places", "Voice", "Platform"],
        ["Places"] = ["Warnings", "Devices", "Platform"],
        ["Readings"] = ["Devices", "Platform"],
        ["Voice"] = ["Devices", "Platform"],
        ["People"] = ["Platform"],
        ["Upkeep"] = ["Broadcast", "Devices", "Platform"],
        ["Console"] = s_all,
        ["Platform"] = [],
    };

    private static readonly string[] s_behaviours = ["EdgeWarning.Loudspeaker", "EdgeWarning.RainGauge", "EdgeWarning.WaterLevel", "EdgeWarning.Watch"];

    /// <summary>References from one slice of <paramref name="root"/> to another that no arrow allows. Its command line and Program may use all.</summary>
    public static IEnumerable<string> Breaches(IEnumerable<Use> uses, string root) => uses
        .Select(use => (Use: use, From: SliceOf(use.Namespace, root), To: SliceOf(use.Type, root)))
        .Where(one => one.From.Length > 0 && one.To.Length > 0 && one.From != one.To && s_arrows.ContainsKey(one.From))
        .Where(one => !s_arrows[one.From].Contains(one.To))
        .Select(one => $"{one.From} names {one.To}: {one.Use}")
        .Distinct();

    /// <summary>Behaviours know Common and Protocol: neither each other nor drivers, boards or the simulator.</summary>
    public static IEnumerable<string> BehaviourBreaches(IEnumerable<Use> uses, string behaviour)
    {
        string[] forbidden = [.. s_behaviours.Where(other => other != behaviour), "EdgeWarning.Drivers", "EdgeWarning.Boards", "EdgeWarning.Simulator", "EdgeWarning.Gateway"];
        return uses
            .Where(use => Array.Exists(forbidden, other => use.Type == other || use.Type.StartsWith(other + ".", StringComparison.Ordinal)))
            .Select(use => $"{behaviour} names {use.Type}: {use}")
            .Distinct();
    }

    private static string SliceOf(string name, string root)
    {
        if (!name.StartsWith(root + ".", StringComparison.Ordinal))
        {
            return "";
        }
        string first = name[(root.Length + 1)..].Split('.')[0];
        return s_all.Contains(first) ? first : "";
    }
}
