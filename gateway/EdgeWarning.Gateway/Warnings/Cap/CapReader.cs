using System.Text;
using System.Xml;

namespace EdgeWarning.Gateway.Warnings.Cap;

/// <summary>
/// Reads a CAP 1.2 file from outside bytes. It never throws for what is in the bytes, never fetches anything, never expands
/// an entity, and holds every reason it finds against the file, not only the first.
/// </summary>
public static class CapReader
{
    /// <summary>1 MB; real messages are a few kilobytes, the largest with an embedded picture a few hundred.</summary>
    public const int MostBytes = 1_048_576;

    /// <summary>CAP itself is 5 deep; an XML signature with its certificates stays under 15.</summary>
    public const int MostDepth = 32;

    private static readonly XmlReaderSettings Strict = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes + 1,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CloseInput = true,
    };

    public static CapReading Read(byte[] file)
    {
        if (file.Length > MostBytes)
        {
            return Rejected(CapRule.Size, 0, $"the file has {file.Length} bytes; at most {MostBytes} are read");
        }

        return WhyNotXml(file) ?? ReadXml(file);
    }

    private static CapReading ReadXml(byte[] file)
    {
        var findings = new CapFindings();
        using var reader = XmlReader.Create(new MemoryStream(file, writable: false), Strict);
        var alert = new CapTree(reader, findings).Read();
        if (alert is not null)
        {
            CapRules.Check(alert, findings);
        }

        if (alert is null || findings.Reasons.Count > 0)
        {
            return new CapRejection([.. findings.Reasons.OrderBy(reason => reason.Line)]);
        }

        CapLint.Check(alert, findings);
        return new CapAccepted(CapBuilder.Build(alert), [.. findings.Warnings.OrderBy(warning => warning.Line)]);
    }

    /// <summary>A first pass over the whole file, so that everything behind it may trust form and depth.</summary>
    private static CapRejection? WhyNotXml(byte[] file)
    {
        try
        {
            // The parser drops a character that the end of the file cuts in two; with a byte behind it, it is seen.
            using var reader = XmlReader.Create(new MemoryStream([.. file, (byte)'\n'], writable: false), Strict);
            while (reader.Read())
            {
                if (reader.Depth > MostDepth)
                {
                    return Rejected(CapRule.Depth, ((IXmlLineInfo)reader).LineNumber, $"elements are nested more than {MostDepth} deep");
                }
            }

            return null;
        }
        catch (XmlException error)
        {
            return LineOfDoctype(file) is { } line
                ? Rejected(CapRule.Dtd, line, "<!DOCTYPE> is not allowed: a warning may not define entities or load other files")
                : Rejected(CapRule.Xml, error.LineNumber, $"this is not well-formed XML: {error.Message}");
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            // An encoding that .NET does not carry or that the declaration misnames.
            return Rejected(CapRule.Xml, 1, $"the encoding cannot be read; write UTF-8 ({error.Message})");
        }
    }

    /// <summary>
    /// Line of the document type, or null when there is none: it can only stand behind white space, comments and processing
    /// instructions. Also in UTF-16, whose zero bytes are left out; the parser itself does not say which node stopped it.
    /// </summary>
    private static int? LineOfDoctype(byte[] file)
    {
        var text = Encoding.Latin1.GetString(Array.FindAll(file, letter => letter is not (0 or > 127)));
        var at = 0;
        while (at < text.Length && !text.AsSpan(at).StartsWith("<!DOCTYPE", StringComparison.Ordinal))
        {
            var rest = text.AsSpan(at);
            var end = char.IsWhiteSpace(rest[0]) ? 1
                : rest.StartsWith("<?", StringComparison.Ordinal) ? Behind(rest, "?>")
                : rest.StartsWith("<!--", StringComparison.Ordinal) ? Behind(rest, "-->") : 0;
            if (end == 0)
            {
                return null;
            }

            at += end;
        }

        return at < text.Length ? text.AsSpan(0, at).Count('\n') + 1 : null;
    }

    private static int Behind(ReadOnlySpan<char> text, string mark) => text.IndexOf(mark, StringComparison.Ordinal) is >= 0 and var at ? at + mark.Length : 0;

    private static CapRejection Rejected(string rule, int line, string message) => new([new CapFinding(rule, "file", line, message)]);
}
