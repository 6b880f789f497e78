using System.Text;
using EdgeWarning.Simulator.Parts;
using FsCheck.Fluent;

namespace EdgeWarning.Firmware.Tests.Simulator;

public sealed class SpeechFrames_Tests
{
    [Fact]
    public void The_data_sheets_example_says_hello() =>
        Assert.Equal([new SpeechFrame(SpeechCommand.Synthesise, "你好")], Frames([0xFD, 0x00, 0x06, 0x01, 0x00, 0xC4, 0xE3, 0xBA, 0xC3]));

    /// <summary>Vectors of the project's page on devices.</summary>
    [Theory]
    [InlineData("FD00070100C4E3BAC3A5", SpeechCommand.Synthesise, "你好")]
    [InlineData("FD000202FD", SpeechCommand.Stop, "")]
    [InlineData("FD000221DE", SpeechCommand.Query, "")]
    [InlineData("FD00070100C4E3BAC3A4", SpeechCommand.Bad, "")]
    [InlineData("FD000202FC", SpeechCommand.Bad, "")]
    public void A_SYN6288_wants_its_check_byte(string hex, SpeechCommand command, string text) =>
        Assert.Equal([new SpeechFrame(command, text)], Feed(new SpeechFrames(SpeechChip.Syn6288), Convert.FromHexString(hex)));

    [Fact]
    public void A_SYN6288_takes_two_hundred_bytes_of_text_and_not_one_more()
    {
        Assert.Equal(SpeechCommand.Synthesise, Feed(new SpeechFrames(SpeechChip.Syn6288), Checked(100))[0].Command);
        Assert.Equal(SpeechCommand.Bad, Feed(new SpeechFrames(SpeechChip.Syn6288), Checked(101))[0].Command);
    }

    private static byte[] Checked(int characters)
    {
        byte[] text = Encoding.BigEndianUnicode.GetBytes(new string('水', characters));
        byte[] frame = [0xFD, (byte)((text.Length + 3) >> 8), (byte)(text.Length + 3), 0x01, 0x03, .. text];
        return [.. frame, (byte)frame.Aggregate(0, (check, one) => check ^ one)];
    }

    [Fact]
    public void All_four_encodings_are_read()
    {
        EncodingProvider pages = CodePagesEncodingProvider.Instance;
        Assert.Equal("轉移 A", Frames(Say(1, pages.GetEncoding(936)!.GetBytes("轉移 A")))[0].Text);
        Assert.Equal("轉移 A", Frames(Say(2, pages.GetEncoding(950)!.GetBytes("轉移 A")))[0].Text);
        Assert.Equal("转移 A", Frames(Say(3, Encoding.Unicode.GetBytes("转移 A")))[0].Text);
    }

    [Theory]
    [InlineData(0x02, SpeechCommand.Stop)]
    [InlineData(0x03, SpeechCommand.Pause)]
    [InlineData(0x04, SpeechCommand.Resume)]
    [InlineData(0x21, SpeechCommand.Query)]
    [InlineData(0x88, SpeechCommand.PowerDown)]
    [InlineData(0xFF, SpeechCommand.Wake)]
    public void Commands_without_text_are_known(byte code, SpeechCommand command) =>
        Assert.Equal([new SpeechFrame(command, "")], Frames([0xFD, 0x00, 0x01, code]));

    [Theory]
    [InlineData("FD0000", "a length of nothing")]
    [InlineData("FD1003", "more than 4 KB of text")]
    [InlineData("FD0001AA", "an unknown command")]
    [InlineData("FD00020200", "a stop with a tail")]
    [InlineData("FD000101", "a text without an encoding")]
    [InlineData("FD00040107C4E3", "an unknown encoding")]
    [InlineData("FD0005010360002C", "half a UTF-16 character")]
    [InlineData("FD0004010300D8", "half a surrogate pair")]
    [InlineData("FD0003010181", "half a GBK character")]
    [InlineData("414243", "bytes of no frame, one complaint for all")]
    public void What_the_chip_cannot_read_is_one_bad_frame(string hex, string why)
    {
        List<SpeechFrame> frames = Frames([.. Convert.FromHexString(hex), 0xFD, 0x00, 0x01, 0x21]);

        Assert.True(frames.Count == 2 && frames[0].Command == SpeechCommand.Bad && frames[1].Command == SpeechCommand.Query, why);
    }

    [Fact]
    public void The_longest_text_passes()
    {
        string text = new('水', 2_048);

        Assert.Equal(text, Frames(Say(3, Encoding.Unicode.GetBytes(text)))[0].Text);
    }

    [Fact]
    public void No_bytes_break_it_and_a_sound_frame_after_them_is_understood() =>
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), noise =>
        {
            var reader = new SpeechFrames(SpeechChip.Xfs5152ce);
            foreach (byte value in noise)
            {
                reader.Take(value);
            }

            if (reader.IsWithinFrame)
            {
                reader.Drop();
            }

            return Feed(reader, [0xFD, 0x00, 0x06, 0x01, 0x00, 0xC4, 0xE3, 0xBA, 0xC3])[^1].Text == "你好";
        }));

    [Fact]
    public void Any_text_of_whole_characters_comes_through_unchanged() =>
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<FsCheck.UnicodeString>(), text =>
        {
            string said = new([.. (text.Get ?? "").Where(character => !char.IsSurrogate(character)).Take(2_000)]);
            return Frames(Say(3, Encoding.Unicode.GetBytes(said)))[0].Text == said;
        }));

    [Theory]
    [InlineData("[v10]水库", "水库", 10)]
    [InlineData("[v0]水库", "水库", 0)]
    [InlineData("[v11]水库[g1][n1][s5][x9]", "水库", 5)]
    [InlineData("水[库] [v]3", "水[库] 3", 5)]
    [InlineData("[v9][d]水", "水", 5)]
    public void Tags_set_the_volume_or_are_left_out(string tagged, string said, int volume)
    {
        int now = SpeechChip.Xfs5152ce.DefaultVolume;

        Assert.Equal(said, SpeechTags.Strip(tagged, SpeechChip.Xfs5152ce, ref now));
        Assert.Equal(volume, now);
    }

    internal static byte[] Say(byte encoding, byte[] text) =>
        [0xFD, (byte)((text.Length + 2) >> 8), (byte)(text.Length + 2), 0x01, encoding, .. text];

    private static List<SpeechFrame> Frames(byte[] bytes) => Feed(new SpeechFrames(SpeechChip.Xfs5152ce), bytes);

    private static List<SpeechFrame> Feed(SpeechFrames reader, byte[] bytes) =>
        [.. bytes.Select(reader.Take).Where(frame => frame is not null).Select(frame => frame!)];
}
