using System.Diagnostics;
using EdgeWarning.Gateway.Devices;
using EdgeWarning.Gateway.Platform.Pictures;
using EdgeWarning.Gateway.Tests.Platform;

namespace EdgeWarning.Gateway.Tests.Devices;

public sealed class BoardLabel_Tests
{
    private static readonly Board s_board = new(1, "nz-dongzhuang-horn-1", BoardKinds.Loudspeaker, "411321100001", "东庄村", null, null, null, 0);

    [Fact]
    public void A_foreign_reader_finds_on_the_printed_label_what_we_put_there()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zbarimg"), "zbarimg (Debian package zbar-tools) is not installed");
        using var folder = new TestFolder();
        foreach (string id in (string[])["a", "nz-dongzhuang-horn-1", new string('w', 48)])
        {
            Board board = s_board with { Id = id };
            File.WriteAllBytes(folder.File("label.png"), BoardLabel.Png(board, BitmapFont.Load()));
            using Process reader = Process.Start(new ProcessStartInfo("/usr/bin/zbarimg", ["--quiet", "--raw", folder.File("label.png")]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            Assert.Equal($"EW1;board={id};kind=loudspeaker;village=411321100001", reader.StandardOutput.ReadToEnd().Trim());
            reader.WaitForExit();
        }
    }

    [Fact]
    public void People_read_the_village_the_kind_and_the_id()
    {
        BitmapFont? font = BitmapFont.Load();
        Assert.SkipWhen(font is null, "the font (Debian package unifont) is not installed");
        Bitmap whole = BoardLabel.Draw(s_board, font);

        Assert.True(IsWritten(whole, "东庄村", 4, font), "the village's name");
        Assert.True(IsWritten(whole, "广播 loudspeaker", 2, font), "the kind");
        Assert.True(IsWritten(whole, "411321100001", 2, font), "the village's code");
        Assert.True(IsWritten(whole, "nz-dongzhuang", 3, font), "the id");
        Assert.False(IsWritten(whole, "西庄村", 4, font), "a village that is not there");
    }

    [Theory]
    [InlineData("a", "")]
    [InlineData("wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww", "新疆维吾尔自治区博尔塔拉蒙古自治州精河县托里镇永集湖村民委员会下属第三村民小组驻地广播点一号机位")]
    [InlineData("b", "龘靐齉爩鱻麤𠀀")]
    public void The_longest_and_the_rarest_names_stay_on_the_label(string id, string village)
    {
        Bitmap label = BoardLabel.Draw(s_board with { Id = id, VillageName = village }, BitmapFont.Load());

        for (int x = 0; x < label.Width; x++)
        {
            Assert.False(label[x, 0] || label[x, label.Height - 1], "ink on the upper or lower edge");
        }

        for (int y = 0; y < label.Height; y++)
        {
            Assert.False(label[0, y] || label[label.Width - 1, y], "ink on the left or right edge");
        }
    }

    [Fact]
    public void Without_a_font_the_code_is_still_there()
    {
        Bitmap label = BoardLabel.Draw(s_board, font: null);

        Assert.Contains(true, Enumerable.Range(0, label.Height).Select(y => label[60, y]));
        Assert.DoesNotContain(true, Enumerable.Range(0, label.Height).Select(y => label[700, y]));
    }

    /// <summary>The text stands somewhere beside the code, dot for dot.</summary>
    private static bool IsWritten(Bitmap label, string text, int scale, BitmapFont font)
    {
        var stamp = new Bitmap(font.WidthOf(text) * scale, BitmapFont.GlyphHeight * scale);
        font.Draw(stamp, text, 0, 0, scale);
        return Enumerable.Range(440, label.Width - 440 - stamp.Width).Any(left =>
            Enumerable.Range(0, label.Height - stamp.Height).Any(top => Matches(label, stamp, left, top)));
    }

    private static bool Matches(Bitmap label, Bitmap stamp, int left, int top)
    {
        for (int y = 0; y < stamp.Height; y++)
        {
            for (int x = 0; x < stamp.Width; x++)
            {
                if (label[left + x, top + y] != stamp[x, y])
                {
                    return false;
                }
            }
        }

        return true;
    }
}
