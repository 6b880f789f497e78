using System.Text;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Warnings.Texts;

/// <summary>Every event in every colour and language has texts that an officer can issue at 3 a.m. without a change.</summary>
public class ShippedTexts_Tests
{
    private static readonly TextFacts s_facts = new(Area: "南召县云阳镇", Office: "南召县防汛抗旱指挥部", Village: "河头村", Shelter: "村小学", Contact: "一一零", Detail: "上游已有险情。");

    public static TheoryData<string, string, Priority> EveryText()
    {
        var all = new TheoryData<string, string, Priority>();
        foreach (var language in ShippedTexts.Languages)
        {
            foreach (var what in WarningEvents.All)
            {
                foreach (var colour in what.HasColours ? new[] { Priority.Red, Priority.Orange, Priority.Yellow, Priority.Blue } : [Priority.Programme])
                {
                    all.Add(language, what.Key, colour);
                }
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(EveryText))]
    public void Text_is_whole_with_all_facts_and_with_none_of_the_village(string language, string eventKey, Priority colour)
    {
        var what = WarningEvents.Find(eventKey)!;
        var text = WarningTexts.Shipped.Of(language, eventKey, Words.Of(colour))!;
        var filled = FilledText.Of(text, language, what, colour, s_facts);
        Assert.All([filled.Headline, filled.Description, filled.Instruction], IsWhole);
        Assert.Contains("南召县云阳镇", filled.Headline, StringComparison.Ordinal);

        var here = FilledText.ForVillage(filled.Spoken, s_facts);
        var anywhere = FilledText.ForVillage(filled.Spoken, new TextFacts());
        Assert.All([here, anywhere], IsWhole);
        Assert.Contains("河头村", here, StringComparison.Ordinal);
        Assert.DoesNotContain("河头村", anywhere, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EveryText))]
    public void Voice_needs_no_more_than_half_a_minute_and_fits_an_order(string language, string eventKey, Priority colour)
    {
        var text = WarningTexts.Shipped.Of(language, eventKey, Words.Of(colour))!;
        var spoken = FilledText.ForVillage(FilledText.Of(text, language, WarningEvents.Find(eventKey)!, colour, s_facts with { Detail = null }).Spoken, s_facts);
        Assert.InRange(spoken.Length, 1, language == "en" ? 400 : 120);     // 13 Latin letters or 4 Han characters in a second, as SpokenText counts
        Assert.InRange(Encoding.UTF8.GetByteCount(spoken), 1, Order.MaxTextBytes);
        Assert.Equal(spoken, SpokenText.Clean(spoken));
    }

    [Theory]
    [MemberData(nameof(EveryText))]
    public void Headline_says_the_colour_that_the_loudspeaker_will_sound(string language, string eventKey, Priority colour)
    {
        var what = WarningEvents.Find(eventKey)!;
        if (!what.HasColours || eventKey == "notice")
        {
            return;
        }

        var filled = FilledText.Of(WarningTexts.Shipped.Of(language, eventKey, Words.Of(colour))!, language, what, colour, s_facts with { Detail = null });
        Assert.Contains(ShippedTexts.ColourIn(language, colour), filled.Headline, StringComparison.Ordinal);
        if (language != "en")
        {
            var info = CapFiles.Alert("red-rainstorm").Infos[0] with { Headline = filled.Headline, Parameters = [], EventCodes = [] };
            Assert.Equal(colour, WarningPriority.Of(info));
        }
    }

    [Theory]
    [InlineData("zh-CN", "drill", "演练")]
    [InlineData("en", "drill", "drill")]
    [InlineData("zh-CN", "test", "测试")]
    [InlineData("en", "test", "test")]
    [InlineData("zh-CN", "all-clear", "解除")]
    public void What_is_no_alarm_says_so_in_print_and_by_voice(string language, string eventKey, string word)
    {
        var text = WarningTexts.Shipped.Of(language, eventKey, "any")!;
        Assert.All(text.Texts.Where(one => one.Name is "headline" or "spoken"), one => Assert.Contains(word, one.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void What_villages_are_warned_of_most_has_words_of_its_own_in_each_colour()
    {
        string[] most = ["flood", "flash-flood", "rainstorm", "typhoon", "landslide", "forest-fire", "dam-release"];
        var own = ShippedTexts.Languages.SelectMany(language => ShippedTexts.In(language).Select(text => $"{language} {text.Event} {text.Colour}")).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(ShippedTexts.Languages.SelectMany(language => most.SelectMany(key => TextCheck.ColoursOf(key).Select(colour => $"{language} {key} {colour}"))).ToHashSet(StringComparer.Ordinal), own);
    }

    [Theory]
    [MemberData(nameof(EveryText))]
    public void Sentences_are_short_enough_to_be_understood_from_a_loudspeaker(string language, string eventKey, Priority colour)
    {
        var spoken = FilledText.ForVillage(WarningTexts.Shipped.Of(language, eventKey, Words.Of(colour))!.Spoken, s_facts);
        var sentences = spoken.Split(['。', '！', '!', '.', ':', '：'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.All(sentences, sentence => Assert.True(sentence.Length <= (language == "en" ? 135 : 34), $"{sentence.Length}: {sentence}"));
    }

    [Fact]
    public void Only_a_drill_or_a_test_calls_itself_one()
    {
        foreach (var text in ShippedTexts.Languages.SelectMany(ShippedTexts.In).Where(text => text.Event is not ("drill" or "test")))
        {
            Assert.All(text.Texts, one => Assert.False(
                one.Text.Contains("演练", StringComparison.Ordinal) || one.Text.Contains("测试", StringComparison.Ordinal) || one.Text.Contains("drill", StringComparison.OrdinalIgnoreCase), one.Text));
        }
    }

    [Fact]
    public void Every_text_is_a_template_and_stands_once()
    {
        foreach (var language in ShippedTexts.Languages)
        {
            var texts = ShippedTexts.In(language);
            Assert.Equal(texts.Count, texts.Select(text => (text.Event, text.Colour)).Distinct().Count());
            Assert.All(texts, text => Assert.True(text.Event == WarningText.Any || WarningEvents.Find(text.Event) is not null, text.Event));
            Assert.All(texts.SelectMany(text => text.Texts), one => Assert.True(TextTemplate.Read(one.Text, out var complaint) is not null, $"{complaint}"));
        }
    }

    private static void IsWhole(string text)
    {
        Assert.NotEmpty(text);
        Assert.DoesNotContain("{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
    }
}
