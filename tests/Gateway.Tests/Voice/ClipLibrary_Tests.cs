using System.Security.Cryptography;
using EdgeWarning.Gateway.Tests.Warnings;
using EdgeWarning.Gateway.Voice;

namespace EdgeWarning.Gateway.Tests.Voice;

public sealed class ClipLibrary_Tests
{
    [Fact]
    public async Task A_recording_is_kept_by_its_content_at_the_level_of_the_tones_and_stands_in_the_audit()
    {
        await using var studio = new Studio();
        var wav = WavFile.Write(Studio.Hum(2, 900));
        var (clip, fault) = await studio.Clips.Add(wav, ClipOrigin.Recorded, "to all villages", Studio.Officer);
        Assert.Null(fault);
        var stored = File.ReadAllBytes(studio.Clips.OnDisk(clip!));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(stored)), clip!.Id);
#pragma warning disable CA5350 // CAP's digest
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(stored)), clip.Sha1);
#pragma warning restore CA5350
        Assert.Equal(Loudness.SpeechLevel, Loudness.LevelOf(studio.Clips.Listen(clip)!), 0.5);
        Assert.Equal(clip.Path, studio.Files.Find(clip.Path)!.Path);
        Assert.Equal(clip, studio.Clips.Find(clip.Id));
        Assert.Contains(studio.Audit.Newest(10), row => row.Act == "clip recorded" && row.Subject == clip.Id && row.Who == "wang");

        var again = await studio.Clips.Add(wav, ClipOrigin.Recorded, "once more", Studio.Officer);
        Assert.Equal(clip.Id, again.Clip!.Id);
        Assert.Single(studio.Clips.OfPeople());
    }

    [Fact]
    public async Task More_than_half_a_minute_goes_at_half_the_rate_and_still_fits_a_board()
    {
        await using var studio = new Studio();
        var (clip, _) = await studio.Clips.Add(Studio.Hum(45, 9_000), ClipOrigin.Recorded, "long", Studio.Officer);
        var sound = studio.Clips.Listen(clip!)!;
        Assert.Equal(Sound.HalfRate, sound.RateHertz);
        Assert.InRange(sound.Milliseconds, 44_900, 45_000);
        Assert.InRange(clip!.Bytes, 700_000, 1024 * 1024);     // a third of 3 MB
        Assert.Equal(Loudness.SpeechLevel, Loudness.LevelOf(sound), 1);
    }

    [Theory]
    [InlineData(61, 9_000, "lasts 60 seconds")]
    [InlineData(3, 0, "nothing is heard")]
    public async Task What_a_village_could_not_hear_is_refused(int seconds, int amplitude, string why)
    {
        await using var studio = new Studio();
        var (clip, fault) = await studio.Clips.Add(Studio.Hum(seconds + 0.5, amplitude), ClipOrigin.Uploaded, "x", Studio.Officer);
        Assert.Null(clip);
        Assert.Contains(why.Replace("60", "61", StringComparison.Ordinal), fault?.Text);
        Assert.Empty(studio.Clips.OfPeople());
    }

    [Fact]
    public async Task Old_speech_makes_room_and_recordings_and_what_boards_fetch_now_stay()
    {
        var clock = new SetClock(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        await using var studio = new Studio(settings => settings.CacheMegabytes = 1, clock);
        var (recorded, _) = await studio.Clips.Add(Studio.Hum(20, 7_000), ClipOrigin.Recorded, "kept", Studio.Officer);
        for (var i = 0; i < 4; i++)
        {
            await studio.Clips.AddSpoken($"key {i}", Studio.Hum(20, 7_000, hertz: 300 + i), $"text {i}", default);
        }

        Assert.Equal(5, studio.FilesOnDisk);        // 2.5 MB in a day: all may be in use
        clock.Now += TimeSpan.FromDays(2);
        await studio.Clips.AddSpoken("key 4", Studio.Hum(20, 7_000, hertz: 400), "text 4", default);
        Assert.NotNull(studio.Clips.Spoken("key 4"));
        Assert.Null(studio.Clips.Spoken("key 0"));
        Assert.NotNull(studio.Clips.Listen(recorded!));
        Assert.Equal(2, studio.FilesOnDisk);
    }
}
