namespace EdgeWarning.Firmware.Tests.Simulator;

/// <summary>Where the project's own files lie, and the shared observations when this machine has them.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string County(string file) => Path.Combine(Root, "village", "county", file);

    /// <summary>
    /// A file of <c>../shared/data</c> (or of the folder named by EDGEWARNING_SHARED); skips the test with a word when it is not there.
    /// </summary>
    public static string Shared(string file)
    {
        string shared = Environment.GetEnvironmentVariable("EDGEWARNING_SHARED") ?? Path.Combine(Root, "..", "shared");
        string path = Path.Combine(shared, "data", file);
        Assert.SkipUnless(File.Exists(path), $"{path} is not on this machine");
        return path;
    }

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "EdgeWarning.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("no EdgeWarning.sln above the tests");
        }

        return folder;
    }
}
