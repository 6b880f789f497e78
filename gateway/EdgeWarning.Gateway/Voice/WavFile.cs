using System.Buffers.Binary;
using EdgeWarning.Gateway.Platform;

namespace EdgeWarning.Gateway.Voice;

/// <summary>
/// WAV as boards play it: PCM, 16 bits, mono, 8 or 16 kHz. What people bring is read strictly and written anew
/// with the shortest head, which every board takes. Source: Multimedia Programming Interface and Data Specifications 1.0 (IBM, Microsoft, 1991), chapters 2 and 3.
/// </summary>
public static class WavFile
{
    /// <summary>Bytes before the samples of what <see cref="Write"/> makes.</summary>
    public const int HeadBytes = 44;

    private const int RiffHeadBytes = 12;
    private const int ChunkHeadBytes = 8;
    private const int FormatBytes = 16;
    private const int SampleBytes = 2;
    private const int MostChunks = 32;
    private const ushort Pcm = 1;

    /// <summary>Takes a file apart; null and what is wrong with it when a board could not play it.</summary>
    public static Sound? Read(ReadOnlySpan<byte> file, out Fault? fault)
    {
        fault = null;
        if (file.Length < RiffHeadBytes || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WAVE"u8))
        {
            fault = Fault.Of("wav.none", "it is no WAV file");
            return null;
        }

        var rate = 0;
        var rest = file[RiffHeadBytes..];
        for (var chunk = 0; chunk < MostChunks && rest.Length >= ChunkHeadBytes; chunk++)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (size > rest.Length - ChunkHeadBytes)
            {
                fault = Fault.Of("wav.cut", "it is cut off: a chunk is longer than the file");
                return null;
            }

            var body = rest.Slice(ChunkHeadBytes, (int)size);
            if (rest.StartsWith("fmt "u8))
            {
                (rate, fault) = RateOf(body);
                if (fault is not null)
                {
                    return null;
                }
            }
            else if (rest.StartsWith("data"u8))
            {
                return SamplesOf(body, rate, out fault);
            }

            rest = rest[Math.Min(rest.Length, ChunkHeadBytes + (int)size + (int)(size & 1))..];    // chunks begin at even places
        }

        fault = Fault.Of("wav.empty", "it has no samples");
        return null;
    }

    public static byte[] Write(Sound sound)
    {
        var bytes = sound.Samples.Length * SampleBytes;
        var file = new byte[HeadBytes + bytes];
        var head = file.AsSpan();
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], file.Length - ChunkHeadBytes);
        "WAVEfmt "u8.CopyTo(head[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], FormatBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(head[20..], Pcm);
        BinaryPrimitives.WriteUInt16LittleEndian(head[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], sound.RateHertz);
        BinaryPrimitives.WriteInt32LittleEndian(head[28..], sound.RateHertz * SampleBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(head[32..], SampleBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(head[34..], 8 * SampleBytes);
        "data"u8.CopyTo(head[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[40..], bytes);
        for (var i = 0; i < sound.Samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(head[(HeadBytes + (i * SampleBytes))..], sound.Samples[i]);
        }

        return file;
    }

    private static (int Rate, Fault? Fault) RateOf(ReadOnlySpan<byte> format)
    {
        if (format.Length < FormatBytes || BinaryPrimitives.ReadUInt16LittleEndian(format) != Pcm)
        {
            return (0, Fault.Of("wav.pcm", "it is not plain PCM"));
        }

        var (channels, bits) = (BinaryPrimitives.ReadUInt16LittleEndian(format[2..]), BinaryPrimitives.ReadUInt16LittleEndian(format[14..]));
        if (channels != 1 || bits != 8 * SampleBytes || BinaryPrimitives.ReadUInt16LittleEndian(format[12..]) != SampleBytes)
        {
            return (0, Fault.Of("wav.channels", $"it has {channels} channels of {bits} bits: mono of 16 bits is needed"));
        }

        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        return rate is Sound.FullRate or Sound.HalfRate ? ((int)rate, null) : (0, Fault.Of("wav.rate", $"it has {rate} samples a second: 16000 or 8000 are needed"));
    }

    private static Sound? SamplesOf(ReadOnlySpan<byte> data, int rate, out Fault? fault)
    {
        fault = rate == 0 ? Fault.Of("wav.order", "its samples come before their format") : data.Length == 0 || data.Length % SampleBytes != 0 ? Fault.Of("wav.halfSamples", "it has no whole samples") : null;
        if (fault is not null)
        {
            return null;
        }

        var samples = new short[data.Length / SampleBytes];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(i * SampleBytes)..]);
        }

        return new Sound(rate, samples);
    }
}
