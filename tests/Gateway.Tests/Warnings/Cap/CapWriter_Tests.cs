using System.Globalization;
using System.Text;
using System.Xml.Linq;
using EdgeWarning.Gateway.Warnings.Cap;

namespace EdgeWarning.Gateway.Tests.Warnings.Cap;

/// <summary>What was read is written without loss. The comparison knows nothing of the reader: it works on the XML of both files.</summary>
public class CapWriter_Tests
{
    private static readonly char[] Spaces = [' ', '\t', '\r', '\n'];

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
        Assert.NotEqual(Canonical(Encoding.UTF8.GetBytes(written)), Canonical(Encoding.UTF8.GetBytes(written.Replace(piece, other, StringComparison.Ordinal))));
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
        Assert.Equal(Canonical(file), Canonical(written));
        Assert.True(written.AsSpan().SequenceEqual(CapWriter.Write(CapFiles.Accepted(written).Alert)), name);
    }

    /// <summary>A line for each value, in document order: its path, and its meaning in one form.</summary>
    private static string Canonical(byte[] xml)
    {
        var lines = new StringBuilder();
        using var file = new MemoryStream(xml);
        var root = XDocument.Load(file, LoadOptions.PreserveWhitespace).Root!;
        Assert.Equal("urn:oasis:names:tc:emergency:cap:1.2", root.Name.NamespaceName);
        Walk(root, "", lines);
        return lines.ToString();
    }

    private static void Walk(XElement element, string path, StringBuilder lines)
    {
        var name = element.Name.LocalName;
        if (name == "Signature")
        {
            return;
        }

        var here = $"{path}/{name}";
        if (element.HasElements)
        {
            lines.AppendLine(here);
            foreach (var child in element.Elements())
            {
                Walk(child, here, lines);
            }

            return;
        }

        var meaning = Meaning(name, element.Value);
        if (meaning is not null)
        {
            lines.Append(here).Append(" = ").AppendLine(meaning);
        }
    }

    /// <summary>Null when the element says nothing.</summary>
    private static string? Meaning(string name, string text)
    {
        var words = text.Split(Spaces, StringSplitOptions.RemoveEmptyEntries);
        return name switch
        {
            "sent" or "effective" or "onset" or "expires" => Instant(text),
            "polygon" or "circle" => words.Length == 0 ? null : string.Join(' ', words.Select(word => string.Join(',', word.Split(',').Select(Number)))),
            "altitude" or "ceiling" or "size" => Number(text),
            "references" => words.Length == 0 ? null : string.Join(' ', words.Select(word => word.Split(',') is [var sender, var id, var sent] ? $"{sender},{id},{Instant(sent)}" : word)),
            "addresses" or "incidents" => words.Length == 0 ? null : string.Join(' ', words),
            "language" => words.Length == 0 ? null : words[0],
            "identifier" or "sender" or "status" or "msgType" or "scope" or "category" or "responseType" or "urgency" or "severity" or "certainty"
                or "valueName" or "value" or "web" or "uri" or "digest" or "mimeType" => text.Trim(Spaces),
            _ => text,
        };
    }

    private static string Instant(string text)
    {
        // XML Schema also calls midnight 24:00:00 of the day before.
        var written = text.Trim(Spaces);
        var isEndOfDay = written.Contains("T24:", StringComparison.Ordinal);
        var time = DateTimeOffset.Parse(isEndOfDay ? written.Replace("T24:", "T00:", StringComparison.Ordinal) : written, CultureInfo.InvariantCulture);
        return time.AddDays(isEndOfDay ? 1 : 0).ToString("o", CultureInfo.InvariantCulture);
    }

    private static string Number(string text) => double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
}
