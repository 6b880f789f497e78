using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Devices;

/// <summary>What an order says of a file that its board is to fetch. The seal is the board's own: a file sealed for one board is worth nothing to another.</summary>
public sealed class FileOrder(FileStore files, BoardRegistry boards)
{
    /// <summary>Fills in path, length and seal; false when there is no such file or board any more.</summary>
    public bool TryDescribe(string board, string path, out Action<Order> fill)
    {
        fill = _ => { };
        if (files.Find(path) is not { } file || boards.KeyOf(board) is not { } key)
        {
            return false;
        }

        var seal = SealOf(key, files.OnDisk(file));
        fill = order => (order.Path, order.Bytes, order.Seal) = (file.Path, file.Bytes, seal);
        return true;
    }

    private static byte[] SealOf(byte[] key, string onDisk)
    {
        using var stream = File.OpenRead(onDisk);
        var seal = new FileSeal(key, stream.Length);
        var block = new byte[FileSeal.BlockBytes];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            seal.Add(block, 0, read);
        }

        return seal.Finish();
    }
}
