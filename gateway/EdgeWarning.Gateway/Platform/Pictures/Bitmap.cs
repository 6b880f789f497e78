using System.Buffers.Binary;
using System.IO.Compression;

namespace EdgeWarning.Gateway.Platform.Pictures;

/// <summary>Black on white, for things that are printed.</summary>
public sealed class Bitmap(int width, int height)
{
    private const double MetresPerInch = 0.0254;
    private readonly bool[] _black = new bool[width * height];

    public int Width => width;

    public int Height => height;

    public bool this[int x, int y] => _black[(y * width) + x];

    /// <summary>Blackens a square of <paramref name="side"/> dots; what lies outside is not drawn.</summary>
    public void Square(int left, int top, int side)
    {
        for (int y = Math.Max(top, 0); y < Math.Min(top + side, height); y++)
        {
            for (int x = Math.Max(left, 0); x < Math.Min(left + side, width); x++)
            {
                _black[(y * width) + x] = true;
            }
        }
    }

    /// <summary>A PNG (ISO/IEC 15948) of one bit a dot that prints at <paramref name="dotsPerInch"/>.</summary>
    public byte[] ToPng(int dotsPerInch)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] head = new byte[13];     // width, height, 1 bit, greyscale, deflate, filters of kind 0, not interlaced
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 1;
        Chunk(png, "IHDR"u8, head);
        byte[] size = new byte[9];
        int dotsPerMetre = (int)Math.Round(dotsPerInch / MetresPerInch);
        BinaryPrimitives.WriteInt32BigEndian(size, dotsPerMetre);
        BinaryPrimitives.WriteInt32BigEndian(size.AsSpan(4), dotsPerMetre);
        size[8] = 1;
        Chunk(png, "pHYs"u8, size);
        Chunk(png, "IDAT"u8, Deflated());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private byte[] Deflated()
    {
        int stride = ((width + 7) / 8) + 1;     // a filter byte, then eight dots a byte; 1 is white
        byte[] lines = new byte[stride * height];
        for (int dot = 0; dot < _black.Length; dot++)
        {
            if (!_black[dot])
            {
                int x = dot % width;
                lines[(dot / width * stride) + 1 + (x / 8)] |= (byte)(0x80 >> (x % 8));
            }
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(lines);
        }

        return packed.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(type);
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(type, content));
        png.Write(number);
    }

    /// <summary>CRC-32 of ISO 3309, as PNG has it.</summary>
    private static uint Crc(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in (ReadOnlySpan<byte>)[.. type, .. content])
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
