using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Platform;

/// <summary>The folder that holds everything of this gateway; readable by its owner only.</summary>
public sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerOnlyFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public DataFolder(IOptions<PlatformOptions> options)
        : this(options.Value.Data)
    {
    }

    public DataFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        try
        {
            CreateFolder(Path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new PlatformException($"could not make the data folder {Path}: {cause.Message}", cause);
        }
    }

    public string Path { get; }

    /// <summary>Full path of a file or folder within.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    internal static void CreateFolder(string path) => Directory.CreateDirectory(path, OwnerOnly);

    /// <summary>Writes a file that only its owner can read, whole or not at all: a power cut leaves the old one or the new one.</summary>
    internal static void WritePrivately(string file, ReadOnlySpan<byte> content)
    {
        string half = file + ".new";
        System.IO.File.Delete(half);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnlyFile };
        using (var stream = new FileStream(half, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        System.IO.File.Move(half, file, overwrite: true);
    }
}

/// <summary>Only one gateway at a time may use a data folder; the kernel lets go of the lock when a gateway dies, however it dies.</summary>
internal sealed class DataFolderLock(DataFolder folder) : IHostedService, IDisposable
{
    private FileStream? _lock;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        string file = folder.File("gateway.lock");
        try
        {
            _lock = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause)
        {
            throw new PlatformException($"another gateway uses {folder.Path} already: end it first, or give this one a folder of its own with --data", cause);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _lock?.Dispose();
}
