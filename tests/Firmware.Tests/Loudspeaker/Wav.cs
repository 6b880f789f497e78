using System.Buffers.Binary;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>WAV files as a studio, or somebody evil, would write them.</summary>
internal static class Wav
{
    public static byte[] Of(ReadOnlySpan<short> samples, int sampleRate = 16_000, bool list = false)
    {
        byte[] data = new byte[samples.Length * 2];
        for (int i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(2 * i), samples[i]);
        }

        byte[] extra = list ? Chunk("LIST", [.. "INFOISFT"u8, 3, 0, 0, 0, 1, 2, 3]) : [];
        return Riff([.. Chunk("fmt ", Format(sampleRate)), .. extra, .. Chunk("data", data)]);
    }

    public static byte[] Sine(double hertz, int milliseconds, int amplitude = 12_000, int sampleRate = 16_000) => Of(
        [.. Enumerable.Range(0, sampleRate / 1_000 * milliseconds).Select(i => (short)(amplitude * Math.Sin(2 * Math.PI * hertz * i / sampleRate)))], sampleRate);

    public static byte[] Riff(byte[] body)
    {
        byte[] size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, body.Length + 4);
        return [.. "RIFF"u8, .. size, .. "WAVE"u8, .. body];
    }

    public static byte[] Chunk(string name, byte[] body)
    {
        byte[] size = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(size, body.Length);
        return [.. System.Text.Encoding.ASCII.GetBytes(name), .. size, .. body, .. new byte[body.Length & 1]];
    }

    public static byte[] Format(int sampleRate = 16_000, int channels = 1, int bits = 16, int code = 1)
    {
        byte[] format = new byte[16];
        BinaryPrimitives.WriteInt16LittleEndian(format, (short)code);
        BinaryPrimitives.WriteInt16LittleEndian(format.AsSpan(2), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(8), sampleRate * channels * bits / 8);
        BinaryPrimitives.WriteInt16LittleEndian(format.AsSpan(12), (short)(channels * bits / 8));
        BinaryPrimitives.WriteInt16LittleEndian(format.AsSpan(14), (short)bits);
        return format;
    }
}
