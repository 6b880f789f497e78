using EdgeWarning.Common;
using NanoHost;

namespace EdgeWarning.Firmware.Tests.Common;

public class TwinFile_Tests
{
    [Fact]
    public void Holds_nothing_on_empty_flash()
    {
        var twin = new TwinFile(new FrailFlash(new Random(1)), "state", 4);
        Assert.Equal(-1, twin.Read(new byte[4]));
        Assert.False(twin.Damaged);
    }

    [Fact]
    public void A_cut_at_any_write_leaves_the_state_before_or_after_and_nothing_else()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var flash = new FrailFlash(random);
            var kept = -1;      // the number last written in full
            for (var number = 0; number < 12; number++)
            {
                var twin = new TwinFile(flash, "state", 8);
                var found = Read(twin);
                Assert.True(found == kept, $"seed {seed}: found {found}, kept {kept}");
                flash.CutAtWrite = random.Next(3) == 0 ? 0 : -1;
                try
                {
                    twin.Write([(byte)number, 7], 0, 2);
                    kept = number;
                }
                catch (PowerCutException)
                {
                    flash.CutAtWrite = -1;
                }
            }
        }
    }

    [Fact]
    public void Any_flipped_bit_of_the_newest_file_gives_the_state_before()
    {
        var flash = new FrailFlash(new Random(1));
        var twin = new TwinFile(flash, "state", 8);
        twin.Write([1, 7], 0, 2);
        twin.Write([2, 7], 0, 2);
        var newest = flash.Files.Single(file => file.Value[8] == 2);
        for (var bit = 0; bit < newest.Value.Length * 8; bit++)
        {
            var flipped = (byte[])newest.Value.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            flash.Put(newest.Key, flipped);
            Assert.Equal(1, Read(new TwinFile(flash, "state", 8)));
        }
    }

    [Fact]
    public void Says_so_when_both_files_are_bad()
    {
        var flash = new FrailFlash(new Random(1));
        var twin = new TwinFile(flash, "state", 8);
        twin.Write([1, 7], 0, 2);
        flash.Put("state.a", [1, 2, 3]);
        flash.Put("state.b", []);
        Assert.Equal(-1, Read(twin));
        Assert.True(twin.Damaged);
        twin.Write([5, 7], 0, 2);
        Assert.Equal(5, Read(new TwinFile(flash, "state", 8)));
    }

    private static int Read(TwinFile twin)
    {
        var payload = new byte[8];
        var length = twin.Read(payload);
        Assert.Contains(length, new[] { -1, 2 });
        return length < 0 ? -1 : payload[0];
    }
}
