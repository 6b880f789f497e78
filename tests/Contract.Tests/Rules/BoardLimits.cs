using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using EdgeWarning.Contract.Tests.Reading;

namespace EdgeWarning.Contract.Tests.Rules;

/// <summary>
/// One assembly for nanoFramework addresses its code and its strings with 16 bits each: its metadata processor refuses more ("Byte code table overflow", "String table overflow").
/// Source: metadata-processor, nanoByteCodeTable and nanoStringTable.
/// </summary>
public static class BoardLimits
{
    private const int MostBytes = ushort.MaxValue;

    public static IEnumerable<string> Breaches(string project, byte[] image)
    {
        using var file = new PEReader(new MemoryStream(image));
        MetadataReader reader = file.GetMetadataReader();
        int code = reader.MethodDefinitions.Select(reader.GetMethodDefinition).Where(method => method.RelativeVirtualAddress != 0)
            .Sum(method => CodeBytes(file.GetMethodBody(method.RelativeVirtualAddress)));
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

    /// <summary>A board keeps 2 of a token's 4 bytes, and adds about 9 for each part of a try.</summary>
    private static int CodeBytes(MethodBodyBlock body)
    {
        byte[] code = body.GetILBytes()!;
        return code.Length - (2 * Instructions.Of(code).Count(instruction => !instruction.Token.IsNil)) + (9 * body.ExceptionRegions.Length);
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
