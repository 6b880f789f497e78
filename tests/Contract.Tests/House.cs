using EdgeWarning.Contract.Tests.Reading;
using EdgeWarning.Contract.Tests.Rules;

namespace EdgeWarning.Contract.Tests;

/// <summary>Where things lie: the repository around the tests, and the compiled assemblies beside them.</summary>
public static class House
{
    /// <summary>Firmware that a board runs, and whether it may touch pins and ports.</summary>
    public static readonly IReadOnlyDictionary<string, bool> Firmware = new Dictionary<string, bool>(StringComparer.Ordinal)
    {
        ["EdgeWarning.Protocol"] = false,
        ["EdgeWarning.Common"] = false,
        ["EdgeWarning.Loudspeaker"] = false,
        ["EdgeWarning.RainGauge"] = false,
        ["EdgeWarning.WaterLevel"] = false,
        ["EdgeWarning.Watch"] = false,
        ["EdgeWarning.Drivers"] = true,
        ["EdgeWarning.Boards"] = true,
    };

    private static readonly Dictionary<string, CompiledAssembly> s_read = new(StringComparer.Ordinal);

    public static string Root { get; } = FindRoot();

    public static string ApiListPath => In("firmware/nanoframework-api.txt");

    /// <summary>API.txt of the real class libraries, or null where it is not at hand: EDGEWARNING_SHARED or ../shared.</summary>
    public static string? SharedApiPath
    {
        get
        {
            string shared = Environment.GetEnvironmentVariable("EDGEWARNING_SHARED") ?? Path.Combine(Root, "..", "shared");
            string path = Path.Combine(shared, "nanoframework", "API.txt");
            return File.Exists(path) ? path : null;
        }
    }

    /// <summary>The class libraries as C# declarations, by assembly; empty where the list of their API is not at hand.</summary>
    public static Lazy<IReadOnlyDictionary<string, string>> Libraries { get; } = new(() => SharedApiPath is null ? new Dictionary<string, string>() : LibraryStubs.Read(SharedApiPath));

    public static string In(string path) => Path.Combine(Root, path);

    public static CompiledAssembly Assembly(string name)
    {
        lock (s_read)
        {
            if (!s_read.TryGetValue(name, out CompiledAssembly? assembly))
            {
                assembly = CompiledAssembly.Read(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
                s_read[name] = assembly;
            }
            return assembly;
        }
    }

    public static ApiList ApiList() => Rules.ApiList.Read(ApiListPath);

    /// <summary>Files of a folder that git would keep: nothing built.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(In(folder), pattern, SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(Root, file).Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "run"));

    /// <summary>Fails with every breach on a line of its own.</summary>
    public static void None(IEnumerable<string> breaches)
    {
        string[] all = [.. breaches.Distinct().Order(StringComparer.Ordinal)];
        Assert.True(all.Length == 0, $"{all.Length} breaches:\n  " + string.Join("\n  ", all));
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeWarning.sln")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new DirectoryNotFoundException($"no EdgeWarning.sln above {AppContext.BaseDirectory}");
    }
}
