using EdgeWarning.Loudspeaker;
using EdgeWarning.Protocol;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

/// <summary>Orders that name a clip, in virtual time.</summary>
public sealed class Clip_Tests
{
    [Fact]
    public void A_clip_is_played_in_place_of_the_text_and_proved()
    {
        var desk = new Desk();
        desk.Keep("siren", Wav.Sine(800, 1_000));
        desk.Send(With(desk.Play(1), "siren"));
        desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], desk.States(1));
        Assert.Empty(desk.Horn.Heard);
        Assert.True(desk.Horn.Chunks > (960 + 900) / ToneSynth.ChunkMilliseconds - 20, $"{desk.Horn.Chunks} chunks");
        Assert.True(desk.Last(1).SpeechMilliamperes > 200);
    }

    [Fact]
    public void A_worn_out_flash_silences_no_clip()
    {
        var desk = new Desk();
        desk.Keep("siren", Wav.Sine(800, 1_000));
        desk.Keep("later", Wav.Sine(800, 500));     // so that playing the first would note its use
        desk.Flash.Broken = true;
        desk.Send(With(desk.Play(1), "siren"));
        desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], desk.States(1));
        Assert.Empty(desk.Horn.Heard);
        Assert.True(desk.Last(1).SpeechMilliamperes > 200);
    }

    [Fact]
    public void A_clip_that_is_replaced_while_it_plays_ends_well_also_when_flash_fails_meanwhile()
    {
        var desk = new Desk();
        desk.Keep("siren", Wav.Sine(800, 1_000));
        desk.Send(With(desk.Play(1), "siren"));
        desk.After(1_500, () =>
        {
            desk.Keep("siren", Wav.Sine(800, 500));
            desk.Flash.Broken = true;
        });
        desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], desk.States(1));
    }

    [Fact]
    public void A_clip_that_has_gone_bad_gives_way_to_the_text_also_on_a_worn_out_flash()
    {
        var desk = new Desk();
        desk.Keep("siren", Wav.Sine(800, 1_000));
        desk.Flash.Write("clip.0", 0, [.. "OggS"u8], 0, 4);
        desk.Flash.Broken = true;
        desk.Send(With(desk.Play(1), "siren"));
        desk.Settle();
        Assert.Equal([Desk.TextOf(1)], desk.Horn.Heard);
        Assert.Equal(ReceiptState.Finished, desk.Said(1).Last().State);
    }

    [Fact]
    public void A_clip_that_is_not_here_gives_way_to_the_text_and_the_receipt_says_so()
    {
        var desk = new Desk();
        desk.Send(With(desk.Play(1), "siren"));
        desk.Settle();
        Assert.Equal([Desk.TextOf(1)], desk.Horn.Heard);
        Receipt heard = desk.Link.Receipts.Single(receipt => receipt.State == ReceiptState.Heard);
        Assert.Equal("clip siren is not here: its text is spoken", heard.Detail);
    }

    [Fact]
    public void A_clip_that_is_not_here_and_has_no_text_is_refused_plainly()
    {
        var desk = new Desk();
        Order order = With(desk.Play(1), "siren");
        order.Text = "";
        desk.Send(order);
        desk.Settle();
        Assert.Equal((ReceiptState.Refused, Reason.Unsupported), desk.Said(1).Last());
        Assert.Equal("no clip siren on this board", desk.Last(1).Detail);
    }

    /// <summary>As on the bare link. "Cannot tell" would leave the office believing that it may have sounded.</summary>
    [Fact]
    public void A_board_whose_speaker_and_speech_module_are_both_left_out_refuses_instead_of_pretending()
    {
        var horn = new Horn();
        (horn.Parts.Speaker, horn.Parts.Speech) = (null, null);
        var desk = new Desk(horn: horn);
        desk.Send(desk.Play(1));
        desk.Settle();
        Assert.Equal([(ReceiptState.Refused, Reason.Unsupported)], desk.Said(1));
        Assert.Equal("neither speaker nor speech module: nothing here can sound", desk.Last(1).Detail);
    }

    [Fact]
    public void A_clip_alone_without_a_tone_is_played()
    {
        var desk = new Desk();
        desk.Keep("siren", Wav.Sine(800, 500, sampleRate: 8_000));
        Order order = With(desk.Play(1), "siren");
        (order.Tone, order.ToneMilliseconds, order.Text) = (Tone.None, 0, "");
        desk.Send(order);
        desk.Settle();
        Assert.Equal(ReceiptState.Finished, desk.Said(1).Last().State);
        Assert.InRange(desk.Horn.Chunks, 15, 17);
    }

    [Fact]
    public void A_drill_is_announced_before_and_after_its_clip()
    {
        var desk = new Desk();
        desk.Keep("siren", Wav.Sine(800, 500));
        desk.Send(With(desk.Drill(1), "siren"));
        desk.Settle();
        Assert.Equal([Announcements.DrillBegins("zh-CN"), Announcements.DrillEnds("zh-CN")], desk.Horn.Heard);
        Assert.Equal(ReceiptState.Finished, desk.Said(1).Last().State);
    }

    [Fact]
    public void A_real_warning_that_breaks_into_a_drill_says_that_it_is_real_before_its_clip()
    {
        var desk = new Desk();
        desk.Keep("siren", Wav.Sine(800, 500));
        desk.Send(desk.Drill(1));
        desk.After(3_000, () => desk.Send(With(desk.Play(2), "siren")));
        desk.Settle();
        Assert.Contains(Announcements.DrillBroken("zh-CN"), desk.Horn.Heard);
    }

    [Fact]
    public void A_stop_in_the_middle_of_a_clip_is_obeyed_within_a_chunk_and_proved()
    {
        var desk = new Desk();
        desk.Keep("long", Wav.Sine(800, 20_000, sampleRate: 8_000));
        desk.Send(With(desk.Play(1), "long"));
        desk.After(6_000, () => desk.Send(desk.Stop(2)));
        desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.StoppedByOrder), desk.Said(1).Last());
        Assert.Equal(ReceiptState.Stopped, desk.Said(2).Last().State);
        Assert.InRange(desk.Horn.LastSound, 5_900, 6_000 + (2 * ToneSynth.ChunkMilliseconds));
    }

    [Theory]
    [InlineData(16_000, 100)]
    [InlineData(16_000, 37)]
    [InlineData(8_000, 100)]
    [InlineData(8_000, 20)]
    public void Every_sample_of_a_clip_comes_out_in_its_place_at_its_volume(int sampleRate, int volumePercent)
    {
        var random = new Random(3);
        short[] samples = [.. Enumerable.Range(0, 10_123).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1))];
        byte[] file = Wav.Of(samples, sampleRate, list: true);
        var flash = new DrawerFlash();
        flash.Write("clip.3", 0, file, 0, file.Length);
        var clip = new WavFile();
        Assert.Equal("", clip.Read(flash, "clip.3"));
        var reader = new ClipReader(flash);
        reader.Begin(clip, volumePercent);
        List<short> played = [];
        while (reader.Next())
        {
            played.AddRange(Enumerable.Range(0, ToneSynth.FramesPerChunk).Select(i => (short)(reader.Chunk[(4 * i) + 2] | (reader.Chunk[(4 * i) + 3] << 8))));
        }

        int step = ToneSynth.SampleRate / sampleRate;
        int factor = volumePercent * 256 / 100;
        short[] wanted = [.. samples.Select(sample => (short)(sample * factor >> 8))];
        Assert.Equal(wanted, Enumerable.Range(0, samples.Length).Select(i => played[(step * i) + step - 1]));
        Assert.All(played.Skip(samples.Length * step), sample => Assert.Equal(0, sample));
        if (step == 2)
        {
            Assert.Equal(Enumerable.Range(1, samples.Length - 1).Select(i => (short)((wanted[i - 1] + wanted[i]) >> 1)), Enumerable.Range(1, samples.Length - 1).Select(i => played[2 * i]));
        }
    }

    [Fact]
    public void A_full_tone_and_a_full_clip_are_as_loud_as_each_other_at_any_volume()
    {
        foreach (int volume in new[] { 100, 60, 25 })
        {
            var synth = new ToneSynth();
            Assert.True(synth.Tune(1_000_000, volume));
            byte[] file = Wav.Sine(1_000, 64, ToneSynth.PeakAmplitude);
            var flash = new DrawerFlash();
            flash.Write("clip.0", 0, file, 0, file.Length);
            var clip = new WavFile();
            Assert.Equal("", clip.Read(flash, "clip.0"));
            var reader = new ClipReader(flash);
            reader.Begin(clip, volume);
            Assert.True(reader.Next());
            double ratio = Rms(reader.Chunk) / Rms(synth.Chunk(TonePhase.Steady));
            Assert.InRange(20 * Math.Log10(ratio), -0.2, 0.2);
        }
    }

    private static double Rms(byte[] chunk) => Math.Sqrt(Enumerable.Range(0, ToneSynth.FramesPerChunk)
        .Select(i => (double)(short)(chunk[(4 * i) + 2] | (chunk[(4 * i) + 3] << 8))).Average(sample => sample * sample));

    [Fact]
    public void A_clip_that_is_on_its_way_is_heard_in_the_same_pass_and_the_tone_goes_on_until_it_is_here()
    {
        var desk = new Desk();
        var coming = new Coming();
        desk.Clips.Source = coming;
        desk.Send(With(desk.Play(1), "words"));
        desk.After(14_500, () => desk.Keep("words", Wav.Sine(800, 1_000)));
        desk.After(14_500, () => coming.Now = false);
        desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], desk.States(1));
        Assert.Empty(desk.Horn.Heard);      // no text
        Assert.Equal("", desk.Link.Receipts.Single(receipt => receipt.State == ReceiptState.Heard).Detail);
        Assert.InRange(desk.Horn.Chunks * ToneSynth.ChunkMilliseconds, 2_000, 3_300);   // three tones of half a second, and a second of words
        Assert.InRange(desk.Horn.LastSound, 15_400, 16_300);    // the words began within half a second
    }

    [Fact]
    public void A_clip_that_is_given_up_gives_way_to_the_text()
    {
        var desk = new Desk();
        var coming = new Coming();
        desk.Clips.Source = coming;
        desk.Send(With(desk.Play(1), "words"));
        desk.After(8_000, () => coming.Now = false);
        desk.Settle();
        Assert.Equal([Desk.TextOf(1)], desk.Horn.Heard);
        Assert.Equal("clip words is not here: its text is spoken", desk.Link.Receipts.Single(receipt => receipt.State == ReceiptState.Heard).Detail);
    }

    /// <summary>The play order comes first, the order to fetch right after it: a board that cannot speak waits for it.</summary>
    [Fact]
    public void Without_a_speech_module_a_clip_that_nobody_has_announced_yet_is_waited_for()
    {
        var desk = Mute();
        desk.Send(With(desk.Play(1), "words"));
        desk.After(6_000, () => desk.Keep("words", Wav.Sine(800, 1_000)));
        desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], desk.States(1));
        Assert.True(desk.Last(1).SpeechMilliamperes > 200);
    }

    [Fact]
    public void A_village_that_heard_only_tones_for_two_minutes_was_not_told_and_the_office_learns_why()
    {
        var desk = Mute();
        Order order = With(desk.Play(1), "words");
        order.Repeats = 2;
        desk.Send(order);
        desk.Settle();
        Receipt verdict = desk.Link.Receipts.Single(receipt => receipt.State == ReceiptState.NotHeard);
        Assert.Equal((Reason.SpeechFault, "clip words has not come"), (verdict.Reason, verdict.Detail));
        Assert.InRange(desk.Horn.LastSound, Performance.LongestClipWaitMilliseconds, Performance.LongestClipWaitMilliseconds + 10_000);     // waited for once, not in every pass
    }

    [Fact]
    public void A_stop_ends_the_wait_for_a_clip_at_once()
    {
        var desk = Mute();
        desk.Send(With(desk.Play(1), "words"));
        desk.After(20_500, () => desk.Send(desk.Stop(2)));
        desk.Settle();
        Assert.Equal((ReceiptState.Stopped, Reason.StoppedByOrder), desk.Said(1).Last());
        Assert.InRange(desk.Horn.LastSound, 18_000, 20_500 + (2 * ToneSynth.ChunkMilliseconds));
    }

    [Fact]
    public void A_clip_without_a_text_is_taken_while_it_is_on_its_way()
    {
        var desk = new Desk();
        desk.Clips.Source = new Coming();
        Order order = With(desk.Play(1), "words");
        order.Text = "";
        desk.Send(order);
        desk.After(5_000, () => desk.Keep("words", Wav.Sine(800, 500)));
        desk.Settle();
        Assert.Equal(ReceiptState.Finished, desk.Said(1).Last().State);
    }

    /// <summary>The clip of a drill begins and ends with its announcement: it is played before the first tone, and nothing sounds without it.</summary>
    [Fact]
    public void Without_a_speech_module_a_drill_begins_with_its_clip()
    {
        var desk = Mute();
        List<long> sounds = [];
        desk.Horn.Sounding = _ => sounds.Add(desk.Clock.UptimeMilliseconds);
        desk.Send(With(desk.Drill(1), "drill"));
        desk.After(7_000, () => desk.Keep("drill", Wav.Sine(800, 1_000)));
        desk.Settle();
        Assert.Equal([ReceiptState.Received, ReceiptState.Playing, ReceiptState.Heard, ReceiptState.Finished], desk.States(1));
        Assert.InRange(sounds[0], 7_000, 7_400);        // no drill tone before the announcement
        Assert.InRange(sounds.Count * ToneSynth.ChunkMilliseconds, 2_400, 3_200);  // clip, tone, clip
    }

    [Fact]
    public void A_drill_whose_clip_never_comes_stays_silent()
    {
        var desk = Mute();
        desk.Send(With(desk.Drill(1), "drill"));
        desk.Settle();
        Assert.Equal(0, desk.Horn.Chunks);
        Assert.Equal((ReceiptState.Failed, Reason.SpeechFault), desk.Said(1).Last());
        Order bare = desk.Drill(2);
        desk.Send(bare);
        Assert.Equal((ReceiptState.Refused, Reason.Unsupported), desk.Said(2).Last());
    }

    private static Desk Mute()
    {
        var horn = new Horn();
        horn.Parts.Speech = null;
        return new Desk(horn: horn);
    }

    private sealed class Coming : IClipSource
    {
        public bool Now { get; set; } = true;

        public bool IsComing(string name) => Now;
    }

    private static Order With(Order order, string clip)
    {
        order.Clip = clip;
        return order;
    }
}
