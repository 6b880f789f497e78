using System.Text;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Broadcast;

/// <summary>Makes a text fit into one order. A warning that is too long loses its end, never its beginning, and ends at a sentence.</summary>
public static class OrderText
{
    private const string SentenceEnds = "。！？；.!?;\n";

    public static string Fit(string text) => Fit(text, Order.MaxTextBytes);

    /// <summary>The beginning of a text that has at most so many bytes of UTF-8.</summary>
    public static string Fit(string text, int mostBytes)
    {
        if (Encoding.UTF8.GetByteCount(text) <= mostBytes)
        {
            return text;
        }

        var bytes = 0;
        var whole = 0;
        var sentence = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > mostBytes)
            {
                break;
            }

            whole += rune.Utf16SequenceLength;
            if (rune.IsBmp && SentenceEnds.Contains((char)rune.Value))
            {
                sentence = whole;
            }
        }

        return text[..(sentence > whole / 2 ? sentence : whole)];
    }
}
