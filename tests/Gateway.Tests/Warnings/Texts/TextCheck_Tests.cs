using EdgeWarning.Gateway.Warnings.Texts;
using EdgeWarning.Protocol;

namespace EdgeWarning.Gateway.Tests.Warnings.Texts;

/// <summary>A text that could not be spoken, or would be taken for something else, is refused by day and not found out at night.</summary>
public class TextCheck_Tests
{
    private static readonly TextFacts s_longest = new(Area: "南召县", Office: "南召县应急局", Colour: "黄色", Event: "暴雨", Until: "6时", Village: "河头村", Shelter: "村小学", Contact: "老王");
    private static readonly WarningText s_sound = new("flood", "red", "{area}洪水红色预警", "{office}发布。{detail|}", "去{shelter|高处}。", "{village|}乡亲们，快去{shelter|高处}！");

    [Fact]
    public void Every_shipped_text_passes()
    {
        foreach (var language in ShippedTexts.Languages)
        {
            Assert.All(ShippedTexts.In(language), text => Assert.Empty(TextCheck.FaultsOf(text, language, s_longest)));
        }

        Assert.Empty(TextCheck.FaultsOf(s_sound, "zh-CN", s_longest));
    }

    [Theory]
    [InlineData("headline", "", "it is empty")]
    [InlineData("spoken", "  ", "it is empty")]
    [InlineData("spoken", "快去{shelter", "the brace at character 3 is not closed")]
    [InlineData("description", "{weather}", "\"weather\" at character 2 is no fact; known are area,")]
    [InlineData("spoken", "快去{shelter}！", "{shelter} is not always known: write what stands for it then, such as {shelter|高处安全的地方}")]
    [InlineData("headline", "{village}洪水红色预警", "{village} is not always known")]
    [InlineData("description", "{detail}", "{detail} is not always known: write what stands for it then, such as {detail|}")]
    [InlineData("headline", "洪水黄色预警", "it says \"黄色\", but is the text for red")]
    [InlineData("spoken", "橙色预警！快走！", "it says \"橙色\", but is the text for red")]
    [InlineData("spoken", "快\u0007走", "it holds a control character")]
    [InlineData("spoken", "<br/>", "nothing of it can be spoken")]
    public void A_fault_is_named_with_its_text(string name, string source, string fault)
    {
        var text = name switch
        {
            "headline" => s_sound with { Headline = source },
            "description" => s_sound with { Description = source },
            "instruction" => s_sound with { Instruction = source },
            _ => s_sound with { Spoken = source },
        };
        var found = Assert.Single(TextCheck.FaultsOf(text, "zh-CN", s_longest));
        Assert.Equal(name, found.Text);
        Assert.StartsWith(fault, found.Why.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("drill", "zh-CN", "大家去学校集合", "it must say \"演练\", so that nobody takes it for a warning")]
    [InlineData("drill", "en", "Walk to the school", "it must say \"drill\"")]
    [InlineData("test", "zh-CN", "这是广播", "it must say \"测试\"")]
    [InlineData("all-clear", "zh-CN", "红色预警解除", "it says \"红色\", but is the text for every colour")]
    [InlineData("all-clear", "en", "The red warning ends", "it says \"Red\", but is the text for every colour")]
    public void What_is_no_alarm_says_so_and_names_no_colour(string key, string language, string spoken, string fault)
    {
        var text = WarningTexts.Shipped.Of(language, key, WarningText.Any)! with { Spoken = spoken };
        Assert.StartsWith(fault, Assert.Single(TextCheck.FaultsOf(text, language, s_longest)).Why.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_are_whole_words_in_English() =>
        Assert.Empty(TextCheck.FaultsOf(new WarningText("flood", "blue", "Blue", "d", "i", "You are not scared or bored"), "en", s_longest));

    [Fact]
    public void A_text_that_an_order_cannot_hold_in_one_village_is_refused_and_names_that_village()
    {
        var village = s_longest with { Shelter = new string('学', 800) };
        var text = s_sound with { Spoken = string.Concat(Enumerable.Repeat("快去{shelter|高处}！", 2)) };
        Assert.Equal($"with the facts of 河头村 it has 4818 bytes; an order holds {Order.MaxTextBytes}", Assert.Single(TextCheck.FaultsOf(text, "zh-CN", village)).Why.Text);
    }

    [Theory]
    [InlineData("rainstorm", "red orange yellow blue")]
    [InlineData("any", "red orange yellow blue")]
    [InlineData("test", "any")]
    [InlineData("earthworm", "")]
    public void Colours_of_an_event_are_those_that_it_can_have(string key, string colours) => Assert.Equal(colours, string.Join(' ', TextCheck.ColoursOf(key)));

    [Fact]
    public void The_office_s_own_text_is_asked_before_the_shipped_one_of_the_same_kind_and_no_other()
    {
        var own = new WarningTexts([("zh-CN", s_sound), ("zh-CN", s_sound with { Event = WarningText.Any, Colour = "orange" }), ("ug", s_sound with { Event = WarningText.Any })]);
        Assert.Same(s_sound, own.Of("zh-CN", "flood", "red"));
        Assert.Same(WarningTexts.Shipped.Of("zh-CN", "flood", "orange"), own.Of("zh-CN", "flood", "orange"));
        Assert.Equal("orange", own.Of("zh-CN", "tornado", "orange")!.Colour);
        Assert.Equal(["zh-CN", "en", "ug"], own.Languages);
        Assert.NotNull(own.Of("ug", "tornado", "red"));
        Assert.Null(own.Of("ug", "tornado", "blue"));
        Assert.Null(own.Of("fr", "flood", "red"));
    }
}
