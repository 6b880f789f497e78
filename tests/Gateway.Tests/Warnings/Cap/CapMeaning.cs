using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace EdgeWarning.Gateway.Tests.Warnings.Cap;

/// <summary>What a CAP file means, in one form: two files that mean the same have the same. It knows nothing of the reader: it works on the XML alone.</summary>
internal static class CapMeaning
{
    private static readonly char[] Spaces = [' ', '\t', '\r', '\n'];

    /// <summary>A line for each value, in document order: its path, and its meaning in one form.</summary>
    public static string Of(byte[] xml)
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
