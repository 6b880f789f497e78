using System.Text;
using EdgeWarning.Drivers;
using EdgeWarning.Simulator.Parts;

namespace EdgeWarning.Firmware.Tests.Drivers;

/// <summary>What the board sends, read back by the simulated chip of the same make, which was written from the data sheet.</summary>
public sealed class SpeechDialect_Tests
{
    [Fact]
    public void The_frames_without_text_are_the_data_sheets()
    {
        SpeechDialect syn6288 = SpeechDialect.Syn6288();
        Assert.Equal("FD000202FD", Convert.ToHexString(syn6288.StopFrame));
        Assert.Equal("FD000221DE", Convert.ToHexString(syn6288.QueryFrame));
        SpeechDialect xfs5152ce = SpeechDialect.Xfs5152ce();
        Assert.Equal("FD000102", Convert.ToHexString(xfs5152ce.StopFrame));
        Assert.Equal("FD000121", Convert.ToHexString(xfs5152ce.QueryFrame));
    }

    /// <summary>你好: 4F60 597D, high byte first; length 3 + 14; the XOR of all behind it.</summary>
    [Fact]
    public void A_SYN6288_gets_its_own_frame()
    {
        byte[] frame = Assert.Single(Frames(SpeechDialect.Syn6288(), "你好", 100));
        Assert.Equal("FD00110103" + "005B007600310036005D" + "4F60597D", Convert.ToHexString(frame[..^1]));
        Assert.Equal(0, frame.Aggregate(0, (check, one) => check ^ one));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_long_text_comes_whole_to_the_chip_in_frames_that_it_takes(bool syn6288)
    {
        SpeechDialect dialect = syn6288 ? SpeechDialect.Syn6288() : SpeechDialect.Xfs5152ce();
        SpeechChip chip = syn6288 ? SpeechChip.Syn6288 : SpeechChip.Xfs5152ce;
        string sentence = "暴雨红色预警，请低洼地带的村民立即转移到高处的学校，3小时雨量已达201.9毫米。";
        string text = string.Concat(Enumerable.Repeat(sentence, 12)) + new string('水', 350);
        var frames = new SpeechFrames(chip);
        int volume = 0;
        var said = new StringBuilder();
        foreach (byte[] sent in Frames(dialect, text, 100))
        {
            SpeechFrame heard = Assert.Single(sent.Select(frames.Take).OfType<SpeechFrame>());
            Assert.Equal(SpeechCommand.Synthesise, heard.Command);
            said.Append(SpeechTags.Strip(heard.Text, chip, ref volume));
            Assert.Equal(chip.LoudestVolume, volume);
        }

        Assert.Equal(text, said.ToString());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 8)]
    [InlineData(100, 16)]
    public void Percent_become_the_SYN6288s_sixteen_steps(int percent, int volume)
    {
        byte[] frame = Assert.Single(Frames(SpeechDialect.Syn6288(), "水", percent));
        Assert.StartsWith($"[v{volume}]", Encoding.BigEndianUnicode.GetString(frame, 5, frame.Length - 6));
    }

    private static List<byte[]> Frames(SpeechDialect dialect, string text, int volumePercent)
    {
        var script = new SpeechScript(dialect);
        script.Begin(text, volumePercent);
        List<byte[]> frames = [];
        for (int length = script.TakeFrame(); length > 0; length = script.TakeFrame())
        {
            frames.Add(script.Frame[..length]);
        }

        return frames;
    }
}
