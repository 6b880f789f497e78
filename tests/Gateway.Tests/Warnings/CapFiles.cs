using System.Text;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Tests.Warnings;

/// <summary>CAP files to test with: the project's own, and the corpus of real ones beside the project where it is at hand.</summary>
internal static class CapFiles
{
    /// <summary>Real files beside the project (../shared, or where EDGEWARNING_SHARED says); skips the test where there are none.</summary>
    public static string[] FilesAtHand(string folder)
    {
        var path = Shared("data", "cap", folder);
        Assert.SkipUnless(Directory.Exists(path), $"no real CAP files at {path}");
        var files = Directory.GetFiles(path);
        Assert.NotEmpty(files);
        return [.. files.Order(StringComparer.Ordinal)];
    }

    /// <summary>Where a file of the shared data would lie: beside the project, or where EDGEWARNING_SHARED says.</summary>
    public static string Shared(params string[] parts) => Path.Combine([Environment.GetEnvironmentVariable("EDGEWARNING_SHARED") ?? Path.Combine(Root(), "..", "shared"), .. parts]);

    public static string GoldenFolder(string folder) => Path.Combine(AppContext.BaseDirectory, "golden", "cap", folder);

    public static byte[] Golden(string name) => File.ReadAllBytes(Path.Combine(GoldenFolder("valid"), name + ".xml"));

    public static CapAlert Alert(string name) => Accepted(Golden(name)).Alert;

    public static CapAccepted Accepted(byte[] file) => CapReader.Read(file) switch
    {
        CapAccepted accepted => accepted,
        CapRejection rejection => throw new Xunit.Sdk.XunitException("refused: " + string.Join(" | ", rejection.Reasons)),
        _ => throw new InvalidOperationException(),
    };

    public static CapRejection Refused(byte[] file) => CapReader.Read(file) as CapRejection
        ?? throw new Xunit.Sdk.XunitException("accepted, but should have been refused");

    /// <summary>The red rainstorm with one piece of text exchanged, as bytes; fails when the piece is not there.</summary>
    public static byte[] With(string piece, string other) => With("red-rainstorm", (piece, other));

    public static byte[] With(string name, params (string Piece, string Other)[] changes)
    {
        var text = Encoding.UTF8.GetString(Golden(name));
        foreach (var (piece, other) in changes)
        {
            Assert.Contains(piece, text, StringComparison.Ordinal);
            text = text.Replace(piece, other, StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeWarning.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
