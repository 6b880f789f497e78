using System.Text;

namespace EdgeWarning.Simulator.Parts;

/// <summary>A make of speech chip as its data sheet describes it.</summary>
/// <param name="LongestTextBytes">Of one frame, tags included.</param>
/// <param name="HasCheckByte">The last byte that a frame's length counts is the XOR of all before it.</param>
/// <param name="Encodings">By the number in a frame. A byte that means nothing in its encoding is an error, not a question mark.</param>
/// <param name="DefaultVolume">After power-up.</param>
/// <param name="LoudestVolume">Of the tag <c>[v..]</c>.</param>
/// <param name="StartUp">From power to the ready answer. [M]</param>
public sealed record SpeechChip(
    string Name, int LongestTextBytes, bool HasCheckByte, IReadOnlyList<Encoding> Encodings, int DefaultVolume, int LoudestVolume, TimeSpan StartUp)
{
    private const int Gb2312CodePage = 936;
    private const int Big5CodePage = 950;

    /// <summary>Source: XFS5152CE development guide, chapters 2, 3 and 5, as in the project's page on devices.</summary>
    public static SpeechChip Xfs5152ce { get; } = new(
        "XFS5152CE", 4_096, false, [.. Pages(), new UnicodeEncoding(false, false, true)], 5, 10, TimeSpan.FromMilliseconds(200));

    /// <summary>Source: SYN6288 data sheet as in the project's page on devices; high byte first as in Mixly's MicroPython driver.</summary>
    public static SpeechChip Syn6288 { get; } = new(
        "SYN6288", 200, true, [.. Pages(), new UnicodeEncoding(true, false, true)], 10, 16, TimeSpan.FromMilliseconds(200));

    private static IEnumerable<Encoding> Pages()
    {
        EncodingProvider pages = CodePagesEncodingProvider.Instance;
        Encoding gbk = pages.GetEncoding(Gb2312CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
        return [gbk, gbk, pages.GetEncoding(Big5CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!];
    }
}
