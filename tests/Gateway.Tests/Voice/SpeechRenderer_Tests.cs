using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Voice;

namespace EdgeWarning.Gateway.Tests.Voice;

/// <summary>With the real espeak-ng, opencc and Terra Pinyin.</summary>
public sealed class SpeechRenderer_Tests
{
    private const string Warning = "南召县气象台发布暴雨红色预警信号。过去1小时降雨201.9毫米，请低洼处、河道两侧的群众立即向高处转移。";

    [Theory]
    [InlineData(Warning, "zh-CN", 9, 25)]
    [InlineData("15:30前转移，水深3.2米，未来24小时降雨100毫米。", "zh-CN", 5, 15)]
    [InlineData("Flash flood. Leave the river bank now and go to the school.", "en-GB", 2, 8)]
    public async Task A_text_becomes_speech_at_the_level_of_the_tones(string text, string language, double least, double most)
    {
        await using var studio = new Studio();
        var sound = await studio.Hear(text, language);
        Assert.Equal(Sound.FullRate, sound.RateHertz);
        Assert.InRange(sound.Milliseconds / 1_000.0, least, most);
        Assert.Equal(Loudness.SpeechLevel, Loudness.LevelOf(sound), 0.5);
        Assert.InRange(sound.Samples.Max(sample => Math.Abs((int)sample)), Loudness.PeakAmplitude * 9 / 10, Loudness.PeakAmplitude);
    }

    [Fact]
    public async Task The_same_text_is_spoken_once_however_many_ask()
    {
        await using var studio = new Studio();
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => studio.Renderer.Render(Warning, "zh-CN")));
        Assert.Single(all.Select(rendering => rendering.Clip!.Id).Distinct());
        // Who asks while it is being spoken gets that very rendering; on a busy machine one or the other may ask when it is done.
        Assert.InRange(all.Distinct<Rendering>(ReferenceEqualityComparer.Instance).Count(), 1, all.Length / 2);
        var made = all[0].Clip!.At;
        Assert.Equal(made, (await studio.Renderer.Render(Warning, "zh-CN")).Clip!.At);
        Assert.Equal(1, studio.FilesOnDisk);
    }

    [Fact]
    public async Task Nothing_is_kept_any_more_when_the_gateway_has_ended()
    {
        await using var studio = new Studio();
        var speaking = studio.Renderer.Render(Warning, "zh-CN");
        await studio.Renderer.DisposeAsync();
        var kept = studio.FilesOnDisk;
        await Record.ExceptionAsync(() => speaking);
        Assert.Equal(kept, studio.FilesOnDisk);
    }

    [Fact]
    public async Task The_word_of_the_office_changes_how_its_texts_sound_and_no_others()
    {
        await using var studio = new Studio();
        var (town, other) = ((await studio.Renderer.Render("大埔群众", "zh-CN")).Clip!, (await studio.Renderer.Render("请转移", "zh-CN")).Clip!);
        Assert.Empty(await studio.Lexicon.Put([new LexiconWord("大埔", "da4 pu3")], Studio.Officer));
        Assert.NotEqual(town.Id, (await studio.Renderer.Render("大埔群众", "zh-CN")).Clip!.Id);
        Assert.Equal(other, (await studio.Renderer.Render("请转移", "zh-CN")).Clip! with { At = other.At });
        Assert.Empty(await studio.Lexicon.Put([], Studio.Officer));
        Assert.Equal(town.Id, (await studio.Renderer.Render("大埔群众", "zh-CN")).Clip!.Id);
    }

    [Fact]
    public async Task A_machine_without_the_parts_says_which_one_is_missing()
    {
        await using var mute = new Studio(settings => settings.Espeak = "/nowhere/espeak-ng");
        await using var unread = new Studio(settings => settings.Dictionary = "/nowhere/terra_pinyin.dict.yaml");
        Assert.Contains("apt-get install -y espeak-ng", (await mute.Renderer.Render("水库", "zh-CN")).Fault?.Text);
        Assert.Contains("apt-get install -y rime-data-terra-pinyin", (await unread.Renderer.Render("水库", "zh-CN")).Fault?.Text);
        Assert.Null((await mute.Renderer.Render("水库", "zh-CN")).Clip);
    }

    [Theory]
    [InlineData("水库", "zh-CN")]
    [InlineData("Flash flood", "en")]
    public async Task A_part_that_is_installed_while_the_gateway_runs_is_used_from_then_on(string text, string language)
    {
        using var programs = new TestFolder();
        await using var studio = new Studio(settings => settings.Espeak = programs.File("espeak-ng"));
        Assert.NotNull((await studio.Renderer.Render(text, language)).Fault);
        File.CreateSymbolicLink(programs.File("espeak-ng"), "/usr/bin/espeak-ng");
        Assert.Null((await studio.Renderer.Render(text, language)).Fault);
    }

    [Theory]
    [InlineData("", "zh-CN", "nothing to say")]
    [InlineData("。。。", "zh-CN", "nothing to say")]
    [InlineData("nuqneH", "tlh", "no voice for the language")]
    public async Task What_cannot_be_said_has_a_reason(string text, string language, string why)
    {
        await using var studio = new Studio();
        Assert.Contains(why, (await studio.Renderer.Render(text, language)).Fault?.Text);
    }

    [Fact]
    public async Task A_text_longer_than_a_board_keeps_is_refused_with_its_length()
    {
        await using var studio = new Studio();
        var fault = (await studio.Renderer.Render(string.Concat(Enumerable.Repeat("请立即向高处转移。", 60)), "zh-CN")).Fault;
        Assert.Contains("a board keeps 60", fault?.Text);
    }
}
