using EdgeWarning.Common;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

/// <summary>
/// A flash in memory that can fail in the middle of a write, in each way that a file system can: nothing of the write is there, the file is
/// cut off where the write began, or a part of the new bytes is there.
/// </summary>
public sealed class FrailFlash(Random random) : IFlash
{
    private readonly Dictionary<string, byte[]> _files = [];

    /// <summary>The power fails at the write with this number from now (0: the next); negative: never.</summary>
    public int CutAtWrite { get; set; } = -1;

    /// <summary>Writes that were begun.</summary>
    public int Writes { get; private set; }

    /// <summary>Bytes that fit; more is an IOException, as on a full file system.</summary>
    public int Room { get; set; } = int.MaxValue;

    public IReadOnlyDictionary<string, byte[]> Files => _files;

    public int Length(string name) => _files.TryGetValue(name, out var file) ? file.Length : -1;

    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        if (!_files.TryGetValue(name, out var file) || position >= file.Length)
        {
            return 0;
        }

        var length = Math.Min(count, file.Length - position);
        Array.Copy(file, position, buffer, offset, length);
        return length;
    }

    public void Write(string name, int position, byte[] buffer, int offset, int count)
    {
        var old = _files.GetValueOrDefault(name, []);
        if (position > old.Length)
        {
            throw new IOException($"{name} has only {old.Length} bytes");
        }

        if (_files.Where(file => file.Key != name).Sum(file => file.Value.Length) + position + count > Room)
        {
            throw new IOException("flash is full");
        }

        Writes++;
        if (CutAtWrite == 0)
        {
            CutAtWrite = -1;
            var written = random.Next(3) switch { 0 => -1, 1 => 0, _ => random.Next(count) };
            if (written >= 0)
            {
                _files[name] = [.. old[..position], .. buffer[offset..(offset + written)]];
            }

            throw new PowerCutException();
        }

        CutAtWrite--;
        _files[name] = [.. old[..position], .. buffer[offset..(offset + count)]];
    }

    public void Delete(string name)
    {
        if (CutAtWrite == 0)
        {
            CutAtWrite = -1;
            throw new PowerCutException();
        }

        CutAtWrite--;
        _files.Remove(name);
    }

    public void Move(string name, string newName)
    {
        Delete(newName);
        if (CutAtWrite-- == 0)
        {
            throw new PowerCutException();
        }

        _files.Remove(name, out var file);
        _files[newName] = file ?? throw new IOException($"no file {name}");
    }

    public string[] Names() => [.. _files.Keys.OrderBy(_ => random.Next())];

    /// <summary>Puts a file there, or changes one, behind the firmware's back.</summary>
    public void Put(string name, byte[] content) => _files[name] = content;
}
