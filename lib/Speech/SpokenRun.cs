using System.Text;

namespace Speech;

/// <summary>A piece of text for one voice.</summary>
internal sealed record SpokenRun(string Text, string LanguageTag, bool IsMandarin)
{
    /// <summary>
    /// Splits a text where the script changes: Han characters are Mandarin, letters of another script belong to the text's language, or to
    /// English when that is Chinese; digits, spaces and punctuation stay with the run before them.
    /// </summary>
    public static IEnumerable<SpokenRun> Split(string text, string languageTag)
    {
        bool chinese = IsMandarinTag(languageTag);
        string foreignTag = chinese ? "en" : languageTag;
        if (chinese)
        {
            text = MandarinNumbers.ReadUnits(text);
        }

        var piece = new StringBuilder();
        bool mandarin = chinese;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool han = SpokenText.IsHan(rune);
            if ((han || Rune.IsLetter(rune)) && han != mandarin)
            {
                if (HasWords(piece))
                {
                    yield return Run(piece, foreignTag, mandarin);
                    piece.Clear();
                }

                mandarin = han;
            }

            piece.Append(rune);
        }

        if (HasWords(piece))
        {
            yield return Run(piece, foreignTag, mandarin);
        }
    }

    private static SpokenRun Run(StringBuilder piece, string foreignTag, bool mandarin)
    {
        string text = piece.ToString();
        return new SpokenRun(
            mandarin ? text : EnglishUnits.Read(text, foreignTag), mandarin ? "zh" : foreignTag, mandarin);
    }

    private static bool IsMandarinTag(string languageTag)
    {
        string primary = languageTag.Split('-')[0].ToLowerInvariant();
        return primary is "zh" or "cmn";
    }

    private static bool HasWords(StringBuilder piece)
    {
        foreach (ReadOnlyMemory<char> chunk in piece.GetChunks())
        {
            foreach (char character in chunk.Span)
            {
                if (char.IsLetterOrDigit(character) || char.IsSurrogate(character) || character is '〇')
                {
                    return true;
                }
            }
        }

        return false;
    }
}
