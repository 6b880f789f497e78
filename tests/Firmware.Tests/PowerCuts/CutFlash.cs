using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>A change of one file that is about to happen. Null: the file is not there. A file that only changes its name comes and goes in one piece.</summary>
internal sealed record Change(string Name, byte[]? Before, byte[]? After, int Position, bool InOnePiece = false)
{
    /// <summary>
    /// What flash may hold of this file when power fails before, in and after the change. littlefs, which boards have, leaves only the first and the last, or a
    /// new file still empty (tests/benchmarks/flash-cuts.sh); other file systems may also leave the file cut off where the write began, a part of the new bytes, or all their room with zeros at the end.
    /// </summary>
    public IEnumerable<byte[]?> Forms(Random random)
    {
        yield return Before;
        if (After is not null && !InOnePiece)
        {
            int written = After.Length - Position;
            yield return After[..Position];
            if (written > 1)
            {
                int part = random.Next(1, written);
                yield return After[..(Position + part)];
                yield return [.. After[..(Position + part)], .. new byte[written - part]];
            }
        }

        yield return After;
    }
}

/// <summary>A flash in memory that tells of each change before it happens, so that power can fail there, and that can be copied for a life that goes on from here.</summary>
internal sealed class CutFlash : IFlash
{
    private readonly Dictionary<string, byte[]> _files;

    public CutFlash() => _files = [];

    /// <summary>What another flash holds, but for one file.</summary>
    public CutFlash(CutFlash other, string name, byte[]? content)
    {
        _files = new(other._files);
        Put(name, content);
    }

    public Action<Change>? Changing { get; set; }

    /// <summary>Looks on after each change.</summary>
    public Action<Change>? Changed { get; set; }

    public IReadOnlyDictionary<string, byte[]> Files => _files;

    public int Length(string name) => _files.TryGetValue(name, out byte[]? file) ? file.Length : -1;

    public int Read(string name, int position, byte[] buffer, int offset, int count)
    {
        if (!_files.TryGetValue(name, out byte[]? file) || position >= file.Length)
        {
            return 0;
        }

        int length = Math.Min(count, file.Length - position);
        Array.Copy(file, position, buffer, offset, length);
        return length;
    }

    public void Write(string name, int position, byte[] buffer, int offset, int count)
    {
        byte[] old = _files.GetValueOrDefault(name, []);
        if (position > old.Length)
        {
            throw new IOException($"{name} has only {old.Length} bytes");
        }

        byte[] after = new byte[position + count];
        Array.Copy(old, after, position);
        Array.Copy(buffer, offset, after, position, count);
        Change(new Change(name, _files.GetValueOrDefault(name), after, position));
    }

    public void Delete(string name)
    {
        if (_files.TryGetValue(name, out byte[]? old))
        {
            Change(new Change(name, old, null, 0));
        }
    }

    public void Move(string name, string newName)
    {
        byte[] file = _files.GetValueOrDefault(name) ?? throw new IOException($"no file {name}");
        Delete(newName);
        Change(new Change(newName, null, file, 0, InOnePiece: true));
        Delete(name);
    }

    public string[] Names() => [.. _files.Keys];

    public void Put(string name, byte[]? content)
    {
        if (content is null)
        {
            _files.Remove(name);
        }
        else
        {
            _files[name] = content;
        }
    }

    private void Change(Change change)
    {
        Changing?.Invoke(change);
        Put(change.Name, change.After);
        Changed?.Invoke(change);
    }
}
