using System.Text;
using EdgeWarning.Drivers;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeWarning.Firmware.Tests.Drivers;

public sealed class SpeechScript_Tests
{
    private static readonly int CharactersPerFrame = SpeechDialect.Xfs5152ce().CharactersPerFrame;

    private readonly SpeechScript _script = new(SpeechDialect.Xfs5152ce());

    /// <summary>FD, length = text bytes + 2 (big end first), 01 synthesise, 03 UTF-16LE. Source: XFS5152CE data sheet; text 你好 as in the project's page on devices.</summary>
    [Fact]
    public void The_frame_is_the_data_sheets() =>
        Assert.Equal("FD000E0103" + "5B0076003500" + "5D00" + "604F7D59", Convert.ToHexString(Assert.Single(Frames("你好", 50))));

    [Theory]
    [InlineData(0, "[v0]")]
    [InlineData(4, "[v0]")]
    [InlineData(5, "[v1]")]
    [InlineData(74, "[v7]")]
    [InlineData(100, "[v10]")]
    [InlineData(900, "[v10]")]
    [InlineData(-1, "[v0]")]
    public void Percent_become_the_modules_ten_steps(int percent, string tag) => Assert.StartsWith(tag, Assert.Single(Texts("水", percent)));

    [Theory]
    [InlineData("[v0]静", "[v5](v0)静")]
    [InlineData("［v0］静", "[v5](v0)静")]
    [InlineData("]][[x", "[v5]))((x")]
    [InlineData("a\tb\u0000c\u007Fd\uFEFFe", "[v5]a b c d e")]
    [InlineData("快\U0001F6A8跑", "[v5]快 跑")]
    [InlineData("第一行\n第二行。\n\n第三行\r\n", "[v5]第一行。第二行。 第三行 ")]
    [InlineData("  水  位  ", "[v5]水 位 ")]
    public void A_text_cannot_command_the_module(string text, string said) => Assert.Equal(said, Assert.Single(Texts(text, 50)));

    [Fact]
    public void An_empty_text_makes_no_frame()
    {
        Assert.Empty(Frames("", 50));
        Assert.Empty(Frames(" \n ", 50));
    }

    [Fact]
    public void Long_texts_are_cut_at_the_ends_of_sentences()
    {
        string sentence = "暴雨红色预警，请低洼地带的村民立即转移到高处的学校。";
        string[] texts = Texts(string.Concat(Enumerable.Repeat(sentence, 20)), 50);
        Assert.True(texts.Length > 1);
        Assert.All(texts, text => Assert.EndsWith("。", text));
        Assert.All(texts, text => Assert.True(text.Length - 4 <= CharactersPerFrame));
    }

    [Fact]
    public void A_number_is_not_cut_at_its_point()
    {
        string text = new string('雨', CharactersPerFrame - 32) + "，" + new string('量', 20) + "已达201.9毫米，" + new string('水', 60);
        Assert.EndsWith("毫米，", Texts(text, 50)[0]);
    }

    [Fact]
    public void A_text_without_any_mark_is_cut_at_the_frames_end() =>
        Assert.Equal([CharactersPerFrame, 30], Texts(new string('雨', CharactersPerFrame + 30), 50).Select(text => text.Length - 4));

    [Fact]
    public void Whatever_the_text_the_frames_hold_it_whole_and_nothing_else_but_the_volume() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Texts().ToArbitrary(), text =>
        {
            string[] texts = Texts(text, 70);
            string said = string.Concat(texts.Select(one => one["[v7]".Length..]));
            Assert.All(texts, one => Assert.StartsWith("[v7]", one));
            Assert.DoesNotContain('[', said);
            Assert.DoesNotContain(']', said);
            string kept = string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is >= '\u4E00' and <= '\u9FFF'));
            Assert.Equal(kept, string.Concat(said.Where(c => char.IsAsciiLetterOrDigit(c) || c is >= '\u4E00' and <= '\u9FFF')));
        }));

    private static Gen<string> Texts()
    {
        Gen<char> characters = Gen.Elements("水雨村0123456789abc[]［］。，.! \n\t\u0000\uD83D\uDEA8\uFEFF".ToCharArray());
        return characters.ListOf().Select(list => string.Concat(list)).Resize(400);
    }

    private string[] Texts(string text, int volumePercent) => [.. Frames(text, volumePercent).Select(frame =>
    {
        Assert.Equal(frame.Length - 3, (frame[1] << 8) | frame[2]);
        Assert.Equal([0xFD, 0x01, 0x03], new[] { frame[0], frame[3], frame[4] });
        return Encoding.Unicode.GetString(frame, 5, frame.Length - 5);
    })];

    private List<byte[]> Frames(string text, int volumePercent)
    {
        _script.Begin(text, volumePercent);
        List<byte[]> frames = [];
        for (int length = _script.TakeFrame(); length > 0; length = _script.TakeFrame())
        {
            frames.Add(_script.Frame[..length]);
        }

        return frames;
    }
}
