using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>
/// One assembly for nanoFramework addresses its code and its strings with 16 bits each: its metadata processor refuses more ("Byte code table overflow", "String table overflow").
/// Source: metadata-processor, nanoByteCodeTable and nanoStringTable. Code is counted with .NET's 4-byte tokens, of which a board keeps 2: the real figure is about a third smaller.
/// </summary>
public static class BoardLimits
{
    private const int MostBytes = ushort.MaxValue;

    public static IEnumerable<string> Breaches(string project, byte[] image)
    {
        using var file = new PEReader(new MemoryStream(image));
        MetadataReader reader = file.GetMetadataReader();
        int code = reader.MethodDefinitions.Select(reader.GetMethodDefinition).Where(method => method.RelativeVirtualAddress != 0)
            .Sum(method => file.GetMethodBody(method.RelativeVirtualAddress).Size);
        int strings = Strings(reader).Distinct().Sum(text => Encoding.UTF8.GetByteCount(text) + 1);
        if (code > MostBytes)
        {
            yield return $"{project}: {code} bytes of code are too many for one assembly ({MostBytes}): split it";
        }
        if (strings > MostBytes)
        {
            yield return $"{project}: {strings} bytes of names and strings are too many for one assembly ({MostBytes}): split it";
        }
    }

    private static IEnumerable<string> Strings(MetadataReader reader)
    {
        for (StringHandle name = reader.GetNextHandle(default(StringHandle)); !name.IsNil; name = reader.GetNextHandle(name))
        {
            yield return reader.GetString(name);
        }
        for (UserStringHandle text = reader.GetNextHandle(default(UserStringHandle)); !text.IsNil; text = reader.GetNextHandle(text))
        {
            yield return reader.GetUserString(text);
        }
    }
}
