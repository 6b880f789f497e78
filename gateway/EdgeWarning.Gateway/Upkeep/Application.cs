using System.Buffers.Binary;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>An application as a board's launcher reads it from flash (docs/PROTOCOL.md, Files).</summary>
public static class Application
{
    /// <summary>Its assemblies, each behind its length in 4 bytes, little end first; the program last, because a board loads them in this order.</summary>
    public static byte[] Pack(IEnumerable<byte[]> assemblies) => [.. assemblies.SelectMany(assembly => LengthOf(assembly).Concat(assembly))];

    private static byte[] LengthOf(byte[] assembly)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, assembly.Length);
        return length;
    }
}
