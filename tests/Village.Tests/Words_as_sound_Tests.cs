using EdgeWarning.Gateway.Voice;
using EdgeWarning.Village.County;
using EdgeWarning.Village.Tests.Kit;
using EdgeWarning.Village.Watching;
using static EdgeWarning.Village.Tests.Kit.Cap;

namespace EdgeWarning.Village.Tests;

/// <summary>Boards without a speech module, or with one that has died: the tone at once, then the words, made by the real espeak-ng, fetched over HTTP and proved by the amplifier's current.</summary>
public class Words_as_sound_Tests
{
    private const double RedHertz = 1_000;
    private const double DrillHertz = 437.5;

    [Fact]
    public async Task A_village_without_a_speech_module_hears_the_tone_at_once_and_then_the_words_at_their_level()
    {
        await using LiveCounty county = await WithoutModules(Counties.Loudspeaker(1), Counties.Loudspeaker(2));
        Intake warning = await county.Publish(Cap.Alert(Counties.Village(1)) with { Headline = "Leave the river bank now and go up to the school." });
        OrderSeen order = await county.UntilHeard(warning, "ls-1");
        await county.Until(warning, "ls-1", "finished", seen => seen.Step("finished") is not null);

        // The tone did not wait for the words.
        Assert.True(order.Step("playing")!.At - order.Step("committed")!.At < TimeSpan.FromSeconds(5), "the tone came late");
        Wav wav = await Listen(county, "words-as-sound.wav");
        Assert.InRange(wav.ShareOfFirstTone(RedHertz), 0.7, 1.1);
        (TimeSpan from, TimeSpan to) = Words(wav, RedHertz);
        Assert.InRange((to - from).TotalSeconds, 2, 6);
        Assert.InRange(wav.ShareOf(RedHertz, from, to), 0, 0.1);

        // A tone is 4 dB below full scale in the mean and speech 14, at full volume and with the same highest peaks.
        double tone = Level(wav, wav.FirstSound!.Value + TimeSpan.FromMilliseconds(64), wav.FirstSound.Value + TimeSpan.FromMilliseconds(448));
        double speech = Level(wav, from, to);
        TestContext.Current.TestOutputHelper?.WriteLine($"tone {tone:F1} dB, speech {speech:F1} dB of full scale");
        Assert.InRange(tone - speech, 8.5, 11.5);
        Assert.True((await county.Listen("ls-2")).IsSilent, "the village outside heard something");
    }

    [Fact]
    public async Task A_drill_says_what_it_is_before_its_first_tone_also_without_a_speech_module()
    {
        await using LiveCounty county = await WithoutModules(Counties.Loudspeaker(1));
        Intake drill = await county.Publish(Cap.Alert(Counties.Village(1)) with { Status = "Exercise" });
        await county.UntilHeard(drill, "ls-1");
        await county.Until(drill, "ls-1", "finished", seen => seen.Step("finished") is not null);
        Wav wav = await Listen(county, "drill-as-sound.wav");
        TimeSpan start = wav.FirstSound!.Value;
        Assert.InRange(wav.LargestShareOf(DrillHertz, start, start + TimeSpan.FromSeconds(2)), 0, 0.3);     // words
        Assert.InRange(wav.LargestShareOf(DrillHertz), 0.9, 1.1);
        Assert.InRange(wav.LargestShareOf(RedHertz), 0, 0.3);
    }

    /// <summary>It dies unnoticed; the warning that finds out is told anew, and what follows brings its words from the start, until the module answers again.</summary>
    [Fact]
    public async Task A_village_whose_speech_module_died_hears_the_words_of_the_running_warning_and_of_the_next_and_of_a_drill()
    {
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Counties.Start(Counties.Loudspeaker(1));
        await county.Simulator.Speech("ls-1", alive: false, stopping);
        IReadOnlyList<string> first = await Heard(county, Cap.Alert(Counties.Village(1)) with { Headline = "Leave the river bank now and go up to the school." });
        Assert.Equal(["not-heard", "heard"], first);
        (TimeSpan from, TimeSpan to) = Words(await Listen(county, "module-died.wav"), RedHertz);
        Assert.InRange((to - from).TotalSeconds, 2, 6);
        await UntilTroubles(county, "speech-silent");

        Assert.Equal(["heard"], await Heard(county, Cap.Alert(Counties.Village(1))));
        Assert.Equal(["heard"], await Heard(county, Cap.Alert(Counties.Village(1)) with { Status = "Exercise" }));

        await county.Simulator.Power("ls-1", on: false, stopping);
        await county.Simulator.Speech("ls-1", alive: true, stopping);
        await county.Simulator.Power("ls-1", on: true, stopping);
        await UntilTroubles(county, "");
    }

    /// <summary>The verdicts of the orders that it took, the oldest first.</summary>
    private static async Task<IReadOnlyList<string>> Heard(LiveCounty county, CapMessage message)
    {
        Intake warning = await county.Publish(message);
        await county.UntilHeard(warning, "ls-1");
        await county.Until(warning, "ls-1", "finished", seen => seen.Step("finished") is not null);
        WarningSeen seen = await county.Gateway.Warning(warning.Id, TestContext.Current.CancellationToken);
        return [.. seen.Others.Concat(seen.Boards).Where(order => order.Order == "play").OrderBy(order => order.Sequence).Select(order => order.Verdict ?? order.State)];
    }

    private static Task<string> UntilTroubles(LiveCounty county, string wanted) => county.Until(
        $"ls-1 in trouble: {wanted}",
        async () => string.Join(", ", (await county.Gateway.Boards(TestContext.Current.CancellationToken)).Single().Troubles),
        troubles => troubles == wanted,
        troubles => troubles,
        Counties.Patience,
        TestContext.Current.CancellationToken);

    /// <summary>喊话: here a hum that no tone of ours and no voice has.</summary>
    [Fact]
    public async Task A_recording_is_heard_in_place_of_the_text_also_where_a_module_could_read_it()
    {
        const double Hum = 312.5;
        CancellationToken stopping = TestContext.Current.CancellationToken;
        await using LiveCounty county = await Counties.Start(Counties.Loudspeaker(1));
        byte[] wav = WavFile.Write(new Sound(Wav.SampleRate, [.. Enumerable.Range(0, 3 * Wav.SampleRate).Select(i => (short)(3_000 * Math.Sin(2 * Math.PI * Hum * i / Wav.SampleRate)))]));
        string clip = await county.Gateway.BringSound(wav, stopping);
        CapMessage alert = Cap.Alert(Counties.Village(1)) with { Sound = clip };
        Intake warning = await county.Publish(alert);
        OrderSeen order = await county.UntilHeard(warning, "ls-1");
        await county.Until(warning, "ls-1", "finished", seen => seen.Step("finished") is not null);
        Assert.Null(order.Step("heard")!.Detail);
        Wav heard = await Listen(county, "recording.wav");
        (TimeSpan from, TimeSpan to) = Words(heard, RedHertz);
        Assert.InRange(SoundedSeconds(heard, from, to), 2.9, 3.1);     // a busy machine leaves gaps in it
        Assert.InRange(heard.LargestShareOf(Hum, from, to), 0.9, 1.1);
    }

    /// <summary>EDGEWARNING_WAVS names a folder where a person can listen to what the village heard.</summary>
    private static async Task<Wav> Listen(LiveCounty county, string name)
    {
        Wav wav = await county.Listen("ls-1");
        if (Environment.GetEnvironmentVariable("EDGEWARNING_WAVS") is { Length: > 0 } folder)
        {
            byte[] file = WavFile.Write(new Sound(Wav.SampleRate, wav.Samples.ToArray()));
            await File.WriteAllBytesAsync(Path.Combine(folder, name), file, TestContext.Current.CancellationToken);
        }

        return wav;
    }

    private static double Level(Wav wav, TimeSpan from, TimeSpan to) => Loudness.LevelOf(new Sound(Wav.SampleRate, Between(wav, from, to)));

    private static double SoundedSeconds(Wav wav, TimeSpan from, TimeSpan to) => Between(wav, from, to).Count(sample => sample != 0) / (double)Wav.SampleRate;

    private static short[] Between(Wav wav, TimeSpan from, TimeSpan to) => wav.Samples[(int)(from.TotalSeconds * Wav.SampleRate)..(int)(to.TotalSeconds * Wav.SampleRate)].ToArray();

    /// <summary>What sounds behind the last tone. Tones of a clip that is on its way come again: half a second on, half a second off.</summary>
    private static (TimeSpan From, TimeSpan To) Words(Wav wav, double toneHertz)
    {
        TimeSpan step = TimeSpan.FromMilliseconds(32);
        TimeSpan from = wav.FirstSound!.Value;
        for (TimeSpan at = from; at < wav.LastSound!.Value; at += step)
        {
            from = wav.ShareOf(toneHertz, at, at + step) > 0.8 ? at + step : from;
        }

        // The rest of the tone's last stroke, then the silence between it and the words.
        step /= 2;
        foreach (bool sounds in new[] { true, false })
        {
            while (from < wav.LastSound && wav.Loudness(from, from + step) >= 100 == sounds)
            {
                from += step;
            }
        }

        return (from, wav.LastSound!.Value);
    }

    private static Task<LiveCounty> WithoutModules(params PlacedBoard[] boards) => Counties.Start(
        setup => setup with { BoardSettings = new Dictionary<string, string>(setup.BoardSettings, StringComparer.Ordinal) { ["speech.module"] = "none" } }, boards);
}
