using System.Buffers.Binary;
using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.Upkeep;

/// <summary>An application as a board's launcher reads it from flash (docs/PROTOCOL.md, Files).</summary>
public static class Application
{
    /// <summary>Its assemblies, each behind its length in 4 bytes, little end first; the program last, because a board loads them in this order.</summary>
    public static byte[] Pack(IEnumerable<byte[]> assemblies) => [.. assemblies.SelectMany(assembly => LengthOf(assembly).Concat(assembly))];

    /// <summary>
    /// What no board could start; null when nothing. An assembly of nanoFramework begins with its marker and version. Source: nanoFramework documentation, PE file format, AssemblyHeader.
    /// </summary>
    public static Fault? FaultOf(ReadOnlySpan<byte> packed)
    {
        for (var number = 1; packed.Length > 0; number++)
        {
            var length = packed.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(packed);
            if (length <= 0 || length > packed.Length - sizeof(int))
            {
                return Fault.Of("application.cut", $"assembly {number} is cut off");
            }

            if (!packed[sizeof(int)..].StartsWith("NFMRK"u8))
            {
                return Fault.Of("application.noAssembly", $"file {number} is no assembly of nanoFramework (a .pe file)");
            }

            packed = packed[(sizeof(int) + length)..];
            if (packed.IsEmpty)
            {
                return null;
            }
        }

        return Fault.Of("application.empty", "an application has one assembly at least");
    }

    private static byte[] LengthOf(byte[] assembly)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, assembly.Length);
        return length;
    }
}
