using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;

namespace EdgeWarning.Gateway.Warnings;

/// <summary>
/// What a loudspeaker says of an info block: what comes, then what to do, in about 30 seconds. Source of the length: GB 50116
/// gives an alarm's voice 10 to 30 s; a calm voice says about 4 Han characters or 13 Latin letters in a second.
/// </summary>
public static partial class SpokenText
{
    /// <summary>30 s, counted in Latin letters; a Han character costs as much time as 10/3 of them (120 fill the time).</summary>
    private const int MostUnits = 1_200;
    private const int UnitsOfLetter = 3;
    private const int UnitsOfHan = 10;

    /// <summary>More than this of a text is never spoken, markup included, so more is not looked at.</summary>
    private const int MostCharacters = 8_000;

    private const string SentenceEnds = "。！？!?；;";
    private const string ClauseEnds = "，,、：:";

    /// <summary>The CAP parameter by which a message of ours brings its own spoken words, with places for each village's facts.</summary>
    public const string ParameterName = "EdgeWarning:spoken";

    public static string Of(CapInfo info, string language)
    {
        if (TemplateOf(info) is { } template && Clean(FilledText.ForVillage(template, new TextFacts())) is { Length: > 0 } own)
        {
            return own;
        }

        var what = FirstSaid(info.Headline, info.Event);
        var act = FirstSaid(info.Instruction, info.Description);
        if (what.Length == 0)
        {
            what = HanShare(act) > 0.3 || language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "预警" : "Warning";
        }

        var han = HanShare(what + act) > 0.3;

        return Cut(act.Length == 0 || what.Contains(act, StringComparison.Ordinal) ? EndSentence(what, han) : EndSentence(what, han) + (han ? "" : " ") + EndSentence(act, han));
    }

    /// <summary>The words that a message of ours brings for the loudspeakers, with places for each village's facts; null when it brings none.</summary>
    public static string? TemplateOf(CapInfo info) =>
        info.Parameters.FirstOrDefault(parameter => parameter.Name == ParameterName) is { Value.Length: > 0 } own && TextTemplate.Read(own.Value, out _) is not null ? own.Value : null;

    /// <summary>About how long a calm voice needs for it.</summary>
    public static TimeSpan LengthOf(string text) => TimeSpan.FromSeconds(text.EnumerateRunes().Sum(UnitsOf) * 30.0 / MostUnits);

    /// <summary>Without markup, addresses and anything a voice would stumble over.</summary>
    public static string Clean(string? text)
    {
        var start = text is { Length: > MostCharacters } ? text[..MostCharacters] : text ?? "";

        // Twice: "&lt;b&gt;" in CDATA decodes to a tag.
        var plain = Tag().Replace(WebUtility.HtmlDecode(Tag().Replace(start, " ")), " ");
        plain = Address().Replace(plain, " ");
        plain = WithoutNoise(plain);
        plain = Brackets().Replace(plain, "，");
        plain = Dots().Replace(plain, HanShare(plain) > 0.3 ? "，" : ", ");
        plain = Spaces().Replace(plain, " ");
        plain = EmptyParentheses().Replace(plain, "");
        plain = SpaceBeforeStop().Replace(SpaceInHan().Replace(plain, ""), "");
        return plain.Trim(' ', '，', ',', '、', '-');
    }

    /// <summary>How much of the letters are Han: 0 to 1.</summary>
    public static double HanShare(string text)
    {
        var letters = 0;
        var han = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                letters++;
                han += IsHan(rune) ? 1 : 0;
            }
        }

        return letters == 0 ? 0 : (double)han / letters;
    }

    /// <summary>Control characters, pictures and signs that are read out by name become spaces; joiners that shape a script's letters stay.</summary>
    private static string WithoutNoise(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            plain.Append(IsSpoken(rune) ? rune.ToString() : Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format ? "" : " ");
        }

        return plain.ToString();
    }

    private static bool IsSpoken(Rune rune) => rune.Value switch
    {
        '°' or '℃' or 0x200C or 0x200D => true,
        >= 0xFE00 and <= 0xFE0F or 0xFFFD => false,    // variation selectors of pictures; what stood for a broken character
        _ when rune.IsAscii && "*_#|~^<>{}\\=\"".Contains((char)rune.Value, StringComparison.Ordinal) => false,
        '“' or '”' => false,
        _ => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate or UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol),
    };

    private static string FirstSaid(string? preferred, string? other) => Clean(preferred) is { Length: > 0 } text ? text : Clean(other);

    private static string EndSentence(string text, bool han) =>
        text.Length > 0 && (SentenceEnds + ".…").Contains(text[^1], StringComparison.Ordinal) ? text : text.TrimEnd(' ', ',', '，', ':', '：', '-') + (han ? "。" : ".");

    private static string Cut(string text)
    {
        var (units, sentence, clause, word, hard) = (0, 0, 0, 0, 0);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            units += UnitsOf(rune);
            if (units > MostUnits)
            {
                // A cut that would leave less than a third of the time unused is not worth a half sentence.
                var end = sentence > hard / 3 ? sentence : clause > hard / 3 ? clause : word > hard / 3 ? word : hard;
                var han = HanShare(text) > 0.3;
                return EndSentence(text[..end].TrimEnd(), han);
            }

            at += rune.Utf16SequenceLength;
            hard = at;
            var followedBySpace = at >= text.Length || text[at] == ' ';
            if (rune.IsBmp && (SentenceEnds.Contains((char)rune.Value, StringComparison.Ordinal) || (rune.Value == '.' && followedBySpace)))
            {
                sentence = at;
            }
            else if (rune.IsBmp && ClauseEnds.Contains((char)rune.Value, StringComparison.Ordinal))
            {
                clause = at;
            }
            else if (rune.Value == ' ')
            {
                word = at;
            }
        }

        return text;
    }

    private static int UnitsOf(Rune rune) => IsHan(rune) || rune.Value is (>= 0x3000 and <= 0x303F) or (>= 0xFF00 and <= 0xFFEF) ? UnitsOfHan : UnitsOfLetter;

    private static bool IsHan(Rune rune) => rune.Value is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    [GeneratedRegex(@"</?[a-zA-Z!][^<>]{0,500}>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[a-z][a-z0-9+.-]{1,10}://[!-~]+|www\.[!-~]+|[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"[【】\[\]『』「」]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"\.{2,}|…+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Dots();

    [GeneratedRegex(@"[\s,，]*[,，][\s,，]*(?=[,，])|\s+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\(\s*\)|（\s*）", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmptyParentheses();

    [GeneratedRegex(@"(?<=[\u3000-\u9FFF\uFF00-\uFFEF]) (?=[\u3000-\u9FFF\uFF00-\uFFEF])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpaceInHan();

    [GeneratedRegex(@" +(?=[.,;:!?，。；：！？])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SpaceBeforeStop();
}
