using System.Text;

namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>The small habits of CAP text: XML white space, lists in one element, quoting a value in a message.</summary>
internal static class CapText
{
    /// <summary>What XML calls white space; a full-width or no-break space is text. Source: XML 1.0, production 3.</summary>
    public static readonly char[] XmlSpaces = [' ', '\t', '\r', '\n'];

    private const int LongestQuote = 60;

    /// <summary>A value short enough, and on one line, to stand in a message.</summary>
    public static string Shorten(string text)
    {
        var line = string.Join(' ', Words(text));
        if (line.Length <= LongestQuote)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return string.Concat(line.AsSpan(0, end), "…");
    }

    public static string[] Words(string text) => text.Split(XmlSpaces, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>"a b "c d"" is a, b and "c d". Source: CAP 1.2, section 3.2.1, addresses and incidents.</summary>
    public static IReadOnlyList<string> QuotedWords(string? text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quoted = false;
        foreach (var letter in text ?? "")
        {
            if (letter == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && Array.IndexOf(XmlSpaces, letter) >= 0)
            {
                Flush();
            }
            else
            {
                word.Append(letter);
            }
        }

        Flush();
        return words;

        void Flush()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }
}
