using System.Text;
using EdgeWarning.Gateway.Warnings;
using EdgeWarning.Gateway.Warnings.Cap;
using EdgeWarning.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeWarning.Gateway.Tests.Warnings;

public class SpokenText_Tests
{
    private const string Lead = "南召县发布暴雨红色预警";

    [Fact]
    public void Says_what_comes_and_what_to_do()
    {
        var alert = CapFiles.Alert("red-rainstorm");
        Assert.Equal(
            "南召县发布暴雨红色预警。请河边、沟边和山脚下的群众立即向高处转移，不要过河，不要返回取物，服从村干部安排。",
            SpokenText.Of(alert.Infos[0], "zh-CN"));
        Assert.StartsWith("Red rainstorm warning for Nanzhao county. Leave river banks", SpokenText.Of(alert.Infos[1], "en"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Wind warning: see http://example.org/a?b=c for more", "Wind warning: see for more")]
    [InlineData("<b>Take cover</b><br/>now", "Take cover now")]
    [InlineData("&lt;b&gt;Take cover&lt;/b&gt; &amp; wait", "Take cover & wait")]
    [InlineData("【红色预警】 暴雨 来袭", "红色预警，暴雨来袭")]
    [InlineData("AT 254 PM PDT...RADAR INDICATED A STORM", "AT 254 PM PDT, RADAR INDICATED A STORM")]
    [InlineData("write to duty.officer@nanzhao.example .", "write to.")]
    [InlineData("line one\r\n   line two\t!", "line one line two!")]
    [InlineData("⚠️ 🌧 rain", "rain")]
    [InlineData("38 °C, 55 ℃", "38 °C, 55 ℃")]
    [InlineData("𠮷田村", "𠮷田村")]              // a rare character of place names, outside the 16-bit plane
    [InlineData("می‌خواهم", "می‌خواهم")]      // a joiner inside a word
    [InlineData("  ", "")]
    public void Leaves_out_what_a_voice_stumbles_over(string text, string spoken) => Assert.Equal(spoken, SpokenText.Clean(text));

    [Fact]
    public void Says_the_event_where_there_is_no_headline_and_the_description_where_there_is_no_instruction()
    {
        var info = CapFiles.Alert("red-rainstorm").Infos[0] with { Headline = " ", Instruction = null, Description = "雨量已超过一百毫米" };
        Assert.Equal("暴雨。雨量已超过一百毫米。", SpokenText.Of(info, "zh-CN"));
        Assert.Equal("预警。", SpokenText.Of(info with { Event = "", Description = "" }, "zh-CN"));
        Assert.Equal("Warning.", SpokenText.Of(info with { Event = "", Description = "" }, "en"));
    }

    [Fact]
    public void Stops_at_a_sentence_end_after_about_half_a_minute()
    {
        var info = CapFiles.Alert("red-rainstorm").Infos[0] with { Instruction = string.Concat(Enumerable.Repeat("请立即向高处转移，不要过河。", 40)) };
        var text = SpokenText.Of(info, "zh-CN");
        Assert.InRange(text.Length, 80, 121);
        Assert.StartsWith(Lead, text, StringComparison.Ordinal);
        Assert.EndsWith("不要过河。", text, StringComparison.Ordinal);

        var english = SpokenText.Of(CapFiles.Alert("red-rainstorm").Infos[1] with { Instruction = string.Concat(Enumerable.Repeat("Go to high ground now. ", 60)) }, "en");
        Assert.InRange(english.Length, 300, 400);
        Assert.EndsWith("high ground now.", english, StringComparison.Ordinal);
    }

    [Fact]
    public void One_endless_sentence_is_cut_between_words()
    {
        var text = SpokenText.Of(CapFiles.Alert("red-rainstorm").Infos[1] with { Headline = null, Event = "Storm", Instruction = string.Concat(Enumerable.Repeat("water ", 200)) }, "en");
        Assert.InRange(text.Length, 300, 401);
        Assert.EndsWith("water.", text, StringComparison.Ordinal);
    }

    /// <summary>Whatever an issuer writes, the words fit into an order and into half a minute, and say something.</summary>
    [Fact]
    public void Any_text_fits_into_an_order()
    {
        var info = CapFiles.Alert("red-rainstorm").Infos[0];
        var piece = Gen.Elements("红色", "rain", " ", "。", ".", ",", "，", "<b>", "&amp;", "http://a.b/c", "🌧", "\u0000", "\ud83c", "...", "（", "）", "\n", "Ω", "воды", "9");
        var text = Gen.ArrayOf(piece).Select(string.Concat);
        Prop.ForAll(Gen.Two(text).ToArbitrary(), texts =>
        {
            var spoken = SpokenText.Of(info with { Headline = texts.Item1, Instruction = texts.Item2 }, "zh-CN");
            return spoken.Length > 0 && spoken.EnumerateRunes().Count() <= 402 && Encoding.UTF8.GetByteCount(spoken) <= Order.MaxTextBytes
                && !spoken.Contains("http", StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }
}
