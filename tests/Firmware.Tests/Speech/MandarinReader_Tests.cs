using global::Speech;

namespace EdgeWarning.Firmware.Tests.Speech;

public sealed class MandarinReader_Tests
{
    private readonly MandarinReader _reader = new(new SpeechOptions());

    [Theory]
    [InlineData("长江村", "chang2 jiang1 cun1")]
    [InlineData("行政村", "xing2 zheng4 cun1")]
    [InlineData("银行行长", "yin2 hang2 hang2 zhang3")]
    [InlineData("转移", "zhuan3 yi2")]
    [InlineData("水库还在上涨", "shui3 ku4 hai2 zai4 shang4 zhang3")]
    [InlineData("南召县气象台", "nan2 zhao4 xian4 qi4 xiang4 tai2")]
    [InlineData("重庆，重新", "chong2 qing4, chong2 xin1")]
    [InlineData("疏散。应急广播！", "shu1 san4. ying4 ji2 guang3 bo4!")]
    public async Task Reads_characters_of_many_sounds_by_the_word_they_stand_in(string text, string pinyin) =>
        Assert.Equal(pinyin, await _reader.ToPinyin(text));

    [Fact]
    public async Task The_word_of_an_office_wins_over_the_dictionary()
    {
        // 六安 in Anhui is said lu4 an1; the dictionary's 六 is liu4.
        var reader = new MandarinReader(new SpeechOptions { Lexicon = Lexicon.Parse("# place names\n六安\tlu4 an1\n") });

        Assert.Equal("qing3 lu4 an1 qun2 zhong4", await reader.ToPinyin("请六安群众"));
    }

    [Theory]
    [InlineData("六安 lu4 an1")]
    [InlineData("六安\tlu an")]
    [InlineData("六安\tlu4; rm4")]
    public void A_malformed_lexicon_names_its_line(string entry)
    {
        var refusal = Assert.Throws<SpeechException>(() => Lexicon.Parse("水库\tshui3 ku4\n" + entry));

        Assert.Contains("line 2", refusal.Message);
    }

    [Fact]
    public async Task Every_syllable_of_the_dictionary_is_a_syllable_to_the_voice()
    {
        // espeak-ng marks a word that it can only spell with a switch of language: "(en)...(cmn)".
        string[] syllables = [.. File.ReadLines("/usr/share/rime-data/terra_pinyin.dict.yaml").Select(line => line.Split('\t'))
            .Where(columns => columns.Length > 1 && columns[0].Length == 1).Select(columns => columns[0])
            .Where(character => character[0] is >= '\u4e00' and <= '\u9fa5').Distinct().Take(8_000)];
        string pinyin = await _reader.ToPinyin(string.Concat(syllables));

        Assert.DoesNotContain("(en)", await Phonemes.Of(string.Join(' ', pinyin.Split(' ').Distinct())));
        Assert.Contains("(en)", await Phonemes.Of("eh1"));
    }
}
