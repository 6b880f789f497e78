using EdgeWarning.WaterLevel;

namespace EdgeWarning.Firmware.Tests.WaterLevel;

public class A02Parser_Tests
{
    /// <summary>The example of the A02YYUW data sheet.</summary>
    [Fact]
    public void Reads_the_data_sheets_frame() => Assert.Equal([1953], Distances(0xFF, 0x07, 0xA1, 0xA7));

    [Theory]
    [InlineData(30)]
    [InlineData(255)]
    [InlineData(0x0FFF)]
    [InlineData(4500)]
    public void Reads_its_whole_range(int millimetres) => Assert.Equal([millimetres], Distances(Frame(millimetres)));

    [Theory]
    [InlineData(0)]
    [InlineData(29)]
    [InlineData(4501)]
    [InlineData(0x1FFF)]
    public void Says_out_of_range_for_what_it_cannot_measure(int millimetres) =>
        Assert.Equal([A02Parser.OutOfRange], Distances(Frame(millimetres)));

    [Fact]
    public void What_no_probe_would_say_is_no_frame() => Assert.Empty(Distances(Frame(0xFF01)));

    [Fact]
    public void A_wrong_sum_is_no_frame()
    {
        for (var wrong = 1; wrong < 256; wrong++)
        {
            Assert.Empty(Distances(0xFF, 0x07, 0xA1, (byte)(0xA7 + wrong)));
        }
    }

    [Fact]
    public void Finds_frames_behind_garbage_and_half_frames()
    {
        Assert.Equal([1953], Distances(0x00, 0x13, 0xFF, 0x07, 0xA1, 0xA7));
        Assert.Equal([1953], Distances(0xFF, 0x07, 0xFF, 0x07, 0xA1, 0xA7));
        Assert.Equal([1953], Distances(0xFF, 0xFF, 0xFF, 0x07, 0xA1, 0xA7));
        Assert.Equal([1953, 1953], Distances(0xFF, 0x07, 0xA1, 0x00, 0xFF, 0x07, 0xA1, 0xA7, 0xFF, 0x07, 0xA1, 0xA7));
    }

    [Fact]
    public void Every_distance_is_read_wherever_listening_begins()
    {
        for (var millimetres = A02Parser.LeastMillimetres; millimetres <= A02Parser.MostMillimetres; millimetres++)
        {
            var stream = Enumerable.Repeat(Frame(millimetres), 4).SelectMany(frame => frame).ToArray();
            for (var start = 0; start < 4; start++)
            {
                var distances = Distances(stream[start..]);
                Assert.True(distances.Length == (start == 0 ? 4 : 3) && distances.All(distance => distance == millimetres),
                    $"{millimetres} mm from byte {start}: {string.Join(' ', distances)}");
            }
        }
    }

    /// <summary>Anything may come down a wire: no exception, only measurable distances, and three frames on end are always found.</summary>
    [Fact]
    public void No_bytes_confuse_it_for_longer_than_a_frame()
    {
        var random = new Random(20721);
        for (var round = 0; round < 20_000; round++)
        {
            var parser = new A02Parser();
            var garbage = new byte[random.Next(40)];
            random.NextBytes(garbage);
            foreach (var value in garbage)
            {
                var distance = parser.Push(value);
                Assert.True(distance is A02Parser.NoFrame or A02Parser.OutOfRange or (>= 30 and <= 4500));
            }

            var millimetres = random.Next(30, 4501);
            var found = Enumerable.Repeat(Frame(millimetres), 3).SelectMany(frame => frame).Select(parser.Push).Count(distance => distance == millimetres);
            Assert.True(found >= 2, $"round {round}: {found} of 3 frames of {millimetres} mm behind {Convert.ToHexString(garbage)}");
        }
    }

    [Fact]
    public void Counts_what_it_skips_and_forgets_it_when_cleared()
    {
        var parser = new A02Parser();
        foreach (byte value in new byte[] { 1, 2, 3, 0xFF, 0x07 })
        {
            parser.Push(value);
        }

        Assert.Equal(3, parser.SkippedBytes);
        parser.Clear();
        Assert.Equal(0, parser.SkippedBytes);
        Assert.Equal(A02Parser.NoFrame, parser.Push(0xA1));
        Assert.Equal(A02Parser.NoFrame, parser.Push(0xA7));
    }

    private static byte[] Frame(int millimetres)
    {
        byte high = (byte)(millimetres >> 8), low = (byte)millimetres;
        return [0xFF, high, low, (byte)(0xFF + high + low)];
    }

    private static int[] Distances(params byte[] bytes)
    {
        var parser = new A02Parser();
        return [.. bytes.Select(parser.Push).Where(distance => distance != A02Parser.NoFrame)];
    }
}
