using System.Text;

namespace Speech;

/// <summary>Chinese text to toned pinyin. Safe for many threads; the dictionary is read with the first text.</summary>
public sealed class MandarinReader
{
    private readonly SpeechOptions _options;
    private readonly Lazy<Lexicon> _lexicon;
    private readonly Lazy<TerraPinyin> _dictionary;

    public MandarinReader(SpeechOptions options)
    {
        _options = options;
        _lexicon = new Lazy<Lexicon>(() => Lexicon.BuiltIn().With(options.Lexicon));
        _dictionary = new Lazy<TerraPinyin>(() => TerraPinyin.Load(options.TerraPinyinPath), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Syllables with tone digits, punctuation as pauses: "yin2 hang2 hang2 zhang3, ...". A character without a reading is a pause.</summary>
    public async Task<string> ToPinyin(string text)
    {
        var pieces = new List<(string Text, bool IsPinyin)>();
        SplitByLexicon(MandarinNumbers.ReadUnits(SpokenText.Clean(text)), pieces);
        string[] unread = [.. pieces.Where(piece => !piece.IsPinyin).Select(piece => piece.Text.Replace('\n', '。'))];
        string[] traditional = await ToTraditional(unread);
        var pinyin = new StringBuilder();
        int next = 0;
        foreach ((string piece, bool isPinyin) in pieces)
        {
            if (isPinyin)
            {
                AppendWord(pinyin, piece);
            }
            else
            {
                Read(traditional[next++], pinyin);
            }
        }

        return pinyin.ToString().Trim();
    }

    private void SplitByLexicon(string text, List<(string Text, bool IsPinyin)> pieces)
    {
        int start = 0;
        for (int at = 0; at < text.Length;)
        {
            if (!_lexicon.Value.TryFind(text, at, out int length, out string reading))
            {
                at++;
                continue;
            }

            if (at > start)
            {
                pieces.Add((text[start..at], false));
            }

            pieces.Add((reading, true));
            at += length;
            start = at;
        }

        if (start < text.Length)
        {
            pieces.Add((text[start..], false));
        }
    }

    /// <summary>One piece a line through opencc, which chooses the traditional character by the words around it.</summary>
    private async Task<string[]> ToTraditional(string[] pieces)
    {
        if (pieces.Length == 0)
        {
            return pieces;
        }

        byte[] input = Encoding.UTF8.GetBytes(string.Join('\n', pieces) + "\n");
        string output = await ChildProcess.Run(
            _options.OpenccProgram, "opencc", ["-c", "s2t.json"], input, _options.ChildTimeLimit, 64_000 + (input.Length * 4), Encoding.UTF8.GetString);
        string[] lines = output.Split('\n');
        return lines.Length >= pieces.Length
            ? lines
            : throw new SpeechException($"could not speak Mandarin: opencc gave {lines.Length} lines for {pieces.Length}");
    }

    private void Read(string traditional, StringBuilder pinyin)
    {
        ReadOnlySpan<char> rest = traditional;
        while (rest.Length > 0)
        {
            int length = LongestWord(rest, out string reading);
            if (length > 0)
            {
                AppendWord(pinyin, Spoken(reading));
                rest = rest[length..];
                continue;
            }

            Rune.DecodeFromUtf16(rest, out Rune rune, out int consumed);
            AppendPause(pinyin, rune);
            rest = rest[consumed..];
        }
    }

    private int LongestWord(ReadOnlySpan<char> text, out string reading)
    {
        Span<int> ends = stackalloc int[TerraPinyin.LongestWordCharacters];
        int count = 0;
        for (int at = 0; count < ends.Length && at < text.Length;)
        {
            Rune.DecodeFromUtf16(text[at..], out Rune rune, out int consumed);
            if (!SpokenText.IsHan(rune))
            {
                break;
            }

            at += consumed;
            ends[count++] = at;
        }

        while (count > 0)
        {
            int length = ends[--count];
            if (_dictionary.Value.TryFind(text[..length], out reading))
            {
                return length;
            }
        }

        reading = string.Empty;
        return 0;
    }

    /// <summary>espeak-ng spells "eh" as letters; it knows the syllable as ê.</summary>
    private static string Spoken(string reading) =>
        reading.StartsWith("eh", StringComparison.Ordinal) ? "ê" + reading[2..] : reading;

    private static void AppendWord(StringBuilder pinyin, string reading)
    {
        if (pinyin.Length > 0 && pinyin[^1] != ' ')
        {
            pinyin.Append(' ');
        }

        pinyin.Append(reading);
    }

    private static void AppendPause(StringBuilder pinyin, Rune rune)
    {
        string pause = rune.Value switch
        {
            '。' or '.' or '．' or '…' or '\n' => ". ",
            '！' or '!' => "! ",
            '？' or '?' => "? ",
            '；' or ';' => "; ",
            ' ' or '·' or '“' or '”' or '"' or '\'' or '‘' or '’' or '《' or '》' => " ",
            _ => ", ",
        };

        // A second pause right after the first adds nothing but a spelled sign.
        bool pausing = pinyin.Length == 0 || pinyin[^1] == ' ';
        if (!pausing)
        {
            pinyin.Append(pause);
        }
    }
}
