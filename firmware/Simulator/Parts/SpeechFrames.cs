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
/// Cuts the bytes of the UART into frames as a speech chip does: <c>FD lenH lenL command ...</c>, the length counting what follows it. Bytes outside a
/// frame, an unknown command or encoding, a text that its encoding cannot hold, a wrong check byte: a bad frame. Sources: see <see cref="SpeechChip"/>.
/// </summary>
public sealed class SpeechFrames(SpeechChip chip)
{
    private const byte Head = 0xFD;

    /// <summary>The SYN6288 has the number of its background music above them.</summary>
    private const int EncodingBits = 0x07;

    private readonly byte[] _frame = new byte[chip.LongestTextBytes + 6];
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
        int check = chip.HasCheckByte ? 1 : 0;
        if (length <= check || length > chip.LongestTextBytes + 2 + check)
        {
            return Drop();
        }

        if (_count < length + 3)
        {
            return null;
        }

        int count = _count;
        _count = 0;
        return chip.HasCheckByte && !IsWhole(_frame.AsSpan(0, count)) ? SpeechFrame.Bad : Parse(_frame.AsSpan(3, length - check));
    }

    /// <summary>The sender fell silent in the middle of a frame: the chip gives it up.</summary>
    public SpeechFrame Drop()
    {
        _count = 0;
        return SpeechFrame.Bad;
    }

    private static bool IsWhole(ReadOnlySpan<byte> frame)
    {
        int check = 0;
        foreach (byte value in frame)
        {
            check ^= value;
        }

        return check == 0;
    }

    private SpeechFrame Parse(ReadOnlySpan<byte> body)
    {
        var command = (SpeechCommand)body[0];
        if (command is not SpeechCommand.Synthesise)
        {
            bool known = command is SpeechCommand.Stop or SpeechCommand.Pause or SpeechCommand.Resume or SpeechCommand.Query
                or SpeechCommand.PowerDown or SpeechCommand.Wake;
            return known && body.Length == 1 ? new SpeechFrame(command, string.Empty) : SpeechFrame.Bad;
        }

        if (body.Length < 2 || (body[1] & EncodingBits) >= chip.Encodings.Count || body.Length - 2 > chip.LongestTextBytes)
        {
            return SpeechFrame.Bad;
        }

        try
        {
            return new SpeechFrame(command, chip.Encodings[body[1] & EncodingBits].GetString(body[2..]));
        }
        catch (DecoderFallbackException)
        {
            return SpeechFrame.Bad;
        }
    }
}

/// <summary>The tags of a text: <c>[v..]</c> is the volume, the rest of them changes nothing here and is not said.</summary>
public static partial class SpeechTags
{
    public static string Strip(string text, SpeechChip chip, ref int volume)
    {
        int heard = volume;
        string plain = Tag().Replace(text, tag =>
        {
            if (tag.Groups["name"].Value == "v" && int.TryParse(tag.Groups["value"].Value, out int asked) && asked <= chip.LoudestVolume)
            {
                heard = asked;
            }
            else if (tag.Groups["name"].Value == "d")
            {
                heard = chip.DefaultVolume;
            }

            return string.Empty;
        });
        volume = heard;
        return plain;
    }

    [GeneratedRegex(@"\[(?<name>[a-z])(?<value>[0-9]{0,8})\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Tag();
}
