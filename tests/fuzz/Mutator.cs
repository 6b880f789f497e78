using System.Text;

namespace EdgeWarning.Fuzz;

/// <summary>Damages bytes in the ways that a line, a flash and an attacker do, and in ways that know how CBOR, text and headers are built. Seeded: the same seed gives the same bytes.</summary>
public static class Mutator
{
    private const int MostBytes = 6_000;

    private static readonly byte[] s_interesting = [0x00, 0x01, 0x17, 0x18, 0x1F, 0x20, 0x3F, 0x40, 0x5F, 0x60, 0x7F, 0x80, 0x9F, 0xA0, 0xBF, 0xC0, 0xF4, 0xF7, 0xF9, 0xFB, 0xFE, 0xFF];

    private static readonly byte[][] s_pieces =
    [
        // CBOR heads that promise much, nest, or are not of our subset.
        [0x1B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x3B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x9A, 0x7F, 0xFF, 0xFF, 0xFF], [0xBA, 0x00, 0x00, 0x10, 0x00],
        [0x5A, 0x7F, 0xFF, 0xFF, 0xFF], [0x7A, 0x00, 0x00, 0x0F, 0xFF], [0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81], [0x5F, 0x41, 0x00, 0xFF], [0xFB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0],
        [0xF9, 0x7C, 0x00], [0xD8, 0x20], [0x63, 0xED, 0xA0, 0x80], [0x61, 0x00],
        .. Texts("\r\n\r\n", "\r\n", "HTTP/1.1 206 Partial Content\r\n", "Content-Length: ", "Content-Range: bytes 0-9223372036854775807/9223372036854775807\r\n", "Transfer-Encoding: chunked\r\n", "99999999999999999999", "-1", "0x10",
            "board = ", "\nkey = ", "=", "#", "\uFEFF", "𠮷水", "RIFF", "WAVE", "fmt ", "data", "LIST", "\u00FF\u00FF\u00FF\u007F", "\u00FF\u00FF\u00FF\u00FF"),
    ];

    public static byte[] Mutate(byte[] seed, byte[] other, Random random)
    {
        List<byte> bytes = [.. seed];
        for (int times = 1 << random.Next(4); times > 0; times--)
        {
            Once(bytes, other, random);
        }
        return [.. bytes.Take(MostBytes)];
    }

    private static void Once(List<byte> bytes, byte[] other, Random random)
    {
        int at = random.Next(bytes.Count + 1);
        int length = Math.Min(bytes.Count - at, 1 + random.Next(random.Next(2) == 0 ? 4 : 64));
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = s_interesting[random.Next(s_interesting.Length)];
                break;
            case 2 when at < bytes.Count:
                bytes[at] = (byte)(bytes[at] + random.Next(-3, 4));
                break;
            case 3:
                bytes.RemoveRange(at, length);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                break;
            case 5:
                bytes.InsertRange(at, s_pieces[random.Next(s_pieces.Length)]);
                break;
            case 6:
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other[Math.Min(other.Length, random.Next(other.Length + 1))..]);
                break;
            case 7:
                byte[] noise = new byte[random.Next(16)];
                random.NextBytes(noise);
                bytes.InsertRange(at, noise);
                break;
            default:
                bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(300)));
                break;
        }
    }

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(Encoding.UTF8.GetBytes);
}
