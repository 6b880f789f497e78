using System.Globalization;
using Dapper;
using EdgeWarning.Gateway.Platform;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using Speech;

namespace EdgeWarning.Gateway.Voice;

/// <param name="Reading">Toned pinyin, a space between syllables: "lu4 an1".</param>
public sealed record LexiconWord(string Word, string Reading);

/// <summary>How the office says words that a dictionary gets wrong, above all names of places. It wins over every dictionary.</summary>
public sealed class OfficeLexicon(Database database, AuditLog audit)
{
    /// <summary>A county has some thousand place names, of which most are said as they are written.</summary>
    public const int MostWords = 5_000;

    private const int LongestWord = 20;

    public IReadOnlyList<LexiconWord> Words() => database.Read(db => db.Query<LexiconWord>("SELECT word AS Word, reading AS Reading FROM lexicon ORDER BY word").AsList());

    /// <summary>The words that occur in a text: all that can change how it is said.</summary>
    public IReadOnlyList<LexiconWord> In(string text) => [.. Words().Where(word => text.Contains(word.Word, StringComparison.Ordinal))];

    /// <summary>Replaces the lexicon as a whole. What is wrong with it, in words; empty when it was saved.</summary>
    public async Task<IReadOnlyList<Fault>> Put(IReadOnlyList<LexiconWord> words, Actor by)
    {
        IReadOnlyList<LexiconWord> tidy = [.. words.Select(word => new LexiconWord((word.Word ?? "").Trim(), string.Join(' ', (word.Reading ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant()))];
        if (FaultsOf(tidy) is { Count: > 0 } faults)
        {
            return faults;
        }

        await database.Write((db, transaction) =>
        {
            var before = db.Query<LexiconWord>("SELECT word AS Word, reading AS Reading FROM lexicon", transaction: transaction).ToHashSet();
            var (gone, come) = (before.Except(tidy).ToList(), tidy.Except(before).ToList());
            if (gone.Count + come.Count == 0)
            {
                return;
            }

            db.Execute("DELETE FROM lexicon WHERE word = @Word", gone, transaction);
            db.Execute("INSERT OR REPLACE INTO lexicon(word, reading) VALUES(@Word, @Reading)", come, transaction);
            var changes = gone.Where(word => come.TrueForAll(other => other.Word != word.Word)).Select(word => $"-{word.Word}").Concat(come.Select(word => $"{word.Word} {word.Reading}"));
            audit.Append(db, transaction, new AuditEntry(by, AuditAct.Of("lexicon changed"), $"{tidy.Count} words", string.Join("; ", changes.Take(100))));
        });
        return [];
    }

    internal static Lexicon For(IEnumerable<LexiconWord> words) => Lexicon.Parse(string.Concat(words.Select(word => $"{word.Word}\t{word.Reading}\n")));

    private static List<Fault> FaultsOf(IReadOnlyList<LexiconWord> words)
    {
        var faults = words.Select(word => (word.Word, Fault: FaultOf(word))).Where(one => one.Fault is not null).Select(one => Fault.Of("lexicon.word", $"{one.Word}: {one.Fault}")).ToList();
        faults.AddRange(words.GroupBy(word => word.Word, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => Fault.Of("lexicon.twice", $"{same.Key}: given twice")));
        if (words.Count > MostWords)
        {
            faults.Add(Fault.Of("lexicon.tooMany", $"{words.Count} words are more than {MostWords}"));
        }

        return faults;
    }

    private static Fault? FaultOf(LexiconWord word)
    {
        if (word.Word.Length is 0 or > LongestWord || word.Word.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter) || letter == '#'))
        {
            return Fault.Of("lexicon.letters", $"a word has 1 to {LongestWord} characters, none of them a space or #");
        }

        try
        {
            _ = For([word]);
        }
        catch (SpeechException)
        {
            return Fault.Of("lexicon.pinyin", $"\"{word.Reading}\" is no toned pinyin, such as lu4 an1");
        }

        // One syllable for each character, or the officer has left one out.
        var characters = new StringInfo(word.Word).LengthInTextElements;
        var syllables = word.Reading.Split(' ').Length;
        return syllables == characters ? null : Fault.Of("lexicon.syllables", $"{characters} characters and {syllables} syllables");
    }
}
