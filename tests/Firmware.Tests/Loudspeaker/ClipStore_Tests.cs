using EdgeWarning.Common;
using EdgeWarning.Firmware.Tests.Common;
using EdgeWarning.Loudspeaker;

namespace EdgeWarning.Firmware.Tests.Loudspeaker;

public sealed class ClipStore_Tests
{
    private const int FlashKilobytes = 192;      // room for 64 KB of clips

    private readonly DrawerFlash _flash = new();
    private readonly WavFile _wav = new();

    [Fact]
    public void A_clip_is_kept_over_restarts()
    {
        ClipStore store = Open();
        Assert.Equal("", Put(store, "siren", 1_000, 1));
        ClipStore next = Open();
        Assert.True(next.Has("siren"));
        Assert.True(next.Holds("siren", Seal(1)));
        Assert.False(next.Holds("siren", Seal(2)));
        Assert.True(next.Open("siren", _wav));
        Assert.Equal(1_000, _wav.Milliseconds);
    }

    [Fact]
    public void What_cannot_be_played_is_not_kept()
    {
        ClipStore store = Open();
        byte[] song = [.. "OggS and so on"u8];
        _flash.Write("x.part", 0, song, 0, song.Length);
        Assert.Equal("not a RIFF/WAVE file", store.Take("siren", "x.part", Seal(1)));
        Assert.False(store.Has("siren"));
    }

    [Fact]
    public void The_clip_that_was_not_played_for_longest_makes_room_and_one_that_is_needed_never()
    {
        ClipStore store = Open();
        store.Needed = ["evacuate"];
        Put(store, "evacuate", 1_000, 1);       // 16 KB each at 8 kHz
        Put(store, "second", 1_000, 2);
        Put(store, "third", 1_000, 3);
        store.Open("second", _wav);
        store.Close();
        Assert.Equal("", Put(store, "fourth", 1_100, 4));
        Assert.Equal([true, true, false, true], new[] { "evacuate", "second", "third", "fourth" }.Select(store.Has));
        Assert.Equal("", Put(store, "long", 2_500, 5));
        Assert.Equal([true, false, false, true], new[] { "evacuate", "second", "fourth", "long" }.Select(store.Has));
    }

    [Fact]
    public void A_clip_that_can_never_fit_pushes_nothing_out()
    {
        ClipStore store = Open();
        store.Needed = ["evacuate"];
        Put(store, "evacuate", 2_000, 1);
        Put(store, "other", 1_000, 2);
        Assert.False(store.MakeRoom(40_000));
        Assert.False(store.MakeRoom(long.MaxValue));
        Assert.True(store.Has("other"));
    }

    [Fact]
    public void A_clip_that_is_replaced_while_it_plays_is_played_to_its_end()
    {
        ClipStore store = Open();
        Put(store, "siren", 1_000, 1);
        Assert.True(store.Open("siren", _wav));
        string playing = _wav.File;
        Assert.Equal("", Put(store, "siren", 500, 2));
        Assert.True(_flash.Length(playing) > 0);
        store.Close();
        Assert.Equal(-1, _flash.Length(playing));
        Assert.True(store.Holds("siren", Seal(2)));
    }

    [Fact]
    public void No_more_clips_than_places()
    {
        ClipStore store = Open();
        for (int i = 0; i < ClipStore.Places + 3; i++)
        {
            Assert.Equal("", Put(store, "clip " + i, 10, (byte)i));
        }

        Assert.Equal(ClipStore.Places, _flash.Names().Count(name => name.StartsWith("clip.", StringComparison.Ordinal)));
        Assert.False(store.Has("clip 2"));
        Assert.True(store.Has("clip 3"));
    }

    /// <summary>Power fails at every write of taking in a second clip over the first: afterwards the board has the old or the new one, whole, and no file that nobody names.</summary>
    [Fact]
    public void Whenever_power_fails_the_old_or_the_new_clip_is_there_and_nothing_else()
    {
        int cuts = 0;
        for (int cutAt = 0; ; cutAt++)
        {
            var flash = new FrailFlash(new Random(cutAt));
            ClipStore store = Open(flash);
            Put(store, "siren", 300, 1, flash);
            Put(store, "other", 300, 7, flash);
            byte[] part = Wav.Sine(500, 400, sampleRate: 8_000);
            flash.Write("x.part", 0, part, 0, part.Length);
            flash.CutAtWrite = cutAt;
            bool cut = false;
            try
            {
                store.Take("siren", "x.part", Seal(2));
            }
            catch (Exception)
            {
                cut = true;
                cuts++;
            }

            flash.CutAtWrite = -1;
            ClipStore next = Open(flash);
            Assert.True(next.Open("siren", _wav));
            Assert.Equal(next.Holds("siren", Seal(2)) ? 400 : 300, _wav.Milliseconds);
            Assert.True(next.Open("other", _wav));
            Assert.Equal(2, flash.Names().Count(name => name.StartsWith("clip.", StringComparison.Ordinal)));
            if (!cut)
            {
                Assert.True(cuts >= 2, $"only {cuts} cuts: this looks at nothing");
                return;
            }
        }
    }

    private ClipStore Open(IFlash? flash = null)
    {
        var store = new ClipStore(flash ?? _flash, FlashKilobytes, new Log(new DeskClock(0), 8));
        store.Restore();
        return store;
    }

    private string Put(ClipStore store, string name, int milliseconds, byte seal, IFlash? flash = null)
    {
        byte[] file = Wav.Sine(500, milliseconds, sampleRate: 8_000);
        (flash ?? _flash).Write("x.part", 0, file, 0, file.Length);
        return store.Take(name, "x.part", Seal(seal));
    }

    private static byte[] Seal(byte value) => [.. Enumerable.Repeat(value, 32)];
}
