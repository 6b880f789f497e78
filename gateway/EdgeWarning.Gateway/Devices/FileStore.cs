using System.Security.Cryptography;
using Dapper;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Storage;

namespace EdgeWarning.Gateway.Devices;

/// <summary>A file that boards may fetch.</summary>
/// <param name="Path">In the URL: it follows from the content, so it never means anything else.</param>
/// <param name="Name">For people.</param>
public sealed record StoredFile(string Path, string Name, long Bytes);

/// <summary>Files for boards: bytes in the data folder below <c>files/</c>, named by their SHA-256; what they are in SQLite.</summary>
public sealed class FileStore(Database database, DataFolder data, TimeProvider clock)
{
    /// <summary>More than a board's file system holds (3 MB on its biggest part).</summary>
    public const long MaxBytes = 8 * 1024 * 1024;

    private const string Prefix = "/files/";

    /// <summary>Keeps a file; the same content again is the same file.</summary>
    public async Task<StoredFile> Add(string name, byte[] content, CancellationToken stopping = default)
    {
        if (content.Length is 0 || content.Length > MaxBytes)
        {
            throw new InvalidDataException($"{name}: a file for boards has 1 to {MaxBytes} bytes, this one {content.Length}");
        }

        var file = new StoredFile(Prefix + Convert.ToHexStringLower(SHA256.HashData(content)), name, content.Length);
        DataFolder.CreateFolder(data.File("files"));
        DataFolder.WritePrivately(OnDisk(file), content);
        await database.Write(
            (db, transaction) => db.Execute(
                "INSERT INTO board_files(path, name, bytes, added_ms) VALUES(@Path, @Name, @Bytes, @now) ON CONFLICT(path) DO UPDATE SET name = excluded.name",
                new { file.Path, file.Name, file.Bytes, now = clock.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction),
            stopping);
        return file;
    }

    /// <summary>Forgets a file that no board needs any more.</summary>
    public async Task Remove(StoredFile file)
    {
        await database.Write((db, transaction) => db.Execute("DELETE FROM board_files WHERE path = @Path", new { file.Path }, transaction));
        File.Delete(OnDisk(file));
    }

    public StoredFile? Find(string path) =>
        database.Read(db => db.QuerySingleOrDefault<StoredFile>("SELECT path AS Path, name AS Name, bytes AS Bytes FROM board_files WHERE path = @path", new { path }));

    /// <summary>The file of a content, whether it is there or not.</summary>
    public static string PathOf(string sha256) => Prefix + sha256;

    /// <summary>Where its bytes are. Only the store's own names get here, so no path leads out of the folder.</summary>
    public string OnDisk(StoredFile file) => Path.Combine(data.File("files"), file.Path[Prefix.Length..]);
}
