using System.Text;
using System.Text.RegularExpressions;

namespace EdgeWarning.Simulator.Parts;

/// <summary>What a speech module is asked to do.</summary>
public enum SpeechCommand
{
    /// <summary>Say a text.</summary>
    Synthesise = 0x01,

    /// <summary>Fall silent.</summary>
    Stop = 0x02,

    /// <summary>Hold.</summary>
    Pause = 0x03,

    /// <summary>Go on.</summary>
    Resume = 0x04,

    /// <summary>Tell whether it speaks.</summary>
    Query = 0x21,

    /// <summary>Sleep.</summary>
    PowerDown = 0x88,

    /// <summary>Wake up.</summary>
    Wake = 0xFF,

    /// <summary>Nothing that the chip knows: it answers 45.</summary>
    Bad = -1,
}

/// <summary>One frame as the chip understood it. The text still has its tags.</summary>
public sealed record SpeechFrame(SpeechCommand Command, string Text)
{
    internal static readonly SpeechFrame Bad = new(SpeechCommand.Bad, string.Empty);
}

/// <summary>
/// Cuts the bytes of the UART into frames as an XFS5152CE does: <c>FD lenH lenL command ...</c>, the length counting what follows it, at most
/// 4 KB of text. Bytes outside a frame, an unknown command or encoding, a text that its encoding cannot hold: a bad frame. Source: XFS5152CE
/// development guide, chapters 2 and 3, as in the project's page on devices.
/// </summary>
public sealed class Xfs5152ceFrames
{
    public const int LongestTextBytes = 4_096;

    private const byte Head = 0xFD;
    private const int Gb2312CodePage = 936;
    private const int Big5CodePage = 950;

    private static readonly Encoding[] Encodings = LoadEncodings();

    private readonly byte[] _frame = new byte[LongestTextBytes + 5];
    private int _count;
    private bool _lost;

    /// <summary>A frame has begun and is not complete.</summary>
    public bool IsWithinFrame => _count > 0;

    /// <summary>Takes one byte; returns the frame that it completes or spoils, otherwise null.</summary>
    public SpeechFrame? Take(byte value)
    {
        if (_count == 0 && value != Head)
        {
            // One complaint for a run of bytes that belong to no frame.
            bool first = !_lost;
            _lost = true;
            return first ? SpeechFrame.Bad : null;
        }

        _lost = false;
        _frame[_count++] = value;
        if (_count < 3)
        {
            return null;
        }

        int length = (_frame[1] << 8) | _frame[2];
        if (length is 0 or > LongestTextBytes + 2)
        {
            return Drop();
        }

        if (_count < length + 3)
        {
            return null;
        }

        SpeechFrame frame = Parse(_frame.AsSpan(3, length));
        _count = 0;
        return frame;
    }

    /// <summary>The sender fell silent in the middle of a frame: the chip gives it up.</summary>
    public SpeechFrame Drop()
    {
        _count = 0;
        return SpeechFrame.Bad;
    }

    private static SpeechFrame Parse(ReadOnlySpan<byte> body)
    {
        var command = (SpeechCommand)body[0];
        if (command is not SpeechCommand.Synthesise)
        {
            bool known = command is SpeechCommand.Stop or SpeechCommand.Pause or SpeechCommand.Resume or SpeechCommand.Query
                or SpeechCommand.PowerDown or SpeechCommand.Wake;
            return known && body.Length == 1 ? new SpeechFrame(command, string.Empty) : SpeechFrame.Bad;
        }

        if (body.Length < 2 || body[1] >= Encodings.Length)
        {
            return SpeechFrame.Bad;
        }

        try
        {
            return new SpeechFrame(command, Encodings[body[1]].GetString(body[2..]));
        }
        catch (DecoderFallbackException)
        {
            return SpeechFrame.Bad;
        }
    }

    /// <summary>0 GB2312, 1 GBK, 2 BIG5, 3 UTF-16LE. A byte that means nothing in its encoding is an error, not a question mark.</summary>
    private static Encoding[] LoadEncodings()
    {
        EncodingProvider pages = CodePagesEncodingProvider.Instance;
        Encoding gbk = pages.GetEncoding(Gb2312CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
        Encoding big5 = pages.GetEncoding(Big5CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
        return [gbk, gbk, big5, new UnicodeEncoding(false, false, true)];
    }
}

/// <summary>The tags of a text: <c>[v0]</c> to <c>[v10]</c> is the volume, the rest of them changes nothing here and is not said.</summary>
public static partial class SpeechTags
{
    /// <summary>The chip's volume after power-up. Source: XFS5152CE development guide, chapter 5.</summary>
    public const int DefaultVolume = 5;

    public const int LoudestVolume = 10;

    public static string Strip(string text, ref int volume)
    {
        int heard = volume;
        string plain = Tag().Replace(text, tag =>
        {
            if (tag.Groups["name"].Value == "v" && int.TryParse(tag.Groups["value"].Value, out int asked) && asked <= LoudestVolume)
            {
                heard = asked;
            }
            else if (tag.Groups["name"].Value == "d")
            {
                heard = DefaultVolume;
            }

            return string.Empty;
        });
        volume = heard;
        return plain;
    }

    [GeneratedRegex(@"\[(?<name>[a-z])(?<value>[0-9]{0,8})\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Tag();
}
