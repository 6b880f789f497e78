using EdgeWarning.Gateway.Voice;

namespace EdgeWarning.Gateway.Tests.Voice;

public sealed class OfficeLexicon_Tests
{
    [Fact]
    public async Task Words_are_kept_tidy_and_each_change_stands_in_the_audit()
    {
        await using var studio = new Studio();
        Assert.Empty(await studio.Lexicon.Put([new LexiconWord(" 六安 ", "LU4  an1"), new LexiconWord("大埔", "da4 bu4")], Studio.Officer));
        Assert.Equal([new LexiconWord("六安", "lu4 an1"), new LexiconWord("大埔", "da4 bu4")], studio.Lexicon.Words());
        Assert.Empty(await studio.Lexicon.Put([new LexiconWord("六安", "lu4 an1")], Studio.Officer));
        Assert.Empty(await studio.Lexicon.Put([new LexiconWord("六安", "lu4 an1")], Studio.Officer));    // nothing changed: nothing said
        var said = studio.Audit.Newest(10).Where(row => row.Act == "lexicon changed").Select(row => row.Detail).ToArray();
        Assert.Equal(2, said.Length);
        Assert.Contains("六安 lu4 an1", said[1]);
        Assert.Equal("-大埔", said[0]);
    }

    [Theory]
    [InlineData("六安", "lu an", "no toned pinyin")]
    [InlineData("六安", "lu4", "2 characters and 1 syllables")]
    [InlineData("六安", "lu4; an1", "no toned pinyin")]
    [InlineData("", "lu4", "1 to 20 characters")]
    [InlineData("六 安", "lu4 an1", "1 to 20 characters")]
    [InlineData("六安\n大埔\tda4 bu4", "lu4 an1", "1 to 20 characters")]
    [InlineData("#六安", "lu4 an1", "1 to 20 characters")]
    public async Task A_word_that_makes_no_sense_is_named_and_nothing_changes(string word, string reading, string why)
    {
        await using var studio = new Studio();
        Assert.Empty(await studio.Lexicon.Put([new LexiconWord("大埔", "da4 bu4")], Studio.Officer));
        var faults = await studio.Lexicon.Put([new LexiconWord("长江", "chang2 jiang1"), new LexiconWord(word, reading)], Studio.Officer);
        Assert.Contains(why, Assert.Single(faults).Text);
        Assert.Equal("大埔", Assert.Single(studio.Lexicon.Words()).Word);
    }

    [Fact]
    public async Task The_same_word_twice_is_one_too_many()
    {
        await using var studio = new Studio();
        Assert.Contains("given twice", Assert.Single(await studio.Lexicon.Put([new LexiconWord("大埔", "da4 bu4"), new LexiconWord("大埔", "da4 pu3")], Studio.Officer)).Text);
    }
}
