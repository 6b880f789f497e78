using System.Reflection;
using System.Text;

namespace Speech;

/// <summary>Words with their readings: a line each, the word, a tab, its syllables with tone digits (行长, hang2 zhang3). # starts a comment.</summary>
public sealed class Lexicon
{
    private readonly Dictionary<string, string> _readings;

    private Lexicon(Dictionary<string, string> readings)
    {
        _readings = readings;
        LongestWord = readings.Count == 0 ? 0 : readings.Keys.Max(word => word.Length);
    }

    public static Lexicon Empty { get; } = new([]);

    /// <summary>In UTF-16 units.</summary>
    internal int LongestWord { get; }

    public static Lexicon Parse(string lines)
    {
        var readings = new Dictionary<string, string>();
        int number = 0;
        foreach (string line in lines.Split('\n'))
        {
            number++;
            string entry = line.Split('#')[0].Trim();
            if (entry.Length == 0)
            {
                continue;
            }

            string[] columns = entry.Split('\t', StringSplitOptions.TrimEntries);
            if (columns.Length != 2 || columns[0].Length == 0 || !columns[1].Split(' ').All(IsSyllable))
            {
                throw new SpeechException($"could not read the lexicon: line {number} is not a word, a tab and toned syllables: {entry}");
            }

            readings[columns[0]] = columns[1];
        }

        return new Lexicon(readings);
    }

    /// <summary>These words and those of another lexicon, which win.</summary>
    public Lexicon With(Lexicon winner)
    {
        var both = new Dictionary<string, string>(_readings);
        foreach ((string word, string reading) in winner._readings)
        {
            both[word] = reading;
        }

        return new Lexicon(both);
    }

    internal bool TryFind(string text, int at, out int length, out string reading)
    {
        for (length = Math.Min(LongestWord, text.Length - at); length > 0; length--)
        {
            if (_readings.TryGetValue(text.Substring(at, length), out string? found))
            {
                reading = found;
                return true;
            }
        }

        reading = string.Empty;
        return false;
    }

    internal static Lexicon BuiltIn()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Speech.lexicon.zh.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd());
    }

    private static bool IsSyllable(string syllable) =>
        syllable.Length is > 1 and <= 8 && syllable[^1] is >= '1' and <= '5' && syllable[..^1].All(letter => letter is (>= 'a' and <= 'z') or 'ê');
}
