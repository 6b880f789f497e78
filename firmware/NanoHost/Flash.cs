namespace NanoHost;

/// <summary>
/// The board's flash: a folder of the host that firmware reaches with the ordinary <see cref="File"/> calls. It outlives every power cut.
/// The budget is told, and enforced where the caller asks with <see cref="ThrowIfFull"/>: the host's own file calls cannot be intercepted.
/// </summary>
public sealed class Flash
{
    /// <summary>littlefs gives out flash in erase blocks of this many bytes. Source: ESP-IDF littlefs partition default.</summary>
    public const int BlockBytes = 4096;

    internal Flash(string path, long budgetBytes)
    {
        Path = System.IO.Path.GetFullPath(path);
        BudgetBytes = budgetBytes;
        Directory.CreateDirectory(Path);
    }

    /// <summary>The folder on the host.</summary>
    public string Path { get; }

    /// <summary>Size of the file system in bytes: 256 KB on 4 MB flash, 2 MB on 8 MB, 3 MB on 16 MB.</summary>
    public long BudgetBytes { get; }

    /// <summary>Bytes in use, in whole blocks.</summary>
    public long UsedBytes
    {
        get
        {
            long used = 0;
            foreach (string file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
            {
                try
                {
                    used += InBlocks(new FileInfo(file).Length);
                }
                catch (FileNotFoundException)
                {
                    // The firmware deleted it meanwhile.
                }
            }

            return used;
        }
    }

    /// <summary>Bytes that are still free, never negative.</summary>
    public long FreeBytes => Math.Max(0, BudgetBytes - UsedBytes);

    /// <summary>Throws what a full file system throws when <paramref name="bytes"/> more do not fit.</summary>
    public void ThrowIfFull(long bytes)
    {
        Life.CheckCaller();
        if (InBlocks(bytes) > FreeBytes)
        {
            throw new IOException($"flash of {BudgetBytes} bytes is full: {bytes} more do not fit in {FreeBytes}");
        }
    }

    private static long InBlocks(long bytes) => (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;
}
