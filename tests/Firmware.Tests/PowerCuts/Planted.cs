using EdgeWarning.Common;

namespace EdgeWarning.Firmware.Tests.PowerCuts;

/// <summary>Both files of every pair are one file: what a state kept without its twin would be.</summary>
internal sealed class OneFilePairs(IFlash flash) : IFlash
{
    public int Length(string name) => flash.Length(One(name));

    public int Read(string name, int position, byte[] buffer, int offset, int count) => flash.Read(One(name), position, buffer, offset, count);

    public void Write(string name, int position, byte[] buffer, int offset, int count) => flash.Write(One(name), position, buffer, offset, count);

    public void Move(string name, string newName) => flash.Move(One(name), One(newName));

    public void Delete(string name) => flash.Delete(One(name));

    public string[] Names() => flash.Names();

    private static string One(string name) => name.EndsWith(".b", StringComparison.Ordinal) ? name[..^1] + "a" : name;
}

/// <summary>A write is on flash only when the next one comes, as with a file that nobody closed.</summary>
internal sealed class LateFlash(IFlash flash) : IFlash
{
    private readonly CutFlash _seen = Copy(flash);
    private Action _late = () => { };

    public int Length(string name) => _seen.Length(name);

    public int Read(string name, int position, byte[] buffer, int offset, int count) => _seen.Read(name, position, buffer, offset, count);

    public void Write(string name, int position, byte[] buffer, int offset, int count)
    {
        _late();
        byte[] bytes = buffer[offset..(offset + count)];
        _late = () => flash.Write(name, position, bytes, 0, count);
        _seen.Write(name, position, buffer, offset, count);
    }

    public void Move(string name, string newName)
    {
        _late();
        _late = () => flash.Move(name, newName);
        _seen.Move(name, newName);
    }

    public void Delete(string name)
    {
        _late();
        _late = () => flash.Delete(name);
        _seen.Delete(name);
    }

    public string[] Names() => _seen.Names();

    private static CutFlash Copy(IFlash flash)
    {
        var copy = new CutFlash();
        foreach (string name in flash.Names())
        {
            byte[] bytes = new byte[flash.Length(name)];
            flash.Read(name, 0, bytes, 0, bytes.Length);
            copy.Put(name, bytes);
        }

        return copy;
    }
}

/// <summary>Some files are never written.</summary>
internal sealed class ForgetfulFlash(IFlash flash, string prefix) : IFlash
{
    public int Length(string name) => flash.Length(name);

    public int Read(string name, int position, byte[] buffer, int offset, int count) => flash.Read(name, position, buffer, offset, count);

    public void Write(string name, int position, byte[] buffer, int offset, int count)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
        {
            flash.Write(name, position, buffer, offset, count);
        }
    }

    public void Move(string name, string newName) => flash.Move(name, newName);

    public void Delete(string name) => flash.Delete(name);

    public string[] Names() => flash.Names();
}

/// <summary>A state kept in twin files is another one than was written, with a right CRC.</summary>
internal sealed class SpoiltStates(IFlash flash, string prefix, Action<byte[]> spoil) : IFlash
{
    private const int HeadBytes = 8;
    private const int TailBytes = 4;

    public int Length(string name) => flash.Length(name);

    public int Read(string name, int position, byte[] buffer, int offset, int count) => flash.Read(name, position, buffer, offset, count);

    public void Write(string name, int position, byte[] buffer, int offset, int count)
    {
        byte[] file = buffer[offset..(offset + count)];
        if (name.StartsWith(prefix, StringComparison.Ordinal))
        {
            byte[] state = file[HeadBytes..^TailBytes];
            spoil(state);
            state.CopyTo(file, HeadBytes);
            Bytes.PutUInt32(file, file.Length - TailBytes, Crc32.Of(file, 0, file.Length - TailBytes));
        }

        flash.Write(name, position, file, 0, count);
    }

    public void Move(string name, string newName) => flash.Move(name, newName);

    public void Delete(string name) => flash.Delete(name);

    public string[] Names() => flash.Names();
}

/// <summary>Settings that are to be tried are put in force at once.</summary>
internal sealed class EagerTrial(IFlash flash) : IFlash
{
    private const int StateAt = 8 + 16;
    private const byte Trying = 1;

    public int Length(string name) => flash.Length(name);

    public int Read(string name, int position, byte[] buffer, int offset, int count) => flash.Read(name, position, buffer, offset, count);

    public void Write(string name, int position, byte[] buffer, int offset, int count)
    {
        flash.Write(name, position, buffer, offset, count);
        if (name.StartsWith("trial.", StringComparison.Ordinal) && buffer[offset + StateAt] == Trying)
        {
            flash.Write("county" + name[^2..], position, buffer, offset, count);
        }
    }

    public void Move(string name, string newName) => flash.Move(name, newName);

    public void Delete(string name) => flash.Delete(name);

    public string[] Names() => flash.Names();
}

/// <summary>Segments are deleted before those that replace them are whole: the end mark comes too late.</summary>
internal sealed class HastyFlash(IFlash flash) : IFlash
{
    public int Length(string name) => flash.Length(name);

    public int Read(string name, int position, byte[] buffer, int offset, int count) => flash.Read(name, position, buffer, offset, count);

    public void Write(string name, int position, byte[] buffer, int offset, int count)
    {
        bool replaces = position == 0 && name.StartsWith("log.", StringComparison.Ordinal) && buffer[offset + 2] == 1;
        if (replaces && Names().Where(other => other.StartsWith("log.", StringComparison.Ordinal)).MinBy(other => int.Parse(other.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture)) is { } oldest)
        {
            flash.Delete(oldest);
        }

        flash.Write(name, position, buffer, offset, count);
    }

    public void Move(string name, string newName) => flash.Move(name, newName);

    public void Delete(string name) => flash.Delete(name);

    public string[] Names() => flash.Names();
}
