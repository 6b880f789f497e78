namespace EdgeWarning.Village.County;

/// <summary>Where the project's files and built programs lie, found from this program's own place.</summary>
public static class Sources
{
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release: programs of the same build run together.</summary>
    private static readonly string s_configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Parent!.Name;

    public static string Gateway => Program("gateway/EdgeWarning.Gateway", "EdgeWarning.Gateway.dll");

    public static string Simulator => Program("firmware/Simulator", "EdgeWarning.Simulator.dll");

    public static string Village => Program("village", "EdgeWarning.Village.dll");

    public static string In(string path) => Path.Combine(Root, path);

    /// <summary>A file of the shared data that does not belong to the project, or null where it is not at hand (EDGEWARNING_SHARED or ../shared).</summary>
    public static string? Shared(string path)
    {
        string shared = Environment.GetEnvironmentVariable("EDGEWARNING_SHARED") ?? Path.Combine(Root, "..", "shared");
        string full = Path.GetFullPath(Path.Combine(shared, path));
        return File.Exists(full) || Directory.Exists(full) ? full : null;
    }

    private static string Program(string folder, string file)
    {
        string path = Path.Combine(Root, folder, "bin", s_configuration, "net10.0", file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"could not find {path}: build EdgeWarning.sln in {s_configuration}", path);
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
