using System.Diagnostics;
using global::Speech;

namespace EdgeWarning.Firmware.Tests.Speech;

public sealed class SpeechSynthesizer_Tests : IDisposable
{
    private const string Warning = "南召县气象台发布暴雨红色预警信号。过去1小时降雨201.9毫米，请低洼处、河道两侧的群众立即向高处转移。";

    private readonly SpeechSynthesizer _speech = new();

    public void Dispose() => _speech.Dispose();

    [Fact]
    public async Task A_warning_in_Mandarin_has_energy_and_the_length_of_a_reader()
    {
        Pcm16Audio sound = await _speech.Say(Warning, "zh-CN", 16_000);

        // 57 syllables at three to six a second.
        Assert.InRange(sound.Duration.TotalSeconds, 9, 25);
        Assert.Equal(16_000, sound.SampleRateHertz);
        Assert.InRange(Level(sound), 1_000, 12_000);
    }

    [Fact]
    public async Task Latin_words_in_a_Chinese_text_are_said_too()
    {
        TimeSpan chinese = (await _speech.Say("信号中断", "zh-CN", 16_000)).Duration;
        TimeSpan mixed = (await _speech.Say("Satellite navigation 信号中断", "zh-CN", 16_000)).Duration;

        Assert.InRange((mixed - chinese).TotalSeconds, 0.8, 4);
    }

    [Theory]
    [InlineData("en-GB")]
    [InlineData("de-AT")]
    [InlineData("es")]
    public async Task Another_language_has_its_own_voice(string language) =>
        Assert.InRange((await _speech.Say("Flash flood. Inundatio. 12 km.", language, 16_000)).Duration.TotalSeconds, 1, 10);

    [Fact]
    public async Task Resampling_keeps_the_length_and_the_pitch()
    {
        Pcm16Audio low = await _speech.Say("水库", "zh", 16_000);
        Pcm16Audio high = await _speech.Say("水库", "zh", 22_050);

        Assert.Equal(high.Duration.TotalSeconds, low.Duration.TotalSeconds, 0.001);
        Assert.InRange(Level(low) / Level(high), 0.7, 1.1);
    }

    [Fact]
    public async Task Two_hundred_callers_at_once_cost_one_rendering()
    {
        using var together = new ManualResetEventSlim();
        Task<Pcm16Audio>[] callers = [.. Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            together.Wait();
            return await _speech.Say("请立即转移", "zh-CN", 16_000);
        }))];
        together.Set();
        Pcm16Audio[] sounds = await Task.WhenAll(callers);

        Assert.Equal(1, _speech.Renderings);
        Assert.All(sounds, sound => Assert.Same(sounds[0], sound));
    }

    [Fact]
    public async Task The_cache_forgets_the_longest_unused_when_it_is_full()
    {
        using var small = new SpeechSynthesizer(new SpeechOptions { CacheBytes = 60_000 });
        await small.Say("一号水库", "zh", 16_000);
        await small.Say("二号水库", "zh", 16_000);
        await small.Say("三号水库", "zh", 16_000);
        Assert.Equal(3, small.Renderings);

        await small.Say("三号水库", "zh", 16_000);
        Assert.Equal(3, small.Renderings);
        await small.Say("一号水库", "zh", 16_000);
        Assert.Equal(4, small.Renderings);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("-w /tmp/edgewarning-speech-must-not-exist.wav 水库")]
    [InlineData("水库\"; touch /tmp/edgewarning-speech-must-not-exist.wav; \"")]
    [InlineData("$(touch /tmp/edgewarning-speech-must-not-exist.wav)`id`水库")]
    [InlineData("<speak><audio src=\"/etc/passwd\"/><break time=\"60000ms\"/>水库</speak>")]
    [InlineData("[[h@'l@U]] 水库 \u0001\u0001100S \u001b[2J \0 水")]
    [InlineData("\ud800 lone surrogate \udc00 水库")]
    [InlineData("٣ ३ ௩毫米 mm")]
    public async Task Hostile_text_is_only_text(string text)
    {
        Pcm16Audio sound = await _speech.Say(text, "zh-CN", 16_000);

        Assert.InRange(sound.Duration.TotalSeconds, 0, 40);
        Assert.False(File.Exists("/tmp/edgewarning-speech-must-not-exist.wav"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t。，！…“”")]
    [InlineData("\u0001\u0002\u200b")]
    public async Task Nothing_to_say_is_no_sound(string text) => Assert.Empty((await _speech.Say(text, "zh-CN", 16_000)).Samples);

    [Fact]
    public async Task A_text_without_end_is_refused_and_a_long_one_is_spoken_in_time()
    {
        var refusal = await Assert.ThrowsAsync<SpeechException>(() => _speech.Say(new string('水', 10_000), "zh-CN", 16_000));
        Assert.Contains("10000", refusal.Message);

        var clock = Stopwatch.StartNew();
        string longest = string.Concat(Enumerable.Repeat("请立即向高处转移。", 110));
        Pcm16Audio sound = await _speech.Say(longest, "zh-CN", 16_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"{longest.Length} characters, {sound.Duration.TotalSeconds:F0} s of sound in {clock.ElapsedMilliseconds} ms");
        Assert.InRange(sound.Duration.TotalSeconds, 150, 500);
    }

    [Theory]
    [InlineData("tlh")]
    [InlineData("-w")]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    public async Task A_language_without_a_voice_is_named(string language)
    {
        var refusal = await Assert.ThrowsAsync<SpeechException>(() => _speech.Say("nuqneH", language, 16_000));

        Assert.Contains("no voice for the language", refusal.Message);
    }

    [Fact]
    public async Task A_missing_program_is_named_with_the_command_that_installs_it()
    {
        using var bare = new SpeechSynthesizer(new SpeechOptions { EspeakProgram = "espeak-ng-that-is-not-here" });
        using var mute = new SpeechSynthesizer(new SpeechOptions { OpenccProgram = "opencc-that-is-not-here" });
        using var unread = new SpeechSynthesizer(new SpeechOptions { TerraPinyinPath = "/nowhere/terra_pinyin.dict.yaml" });

        Assert.Contains("apt-get install -y espeak-ng", (await Refusal(bare)).Message);
        Assert.Contains("apt-get install -y opencc", (await Refusal(mute)).Message);
        Assert.Contains("apt-get install -y rime-data-terra-pinyin", (await Refusal(unread)).Message);

        static Task<SpeechException> Refusal(SpeechSynthesizer speech) =>
            Assert.ThrowsAsync<SpeechException>(() => speech.Say("水库", "zh-CN", 16_000));
    }

    [Fact]
    public async Task A_program_that_never_ends_is_ended()
    {
        using var stuck = new SpeechSynthesizer(new SpeechOptions { EspeakProgram = "/bin/sh", ChildTimeLimit = TimeSpan.FromMilliseconds(300) });

        // "sh -v ..." complains at once; "yes" writes without end: both end as an error, neither hangs the caller.
        await Assert.ThrowsAsync<SpeechException>(() => stuck.Say("水库", "zh-CN", 16_000));
        using var endless = new SpeechSynthesizer(new SpeechOptions { OpenccProgram = "yes", ChildTimeLimit = TimeSpan.FromSeconds(5) });
        await Assert.ThrowsAsync<SpeechException>(() => endless.Say("水库", "zh-CN", 16_000));
    }

    /// <summary>Root mean square of the samples.</summary>
    private static double Level(Pcm16Audio sound) => Math.Sqrt(sound.Samples.Average(sample => (double)sample * sample));
}
