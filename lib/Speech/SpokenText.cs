using System.Globalization;
using System.Text;

namespace Speech;

/// <summary>Text as it may go to a speech program: nothing in it is a command.</summary>
internal static class SpokenText
{
    /// <summary>
    /// Full-width letters and digits become plain ones, control and format characters vanish (Ctrl-A starts a command of espeak-ng), a line
    /// ends a phrase, and square brackets (espeak-ng's phoneme mode) and angle brackets are pauses.
    /// </summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value switch
            {
                '\n' or '\r' or '\u2028' or '\u2029' => "\n",
                '\t' => " ",
                '[' or ']' or '{' or '}' or '<' or '>' or '|' or '\\' or '_' or '^' or '`' => ", ",
                >= 0xFF10 and <= 0xFF19 or >= 0xFF21 and <= 0xFF3A or >= 0xFF41 and <= 0xFF5A => ((char)(rune.Value - 0xFEE0)).ToString(),
                0xFFFD => " ",
                _ => Rune.GetUnicodeCategory(rune) switch
                {
                    UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate
                        or UnicodeCategory.OtherNotAssigned => string.Empty,
                    UnicodeCategory.SpaceSeparator => " ",
                    _ => rune.ToString(),
                },
            });
        }

        return clean.ToString();
    }

    /// <summary>CJK ideographs, all planes that hold them. Source: Unicode 15, blocks.</summary>
    public static bool IsHan(Rune rune) => rune.Value is
        0x3005 or 0x3007 or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF);
}
