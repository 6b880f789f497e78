using System.Text;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Tests.Warnings.Cap;

/// <summary>What was read is written without loss. The comparison knows nothing of the reader: it works on the XML of both files.</summary>
public class CapWriter_Tests
{
    [Fact]
    public void Our_own_files_are_written_as_they_were_read()
    {
        foreach (var file in Directory.GetFiles(CapFiles.GoldenFolder("valid")))
        {
            IsWrittenWithoutLoss(File.ReadAllBytes(file), Path.GetFileName(file));
        }
    }

    [Fact]
    public void Real_files_are_written_as_they_were_read()
    {
        foreach (var file in CapFiles.FilesAtHand("valid"))
        {
            IsWrittenWithoutLoss(File.ReadAllBytes(file), Path.GetFileName(file));
        }
    }

    [Theory]
    [InlineData("<headline>", "<headline>x")]
    [InlineData("<severity>Extreme", "<severity>Severe")]
    [InlineData("</valueName>", "</valueName><!-- --><value>1</value>")]
    [InlineData("+08:00</sent>", "+07:00</sent>")]
    public void The_comparison_sees_a_difference(string piece, string other)
    {
        var written = Encoding.UTF8.GetString(CapWriter.Write(CapFiles.Alert("red-rainstorm")));
        Assert.Contains(piece, written, StringComparison.Ordinal);
        Assert.NotEqual(CapMeaning.Of(Encoding.UTF8.GetBytes(written)), CapMeaning.Of(Encoding.UTF8.GetBytes(written.Replace(piece, other, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(0.00001234567890123456)]
    [InlineData(-0.0000001)]
    [InlineData(112.123456789012345)]
    [InlineData(1e22)]
    [InlineData(0)]
    public void A_number_is_written_without_an_exponent_and_reads_back_the_same(double radius)
    {
        var alert = CapFiles.Alert("red-rainstorm");
        var area = new CapArea("somewhere", [], [new GeoCircle(new GeoPoint(radius is > -90 and < 90 ? radius : 1, 112.4), Math.Abs(radius))], [], radius, null);
        var read = CapFiles.Accepted(CapWriter.Write(alert with { Infos = [alert.Infos[0] with { Areas = [area] }] })).Alert.Infos[0].Areas[0];
        Assert.Equal(area.Circles, read.Circles);
        Assert.Equal(area.AltitudeFeet, read.AltitudeFeet);
    }

    private static void IsWrittenWithoutLoss(byte[] file, string name)
    {
        var alert = CapFiles.Accepted(file).Alert;
        var written = CapWriter.Write(alert);
        Assert.Equal(CapMeaning.Of(file), CapMeaning.Of(written));
        Assert.True(written.AsSpan().SequenceEqual(CapWriter.Write(CapFiles.Accepted(written).Alert)), name);
    }
}
